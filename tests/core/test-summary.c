/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "summary.h"

static OvSummary *
summarise (const char *preset, guint hidden_units)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  OvSummary *summary;

  g_assert_true (ov_recipe_init_preset (&recipe, preset, &error));
  recipe.hidden_units = hidden_units;
  summary = ov_summary_new (&recipe);

  return summary;
}

static void
test_cnn (void)
{
  static const struct
  {
    const char *name;
    const char *kind;
    const char *output;
    gsize n_parameters;
  } expected[] = {
    {"conv1", "Convolution", "32 × 32 × 32", 896},
    {"relu1", "ReLU", "32 × 32 × 32", 0},
    {"pool1", "Max-pool", "32 × 16 × 16", 0},
    {"conv2", "Convolution", "64 × 16 × 16", 18496},
    {"relu2", "ReLU", "64 × 16 × 16", 0},
    {"pool2", "Max-pool", "64 × 8 × 8", 0},
    {"conv3", "Convolution", "64 × 8 × 8", 36928},
    {"relu3", "ReLU", "64 × 8 × 8", 0},
    {"pool3", "Max-pool", "64 × 4 × 4", 0},
    {"flatten", "Flatten", "1024", 0},
    {"fc1", "Affine", "64", 65600},
    {"relu4", "ReLU", "64", 0},
    {"fc2", "Affine", "10", 650},
  };
  g_autoptr (OvSummary) summary = summarise ("cnn", 200);

  g_assert_cmpuint (summary->n_parameters, ==, 122570);
  g_assert_cmpuint (summary->n_rows, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < summary->n_rows; i++)
    {
      g_assert_cmpstr (summary->rows[i].name, ==, expected[i].name);
      g_assert_cmpstr (summary->rows[i].kind, ==, expected[i].kind);
      g_assert_cmpstr (summary->rows[i].output, ==, expected[i].output);
      g_assert_cmpuint (summary->rows[i].n_parameters, ==, expected[i].n_parameters);
    }
}

static void
test_others (void)
{
  g_autoptr (OvSummary) linear = summarise ("linear", 200);
  g_autoptr (OvSummary) two_layer = summarise ("two-layer-sgd", 17);

  g_assert_cmpuint (linear->n_rows, ==, 1);
  g_assert_cmpuint (linear->n_parameters, ==, 30730);
  g_assert_cmpstr (linear->rows[0].output, ==, "10");
  g_assert_cmpuint (two_layer->n_rows, ==, 3);
  g_assert_cmpuint (two_layer->n_parameters, ==, 17 * 3073 + 10 * 18);
  g_assert_cmpuint (two_layer->rows[0].n_parameters, ==, 17 * 3073);
  g_assert_cmpstr (two_layer->rows[1].output, ==, "17");
  g_assert_cmpstr (linear->rows[0].sum, ==, "10 × 3,072 + 10");
  g_assert_null (two_layer->rows[1].sum);
  g_assert_true (two_layer->rows[0].changes_shape);
  g_assert_false (two_layer->rows[1].changes_shape);
  g_assert_cmpuint (two_layer->rows[2].shape.channels, ==, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/summary/cnn", test_cnn);
  g_test_add_func ("/summary/others", test_others);

  return g_test_run ();
}
