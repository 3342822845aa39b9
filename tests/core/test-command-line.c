/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A command line says all that a recipe says, to the last bit. */

#include "command-line.h"

#include "parameter.h"

/* Reads the words as the command line does. */
static OvRecipe
read_words (const GPtrArray *words)
{
  OvRecipe recipe;
  GError *error = NULL;

  g_assert_cmpstr (words->pdata[0], ==, "overshoot-cli");
  g_assert_cmpstr (words->pdata[1], ==, "train");
  g_assert_cmpstr (words->pdata[2], ==, "--recipe");
  g_assert_true (ov_recipe_init_preset (&recipe, words->pdata[3], NULL));
  for (guint i = 4; i + 1 < words->len; i += 2)
    {
      const OvParameter *parameter = ov_parameter_find ((const char *) words->pdata[i] + 2);
      double value;

      g_assert_nonnull (parameter);
      g_assert_true (ov_parameter_parse (parameter, words->pdata[i + 1], &value, &error));
      g_assert_no_error (error);
      g_assert_true (ov_parameter_set (parameter, &recipe, value, &error));
    }

  return recipe;
}

static void
test_presets (void)
{
  for (const char *const *preset = ov_recipe_list_presets (); *preset != NULL; preset++)
    {
      g_autoptr (GPtrArray) words = NULL;
      OvRecipe recipe;
      OvRecipe again;

      g_assert_true (ov_recipe_init_preset (&recipe, *preset, NULL));
      words = ov_command_line_new (&recipe, NULL, FALSE);
      g_assert_cmpuint (words->len, ==, 4);
      again = read_words (words);
      g_assert_true (ov_recipe_equal (&recipe, &again));
    }
}

/* Every number of every recipe, one after the other, at values that are no round ones. */
static void
test_numbers (void)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (const char *const *preset = ov_recipe_list_presets (); *preset != NULL; preset++)
    for (gsize i = 0; i < n_parameters; i++)
      {
        const double values[] = {parameters[i].minimum, 1.0 / 3.0, 0.1 + 0.2, 3.0};

        for (gsize v = 0; v < G_N_ELEMENTS (values); v++)
          {
            g_autoptr (GPtrArray) words = NULL;
            OvRecipe recipe;
            OvRecipe again;

            g_assert_true (ov_recipe_init_preset (&recipe, *preset, NULL));
            if (!ov_parameter_set (&parameters[i], &recipe, values[v], NULL))
              continue;

            words = ov_command_line_new (&recipe, NULL, FALSE);
            again = read_words (words);
            g_assert_true (ov_recipe_equal (&recipe, &again));
          }
      }
}

static void
test_write (void)
{
  g_autoptr (GPtrArray) words = NULL;
  g_autofree char *line = NULL;
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  recipe.learning_rate = 5e-6;
  words = ov_command_line_new (&recipe, "/home/a b/it's", TRUE);
  ov_command_line_add (words, "plot", "curves.pdf");
  line = ov_command_line_write (words);
  g_assert_cmpstr (line, ==,
                   "overshoot-cli train --recipe linear --learning-rate 5e-6 "
                   "--data '/home/a b/it'\\''s' --exact-steps --plot curves.pdf");
}

/* Only the sample is chosen by its name; it is the user's own data otherwise. */
static void
test_data (void)
{
  const struct
  {
    const char *name;
    const char *end;
  } cases[] = {
    {"Built-in sample", " --data sample"},
    {"CIFAR-10", ""},
    {NULL, ""},
  };
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) words = ov_command_line_new_for_data (&recipe, cases[i].name, FALSE);
      g_autofree char *line = ov_command_line_write (words);
      g_autofree char *expected = g_strconcat ("overshoot-cli train --recipe linear", cases[i].end,
                                               NULL);

      g_assert_cmpstr (line, ==, expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/command-line/presets", test_presets);
  g_test_add_func ("/core/command-line/numbers", test_numbers);
  g_test_add_func ("/core/command-line/write", test_write);
  g_test_add_func ("/core/command-line/data", test_data);

  return g_test_run ();
}
