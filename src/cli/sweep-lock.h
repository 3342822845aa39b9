/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvSweepLock:
 *
 * The right to train a run, which one program has at a time.
 */
typedef struct _OvSweepLock OvSweepLock;

OvSweepLock *ov_sweep_lock_take (const char   *path,
                                 GError      **error);
void         ov_sweep_lock_free (OvSweepLock  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSweepLock, ov_sweep_lock_free)
