/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _OvModel OvModel;

#define OV_RECIPE_MOST_EPOCHS 100000

/**
 * OvRecipe:
 * @preset: the static name of the preset that the recipe grew from, such as "linear"
 * @model: the network
 * @learning_rate: the highest rate; that of epoch 0 where it only falls
 * @decay: the factor on the learning rate, see @decays_per_epoch
 * @regularisation: the factor of ‖W‖² in the loss
 * @momentum: the share of the last step that the next one keeps
 * @alpha: the share of the mean square of the gradient that RMSProp's next step keeps
 * @beta1: the share of the mean gradient that Adam's next step keeps
 * @beta2: the share of its mean square that Adam's next step keeps
 * @epsilon: what is added to the root of the mean square before it divides
 * @pixel_scale: the largest value a pixel can have: 1 or 255
 * @step_factor: the factor on the learning rate at each step of a schedule that has steps
 * @weight_std: standard deviation of the first weights; 0 for Glorot's uniform range
 * @epochs: how many epochs a run has
 * @batch_size: images in a mini-batch; 0 for the full batch
 * @hidden_units: width of the two-layer network's hidden layer
 * @decays_per_epoch: how many times the learning rate is multiplied by @decay after each epoch
 * @step_epochs: how many epochs lie between two steps; 0 for a third of the run
 * @warm_up: how many epochs the learning rate takes to rise to the schedule's first one
 * @seed: seed of the weights and of the order of the images
 * @schedule: how the learning rate goes, a place in %ov_schedule_names
 * @update_rule: what a gradient does to the weights, a place in %ov_update_rule_names
 * @shuffle: whether the images are put in a new order in each epoch
 * @measure_train: whether the training set is scored again after each epoch; changes no weight
 * @reduced_precision: whether 16 bits of a weight are enough for the passes that make the updates,
 *   where the first layer is computed from bytes
 *
 * Everything that decides a run. A plain value: copy it by assignment.
 */
typedef struct
{
  const char    *preset;
  const OvModel *model;
  double         learning_rate;
  double         decay;
  double         regularisation;
  double         momentum;
  double         alpha;
  double         beta1;
  double         beta2;
  double         epsilon;
  double         pixel_scale;
  double         step_factor;
  double         weight_std;
  guint          epochs;
  guint          batch_size;
  guint          hidden_units;
  guint          decays_per_epoch;
  guint          step_epochs;
  guint          warm_up;
  guint          seed;
  guint          schedule;
  guint          update_rule;
  gboolean       shuffle;
  gboolean       measure_train;
  gboolean       reduced_precision;
} OvRecipe;

const char *const *ov_recipe_list_presets        (void);
gboolean           ov_recipe_init_preset         (OvRecipe        *self,
                                                  const char      *preset,
                                                  GError         **error);
void               ov_recipe_init_foreign        (OvRecipe        *self);
gboolean           ov_recipe_is_foreign          (const OvRecipe  *self);
gboolean           ov_recipe_has_full_batches    (const OvRecipe  *self,
                                                  guint            n_train);
const char        *ov_recipe_get_title           (const OvRecipe  *self);
gboolean           ov_recipe_equal               (const OvRecipe  *a,
                                                  const OvRecipe  *b);
gboolean           ov_recipe_equal_but_seed      (const OvRecipe  *a,
                                                  const OvRecipe  *b);
gboolean           ov_recipe_equal_start         (const OvRecipe  *a,
                                                  const OvRecipe  *b);
gboolean           ov_recipe_validate            (const OvRecipe  *self,
                                                  GError         **error);
char              *ov_recipe_to_json             (const OvRecipe  *self);
gboolean           ov_recipe_from_json           (OvRecipe        *self,
                                                  const char      *json,
                                                  GError         **error);
char              *ov_recipe_describe            (const OvRecipe  *self);
char              *ov_recipe_describe_without    (const OvRecipe  *self,
                                                  const char      *varied);
char              *ov_recipe_describe_difference (const OvRecipe  *self,
                                                  const OvRecipe  *other);
