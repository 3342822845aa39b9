/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"
#include "feature.h"
#include "recipe.h"
#include "template.h"

/**
 * OvLearned:
 * @n_epochs: how many epochs had been trained
 * @templates: (nullable): what the classes had learned; %NULL when it was not finite
 * @features: (nullable): what the first layer looked for; %NULL for a network without hidden units,
 *   and when it was not finite
 *
 * What a network had learned by a certain epoch.
 */
typedef struct
{
  guint        n_epochs;
  OvTemplates *templates;
  OvFeatures  *features;
} OvLearned;

/**
 * OvInspector:
 *
 * Finds out what a network has learned from its weights alone, without training it. Used by one
 * thread at a time; it has helper threads of its own.
 */
typedef struct _OvInspector OvInspector;

OvInspector *ov_inspector_new     (const OvRecipe *recipe,
                                   OvDataset      *dataset,
                                   guint           n_threads);
void         ov_inspector_free    (OvInspector    *self);
OvLearned   *ov_inspector_inspect (OvInspector    *self,
                                   const float    *parameters,
                                   gsize           n_parameters,
                                   guint           n_epochs,
                                   GCancellable   *cancellable);
void         ov_learned_free      (OvLearned      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvInspector, ov_inspector_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvLearned, ov_learned_free)
