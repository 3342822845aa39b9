/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "epoch.h"
#include "recipe.h"

/**
 * OvHistory:
 *
 * The epochs of one run, in order. Not thread-safe: it belongs to the thread that made it.
 */
typedef struct _OvHistory OvHistory;

OvHistory     *ov_history_new            (void);
OvHistory     *ov_history_copy           (const OvHistory  *self);
void           ov_history_free           (OvHistory        *self);
void           ov_history_append         (OvHistory        *self,
                                          const OvEpoch    *epoch);
guint          ov_history_get_n_epochs   (const OvHistory  *self);
const OvEpoch *ov_history_get_epoch      (const OvHistory  *self,
                                          guint             index);
const OvEpoch *ov_history_get_first      (const OvHistory  *self);
const OvEpoch *ov_history_get_last       (const OvHistory  *self);
const OvEpoch *ov_history_get_best       (const OvHistory  *self,
                                          OvEpochField      field);
gsize          ov_history_copy_field     (const OvHistory  *self,
                                          OvEpochField      field,
                                          double           *out);
double         ov_history_get_seconds    (const OvHistory  *self);
gboolean       ov_history_has_diverged   (const OvHistory  *self);
gboolean       ov_history_is_straying    (const OvHistory  *self);
char          *ov_history_to_json        (const OvHistory  *self,
                                          const OvRecipe   *recipe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvHistory, ov_history_free)
