/* SPDX-License-Identifier: GPL-3.0-or-later */

/* overshoot-cli train on the built-in sample: formats, ends, results, places that refuse them. */

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <sys/resource.h>

#include "runner.h"

#define HEADER \
  "epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,batch_loss,seconds"
#define N_COLUMNS 8
#define OLD_CONTENTS "the file that was there before"

static void
check_matches (const char *pattern,
               const char *text)
{
  if (!g_regex_match_simple (pattern, text, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
    g_error ("“%s” does not match %s", text, pattern);
}

/* Splits a CSV document into its rows without the heading, which has to be the one that is
 * promised, and checks that every row is whole, in order, and made of numbers with full stops. */
static char **
split_rows (const char *document)
{
  g_auto (GStrv) lines = g_strsplit (document, "\n", -1);
  const guint n = g_strv_length (lines);

  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpstr (lines[0], ==, HEADER);
  g_assert_cmpstr (lines[n - 1], ==, "");

  for (guint i = 1; i < n - 1; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, N_COLUMNS);
      g_assert_cmpuint (g_ascii_strtoull (cells[0], NULL, 10), ==, i - 1);

      for (guint j = 0; j < N_COLUMNS; j++)
        check_matches ("^(-?[0-9]+(\\.[0-9]+)?(e[-+]?[0-9]+)?|-?inf|-?nan)$", cells[j]);
    }

  g_clear_pointer (&lines[n - 1], g_free);

  return g_strdupv (lines + 1);
}

static void
check_is_png (const char *folder,
              const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 5000);
  g_assert_cmpmem (contents, 8, "\x89PNG\r\n\x1a\n", 8);
}

static void
test_csv (void)
{
  g_auto (Outcome) outcome = {0};
  g_auto (GStrv) rows = NULL;

  runner_run ("train --data sample --epochs 4 --decay 0.5 --format csv", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.errors, ==, "");

  rows = split_rows (outcome.output);
  g_assert_cmpuint (g_strv_length (rows), ==, 4);
  g_assert_true (g_str_has_prefix (rows[0], "0,0.01,"));
  g_assert_true (g_str_has_prefix (rows[3], "3,0.00125,"));
}

/* The column is there only when it is asked for, and empty where nothing was measured; the others
 * are as without it. */
static void
test_sharpness (void)
{
  static const char arguments[] =
    "train --recipe two-layer-gd --data sample --epochs 5 --hidden-units 20 --threads 1 "
    "--format csv";
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *measured =
    g_strdup_printf ("%s --sharpness 2 --plot %s/run.png", arguments, folder);
  g_auto (Outcome) plain = {0};
  g_auto (Outcome) outcome = {0};
  g_auto (GStrv) plain_rows = NULL;
  g_auto (GStrv) lines = NULL;

  runner_run (arguments, &plain);
  plain_rows = split_rows (plain.output);
  runner_run (measured, &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.errors, ==, "");
  check_is_png (folder, "run.png");

  lines = g_strsplit (outcome.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  g_assert_cmpstr (lines[0], ==, HEADER ",sharpness,sharpness_error,sharpness_residual");
  for (guint i = 0; i < 5; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);
      g_auto (GStrv) plain_cells = g_strsplit (plain_rows[i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, N_COLUMNS + 3);
      for (guint j = 0; j + 1 < N_COLUMNS; j++)
        g_assert_cmpstr (cells[j], ==, plain_cells[j]);
      for (guint j = 0; j < 3; j++)
        check_matches (i % 2 == 0 ? "^[0-9.]+(e[-+]?[0-9]+)?$" : "^$", cells[N_COLUMNS + j]);
      g_assert_cmpfloat (g_ascii_strtod (cells[N_COLUMNS + 1], NULL), <=, 5e-3);
    }
  fixture_remove (folder);
}

/* There is nothing to follow for the linear classifier, which is said. */
static void
test_sharpness_linear (void)
{
  g_auto (Outcome) outcome = {0};

  runner_run ("train --data sample --epochs 1 --sharpness 1 --format csv", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  check_matches ("--sharpness has no effect", outcome.errors);
  check_matches (",sharpness_residual\n0,.*,,,\n$", outcome.output);
}

static void
test_log (void)
{
  g_auto (Outcome) outcome = {0};
  g_auto (GStrv) lines = NULL;

  runner_run ("train --data sample --epochs 3 --decay 0.999", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);

  lines = g_strsplit (outcome.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);

  for (guint i = 0; i < 3; i++)
    check_matches ("^Epoch 00[0-2] - Train Loss \\d\\.\\d{4} - Training Accuracy: \\d+\\.\\d{3} - "
                   "Testing Accuracy: \\d+\\.\\d{3} - Learning Rate: 0\\.0\\d{3,4}$",
                   lines[i]);

  check_matches ("^End of Training\\. time taken: \\d+\\.\\d\\d seconds$", lines[3]);
  check_matches ("^Best Testing Accuracy: \\d+\\.\\d{3} in Epoch 00[0-2]$", lines[4]);
}

static JsonObject *
read_document (const Outcome *outcome,
               JsonNode     **node)
{
  g_autoptr (GError) error = NULL;

  *node = json_from_string (outcome->output, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (*node));

  return json_node_get_object (*node);
}

static void
test_sharpness_json (void)
{
  g_auto (Outcome) outcome = {0};
  g_autoptr (JsonNode) node = NULL;
  JsonArray *epochs;

  runner_run ("train --recipe two-layer-gd --data sample --epochs 3 --hidden-units 20 "
              "--sharpness 2 --format json",
              &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  epochs = json_object_get_array_member (read_document (&outcome, &node), "epochs");
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *epoch = json_array_get_object_element (epochs, i);

      g_assert_true (json_object_has_member (epoch, "sharpness"));
      g_assert_cmpint (json_object_get_null_member (epoch, "sharpness"), ==, i == 1);
      if (i == 1)
        continue;
      g_assert_cmpfloat (json_object_get_double_member (epoch, "sharpness"), >, 0.0);
      g_assert_cmpfloat (json_object_get_double_member (epoch, "sharpness_error"), <=, 5e-3);
      g_assert_cmpfloat (json_object_get_double_member (epoch, "sharpness_residual"), <, 1.0);
    }
}

static void
test_json (void)
{
  g_auto (Outcome) outcome = {0};
  g_autoptr (JsonNode) node = NULL;
  JsonObject *document;
  JsonObject *data;
  JsonObject *recipe;
  JsonArray *epochs;

  runner_run ("train --data sample --epochs 3 --seed 7 --format json", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);

  document = read_document (&outcome, &node);
  data = json_object_get_object_member (document, "data");
  g_assert_cmpint (json_object_get_int_member (data, "train-images"), >=, 5000);
  g_assert_cmpint (json_object_get_int_member (data, "test-images"), >=, 1000);
  g_assert_cmpstr (json_object_get_string_member (document, "outcome"), ==, "finished");
  g_assert_cmpfloat (json_object_get_double_member (document, "seconds"), >, 0.0);

  epochs = json_object_get_array_member (document, "epochs");
  g_assert_cmpuint (json_array_get_length (epochs), ==, 3);
  recipe = json_object_get_object_member (document, "recipe");
  g_assert_cmpint (json_object_get_int_member (recipe, "seed"), ==, 7);
  g_assert_true (json_object_get_null_member (document, "exact-steps-from"));
}

/* The record says from which epoch on the steps were exact. */
static void
check_exact_record (GSubprocessLauncher *launcher)
{
  g_autoptr (GSubprocess) process =
    runner_start (launcher, "train --data sample --epochs 2 --format json --exact-steps");
  g_auto (Outcome) outcome = {0};
  g_autoptr (JsonNode) node = NULL;
  JsonObject *document;

  runner_finish (process, &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  document = read_document (&outcome, &node);
  g_assert_false (json_object_get_null_member (document, "exact-steps-from"));
  g_assert_cmpint (json_object_get_int_member (document, "exact-steps-from"), ==, 0);
}

/* The same run but for rounding, at once or from the cache, and a word where it cannot be. */
static void
test_exact_steps (void)
{
  static const char arguments[] =
    "train --data sample --epochs 12 --format csv --learning-rate 0.003 --exact-steps";
  g_autofree char *cache = fixture_make_folder ();
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_auto (Outcome) plain = {0};
  g_auto (Outcome) unsuited = {0};
  g_auto (GStrv) expected = NULL;

  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", cache, TRUE);
  runner_run ("train --data sample --epochs 12 --format csv --learning-rate 0.003", &plain);
  expected = split_rows (plain.output);

  for (guint run = 0; run < 2; run++)
    {
      g_autoptr (GSubprocess) process = runner_start (launcher, arguments);
      g_auto (Outcome) exact = {0};
      g_auto (GStrv) rows = NULL;

      runner_finish (process, &exact);
      g_assert_cmpint (exact.status, ==, 0);
      g_assert_cmpuint (fixture_count_files (cache), >, 0);
      rows = split_rows (exact.output);
      g_assert_cmpuint (g_strv_length (rows), ==, g_strv_length (expected));
      for (guint i = 1; rows[i] != NULL; i++)
        {
          g_auto (GStrv) cells = g_strsplit (rows[i], ",", -1);
          g_auto (GStrv) expected_cells = g_strsplit (expected[i], ",", -1);

          for (guint j = 0; j < 3; j++)
            g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[j], NULL),
                                            g_ascii_strtod (expected_cells[j], NULL), 1e-5);
        }
    }

  check_exact_record (launcher);
  runner_run ("train --data sample --epochs 1 --recipe two-layer-sgd --exact-steps", &unsuited);
  g_assert_cmpint (unsuited.status, ==, 0);
  g_assert_nonnull (strstr (unsuited.errors, "--exact-steps has no effect"));
  fixture_remove (cache);
}

/* Cuts the seconds off, which are all that may differ between two runs of the same recipe. */
static char *
run_without_seconds (const char *arguments)
{
  g_auto (Outcome) outcome = {0};
  g_auto (GStrv) rows = NULL;

  runner_run (arguments, &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  rows = split_rows (outcome.output);

  for (gsize i = 0; rows[i] != NULL; i++)
    *strrchr (rows[i], ',') = '\0';

  return g_strjoinv ("\n", rows);
}

static void
test_repeatable (void)
{
  g_autofree char *first =
    run_without_seconds ("train --data sample --epochs 3 --threads 1 --seed 5 --format csv");
  g_autofree char *again =
    run_without_seconds ("train --data sample --epochs 3 --threads 1 --seed 5 --format csv");
  g_autofree char *other =
    run_without_seconds ("train --data sample --epochs 3 --threads 1 --seed 6 --format csv");

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
}

static void
test_unused_option (void)
{
  g_auto (Outcome) outcome = {0};

  runner_run ("train --data sample --epochs 1 --hidden-units 50", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_nonnull (strstr (outcome.errors, "--hidden-units has no effect."));
}

static void
test_diverged (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *arguments =
    g_strdup_printf ("train --data sample --learning-rate 10 --decay 1 --format json "
                     "--plot %s/plot.png --templates %s/templates.png",
                     folder, folder);
  g_auto (Outcome) outcome = {0};
  g_autoptr (JsonNode) node = NULL;
  JsonObject *document;
  guint n_epochs;

  runner_run (arguments, &outcome);
  g_assert_cmpint (outcome.status, ==, 3);
  g_assert_nonnull (strstr (outcome.errors, "diverged"));

  document = read_document (&outcome, &node);
  n_epochs = json_array_get_length (json_object_get_array_member (document, "epochs"));
  g_assert_cmpstr (json_object_get_string_member (document, "outcome"), ==, "diverged");
  g_assert_cmpuint (n_epochs, >, 0);
  g_assert_cmpuint (n_epochs, <, 300);

  check_is_png (folder, "plot.png");
  check_is_png (folder, "templates.png");
  g_assert_cmpuint (fixture_count_files (folder), ==, 2);
  fixture_remove (folder);
}

/* Reads from a run that would take very long until some rows have come through the pipe, which
 * shows that each is sent when its epoch ends; then stops it. */
static void
check_interrupted (int signal_number,
                   int status)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *arguments =
    g_strdup_printf ("train --data sample --epochs 100000 --format csv "
                     "--plot %s/plot.png --templates %s/templates.png",
                     folder, folder);
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = runner_start (launcher, arguments);
  g_autoptr (GDataInputStream) stream =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GString) document = g_string_new (NULL);
  g_auto (GStrv) rows = NULL;
  g_autofree char *line = NULL;

  for (guint i = 0; (line = g_data_input_stream_read_line (stream, NULL, NULL, NULL)) != NULL; i++)
    {
      g_string_append_printf (document, "%s\n", line);
      g_free (line);

      if (i == 5)
        g_subprocess_send_signal (process, signal_number);
    }

  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);

  rows = split_rows (document->str);
  g_assert_cmpuint (g_strv_length (rows), >=, 5);
  g_assert_cmpuint (g_strv_length (rows), <, 100000);
  check_is_png (folder, "plot.png");
  check_is_png (folder, "templates.png");
  fixture_remove (folder);
}

static void
test_interrupted (void)
{
  check_interrupted (SIGINT, 130);
}

static void
test_terminated (void)
{
  check_interrupted (SIGTERM, 143);
}

static void
test_no_data (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = NULL;
  g_auto (Outcome) outcome = {0};

  g_subprocess_launcher_setenv (launcher, "OVERSHOOT_DATA", folder, TRUE);
  process = runner_start (launcher, "train --epochs 1");
  runner_finish (process, &outcome);

  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_nonnull (strstr (outcome.errors, "sample"));
  g_assert_nonnull (strstr (outcome.errors, folder));
  fixture_remove (folder);
}

/* Damaged data must not be replaced by the sample behind the user's back. */
static void
test_damaged_data (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *batch = g_build_filename (folder, "data_batch_1.bin", NULL);
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = NULL;
  g_auto (Outcome) outcome = {0};

  g_assert_true (g_file_set_contents (batch, "short", -1, NULL));
  g_subprocess_launcher_setenv (launcher, "OVERSHOOT_DATA", folder, TRUE);
  process = runner_start (launcher, "train --epochs 1");
  runner_finish (process, &outcome);

  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_true (g_str_has_prefix (outcome.errors, "overshoot-cli: "));
  fixture_remove (folder);
}

static void
test_missing_data (void)
{
  static const char *const places[] = {"/no/such/folder", "/dev/null"};

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("train --data %s", places[i]);
      g_auto (Outcome) outcome = {0};

      runner_run (arguments, &outcome);
      g_assert_cmpint (outcome.status, ==, 1);
      g_assert_cmpstr (outcome.output, ==, "");
      g_assert_true (g_str_has_prefix (outcome.errors, "overshoot-cli: "));
    }
}

static void
test_unwritable_place (void)
{
  static const char *const options[] = {"--plot", "--templates"};
  static const char *const places[] = {"/no/such/folder/plot.png", "/"};

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (places); j++)
      {
        g_autofree char *arguments =
          g_strdup_printf ("train --data sample --epochs 1 %s %s", options[i], places[j]);
        g_auto (Outcome) outcome = {0};

        runner_run (arguments, &outcome);
        g_assert_cmpint (outcome.status, ==, 1);
        g_assert_cmpstr (outcome.output, ==, "");
        g_assert_nonnull (strstr (outcome.errors, places[j]));
      }
}

/* Files that may not grow past a few bytes are what a full disk looks like to the program. */
static void
fill_disk_cb (gpointer user_data)
{
  const struct rlimit limit = {1000, 1000};

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

static void
test_full_disk (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *plot = g_build_filename (folder, "plot.png", NULL);
  g_autofree char *arguments =
    g_strdup_printf ("train --data sample --epochs 1 --format csv --plot %s", plot);
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = NULL;
  g_auto (Outcome) outcome = {0};
  g_auto (GStrv) rows = NULL;
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (plot, OLD_CONTENTS, -1, NULL));
  g_subprocess_launcher_set_child_setup (launcher, fill_disk_cb, NULL, NULL);
  process = runner_start (launcher, arguments);
  runner_finish (process, &outcome);

  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_nonnull (strstr (outcome.errors, "plot.png"));
  rows = split_rows (outcome.output);
  g_assert_cmpuint (g_strv_length (rows), ==, 1);

  g_assert_true (g_file_get_contents (plot, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, OLD_CONTENTS);
  g_assert_cmpuint (fixture_count_files (folder), ==, 1);
  fixture_remove (folder);
}

static void
test_full_output (void)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_auto (Outcome) outcome = {0};

  g_subprocess_launcher_set_stdout_file_path (launcher, "/dev/full");
  process = runner_start (launcher, "train --data sample --epochs 3 --format csv");
  runner_finish (process, &outcome);

  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_true (g_str_has_prefix (outcome.errors, "overshoot-cli: "));
}

/* Builds a locale that writes 0,01, and runs in it. */
static void
test_locale (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *command =
    g_strdup_printf ("localedef --no-archive -i de_DE -f UTF-8 %s/de_DE.UTF-8", folder);
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;
  g_auto (Outcome) outcome = {0};
  g_auto (GStrv) rows = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, &errors, &status, &error);
  g_assert_no_error (error);
  g_test_message ("localedef: %s", errors);
  g_assert_true (g_spawn_check_wait_status (status, NULL));

  g_subprocess_launcher_setenv (launcher, "LOCPATH", folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "de_DE.UTF-8", TRUE);
  process = runner_start (launcher,
                          "train --data sample --epochs 2 --learning-rate 0,02 --format csv");
  runner_finish (process, &outcome);

  /* That 0,02 is understood shows that the locale is the one that was built. */
  g_assert_cmpint (outcome.status, ==, 0);
  rows = split_rows (outcome.output);
  g_assert_true (g_str_has_prefix (rows[0], "0,0.02,"));
  fixture_remove (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  g_test_add_func ("/cli/train/csv", test_csv);
  g_test_add_func ("/cli/train/sharpness", test_sharpness);
  g_test_add_func ("/cli/train/sharpness-json", test_sharpness_json);
  g_test_add_func ("/cli/train/sharpness-linear", test_sharpness_linear);
  g_test_add_func ("/cli/train/log", test_log);
  g_test_add_func ("/cli/train/json", test_json);
  g_test_add_func ("/cli/train/exact-steps", test_exact_steps);
  g_test_add_func ("/cli/train/repeatable", test_repeatable);
  g_test_add_func ("/cli/train/unused-option", test_unused_option);
  g_test_add_func ("/cli/train/diverged", test_diverged);
  g_test_add_func ("/cli/train/interrupted", test_interrupted);
  g_test_add_func ("/cli/train/terminated", test_terminated);
  g_test_add_func ("/cli/train/no-data", test_no_data);
  g_test_add_func ("/cli/train/damaged-data", test_damaged_data);
  g_test_add_func ("/cli/train/missing-data", test_missing_data);
  g_test_add_func ("/cli/train/unwritable-place", test_unwritable_place);
  g_test_add_func ("/cli/train/full-disk", test_full_disk);
  g_test_add_func ("/cli/train/full-output", test_full_output);
  g_test_add_func ("/cli/train/locale", test_locale);

  return g_test_run ();
}
