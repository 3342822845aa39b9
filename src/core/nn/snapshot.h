/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

G_BEGIN_DECLS

/**
 * OvSnapshot:
 *
 * The weights of a network at one moment of its training, as a value. Immutable and
 * reference-counted; it may be handed from thread to thread.
 */
typedef struct _OvSnapshot OvSnapshot;

OvSnapshot  *ov_snapshot_new              (OvNetwork        *network,
                                           guint             n_epochs,
                                           guint             n_images);
OvSnapshot  *ov_snapshot_ref              (OvSnapshot       *self);
void         ov_snapshot_unref            (OvSnapshot       *self);

guint        ov_snapshot_get_n_epochs     (const OvSnapshot *self);
guint        ov_snapshot_get_n_images     (const OvSnapshot *self);
gsize        ov_snapshot_get_n_parameters (const OvSnapshot *self);
const float *ov_snapshot_get_parameters   (const OvSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSnapshot, ov_snapshot_unref)

G_END_DECLS
