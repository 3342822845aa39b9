/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvRunLock:
 *
 * What tells other programs which runs of a library this one trains.
 */
typedef struct _OvRunLock OvRunLock;

OvRunLock *ov_run_lock_new      (const char *library,
                                 gboolean    is_to_be_made);
void       ov_run_lock_free     (OvRunLock  *self);
gboolean   ov_run_lock_hold     (OvRunLock  *self,
                                 const char *id);
void       ov_run_lock_release  (OvRunLock  *self,
                                 const char *id);
gboolean   ov_run_lock_is_elsewhere (OvRunLock  *self,
                                     const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvRunLock, ov_run_lock_free)
