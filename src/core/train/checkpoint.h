/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "recipe.h"

/**
 * OvCheckpoint:
 *
 * All that a trainer knows between two epochs: another trainer can continue from it as if it had
 * made the epochs before, to the last bit. Immutable and reference-counted; safe to read from any
 * thread.
 */
typedef struct _OvCheckpoint OvCheckpoint;

#define OV_TYPE_CHECKPOINT (ov_checkpoint_get_type ())

GType           ov_checkpoint_get_type         (void);
OvCheckpoint   *ov_checkpoint_ref              (OvCheckpoint       *self);
void            ov_checkpoint_unref            (OvCheckpoint       *self);
const OvRecipe *ov_checkpoint_get_recipe       (const OvCheckpoint *self);
guint           ov_checkpoint_get_n_epochs     (const OvCheckpoint *self);
guint           ov_checkpoint_get_exact_from   (const OvCheckpoint *self);
gsize           ov_checkpoint_get_n_bytes      (const OvCheckpoint *self);
gsize           ov_checkpoint_get_n_parameters (const OvCheckpoint *self);
const float    *ov_checkpoint_get_parameters   (const OvCheckpoint *self);
gboolean        ov_checkpoint_check_recipe     (const OvCheckpoint *self,
                                                const OvRecipe     *recipe,
                                                GError            **error);
GBytes         *ov_checkpoint_to_bytes         (const OvCheckpoint *self);
OvCheckpoint   *ov_checkpoint_from_bytes       (GBytes             *bytes,
                                                GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvCheckpoint, ov_checkpoint_unref)
