/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history-fixture.h"

#include <string.h>

#include "parameter.h"

/* Sets a recipe from the command that a file begins with. */
static void
read_command (const char *line, OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], "--recipe") == 0)
      ov_recipe_init_preset (recipe, words[i + 1], &error);
  g_assert_no_error (error);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const OvParameter *parameter = g_str_has_prefix (words[i], "--")
                                       ? ov_parameter_find (words[i] + 2)
                                       : NULL;
      double value;

      if (parameter == NULL)
        continue;
      g_assert_true (ov_parameter_parse (parameter, words[i + 1], &value, &error));
      g_assert_no_error (error);
      g_assert_true (ov_parameter_set (parameter, recipe, value, &error));
      g_assert_no_error (error);
    }
}

static void
append_row (OvHistory *history, const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);
  OvEpoch epoch = {0};

  g_assert_cmpuint (g_strv_length (cells), ==, 7);
  epoch.index = (guint) g_ascii_strtoull (cells[0], NULL, 10);
  epoch.learning_rate = g_ascii_strtod (cells[1], NULL);
  epoch.train_loss = g_ascii_strtod (cells[2], NULL);
  epoch.train_accuracy = g_ascii_strtod (cells[3], NULL);
  epoch.test_loss = g_ascii_strtod (cells[4], NULL);
  epoch.test_accuracy = g_ascii_strtod (cells[5], NULL);
  epoch.batch_loss = g_ascii_strtod (cells[6], NULL);
  ov_history_append (history, &epoch);
}

/* The epochs of a real run in the folder of histories, and by which recipe it was made. */
OvHistory *
fixture_load_history (const char *name, OvRecipe *recipe)
{
  g_autofree char *file_name = g_strconcat (name, ".csv", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "core", "histories", file_name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  OvHistory *history = ov_history_new ();

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_true (g_str_has_prefix (lines[0], "# overshoot-cli train "));
  read_command (lines[0], recipe);
  for (guint i = 2; lines[i] != NULL; i++)
    append_row (history, lines[i]);

  return history;
}
