/* SPDX-License-Identifier: GPL-3.0-or-later */

/* overshoot-cli train with weights that come from a file and go to one; overshoot-cli model. */

#include <string.h>

#include "runner.h"

#define SECONDS_COLUMN 7

static char *
run_csv (const char *folder, const char *arguments)
{
  g_autofree char *line =
    g_strdup_printf ("train --data sample --format csv --recipe two-layer-sgd --hidden-units 5 "
                     "--batch-size 100 %s",
                     arguments);
  g_auto (GStrv) parts = g_strsplit (line, "@", -1);
  g_autofree char *whole = g_strjoinv (folder, parts);
  g_auto (Outcome) outcome = {0};
  g_auto (GStrv) rows = NULL;
  GString *text = g_string_new (NULL);

  runner_run (whole, &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.errors, ==, "");

  /* All but the seconds. */
  rows = g_strsplit (outcome.output, "\n", -1);
  for (guint i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (rows[i], ",", -1);

      for (guint j = 0; cells[j] != NULL && j < SECONDS_COLUMN; j++)
        g_string_append_printf (text, "%s,", cells[j]);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/* The first weights that are written start the same run, whatever the seed says. */
static void
test_first_weights (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *none = NULL;
  g_autofree char *straight = NULL;
  g_autofree char *loaded = NULL;
  g_autofree char *other = NULL;

  none = run_csv (folder, "--seed 3 --epochs 0 --save-weights @/first.safetensors");
  g_assert_cmpuint (fixture_count_files (folder), ==, 1);
  straight = run_csv (folder, "--seed 3 --epochs 2");
  loaded = run_csv (folder, "--seed 4 --epochs 2 --load-weights @/first.safetensors "
                            "--save-weights @/last.safetensors");
  other = run_csv (folder, "--seed 4 --epochs 2");
  g_assert_cmpstr (straight, ==, loaded);
  g_assert_cmpstr (straight, !=, other);
  g_assert_cmpuint (fixture_count_files (folder), ==, 2);
  fixture_remove (folder);
}

static void
test_refused (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *none = NULL;
  g_autofree char *other_size = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *nowhere = NULL;
  g_auto (Outcome) size_outcome = {0};
  g_auto (Outcome) missing_outcome = {0};
  g_auto (Outcome) nowhere_outcome = {0};
  const Outcome *const outcomes[] = {&size_outcome, &missing_outcome, &nowhere_outcome};

  none = run_csv (folder, "--epochs 0 --save-weights @/five.safetensors");
  other_size = g_strdup_printf ("train --data sample --recipe two-layer-sgd --hidden-units 6 "
                                "--load-weights %s/five.safetensors",
                                folder);
  runner_run (other_size, &size_outcome);
  g_assert_nonnull (strstr (size_outcome.errors, "hidden.weight"));
  missing = g_strdup_printf ("train --data sample --load-weights %s/none.safetensors", folder);
  runner_run (missing, &missing_outcome);
  nowhere = g_strdup_printf ("train --data sample --save-weights %s/none/w.safetensors", folder);
  runner_run (nowhere, &nowhere_outcome);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_assert_cmpint (outcomes[i]->status, ==, 1);
      g_assert_cmpstr (outcomes[i]->output, ==, "");
      g_assert_nonnull (strstr (outcomes[i]->errors, ".safetensors"));
    }
  g_assert_cmpuint (fixture_count_files (folder), ==, 1);
  fixture_remove (folder);
}

static void
test_model (void)
{
  g_auto (Outcome) cnn = {0};
  g_auto (Outcome) two_layer = {0};
  g_auto (Outcome) help = {0};
  g_auto (Outcome) same_help = {0};
  g_auto (Outcome) wrong = {0};
  g_auto (Outcome) same = {0};
  g_auto (Outcome) stray = {0};

  runner_run ("model --recipe cnn", &cnn);
  g_assert_cmpint (cnn.status, ==, 0);
  g_assert_true (g_str_has_suffix (cnn.output, " 122570\n"));
  g_assert_nonnull (strstr (cnn.output, "conv2    Convolution  64 × 16 × 16       18496\n"));

  runner_run ("model --recipe two-layer-gd --hidden-units 3", &two_layer);
  g_assert_true (g_str_has_suffix (two_layer.output, " 9259\n"));

  runner_run ("model --help", &help);
  runner_run ("help model", &same_help);
  g_assert_cmpint (help.status, ==, 0);
  g_assert_cmpstr (help.output, ==, same_help.output);
  g_assert_nonnull (strstr (help.output, "overshoot-cli model"));

  runner_run ("model --recipe none", &wrong);
  g_assert_cmpint (wrong.status, ==, 2);

  /* What makes no difference is said to make none; what is not for a model is refused. */
  g_assert_cmpstr (cnn.errors, ==, "");
  runner_run ("model --recipe cnn --learning-rate 0.1", &same);
  g_assert_cmpint (same.status, ==, 0);
  g_assert_cmpstr (same.output, ==, cnn.output);
  g_assert_nonnull (strstr (same.errors, "--learning-rate makes no difference to the network"));
  runner_run ("model --recipe cnn --plot layers.png", &stray);
  g_assert_cmpint (stray.status, ==, 2);
  g_assert_nonnull (strstr (stray.errors, "There is no option --plot"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  g_test_add_func ("/cli/weights/first", test_first_weights);
  g_test_add_func ("/cli/weights/refused", test_refused);
  g_test_add_func ("/cli/model", test_model);

  return g_test_run ();
}
