/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "exit-status.h"
#include "number.h"
#include "output.h"
#include "parameter.h"
#include "train-options.h"

/* The words of a command line, one per line. Each is also what somebody types into the entry of
 * every number that a recipe has. */

#define MOST_WORDS 40

static void
check_entry (const OvParameter *parameter,
             const char        *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;
  double value, again;
  OvRecipe recipe;

  /* The entries of GTK and the command line let nothing else through. */
  if (!g_utf8_validate (text, -1, NULL))
    return;
  if (!ov_parameter_parse (parameter, text, &value, &error))
    {
      fuzz_check_sentence (error, OV_ERROR);
      return;
    }

  written = ov_parameter_format (parameter, value);
  g_assert_true (ov_parameter_parse (parameter, written, &again, NULL));
  g_assert_cmpfloat (value, ==, again);

  ov_recipe_init_preset (&recipe, "linear", NULL);
  g_assert_true (ov_parameter_set (parameter, &recipe, value, NULL));
  g_assert_cmpfloat (ov_parameter_get (parameter, &recipe), ==, value);
}

static void
check_number (const char *text)
{
  const double value = g_ascii_strtod (text, NULL);
  g_autofree char *written = ov_number_format (value);
  g_autofree char *distinct = ov_number_format_distinct (value, nextafter (value, 0.0));

  g_assert_true (isnan (value) || g_ascii_strtod (written, NULL) == value);
  g_assert_true (strlen (distinct) > 0);
}

/* --output makes its file at once: in a folder that goes, wherever the words would have it. */
static void
keep_in_folder (int    argc,
                char **argv)
{
  static gboolean is_there;

  if (!is_there)
    g_assert_cmpint (g_chdir (fuzz_get_folder ()), ==, 0);
  is_there = TRUE;

  for (int i = 1; i < argc; i++)
    g_strdelimit (argv[i], "/", '_');
}

static void
check_options (int    argc,
               char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainOptions) options = NULL;

  keep_in_folder (argc, argv);
  options = ov_train_options_parse (argc, argv, &error);

  fuzz_is_accepted = options != NULL;
  if (options == NULL)
    fuzz_check_sentence (error, OV_ERROR);
  else if (!options->help && !ov_recipe_validate (&options->recipe, &error))
    g_error ("%s", error->message);
  ov_output_close_file (OV_EXIT_USAGE);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  FuzzInput input = {bytes, size};
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char **argv = NULL;
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);
  char *word;

  g_ptr_array_add (words, g_strdup ("train"));
  while (words->len < MOST_WORDS && (word = fuzz_take_line (&input)) != NULL)
    {
      g_ptr_array_add (words, word);
      check_number (word);
      for (gsize i = 0; i < n_parameters; i++)
        check_entry (&parameters[i], word);
    }

  /* The parser moves the words about. */
  argv = g_new0 (char *, words->len + 1);
  memcpy (argv, words->pdata, words->len * sizeof *argv);
  check_options ((int) words->len, argv);

  return 0;
}
