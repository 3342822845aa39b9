/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parameter.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "locale-fixture.h"
#include "model.h"
#include "recipe-fixture.h"
#include "schedule.h"
#include "update-rule.h"

static const OvParameter *
find (const char *key)
{
  const OvParameter *parameter = ov_parameter_find (key);

  g_assert_nonnull (parameter);

  return parameter;
}

static void
init_recipe (OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, "linear", &error);
  g_assert_no_error (error);
}

/* A choice is offered once it has a second name, so that one is a matter of its own table. */
static void
test_list (void)
{
  static const struct
  {
    const char *key;
    const char *const *choices;
  } expected[] = {
    {"learning-rate"},
    {"decay"},
    {"regularisation"},
    {"momentum"},
    {"epochs"},
    {"batch-size"},
    {"hidden-units"},
    {"seed"},
    {"shuffle"},
    {"measure-train"},
    {"weight-std"},
    {"pixel-scale"},
    {"reduced-precision"},
    {"decays-per-epoch"},
    {"schedule", ov_schedule_names},
    {"step-factor"},
    {"step-epochs"},
    {"warm-up"},
    {"optimiser", ov_update_rule_names},
    {"alpha"},
    {"beta1"},
    {"beta2"},
    {"epsilon"},
  };
  const OvParameter *parameters;
  gsize n_parameters;
  gsize n_found = 0;

  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      if (expected[i].choices != NULL && expected[i].choices[1] == NULL)
        {
          g_assert_null (ov_parameter_find (expected[i].key));
          continue;
        }

      g_assert_cmpuint (n_found, <, n_parameters);
      g_assert_cmpstr (parameters[n_found].key, ==, expected[i].key);
      g_assert_true (ov_parameter_find (expected[i].key) == &parameters[n_found]);
      g_assert_true (parameters[n_found].choices == expected[i].choices);
      if (parameters[n_found].titles != NULL)
        g_assert_cmpuint (g_strv_length ((char **) parameters[n_found].titles), ==,
                          g_strv_length ((char **) parameters[n_found].choices));
      g_assert_cmpfloat (parameters[n_found].minimum, <, parameters[n_found].maximum);
      n_found++;
    }
  g_assert_cmpuint (n_found, ==, n_parameters);

  g_assert_null (ov_parameter_find ("learning_rate"));
  g_assert_null (ov_parameter_find (""));
}

/* A refused value leaves the recipe alone and is explained in one sentence. */
static void
check_refused (const OvParameter *parameter, double value)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  double before;

  init_recipe (&recipe);
  before = ov_parameter_get (parameter, &recipe);
  g_assert_false (ov_parameter_set (parameter, &recipe, value, &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, parameter->title));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_cmpfloat (ov_parameter_get (parameter, &recipe), ==, before);
}

static void
check_accepted (const OvParameter *parameter, double value)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  init_recipe (&recipe);
  g_assert_true (ov_parameter_set (parameter, &recipe, value, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (ov_parameter_get (parameter, &recipe), ==, value);
  g_assert_false (signbit (ov_parameter_get (parameter, &recipe)));
}

static void
test_ranges (void)
{
  const OvParameter *parameters;
  gsize n_parameters;

  parameters = ov_parameter_list (&n_parameters);
  for (gsize i = 0; i < n_parameters; i++)
    {
      const OvParameter *parameter = &parameters[i];
      const double step = parameter->kind == OV_PARAMETER_REAL ? parameter->minimum / 2.0 : 1.0;

      check_accepted (parameter, parameter->minimum);
      check_accepted (parameter, parameter->maximum);
      check_refused (parameter, -1.0);
      check_refused (parameter, parameter->maximum * 2.0);
      check_refused (parameter, NAN);
      check_refused (parameter, INFINITY);
      check_refused (parameter, -INFINITY);

      if (parameter->zero)
        {
          check_accepted (parameter, 0.0);
          check_accepted (parameter, -0.0);
        }
      else if (parameter->kind != OV_PARAMETER_CHOICE)
        check_refused (parameter, 0.0);
      if (parameter->minimum - step > 0.0)
        check_refused (parameter, parameter->minimum - step);
      if (parameter->kind != OV_PARAMETER_REAL)
        check_refused (parameter, 0.5);
    }
}

static void
check_parse (const char *key, const char *text, double expected)
{
  g_autoptr (GError) error = NULL;
  double value;

  g_assert_true (ov_parameter_parse (find (key), text, &value, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (value, ==, expected);
}

static void
check_no_parse (const char *key, const char *text)
{
  g_autoptr (GError) error = NULL;
  double value;

  g_assert_false (ov_parameter_parse (find (key), text, &value, &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, find (key)->title));
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
check_full_stops (void)
{
  check_parse ("learning-rate", "0.001", 0.001);
  check_parse ("learning-rate", " 1e-2 ", 0.01);
  check_parse ("learning-rate", "+.5", 0.5);
  check_parse ("regularisation", "0", 0.0);
  check_parse ("epochs", "300", 300.0);
  check_parse ("epochs", "1e3", 1000.0);
  check_parse ("seed", "4294967295", 4294967295.0);
  check_parse ("shuffle", "on", 1.0);
  check_parse ("shuffle", "OFF", 0.0);
  check_parse ("shuffle", "1", 1.0);
  check_parse ("shuffle", "0", 0.0);

  check_no_parse ("learning-rate", "");
  check_no_parse ("learning-rate", "  ");
  check_no_parse ("learning-rate", "fast");
  check_no_parse ("learning-rate", "0.01x");
  check_no_parse ("learning-rate", "0.01 0.02");
  check_no_parse ("learning-rate", "nan");
  check_no_parse ("learning-rate", "inf");
  check_no_parse ("learning-rate", "1e999");
  check_no_parse ("learning-rate", "1e-999");
  check_no_parse ("learning-rate", "-0.01");
  check_no_parse ("learning-rate", "on");
  check_no_parse ("epochs", "12.5");
  check_no_parse ("seed", "4294967296");
  check_no_parse ("seed", "-1");
  check_no_parse ("shuffle", "maybe");
  check_no_parse ("shuffle", "0.5");
  check_no_parse ("shuffle", "2");
}

/* Both marks are understood everywhere, but a count of thousands is not taken for a few. */
static void
check_commas (void)
{
  check_parse ("learning-rate", "0,001", 0.001);
  check_parse ("learning-rate", "2,5e-3", 0.0025);
  check_parse ("decay", "0,998001", 0.998001);
  check_no_parse ("learning-rate", "0,001,5");
  check_no_parse ("learning-rate", "1,000.5");
  check_no_parse ("epochs", "1,000");
}

static void
test_parse (void)
{
  check_full_stops ();
  check_commas ();
}

static void
test_parse_in_german (void)
{
  locale_fixture_set_up ();
  check_full_stops ();
  check_commas ();
  locale_fixture_tear_down ();
}

static void
check_formats (void)
{
  static const struct
  {
    const char *key;
    double value;
    const char *text;
  } cases[] = {
    {"learning-rate", 0.01, "0.01"},
    {"learning-rate", 0.00942, "0.00942"},
    {"learning-rate", 1e-5, "1e-5"},
    {"learning-rate", 100.0, "100"},
    {"learning-rate", 10.0, "10"},
    {"learning-rate", 20.5, "20.5"},
    {"learning-rate", 0.1 + 0.2, "0.30000000000000004"},
    {"learning-rate", 1e-100, "1e-100"},
    {"learning-rate", 1e+200, "1e200"},
    {"decay", 0.998001, "0.998001"},
    {"decay", 0.999, "0.999"},
    {"decay", 1.0, "1"},
    {"regularisation", 5e-6, "5e-6"},
    {"regularisation", 2.5e-7, "2.5e-7"},
    {"regularisation", 0.0, "0"},
    {"epochs", 100000.0, "100000"},
    {"batch-size", 50000.0, "50000"},
    {"seed", 4294967295.0, "4294967295"},
    {"shuffle", 1.0, "on"},
    {"shuffle", 0.0, "off"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = ov_parameter_format (find (cases[i].key), cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_format (void)
{
  g_autofree char *local = NULL;

  check_formats ();
  locale_fixture_set_up ();
  check_formats ();
  local = ov_parameter_format_local (find ("decay"), 0.998001);
  locale_fixture_tear_down ();
  g_assert_cmpstr (local, ==, "0,998001");
}

/* What was written is read as the very same number, whatever it was. */
static void
test_round_trip (void)
{
  const OvParameter *parameter = find ("weight-std");
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 5000; i++)
    {
      const double value = pow (10.0, g_rand_double_range (rand, -12.0, 1.0));
      g_autofree char *text = ov_parameter_format (parameter, value);

      check_parse ("weight-std", text, value);
    }
}

static void
test_unused (void)
{
  OvRecipe recipe;

  init_recipe (&recipe);
  g_assert_nonnull (ov_parameter_unused (find ("hidden-units"), &recipe));
  g_assert_nonnull (ov_parameter_unused (find ("shuffle"), &recipe));
  g_assert_null (ov_parameter_unused (find ("learning-rate"), &recipe));
  g_assert_null (ov_parameter_unused (find ("batch-size"), &recipe));

  recipe.batch_size = 10;
  g_assert_null (ov_parameter_unused (find ("shuffle"), &recipe));
  recipe.model = ov_model_find ("two-layer");
  g_assert_null (ov_parameter_unused (find ("hidden-units"), &recipe));

  /* A narrow layer is always computed in floats. */
  g_assert_null (ov_parameter_unused (find ("reduced-precision"), &recipe));
  recipe.hidden_units = 9;
  g_assert_nonnull (ov_parameter_unused (find ("reduced-precision"), &recipe));
  init_recipe (&recipe);
  g_assert_nonnull (ov_parameter_unused (find ("reduced-precision"), &recipe));
}

/* What belongs to another schedule makes no difference; a warm-up does to each. */
static void
test_unused_by_schedule (void)
{
  for (guint i = 0; ov_schedule_names[i] != NULL; i++)
    {
      const gboolean has_steps = g_str_equal (ov_schedule_names[i], "step");
      const gboolean has_decay = g_str_equal (ov_schedule_names[i], "exponential");
      OvRecipe recipe;

      init_recipe (&recipe);
      recipe.schedule = i;
      g_assert_true ((ov_parameter_unused (find ("step-factor"), &recipe) == NULL) == has_steps);
      g_assert_true ((ov_parameter_unused (find ("step-epochs"), &recipe) == NULL) == has_steps);
      g_assert_true ((ov_parameter_unused (find ("decay"), &recipe) == NULL) == has_decay);
      g_assert_true ((ov_parameter_unused (find ("decays-per-epoch"), &recipe) == NULL)
                     == has_decay);
      g_assert_null (ov_parameter_unused (find ("warm-up"), &recipe));
    }
}

/* What belongs to another optimiser makes no difference. */
static void
test_unused_by_optimiser (void)
{
  static const struct
  {
    const char *optimiser;
    const char *used[5];
  } cases[] = {
    {"gradient-descent", {"momentum"}},
    {"nesterov", {"momentum"}},
    {"rmsprop", {"momentum", "alpha", "epsilon"}},
    {"adam", {"beta1", "beta2", "epsilon"}},
    {"adamw", {"beta1", "beta2", "epsilon"}},
  };
  static const char *const keys[] = {"momentum", "alpha", "beta1", "beta2", "epsilon"};

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
      {
        OvRecipe recipe;

        init_recipe (&recipe);
        fixture_set_value (&recipe, "optimiser", cases[c].optimiser);
        g_assert_cmpint (ov_parameter_unused (find (keys[k]), &recipe) == NULL, ==,
                         g_strv_contains (cases[c].used, keys[k]));
        g_assert_null (ov_parameter_unused (find ("regularisation"), &recipe));
      }
}

/* A choice is written by its name in a file, whose order of names nobody need know. */
static void
check_choice_in_file (const OvParameter *choice)
{
  static const char *const wrong[] = {"1", "0", "1.0", "true", "null", "[\"second\"]", "{}",
                                      "\"third\"", "\"1\""};
  g_autoptr (JsonNode) right = json_from_string ("\"second\"", NULL);
  g_autoptr (GError) error = NULL;
  double value;

  g_assert_true (ov_parameter_read_json (choice, right, &value, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (value, ==, 1.0);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (wrong[i], NULL);

      g_assert_nonnull (node);
      g_assert_false (ov_parameter_read_json (choice, node, &value, &error));
      g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
      g_assert_nonnull (strstr (error->message, "first, second"));
      g_clear_error (&error);
    }
}

/* A choice is written and read by its name, and kept as its place. */
static void
test_choice (void)
{
  static const char *const names[] = {"first", "second", NULL};
  const OvParameter choice = {
    .key = "choice",
    .title = "Choice",
    .kind = OV_PARAMETER_CHOICE,
    .maximum = 1.0,
    .offset = G_STRUCT_OFFSET (OvRecipe, schedule),
    .choices = names,
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  OvRecipe recipe = {0};
  double value;

  g_assert_true (ov_parameter_parse (&choice, " second ", &value, &error));
  g_assert_no_error (error);
  g_assert_true (ov_parameter_set (&choice, &recipe, value, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (recipe.schedule, ==, 1);
  g_assert_cmpfloat (ov_parameter_get (&choice, &recipe), ==, 1.0);
  text = ov_parameter_format (&choice, 1.0);
  g_assert_cmpstr (text, ==, "second");

  g_assert_false (ov_parameter_set (&choice, &recipe, 2.0, NULL));
  g_assert_false (ov_parameter_set (&choice, &recipe, 0.5, NULL));
  g_assert_false (ov_parameter_parse (&choice, "third", &value, &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
  g_assert_nonnull (strstr (error->message, "first, second"));
  g_assert_nonnull (strstr (error->message, "third"));
  g_assert_cmpuint (recipe.schedule, ==, 1);

  check_choice_in_file (&choice);
}

/* What has one name only is no choice, and nobody is asked for it. */
static void
test_lone_choice (void)
{
  gsize n;
  const OvParameter *parameters = ov_parameter_list (&n);

  for (gsize i = 0; i < n; i++)
    g_assert_true (parameters[i].choices == NULL || parameters[i].choices[1] != NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parameter/list", test_list);
  g_test_add_func ("/parameter/ranges", test_ranges);
  g_test_add_func ("/parameter/parse", test_parse);
  g_test_add_func ("/parameter/parse-commas", test_parse_in_german);
  g_test_add_func ("/parameter/format", test_format);
  g_test_add_func ("/parameter/round-trip", test_round_trip);
  g_test_add_func ("/parameter/unused", test_unused);
  g_test_add_func ("/parameter/unused-by-schedule", test_unused_by_schedule);
  g_test_add_func ("/parameter/unused-by-optimiser", test_unused_by_optimiser);
  g_test_add_func ("/parameter/choice", test_choice);
  g_test_add_func ("/parameter/lone-choice", test_lone_choice);

  return g_test_run ();
}
