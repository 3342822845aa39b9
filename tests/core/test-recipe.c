/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recipe.h"

#include <math.h>
#include <string.h>

#include "error.h"
#include "locale-fixture.h"
#include "model.h"
#include "parameter.h"

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ov_recipe_init_preset (recipe, preset, &error));
  g_assert_no_error (error);
}

static void
test_presets (void)
{
  const char *const *presets = ov_recipe_list_presets ();

  g_assert_true (g_strv_contains (presets, "linear"));
  g_assert_true (g_strv_contains (presets, "two-layer-gd"));
  g_assert_true (g_strv_contains (presets, "two-layer-sgd"));

  for (guint i = 0; presets[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      OvRecipe recipe;

      init_recipe (&recipe, presets[i]);
      g_assert_cmpstr (recipe.preset, ==, presets[i]);
      g_assert_cmpuint (strlen (ov_recipe_get_title (&recipe)), >, 0);
      g_assert_true (ov_recipe_validate (&recipe, &error));
      g_assert_no_error (error);

      for (guint j = 0; j < i; j++)
        {
          OvRecipe other;

          init_recipe (&other, presets[j]);
          g_assert_cmpstr (ov_recipe_get_title (&recipe), !=, ov_recipe_get_title (&other));
          g_assert_false (ov_recipe_equal (&recipe, &other));
        }
    }
}

/* A batch that holds all images is a full one; whether it does is not known without them. */
static void
test_full_batches (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  recipe.batch_size = 0;
  g_assert_true (ov_recipe_has_full_batches (&recipe, 0));
  g_assert_true (ov_recipe_has_full_batches (&recipe, 500));
  recipe.batch_size = 500;
  g_assert_false (ov_recipe_has_full_batches (&recipe, 0));
  g_assert_false (ov_recipe_has_full_batches (&recipe, 501));
  g_assert_true (ov_recipe_has_full_batches (&recipe, 500));
}

/* What stands for a recipe that nobody knows has a title and no values; nobody can ask for it. */
static void
test_foreign (void)
{
  g_autofree char *json = NULL;
  g_autofree char *description = NULL;
  const OvParameter *parameters;
  gsize n_parameters;
  OvRecipe recipe, known;

  ov_recipe_init_foreign (&recipe);
  init_recipe (&known, "cnn");
  g_assert_true (ov_recipe_is_foreign (&recipe));
  g_assert_false (ov_recipe_is_foreign (&known));
  g_assert_false (ov_recipe_equal (&recipe, &known));
  g_assert_false (ov_recipe_equal (&recipe, &recipe));
  g_assert_false (ov_recipe_init_preset (&known, recipe.preset, NULL));
  g_assert_false (ov_recipe_from_json (&known, "{\"recipe\": \"foreign\"}", NULL));

  json = ov_recipe_to_json (&recipe);
  g_assert_cmpstr (json, ==, "null");
  description = ov_recipe_describe (&recipe);
  g_assert_cmpstr (description, ==, ov_recipe_get_title (&recipe));
  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    g_assert_nonnull (ov_parameter_unused (&parameters[i], &recipe));
}

/* The numbers of the exercise. */
static void
test_defaults (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  g_assert_true (recipe.model == ov_model_find ("linear"));
  g_assert_cmpfloat (recipe.learning_rate, ==, 0.01);
  g_assert_cmpfloat (recipe.decay, ==, 0.999);
  g_assert_cmpfloat (recipe.regularisation, ==, 5e-6);
  g_assert_cmpfloat (recipe.pixel_scale, ==, 1.0);
  g_assert_cmpfloat (recipe.weight_std, ==, 1e-5);
  g_assert_cmpuint (recipe.epochs, ==, 300);
  g_assert_cmpuint (recipe.batch_size, ==, 0);
  g_assert_false (recipe.measure_train);
  g_assert_false (recipe.reduced_precision);

  init_recipe (&recipe, "two-layer-sgd");
  g_assert_true (recipe.model == ov_model_find ("two-layer"));
  g_assert_cmpfloat (recipe.learning_rate, ==, 1e-4);
  g_assert_cmpfloat (recipe.pixel_scale, ==, 255.0);
  g_assert_cmpfloat (recipe.weight_std, ==, 1e-6);
  g_assert_cmpuint (recipe.batch_size, ==, 500);
  g_assert_cmpuint (recipe.hidden_units, ==, 200);
  g_assert_true (recipe.measure_train);
  g_assert_true (recipe.reduced_precision);
  g_assert_false (recipe.shuffle);
}

static void
test_unknown_preset (void)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  OvRecipe before;

  init_recipe (&recipe, "linear");
  before = recipe;
  g_assert_false (ov_recipe_init_preset (&recipe, "Linear", &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
  g_assert_nonnull (strstr (error->message, "“Linear”"));
  g_assert_nonnull (strstr (error->message, "two-layer-sgd"));
  g_assert_true (ov_recipe_equal (&recipe, &before));
}

/* Each number decides a run and is checked. */
static void
test_every_parameter (void)
{
  const OvParameter *parameters;
  gsize n_parameters;

  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    {
      g_autoptr (GError) error = NULL;
      OvRecipe recipe;
      OvRecipe other;

      init_recipe (&recipe, "linear");
      other = recipe;
      g_assert_true (ov_recipe_equal (&recipe, &other));
      ov_parameter_set (&parameters[i], &other, parameters[i].maximum, &error);
      if (ov_parameter_get (&parameters[i], &recipe) == parameters[i].maximum)
        ov_parameter_set (&parameters[i], &other, parameters[i].minimum, &error);
      g_assert_no_error (error);
      g_assert_false (ov_recipe_equal (&recipe, &other));
      g_assert_true (ov_recipe_validate (&other, &error));

      if (parameters[i].kind != OV_PARAMETER_REAL)
        continue;
      G_STRUCT_MEMBER (double, &other, parameters[i].offset) = NAN;
      g_assert_false (ov_recipe_validate (&other, &error));
      g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
      g_assert_true (g_str_has_prefix (error->message, parameters[i].title));
    }
}

/* What decides the network, its first weights and its pixels makes another start; a rate, a batch
 * or a penalty does not. */
static void
test_start (void)
{
  static const char *const others[] = {"seed", "hidden-units", "weight-std", "pixel-scale"};
  static const char *const same[] = {"learning-rate", "batch-size", "regularisation", "momentum",
                                     "epochs"};
  OvRecipe recipe;
  OvRecipe other;

  init_recipe (&recipe, "two-layer-sgd");
  init_recipe (&other, "cnn");
  g_assert_false (ov_recipe_equal_start (&recipe, &other));
  ov_recipe_init_foreign (&other);
  g_assert_false (ov_recipe_equal_start (&other, &other));

  for (guint i = 0; i < G_N_ELEMENTS (others) + G_N_ELEMENTS (same); i++)
    {
      const gboolean is_same = i >= G_N_ELEMENTS (others);
      const OvParameter *parameter =
        ov_parameter_find (is_same ? same[i - G_N_ELEMENTS (others)] : others[i]);

      other = recipe;
      g_assert_nonnull (parameter);
      ov_parameter_set (parameter, &other, parameter->minimum, NULL);
      if (ov_recipe_equal (&recipe, &other))
        ov_parameter_set (parameter, &other, parameter->maximum, NULL);
      g_assert_false (ov_recipe_equal (&recipe, &other));
      g_assert_cmpint (ov_recipe_equal_start (&recipe, &other), ==, is_same);
    }
}

static void
check_round_trips (void)
{
  const char *const *presets = ov_recipe_list_presets ();

  for (guint i = 0; presets[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *json = NULL;
      OvRecipe recipe;
      OvRecipe read = {0};

      init_recipe (&recipe, presets[i]);
      recipe.learning_rate = 0.1 + 0.2;
      recipe.decay = 0.998001;
      recipe.regularisation = 5e-6;
      recipe.seed = G_MAXUINT32;
      recipe.shuffle = !recipe.shuffle;
      json = ov_recipe_to_json (&recipe);
      g_test_message ("%s", json);
      g_assert_true (ov_recipe_from_json (&read, json, &error));
      g_assert_no_error (error);
      g_assert_true (ov_recipe_equal (&recipe, &read));
      g_assert_true (read.model == recipe.model);
    }
}

static void
test_json (void)
{
  check_round_trips ();
  locale_fixture_set_up ();
  check_round_trips ();
  locale_fixture_tear_down ();
}

/* A recipe that uses nothing new is written as it always was, so that it is known again by whoever
 * has it in an older file. */
static void
test_json_as_before (void)
{
  g_autofree char *json = NULL;
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  json = ov_recipe_to_json (&recipe);
  g_assert_cmpstr (json, ==,
                   "{\"recipe\":\"linear\",\"learning-rate\":0.01,\"decay\":0.999,"
                   "\"regularisation\":5e-6,\"momentum\":0,\"epochs\":300,\"batch-size\":0,"
                   "\"hidden-units\":200,\"seed\":0,\"shuffle\":false,\"measure-train\":false,"
                   "\"weight-std\":1e-5,\"pixel-scale\":1,\"reduced-precision\":false,"
                   "\"decays-per-epoch\":1}");
}

/* Every optional number is written once it differs, and read again. */
static void
test_json_optional (void)
{
  const OvParameter *parameters;
  gsize n_parameters;

  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *member = g_strdup_printf ("\"%s\":", parameters[i].key);
      g_autofree char *json = NULL;
      g_autofree char *changed = NULL;
      OvRecipe recipe;
      OvRecipe read = {0};

      init_recipe (&recipe, "cnn");
      json = ov_recipe_to_json (&recipe);
      g_assert_true ((strstr (json, member) == NULL) == parameters[i].is_optional);
      ov_parameter_set (&parameters[i], &recipe, parameters[i].maximum, &error);
      g_assert_no_error (error);
      changed = ov_recipe_to_json (&recipe);
      if (parameters[i].is_optional)
        g_assert_nonnull (strstr (changed, member));
      g_assert_true (ov_recipe_from_json (&read, changed, &error));
      g_assert_no_error (error);
      g_assert_true (ov_recipe_equal (&recipe, &read));
    }
}

/* The preset outlives the text that it was read from. */
static void
test_json_defaults (void)
{
  g_autoptr (GError) error = NULL;
  char *json = g_strdup ("{\"learning-rate\": 1, \"shuffle\": 1, \"recipe\": \"two-layer-gd\"}");
  OvRecipe expected;
  OvRecipe recipe;

  init_recipe (&expected, "two-layer-gd");
  expected.learning_rate = 1.0;
  expected.shuffle = TRUE;
  g_assert_true (ov_recipe_from_json (&recipe, json, &error));
  g_assert_no_error (error);
  memset (json, 'x', strlen (json));
  g_free (json);
  g_assert_true (ov_recipe_equal (&recipe, &expected));
}

static void
test_bad_json (void)
{
  static const struct
  {
    const char *json;
    const char *part;
  } cases[] = {
    {"", "not a recipe"},
    {"   ", "not a recipe"},
    {"{", "not a recipe"},
    {"[]", "not a recipe"},
    {"3", "not a recipe"},
    {"null", "not a recipe"},
    {"{}", "does not say"},
    {"{\"recipe\": \"linear\", \"seed\": 1, \"seed\": 2}", "“seed” twice"},
    {"/* */{\"recipe\": \"linear\"}", "not a recipe"},
    {"{\"recipe\": 'linear'}", "not a recipe"},
    {"{\"recipe\": 3}", "does not say"},
    {"{\"recipe\": null}", "does not say"},
    {"{\"recipe\": {}}", "does not say"},
    {"{\"recipe\": \"cubic\"}", "“cubic”"},
    {"{\"recipe\": \"linear\", \"speed\": 1}", "“speed”"},
    {"{\"recipe\": \"linear\", \"model\": 0}", "“model”"},
    {"{\"recipe\": \"linear\", \"decay\": \"0.9\"}", "Decay"},
    {"{\"recipe\": \"linear\", \"decay\": null}", "Decay"},
    {"{\"recipe\": \"linear\", \"decay\": [0.9]}", "Decay"},
    {"{\"recipe\": \"linear\", \"decay\": {}}", "Decay"},
    {"{\"recipe\": \"linear\", \"decay\": true}", "Decay"},
    {"{\"recipe\": \"linear\", \"epochs\": true}", "Epochs"},
    {"{\"recipe\": \"linear\", \"decay\": 1.1}", "Decay"},
    {"{\"recipe\": \"linear\", \"decay\": 1e999}", "Decay"},
    {"{\"recipe\": \"linear\", \"decay\": NaN}", "not a recipe"},
    {"{\"recipe\": \"linear\", \"epochs\": 1.5}", "Epochs"},
    {"{\"recipe\": \"linear\", \"epochs\": 99999999999999999999}", "Epochs"},
    {"{\"recipe\": \"linear\", \"seed\": -1}", "Seed"},
    {"{\"recipe\": \"linear\", \"shuffle\": 2}", "Shuffle"},
    {"{\"recipe\": \"linear\", \"shuffle\": \"on\"}", "Shuffle"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      OvRecipe recipe;
      OvRecipe before;

      init_recipe (&recipe, "two-layer-gd");
      before = recipe;
      g_test_message ("%s", cases[i].json);
      g_assert_false (ov_recipe_from_json (&recipe, cases[i].json, &error));
      g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].part));
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_true (ov_recipe_equal (&recipe, &before));
    }
}

static void
check_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
check_descriptions (void)
{
  OvRecipe recipe;
  OvRecipe other;

  init_recipe (&recipe, "linear");
  init_recipe (&other, "linear");
  check_text (ov_recipe_describe (&recipe),
              "Linear classifier, learning rate 0.01, decay 0.999, regularisation 5e-6, "
              "epochs 300, seed 0");
  check_text (ov_recipe_describe_difference (&recipe, &other), "the same recipe");

  /* What makes no difference to the network is not told in the caption. */
  recipe.learning_rate = 0.02;
  recipe.momentum = 0.5;
  recipe.hidden_units = 7;
  check_text (ov_recipe_describe (&recipe),
              "Linear classifier, learning rate 0.02, decay 0.999, regularisation 5e-6, "
              "momentum 0.5, epochs 300, seed 0");
  recipe.hidden_units = other.hidden_units;
  check_text (ov_recipe_describe_difference (&recipe, &other), "learning rate 0.02, momentum 0.5");
  check_text (ov_recipe_describe_difference (&other, &recipe), "learning rate 0.01, momentum 0");

  init_recipe (&other, "two-layer-gd");
  check_text (ov_recipe_describe_difference (&other, &recipe), "Two layers, full batch");
}

static void
test_descriptions (void)
{
  OvRecipe recipe;

  check_descriptions ();

  /* A person reads them, with the decimal mark of the locale. */
  init_recipe (&recipe, "linear");
  locale_fixture_set_up ();
  check_text (ov_recipe_describe (&recipe),
              "Linear classifier, learning rate 0,01, decay 0,999, regularisation 5e-6, "
              "epochs 300, seed 0");
  locale_fixture_tear_down ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recipe/presets", test_presets);
  g_test_add_func ("/recipe/foreign", test_foreign);
  g_test_add_func ("/recipe/full-batches", test_full_batches);
  g_test_add_func ("/recipe/defaults", test_defaults);
  g_test_add_func ("/recipe/unknown-preset", test_unknown_preset);
  g_test_add_func ("/recipe/every-parameter", test_every_parameter);
  g_test_add_func ("/recipe/start", test_start);
  g_test_add_func ("/recipe/json", test_json);
  g_test_add_func ("/recipe/json-as-before", test_json_as_before);
  g_test_add_func ("/recipe/json-optional", test_json_optional);
  g_test_add_func ("/recipe/json-defaults", test_json_defaults);
  g_test_add_func ("/recipe/bad-json", test_bad_json);
  g_test_add_func ("/recipe/descriptions", test_descriptions);

  return g_test_run ();
}
