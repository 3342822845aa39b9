/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dataset.h"

/* This file is all that knows which networks and which recipes there are. */

/* Stands for the recipe's number of hidden units. */
#define HIDDEN_UNITS 0

static const OvLayerPlan linear_layers[] = {
  {&ov_affine_class, "linear", OV_N_CLASSES},
};

static const OvLayerPlan two_layer_layers[] = {
  {&ov_affine_class, "hidden", HIDDEN_UNITS},
  {&ov_sigmoid_class, "sigmoid", HIDDEN_UNITS},
  {&ov_affine_class, "output", OV_N_CLASSES},
};

static const OvLayerPlan cnn_layers[] = {
  {&ov_convolution_class, "conv1", 32},
  {&ov_relu_class, "relu1", 32},
  {&ov_max_pool_class, "pool1", 32},
  {&ov_convolution_class, "conv2", 64},
  {&ov_relu_class, "relu2", 64},
  {&ov_max_pool_class, "pool2", 64},
  {&ov_convolution_class, "conv3", 64},
  {&ov_relu_class, "relu3", 64},
  {&ov_max_pool_class, "pool3", 64},
  {&ov_flatten_class, "flatten", 1024},
  {&ov_affine_class, "fc1", 64},
  {&ov_relu_class, "relu4", 64},
  {&ov_affine_class, "fc2", OV_N_CLASSES},
};

typedef enum
{
  LINEAR,
  TWO_LAYER,
  CNN,
} ModelIndex;

static const OvModel models[] = {
  [LINEAR] = {
    .name = "linear",
    .short_title = N_("Linear"),
    .layers = linear_layers,
    .n_layers = G_N_ELEMENTS (linear_layers),
    .loss = OV_LOSS_SQUARED_ERROR,
    .is_quadratic = TRUE,
    .most_trial_epochs = G_MAXUINT,
    .log_style = OV_LOG_STYLE_LINEAR,
  },
  [TWO_LAYER] = {
    .name = "two-layer",
    .short_title = N_("Two-layer"),
    .layers = two_layer_layers,
    .n_layers = G_N_ELEMENTS (two_layer_layers),
    .loss = OV_LOSS_SQUARED_ERROR,
    .features_title = N_("What the Hidden Units Look For, the Most Influential First"),
    .has_hidden_units = TRUE,
    .most_trial_epochs = 20,
    .log_style = OV_LOG_STYLE_TWO_LAYER,
  },
  [CNN] = {
    .name = "cnn",
    .short_title = N_("CNN"),
    .layers = cnn_layers,
    .n_layers = G_N_ELEMENTS (cnn_layers),
    .loss = OV_LOSS_CROSS_ENTROPY,
    .features_title = N_("The Filters of the First Convolution"),
    .most_trial_epochs = 4,
    .log_style = OV_LOG_STYLE_KERAS,
  },
};

/* What no preset uses, and what it is for whoever takes another schedule or optimiser: PyTorch's
 * defaults. */
#define USUAL_NUMBERS \
  .step_factor = 0.1, .alpha = 0.99, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8

/* The defaults are those of the exercise that Overshoot grew from. */
static const OvPreset presets[] = {
  {
    .title = N_("Linear classifier"),
    .recipe = {
      .preset = "linear",
      .model = &models[LINEAR],
      .learning_rate = 1e-2,
      .decay = 0.999,
      .regularisation = 5e-6,
      .pixel_scale = 1.0,
      .weight_std = 1e-5,
      .epochs = 300,
      .hidden_units = 200,
      .decays_per_epoch = 1,
      USUAL_NUMBERS,
    },
  },
  {
    .title = N_("Two layers, full batch"),
    .recipe = {
      .preset = "two-layer-gd",
      .model = &models[TWO_LAYER],
      .learning_rate = 1e-2,
      .decay = 0.999,
      .regularisation = 5e-6,
      .pixel_scale = 255.0,
      .weight_std = 1e-6,
      .epochs = 300,
      .hidden_units = 200,
      .decays_per_epoch = 1,
      USUAL_NUMBERS,
      .measure_train = TRUE,
      .reduced_precision = TRUE,
    },
  },
  {
    .title = N_("Two layers, mini-batch"),
    .recipe = {
      .preset = "two-layer-sgd",
      .model = &models[TWO_LAYER],
      .learning_rate = 1e-4,
      .decay = 0.999,
      .regularisation = 5e-6,
      .pixel_scale = 255.0,
      .weight_std = 1e-6,
      .epochs = 300,
      .batch_size = 500,
      .hidden_units = 200,
      .decays_per_epoch = 1,
      USUAL_NUMBERS,
      .measure_train = TRUE,
      .reduced_precision = TRUE,
    },
  },
  {
    .title = N_("Convolutional network"),
    .recipe = {
      .preset = "cnn",
      .model = &models[CNN],
      .learning_rate = 1e-3,
      .decay = 1.0,
      .momentum = 0.1,
      .pixel_scale = 1.0,
      .epochs = 100,
      .batch_size = 50,
      .hidden_units = 200,
      .decays_per_epoch = 1,
      USUAL_NUMBERS,
      .shuffle = TRUE,
    },
  },
};

/* Stands for the network of a run that another program has made: of its recipe nothing is known.
 * Classifiers elsewhere are trained for the cross-entropy. */
static const OvModel foreign_model = {
  .name = "foreign",
  .short_title = N_("Log"),
  .loss = OV_LOSS_CROSS_ENTROPY,
};

static const OvPreset foreign_preset = {
  .title = N_("Log of another program"),
  .recipe = {
    .preset = "foreign",
    .model = &foreign_model,
  },
};

/**
 * ov_preset_get_foreign:
 *
 * Returns: (transfer none): what stands for the recipe of a run that another program has made;
 *   ov_preset_find() does not find it, since nobody can run it
 */
const OvPreset *
ov_preset_get_foreign (void)
{
  return &foreign_preset;
}

/**
 * ov_model_find:
 * @name: a model's name
 *
 * Returns: (transfer none) (nullable): the model of that name
 */
const OvModel *
ov_model_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    if (strcmp (models[i].name, name) == 0)
      return &models[i];

  return NULL;
}

/**
 * ov_model_get_index:
 * @self: a model
 *
 * Returns: its place in the table, from 0, which is the same in every run of this program
 */
guint
ov_model_get_index (const OvModel *self)
{
  g_return_val_if_fail (self >= models && self < models + G_N_ELEMENTS (models), 0);

  return (guint) (self - models);
}

/**
 * ov_model_has_layer:
 * @self: a model
 * @klass: a kind of layer
 *
 * Returns: whether such a layer is in its network
 */
gboolean
ov_model_has_layer (const OvModel      *self,
                    const OvLayerClass *klass)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->n_layers; i++)
    if (self->layers[i].klass == klass)
      return TRUE;

  return FALSE;
}

/**
 * ov_model_build_network:
 * @recipe: what to build
 *
 * Builds the network that a recipe asks for; its parameters are zero.
 *
 * Returns: (transfer full): a network
 */
OvNetwork *
ov_model_build_network (const OvRecipe *recipe)
{
  const OvShape image = {OV_IMAGE_CHANNELS, OV_IMAGE_SIDE, OV_IMAGE_SIDE};
  g_autofree OvLayerPlan *layers = NULL;
  const OvModel *model;

  g_return_val_if_fail (recipe != NULL, NULL);

  model = recipe->model;
  layers = g_memdup2 (model->layers, model->n_layers * sizeof *layers);
  for (guint i = 0; i < model->n_layers; i++)
    if (layers[i].n_out == HIDDEN_UNITS)
      layers[i].n_out = recipe->hidden_units;

  return ov_network_new (layers, model->n_layers, image, model->loss);
}

/**
 * ov_preset_list:
 * @n_presets: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_presets): the recipes to start from
 */
const OvPreset *
ov_preset_list (gsize *n_presets)
{
  g_return_val_if_fail (n_presets != NULL, NULL);

  *n_presets = G_N_ELEMENTS (presets);

  return presets;
}

/**
 * ov_preset_find:
 * @name: a name such as "two-layer-gd"
 *
 * Returns: (transfer none) (nullable): the recipe to start from of that name
 */
const OvPreset *
ov_preset_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    if (strcmp (presets[i].recipe.preset, name) == 0)
      return &presets[i];

  return NULL;
}
