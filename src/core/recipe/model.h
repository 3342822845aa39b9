/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"
#include "recipe.h"

/**
 * OvLogStyle:
 * @OV_LOG_STYLE_TWO_LAYER: a line an epoch
 * @OV_LOG_STYLE_LINEAR: the same, but first the rate and the decay, and with the rate after a decay
 * @OV_LOG_STYLE_KERAS: two lines an epoch, as Keras prints them
 *
 * How the exercise's item printed its epochs.
 */
typedef enum
{
  OV_LOG_STYLE_TWO_LAYER,
  OV_LOG_STYLE_LINEAR,
  OV_LOG_STYLE_KERAS,
} OvLogStyle;

/**
 * OvModel:
 * @name: what it is called in the code, such as "two-layer"
 * @short_title: what its runs are called, before a number; not yet translated
 * @layers: [@n_layers], the plan of the network, from the input's side
 * @n_layers: how many layers there are
 * @loss: what it is trained for
 * @features_title: (nullable): what the features of its first layer are, for people, not yet
 *   translated; %NULL when it has none, since its weights are the templates
 * @is_quadratic: whether the loss is a quadratic of the parameters, so that steps can be exact and
 *   the sharpness is the same everywhere
 * @has_hidden_units: whether the recipe sets the width of its first layer, which is affine
 * @most_trial_epochs: how many epochs a trial of a sweep has at most, by what an epoch costs,
 *   unless the user says how many
 * @log_style: how the exercise printed its epochs
 *
 * A kind of network that recipes train, and all that is to be known about it.
 */
struct _OvModel
{
  const char        *name;
  const char        *short_title;
  const OvLayerPlan *layers;
  guint              n_layers;
  OvLoss             loss;
  const char        *features_title;
  gboolean           is_quadratic;
  gboolean           has_hidden_units;
  guint              most_trial_epochs;
  OvLogStyle         log_style;
};

/**
 * OvPreset:
 * @title: its name for people, not yet translated
 * @recipe: its defaults
 *
 * A recipe to start from.
 */
typedef struct
{
  const char *title;
  OvRecipe    recipe;
} OvPreset;

const OvModel  *ov_model_find          (const char         *name);
guint           ov_model_get_index     (const OvModel      *self);
gboolean        ov_model_has_layer     (const OvModel      *self,
                                        const OvLayerClass *klass);
OvNetwork      *ov_model_build_network (const OvRecipe     *recipe);
const OvPreset *ov_preset_list         (gsize              *n_presets);
const OvPreset *ov_preset_find         (const char         *name);
const OvPreset *ov_preset_get_foreign  (void);
