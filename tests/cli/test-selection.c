/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What overshoot-cli says about runs that were made: what their curves do. */

#include <math.h>

#include "json-runner.h"

static void
test_diagnose (void)
{
  g_auto (Outcome) trained = {0};
  g_auto (Outcome) text = {0};
  g_autoptr (JsonObject) object = NULL;
  JsonObject *found;

  runner_run_inside ("train --data sample --learning-rate 0.1 --instruments alpha "
                     "--instruments-every 1 --save-run wild.overshoot -q",
                     &trained);
  g_assert_cmpint (trained.status, ==, 3);
  g_assert_null (strstr (trained.errors, "--instruments"));

  runner_run_well ("diagnose wild.overshoot", &text);
  g_assert_true (g_str_has_prefix (text.output, "wild: Diverged\n"));
  g_assert_nonnull (strstr (text.output, "overshoot-cli train --recipe linear"));
  g_assert_nonnull (strstr (text.output, " --data sample"));

  object = runner_run_for_json ("diagnose . --json");
  found = json_array_get_object_element (json_object_get_array_member (object, "diagnoses"), 0);
  g_assert_cmpstr (json_object_get_string_member (found, "finding"), ==, "diverging");
  g_assert_nonnull (strstr (json_object_get_string_member (found, "evidence"),
                            "it ended higher than it began (alpha "));
  g_assert_cmpint (json_object_get_int_member (found, "epoch"), ==, 0);
  g_assert_true (json_object_get_null_member (found, "stability-limit"));
  found = json_object_get_object_member (found, "remedy");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (found, "command"),
                                   "overshoot-cli train"));

  runner_run_refused ("diagnose", 2, "missing");
  runner_run_refused ("diagnose none.overshoot", 1, "There is no library");
  runner_run_refused ("diagnose nobody", 1, "“nobody” is not a file. There is no library");
}

/* The only diagnosis of what is named. */
static JsonObject *
diagnose (const char *name)
{
  g_autofree char *line = g_strdup_printf ("diagnose %s --json", name);
  g_autoptr (JsonObject) object = runner_run_for_json (line);
  JsonArray *found = json_object_get_array_member (object, "diagnoses");

  g_assert_cmpuint (json_array_get_length (found), ==, 1);

  return json_object_ref (json_array_get_object_element (found, 0));
}

/* What a run writes about itself in JSON says as much of it as its file. */
static void
test_json (void)
{
  static const char *const files[] = {"run.json", "run.overshoot", "all.json"};
  g_auto (Outcome) trained = {0};
  g_auto (Outcome) exported = {0};
  g_auto (Outcome) table = {0};
  g_auto (Outcome) both = {0};
  g_auto (GStrv) rows = NULL;
  g_autofree char *broken = g_build_filename (own_folder, "broken.json", NULL);
  g_autofree char *evidence = NULL;

  runner_run_well ("train --recipe two-layer-gd --hidden-units 5 --data sample --epochs 6 "
                   "--sharpness 5 --instruments alpha,saturation --save-run run.overshoot "
                   "--format json -o run.json",
                   &trained);
  runner_run_well ("runs export all.json --library run.overshoot", &exported);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (JsonObject) found = diagnose (files[i]);
      const double limit = json_object_get_double_member (found, "stability-limit");
      const char *text = json_object_get_string_member (found, "evidence");

      if (evidence == NULL)
        evidence = g_strdup (text);
      g_assert_cmpstr (text, ==, evidence);
      g_assert_cmpfloat (limit, >, 0.0);
      g_assert_true (isfinite (limit));
    }
  runner_run_well ("compare run.json --format csv", &table);
  g_assert_nonnull (strstr (table.output, ",\"run\",two-layer-gd,0.01,0,6,finished,"));

  /* It is the same run in both files. */
  runner_run_well ("compare run.overshoot all.json all.json --format csv", &both);
  rows = g_strsplit (both.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 3);

  g_assert_true (g_file_set_contents (broken, "{\"epochs\": []}", -1, NULL));
  runner_run_refused ("diagnose broken.json", 1, "it has no “recipe”");
  g_assert_true (g_file_set_contents (broken, "{", -1, NULL));
  runner_run_refused ("diagnose broken.json", 1, "it is not a JSON object");
  runner_run_refused ("diagnose none.json", 1, "none.json");
}

/* The best test accuracy of a run, as compare writes it in CSV. */
static double
get_best (const char *row)
{
  g_auto (GStrv) cells = g_strsplit (row, ",", -1);

  return g_ascii_strtod (cells[10], NULL);
}

static void
test_compare (void)
{
  g_auto (Outcome) text = {0};
  g_auto (Outcome) csv = {0};
  g_auto (Outcome) one = {0};
  g_autofree char *by_id = NULL;
  g_auto (GStrv) rows = NULL;
  g_autoptr (JsonObject) object = NULL;
  JsonObject *mean;
  g_autofree char *picture = g_build_filename (own_folder, "runs.svg", NULL);
  g_autofree char *svg = NULL;

  for (guint seed = 1; seed <= 3; seed++)
    {
      g_autofree char *arguments = g_strdup_printf ("train --data sample --epochs 3 -q --seed %u "
                                                    "--save-run run-%u.overshoot",
                                                    seed, seed);
      g_auto (Outcome) trained = {0};

      runner_run_well (arguments, &trained);
    }

  runner_run_well ("compare . --plot runs.svg --plot-theme dark --plot-title Mine", &text);
  g_assert_true (g_str_has_prefix (text.output, "Run "));
  g_assert_nonnull (strstr (text.output, "\nrun-2 "));
  g_assert_nonnull (strstr (text.output, "\nMeans over the seeds"));
  g_assert_true (g_file_get_contents (picture, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "Mine"));

  runner_run_well ("compare . run-1.overshoot --format csv", &csv);
  rows = g_strsplit (csv.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 5);
  g_assert_nonnull (strstr (rows[1], ",\"run-1\",linear,0.01,1,3,finished,"));
  by_id = g_strdup_printf ("compare --library run-1.overshoot %.8s", rows[1]);
  runner_run_well (by_id, &one);
  g_assert_nonnull (strstr (one.output, "finished"));

  object =
    runner_run_for_json ("compare run-1.overshoot run-2.overshoot run-3.overshoot --format json");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "runs")), ==, 3);
  mean = json_array_get_object_element (json_object_get_array_member (object, "means"), 0);
  mean = json_object_get_object_member (mean, "best_test_accuracy");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (mean, "mean"),
                                  (get_best (rows[1]) + get_best (rows[2]) + get_best (rows[3]))
                                    / 3.0,
                                  1e-9);

  runner_run_refused ("compare", 2, "missing");
  runner_run_refused ("compare . --plot x.bmp", 1, "--plot: ");
}

/* Of a log, nobody knows the recipe. */
static void
test_log (void)
{
  const char *keras = "epoch,accuracy,loss,val_accuracy,val_loss\n"
                      "0,0.1,2.3,0.1,2.2\n1,0.2,2.1,0.25,2.1\n";
  g_autofree char *path = g_build_filename (own_folder, "keras.CSV", NULL);
  g_auto (Outcome) trained = {0};
  g_auto (Outcome) text = {0};
  g_auto (Outcome) table = {0};
  g_autoptr (JsonObject) object = NULL;
  JsonObject *found;

  runner_run_inside ("train --data sample --learning-rate 0.1 --format csv -o wild.csv", &trained);
  g_assert_cmpint (trained.status, ==, 3);
  runner_run_well ("diagnose wild.csv", &text);
  g_assert_true (g_str_has_prefix (text.output, "wild: Diverged\n"));
  g_assert_null (strstr (text.output, "overshoot-cli train"));

  g_assert_true (g_file_set_contents (path, keras, -1, NULL));
  runner_run_well ("compare keras.CSV wild.csv --format csv", &table);
  g_assert_nonnull (strstr (table.output, ",\"keras\",,,,2,"));
  g_assert_nonnull (strstr (table.output, ",\"wild\",,,,5,diverged,"));
  object = runner_run_for_json ("compare keras.CSV --format json");
  found = json_array_get_object_element (json_object_get_array_member (object, "runs"), 0);
  g_assert_true (json_object_get_null_member (found, "recipe"));
  g_assert_cmpfloat (json_object_get_double_member (found, "best_test_accuracy"), ==, 25.0);
}

/* Epochs that touch are told as a stretch to people, and one by one to programs. */
static void
test_epochs_meant (void)
{
  g_autoptr (GString) log = g_string_new ("epoch,loss,val_loss\n");
  g_autofree char *path = g_build_filename (own_folder, "swing.csv", NULL);
  g_auto (Outcome) text = {0};
  g_autoptr (JsonObject) object = NULL;
  JsonObject *found;

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (log, "%u,1,%s\n", i, i % 2 == 0 ? "0.9" : "0.95");
  g_assert_true (g_file_set_contents (path, log->str, -1, NULL));

  runner_run_well ("diagnose swing.csv", &text);
  g_assert_nonnull (strstr (text.output, "Epochs meant: 0–19\n"));
  object = runner_run_for_json ("diagnose swing.csv --json");
  found = json_array_get_object_element (json_object_get_array_member (object, "diagnoses"), 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (found, "epochs")), ==, 10);
}

/* The log of a loss that falls by a tenth an epoch and stands out every fourth time, with what else
 * a pattern adds to each line. Returns what is found. */
static JsonObject *
diagnose_log (const char *head, const char *rest)
{
  g_autoptr (GString) log = g_string_new (head);
  g_autofree char *path = g_build_filename (own_folder, "part.csv", NULL);
  double loss = 2.0;

  for (guint i = 0; i < 20; i++, loss *= 0.9)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (log, "%u,%s%s\n", i,
                              g_ascii_dtostr (number, sizeof number,
                                              i % 4 == 1 ? 1.5 * loss : loss),
                              rest);
    }
  g_assert_true (g_file_set_contents (path, log->str, -1, NULL));

  return diagnose ("part.csv");
}

static const char *
get_evidence (JsonObject *found)
{
  return json_object_get_string_member (found, "evidence");
}

/* What a log has is judged, and what it lacks is not spoken of, unless that is all there is. */
static void
test_partial_log (void)
{
  g_autoptr (JsonObject) train = diagnose_log ("epoch,loss\n", "");
  g_autoptr (JsonObject) accuracies =
    diagnose_log ("epoch,loss,accuracy,val_accuracy\n", ",0.9,0.5");
  g_autoptr (JsonObject) test = diagnose_log ("epoch,val_loss\n", "");
  g_autoptr (JsonObject) lacking = diagnose_log ("epoch,accuracy,loss\n", ",");

  g_assert_cmpstr (json_object_get_string_member (train, "finding"), ==, "spiky");
  g_assert_nonnull (strstr (get_evidence (train), "the training loss stands out in 2 epochs"));
  g_assert_nonnull (strstr (get_evidence (train), "most in epoch "));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (train, "epochs")), ==, 2);
  g_assert_cmpstr (get_evidence (accuracies), ==, get_evidence (train));
  g_assert_nonnull (strstr (get_evidence (test), "the test loss stands out in 2 epochs"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (test, "others")), ==, 0);

  g_assert_cmpstr (json_object_get_string_member (lacking, "finding"), ==, "unknown");
  g_assert_nonnull (strstr (get_evidence (lacking), "has no training loss"));
}

static void
test_empty_folder (void)
{
  runner_run_refused ("diagnose .", 1, "*.overshoot");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  fixture_add_in_folder ("/cli/selection/diagnose", test_diagnose);
  fixture_add_in_folder ("/cli/selection/json", test_json);
  fixture_add_in_folder ("/cli/selection/compare", test_compare);
  fixture_add_in_folder ("/cli/selection/log", test_log);
  fixture_add_in_folder ("/cli/selection/epochs-meant", test_epochs_meant);
  fixture_add_in_folder ("/cli/selection/partial-log", test_partial_log);
  fixture_add_in_folder ("/cli/selection/empty-folder", test_empty_folder);

  return g_test_run ();
}
