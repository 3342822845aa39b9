/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dataset.h"
#include "feature.h"
#include "model.h"
#include "naive.h"

static OvNetwork *
make_network (const char *preset, guint hidden_units)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  OvNetwork *network;

  g_assert_true (ov_recipe_init_preset (&recipe, preset, &error));
  recipe.hidden_units = hidden_units;
  network = ov_model_build_network (&recipe);
  naive_fill_random (network->parameters, network->n_parameters,
                     0.1, 5);

  return network;
}

static float *
get_tensor (OvNetwork *network, guint index)
{
  return network->parameters + network->tensors[index].offset;
}

/* The pictures are the rows of the first weight, in falling order of influence, each once. */
static void
check_features (OvNetwork *network, guint n_units, guint side, gsize n_second, gsize field)
{
  g_autoptr (OvFeatures) features = ov_features_new (network);
  g_autofree gboolean *seen = g_new0 (gboolean, n_units);
  const gsize size = (gsize) side * side * 3;
  const float *first = get_tensor (network, 0);
  const float *second = get_tensor (network, 2);

  g_assert_cmpuint (features->n_units, ==, n_units);
  g_assert_cmpuint (features->side, ==, side);
  for (guint place = 0; place < n_units; place++)
    {
      const guint unit = features->units[place];
      double in = 0.0;
      double out = 0.0;

      g_assert_cmpuint (unit, <, n_units);
      g_assert_false (seen[unit]);
      seen[unit] = TRUE;
      for (gsize i = 0; i < size; i++)
        {
          g_assert_cmpfloat (features->values[place * size + i], ==, first[unit * size + i]);
          in += pow ((double) first[unit * size + i], 2.0);
        }
      for (gsize k = 0; k < n_second; k++)
        for (gsize i = 0; i < field; i++)
          out += pow ((double) second[(k * n_units + unit) * field + i], 2.0);
      g_assert_cmpfloat_with_epsilon (features->influences[place], sqrt (in) * sqrt (out), 1e-9);
      if (place > 0)
        g_assert_cmpfloat (features->influences[place], <=, features->influences[place - 1]);
    }
}

static void
test_networks (void)
{
  g_autoptr (OvNetwork) two_layer = make_network ("two-layer-sgd", 23);
  g_autoptr (OvNetwork) cnn = make_network ("cnn", 200);
  g_autoptr (OvNetwork) linear = make_network ("linear", 200);

  check_features (two_layer, 23, 32, 10, 1);
  check_features (cnn, 32, 3, 64, 9);
  g_assert_null (ov_features_new (linear));
}

/* A unit speaks for a class as much as its weights are large and lead there. */
static void
test_by_class (void)
{
  g_autoptr (OvNetwork) network = make_network ("two-layer-sgd", 3);
  g_autoptr (OvNetwork) cnn = make_network ("cnn", 200);
  g_autoptr (OvFeatures) features = ov_features_new (network);
  g_autoptr (OvFeatures) copy = ov_features_copy (features);
  g_autoptr (OvFeatures) filters = ov_features_new (cnn);
  const float *first = get_tensor (network, 0);
  const float *second = get_tensor (network, 2);

  g_assert_null (filters->by_class);
  g_assert_true (copy->is_finite);
  for (guint place = 0; place < 3; place++)
    {
      const guint unit = copy->units[place];
      double squares = 0.0;

      for (gsize i = 0; i < OV_IMAGE_SIZE; i++)
        squares += pow ((double) first[unit * OV_IMAGE_SIZE + i], 2.0);
      for (guint k = 0; k < OV_N_CLASSES; k++)
        g_assert_cmpfloat_with_epsilon (copy->by_class[place * OV_N_CLASSES + k],
                                        sqrt (squares) * (double) second[k * 3 + unit], 1e-9);
    }
}

static void
test_rgb (void)
{
  g_autoptr (OvNetwork) network = make_network ("two-layer-sgd", 2);
  float *weight = get_tensor (network, 0);
  g_autofree guint8 *rgb = g_new (guint8, OV_IMAGE_SIZE);
  g_autoptr (OvFeatures) features = NULL;
  g_autoptr (OvFeatures) copy = NULL;

  /* The second unit has one red pixel that speaks for it and one blue one against; the first has
   * nothing. */
  for (gsize i = 0; i < 2 * OV_IMAGE_SIZE; i++)
    weight[i] = 0.0f;
  weight[OV_IMAGE_SIZE] = 2.0f;
  weight[OV_IMAGE_SIZE + 2 * OV_IMAGE_PIXELS + 33] = -1.0f;
  features = ov_features_new (network);
  copy = ov_features_copy (features);
  g_assert_cmpuint (copy->units[0], ==, 1);

  ov_features_to_rgb (copy, 0, rgb);
  g_assert_cmpuint (rgb[0], ==, 255);
  g_assert_cmpuint (rgb[1], ==, 128);
  g_assert_cmpuint (rgb[33 * 3 + 2], ==, 64);
  ov_features_to_rgb (copy, 1, rgb);
  for (gsize i = 0; i < OV_IMAGE_SIZE; i++)
    g_assert_cmpuint (rgb[i], ==, 128);
}

/* A run that has diverged has no pictures, but an order. */
static void
test_not_finite (void)
{
  g_autoptr (OvNetwork) network = make_network ("two-layer-sgd", 3);
  g_autofree guint8 *rgb = g_new (guint8, OV_IMAGE_SIZE);
  g_autoptr (OvFeatures) features = NULL;

  get_tensor (network, 0)[OV_IMAGE_SIZE + 7] = NAN;
  features = ov_features_new (network);
  g_assert_cmpuint (features->units[2], ==, 1);
  g_assert_false (features->is_finite);
  g_assert_cmpfloat (features->by_class[2 * OV_N_CLASSES], ==, 0.0);
  ov_features_to_rgb (features, 2, rgb);
  g_assert_cmpuint (rgb[0], ==, 128);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/feature/networks", test_networks);
  g_test_add_func ("/feature/by-class", test_by_class);
  g_test_add_func ("/feature/rgb", test_rgb);
  g_test_add_func ("/feature/not-finite", test_not_finite);

  return g_test_run ();
}
