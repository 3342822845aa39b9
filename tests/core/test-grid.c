/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grid.h"

#include "error.h"

/* Writes the values of a text with spaces between them. */
static char *
expand (const char *key,
        const char *text)
{
  const OvParameter *parameter = ov_parameter_find (key);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) values = ov_grid_axis_parse (parameter, text, &error);
  GString *line = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < values->len; i++)
    {
      g_autofree char *value =
        ov_parameter_format (parameter, g_array_index (values, double, i));

      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", value);
    }

  return g_string_free (line, FALSE);
}

static void
test_values (void)
{
  static const struct
  {
    const char *key;
    const char *text;
    const char *expected;
  } cases[] = {
    {"learning-rate", "0.01", "0.01"},
    {"learning-rate", "1e-3, 0.01,1", "0.001 0.01 1"},
    {"learning-rate", "1,0.5,1,0.5", "1 0.5"},
    {"learning-rate", "1e-4..0.1:log:4", "0.0001 0.001 0.01 0.1"},
    {"learning-rate", "1e-4..0.1:log:7", "0.0001 0.0003162 0.001 0.003162 0.01 0.03162 0.1"},
    {"learning-rate", "0.1..0.5:0.1", "0.1 0.2 0.3 0.4 0.5"},
    {"learning-rate", "0.1..0.45:0.1", "0.1 0.2 0.3 0.4"},
    {"learning-rate", "0.25..0.25:0.1", "0.25"},
    {"learning-rate", "0.123456789..0.2:lin:2", "0.123456789 0.2"},
    {"learning-rate", "5,0.1..0.3:0.1,7", "5 0.1 0.2 0.3 7"},
    {"momentum", "0..0.9:lin:4", "0 0.3 0.6 0.9"},
    {"momentum", "0..0.5:lin:4", "0 0.1667 0.3333 0.5"},
    {"momentum", "0.9..0.9002:lin:3", "0.9 0.9001 0.9002"},
    {"momentum", "0.9..0.900003:lin:3", "0.9 0.9000015 0.900003"},
    {"regularisation", "0,1e-6..1e-4:log:3", "0 1e-6 1e-5 0.0001"},
    {"seed", "1..5", "1 2 3 4 5"},
    {"seed", "3..3", "3"},
    {"seed", "1..10:3", "1 4 7 10"},
    {"seed", "7,1..3,2", "7 1 2 3"},
    {"batch-size", "1..100:log:3", "1 10 100"},
    {"batch-size", "1..4:log:8", "1 2 3 4"},
    {"shuffle", "on,off", "on off"},
    {"shuffle", "0,1", "off on"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = expand (cases[i].key, cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *key;
    const char *text;
    const char *said;
  } cases[] = {
    {"learning-rate", "", "number"},
    {"learning-rate", "1,,2", "number"},
    {"learning-rate", "1,", "number"},
    {"learning-rate", "x", "x"},
    {"learning-rate", "nan", "nan"},
    {"learning-rate", "0", "Learning rate"},
    {"learning-rate", "1e-4..0.1", "FROM..TO:log:N"},
    {"learning-rate", "1e-4..0.1:log", "step"},
    {"learning-rate", "1e-4..0.1:geo:5", "FROM..TO:log:N"},
    {"learning-rate", "1e-4..0.1:log:5:6", "FROM..TO:log:N"},
    {"learning-rate", "1e-4..0.1:log:1", "from 2 on"},
    {"learning-rate", "1e-4..0.1:log:-3", "from 2 on"},
    {"learning-rate", "1e-4..0.1:log:1e3", "from 2 on"},
    {"learning-rate", "0.1..0.2:0", "above 0"},
    {"learning-rate", "0.1..0.2:-1", "above 0"},
    {"learning-rate", "0.1..0.2:inf", "above 0"},
    {"learning-rate", "0.1..0.2:1e-300", "too many"},
    {"learning-rate", "0.2..0.1:log:3", "smaller end"},
    {"learning-rate", "..0.1:log:3", "number"},
    {"learning-rate", "0.1..", "number"},
    {"learning-rate", "..", "number"},
    {"regularisation", "0..0.1:log:3", "above it"},
    {"seed", "1..5:0.5", "whole number"},
    {"seed", "0..4294967295", "too many"},
    {"seed", "1..99999,1..99999", "more than 100000 values"},
    {"shuffle", "on,maybe", "maybe"},
    {"shuffle", "off..on", "commas"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (ov_grid_axis_parse (ov_parameter_find (cases[i].key), cases[i].text, &error));
      g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
      g_assert_nonnull (strstr (error->message, cases[i].said));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

static void
add (OvGrid     *grid,
     const char *key,
     const char *text)
{
  g_autoptr (GError) error = NULL;

  ov_grid_add (grid, ov_parameter_find (key), text, &error);
  g_assert_no_error (error);
}

static void
test_product (void)
{
  static const char *const expected[] = {
    "linear_learning-rate=0.1_epochs=7_seed=1",
    "linear_learning-rate=0.1_epochs=7_seed=2",
    "linear_learning-rate=0.2_epochs=7_seed=1",
    "linear_learning-rate=0.2_epochs=7_seed=2",
    "two-layer-gd_learning-rate=0.1_epochs=7_seed=1",
    "two-layer-gd_learning-rate=0.1_epochs=7_seed=2",
    "two-layer-gd_learning-rate=0.2_epochs=7_seed=1",
    "two-layer-gd_learning-rate=0.2_epochs=7_seed=2",
  };
  g_autoptr (OvGrid) grid = ov_grid_new ("linear,two-layer-gd,linear", NULL);
  OvRecipe recipe, again;
  guint n_values;

  g_assert_cmpuint (ov_grid_get_n_recipes (grid), ==, 2);
  add (grid, "learning-rate", "0.1,0.2");
  add (grid, "epochs", "7");
  add (grid, "seed", "1..2");
  g_assert_cmpuint (ov_grid_get_n_recipes (grid), ==, G_N_ELEMENTS (expected));
  g_assert_cmpuint (ov_grid_get_n_presets (grid), ==, 2);
  g_assert_cmpuint (ov_grid_get_n_axes (grid), ==, 3);
  g_assert_cmpstr (ov_grid_get_axis (grid, 1, &n_values)->key, ==, "epochs");
  g_assert_cmpuint (n_values, ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *name = ov_grid_make_name (grid, i);

      g_assert_cmpstr (name, ==, expected[i]);
    }

  ov_recipe_init_preset (&again, "two-layer-gd", NULL);
  again.learning_rate = 0.2;
  again.epochs = 7;
  again.seed = 1;
  ov_grid_get_recipe (grid, 6, &recipe);
  g_assert_true (ov_recipe_equal (&recipe, &again));
}

/* A recipe that is alone in its grid has the name that it has among others. */
static void
test_names (void)
{
  g_autoptr (OvGrid) grid = ov_grid_new ("cnn", NULL);
  g_autoptr (OvGrid) alone = ov_grid_new ("cnn", NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const guint n_values = 5;
  g_autofree char *own = NULL;

  for (const char *const *key = (const char *const[]) {"learning-rate", "decay", "momentum", NULL};
       *key != NULL; key++)
    {
      add (grid, *key, "0.123456789012345..0.7:lin:5");
      add (alone, *key, "0.123456789012345");
    }
  for (const char *const *key =
         (const char *const[]) {"regularisation", "weight-std", "pixel-scale", NULL};
       *key != NULL; key++)
    {
      add (grid, *key, "1.2345678901234567e-2");
      add (alone, *key, "1.2345678901234567e-2");
    }

  for (guint i = 0; i < n_values * n_values * n_values; i++)
    {
      char *name = ov_grid_make_name (grid, i);

      g_assert_cmpuint (strlen (name), <=, 200);
      g_assert_true (g_hash_table_add (names, name));
    }
  own = ov_grid_make_name (alone, 0);
  g_assert_true (g_hash_table_contains (names, own));
}

static void
test_too_many (void)
{
  g_autoptr (OvGrid) grid = ov_grid_new ("linear", NULL);
  g_autoptr (GError) error = NULL;

  add (grid, "seed", "1..1000");
  g_assert_false (ov_grid_add (grid, ov_parameter_find ("epochs"), "1..101", &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
  g_assert_cmpuint (ov_grid_get_n_recipes (grid), ==, 1000);
  add (grid, "epochs", "1..100");
  g_assert_cmpuint (ov_grid_get_n_recipes (grid), ==, OV_GRID_MOST);
}

static void
test_unused (void)
{
  g_autoptr (OvGrid) grid = ov_grid_new ("linear", NULL);
  g_autoptr (OvGrid) mixed = ov_grid_new ("linear,two-layer-gd", NULL);
  g_autoptr (GError) error = NULL;

  add (grid, "hidden-units", "3,4");
  add (grid, "seed", "1");
  add (mixed, "hidden-units", "3,4");
  g_assert_nonnull (ov_grid_find_unused (grid, 0));
  g_assert_null (ov_grid_find_unused (grid, 1));
  g_assert_null (ov_grid_find_unused (mixed, 0));

  g_assert_null (ov_grid_new ("linear,liner", &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
  g_clear_error (&error);
  g_assert_null (ov_grid_new ("", &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/grid/values", test_values);
  g_test_add_func ("/grid/refused", test_refused);
  g_test_add_func ("/grid/product", test_product);
  g_test_add_func ("/grid/names", test_names);
  g_test_add_func ("/grid/too-many", test_too_many);
  g_test_add_func ("/grid/unused", test_unused);

  return g_test_run ();
}
