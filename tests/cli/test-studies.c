/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What overshoot-cli finds out about a recipe: learning rates that suit it. */

#include <math.h>

#include "json-runner.h"

/* Tells how a file of the test's folder begins. */
static void
assert_begins (const char *name,
               const char *beginning)
{
  g_autofree char *path = g_build_filename (own_folder, name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, beginning));
}

/* A picture has the size that was asked for, and says what does the same again. */
static void
assert_picture (const char *name,
                const char *text,
                const char *command)
{
  g_autofree char *path = g_build_filename (own_folder, name, NULL);
  g_autofree char *show = g_strdup_printf ("show %s", name);
  g_autofree char *line = g_strdup_printf ("\n  overshoot-cli %s", command);
  g_autofree char *svg = NULL;
  g_auto (Outcome) outcome = {0};

  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "viewBox=\"0 0 241 260\""));
  g_assert_nonnull (strstr (svg, text));
  runner_run_well (show, &outcome);
  g_assert_nonnull (strstr (outcome.output, line));
  g_assert_nonnull (strstr (outcome.output, "checksum"));
}

static void
test_find_lr (void)
{
  g_auto (Outcome) text = {0};
  g_auto (Outcome) csv = {0};
  g_auto (GStrv) rows = NULL;
  g_autoptr (JsonObject) object = NULL;
  JsonObject *suggestions;
  JsonObject *point;
  JsonArray *points;

  runner_run_well ("find-lr --data sample --plot found.svg --plot-size column --plot-title Mine",
                   &text);
  g_assert_true (g_str_has_prefix (text.output, "The loss is lowest at a rate of "));
  g_assert_nonnull (strstr (text.output, "Where the loss falls fastest"));
  assert_picture ("found.svg", "Mine", "find-lr --recipe linear --data sample");

  runner_run_well ("find-lr --data sample --format csv", &csv);
  rows = g_strsplit (csv.output, "\n", -1);
  g_assert_cmpstr (rows[0], ==, "learning_rate,loss,smoothed_loss");
  g_assert_true (g_str_has_prefix (rows[1], "1e-8,"));

  object = runner_run_for_json ("find-lr --data sample --format json");
  points = json_object_get_array_member (object, "points");
  g_assert_cmpuint (json_array_get_length (points), ==, g_strv_length (rows) - 2);
  g_assert_cmpstr (json_object_get_string_member (object, "end"), ==, "rose");
  point = json_array_get_object_element (points, 0);
  g_assert_cmpfloat (json_object_get_double_member (point, "learning_rate"), ==, 1e-8);
  suggestions = json_object_get_object_member (object, "suggestions");
  g_assert_cmpfloat (json_object_get_double_member (suggestions, "tenth"), >, 1e-3);
  g_assert_cmpfloat (json_object_get_double_member (suggestions, "tenth"), <,
                     json_object_get_double_member (suggestions, "steepest"));
}

/* What is forecast is what a run shows, and has other names. */
static void
check_forecast (void)
{
  g_auto (Outcome) shown = {0};
  g_auto (Outcome) text = {0};
  g_auto (Outcome) csv = {0};
  g_auto (Outcome) wild = {0};
  g_auto (Outcome) run_csv = {0};
  g_auto (Outcome) saved = {0};
  g_auto (GStrv) rows = NULL;
  g_auto (GStrv) run_rows = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonObject) diagnosed = NULL;
  JsonObject *found;
  double best;
  double limit;

  runner_run_well ("forecast --data sample --plot forecast.pdf", &text);
  g_assert_nonnull (strstr (text.output, "without a run"));
  g_assert_nonnull (strstr (text.output, "Stable below"));
  assert_begins ("forecast.pdf", "%PDF");
  runner_run_well ("show forecast.pdf", &shown);
  g_assert_nonnull (strstr (shown.output, "\n  overshoot-cli forecast --recipe linear"));

  runner_run_well ("forecast --data sample --learning-rate 0.2", &wild);
  g_assert_nonnull (strstr (wild.output, "would diverge in epoch"));

  runner_run_well ("forecast --data sample --epochs 3 --format csv", &csv);
  runner_run_well ("train --data sample --epochs 3 --format csv", &run_csv);
  rows = g_strsplit (csv.output, "\n", -1);
  run_rows = g_strsplit (run_csv.output, "\n", -1);
  g_assert_cmpstr (rows[0], ==, "epoch,learning_rate,forecast_train_loss,forecast_test_loss");
  g_assert_cmpuint (g_strv_length (rows), ==, 5);
  for (guint i = 1; i <= 3; i++)
    {
      g_auto (GStrv) cells = g_strsplit (rows[i], ",", -1);
      g_auto (GStrv) run_cells = g_strsplit (run_rows[i], ",", -1);

      g_assert_cmpstr (cells[1], ==, run_cells[1]);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[2], NULL),
                                      g_ascii_strtod (run_cells[2], NULL), 1e-5);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[3], NULL),
                                      g_ascii_strtod (run_cells[4], NULL), 1e-5);
    }

  object = runner_run_for_json ("forecast --data sample --format json");
  limit = json_object_get_double_member (object, "stability-limit");
  best = json_object_get_double_member (object, "best-rate");
  g_assert_cmpfloat (limit, >, 0.015);
  g_assert_cmpfloat (best, >, 0.01);
  g_assert_cmpfloat (best, <=, limit);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "forecast")), ==,
                    300);

  /* What has been prepared tells the diagnosis of a run how far its rate may be raised. */
  runner_run_well ("train --data sample --epochs 6 --save-run forecast.overshoot -q", &saved);
  diagnosed = runner_run_for_json ("diagnose forecast.overshoot --json");
  found = json_array_get_object_element (json_object_get_array_member (diagnosed, "diagnoses"), 0);
  g_assert_cmpfloat (json_object_get_double_member (found, "stability-limit"), ==, limit);
}

static JsonObject *
get_trial (JsonObject *object,
           const char *list,
           guint       trial)
{
  return json_array_get_object_element (json_object_get_array_member (object, list), trial);
}

static void
test_ladder (void)
{
  const char *range = "--data sample --epochs 2 --trials 3 --from 0.001 --to 0.1";
  g_autofree char *as_text =
    g_strdup_printf ("ladder %s --plot ladder.svg --overlay --plot-size column", range);
  g_autofree char *as_json = g_strdup_printf ("ladder %s --format json", range);
  g_autofree char *as_csv = g_strdup_printf ("ladder %s --format csv", range);
  g_auto (Outcome) text = {0};
  g_auto (Outcome) csv = {0};
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) rows = NULL;
  g_autoptr (JsonObject) object = NULL;
  JsonObject *middle;

  runner_run_well (as_text, &text);
  lines = g_strsplit (text.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_nonnull (strstr (lines[2], "0.01  finished"));
  assert_picture ("ladder.svg", "learning rates", "train --recipe linear --learning-rate 0.001");

  runner_run_well (as_csv, &csv);
  rows = g_strsplit (csv.output, "\n", -1);
  g_assert_true (g_str_has_prefix (rows[0], "learning_rate,outcome,epochs,train_loss,"));
  g_assert_true (g_str_has_prefix (rows[1], "0.001,finished,2,"));

  object = runner_run_for_json (as_json);
  middle = get_trial (object, "trials", 1);
  g_assert_cmpfloat (json_object_get_double_member (middle, "learning-rate"), ==, 0.01);
  g_assert_cmpint (json_object_get_int_member (middle, "epochs"), ==, 2);
  g_assert_true (json_object_has_member (middle, "best-test-accuracy"));
}

/* A forecast is never called a run, neither by its losses nor by its end. */
static void
check_ladder_of_forecasts (void)
{
  g_auto (Outcome) text = {0};
  g_autoptr (JsonObject) object =
    runner_run_for_json ("ladder --data sample --forecast --trials 3 --format json");

  g_assert_false (json_object_has_member (object, "trials"));
  g_assert_cmpstr (json_object_get_string_member (get_trial (object, "forecasts", 0), "outcome"),
                   ==, "would-finish");
  g_assert_cmpstr (json_object_get_string_member (get_trial (object, "forecasts", 2), "outcome"),
                   ==, "would-diverge");
  g_assert_true (json_object_has_member (get_trial (object, "forecasts", 0),
                                         "forecast-train-loss"));
  g_assert_false (json_object_has_member (get_trial (object, "forecasts", 0), "train-loss"));

  runner_run_well ("ladder --data sample --forecast --trials 3", &text);
  g_assert_true (g_str_has_prefix (text.output, "Forecasts, without a run:\n"));
}

static double
get_number (JsonArray *array, guint i, const char *name)
{
  return json_object_get_double_member (json_array_get_object_element (array, i), name);
}

/* The way in the valley is written and drawn, for one rate or for several, and the loss at the
 * beginning is that of weights of zero. */
static void
check_valley (void)
{
  g_auto (Outcome) text = {0};
  g_auto (Outcome) csv = {0};
  g_auto (Outcome) chosen = {0};
  g_auto (Outcome) noted = {0};
  g_auto (GStrv) rows = NULL;
  g_autoptr (JsonObject) object = NULL;
  JsonArray *runs;
  JsonArray *epochs;

  runner_run_well ("valley --data sample --modes 1,9 --epochs 20 --rates 0.001,0.02 "
                   "--plot valley.svg --plot-theme dark --plot-size slide",
                   &text);
  g_assert_nonnull (strstr (text.output, "Steep: mode 1, "));
  g_assert_nonnull (strstr (text.output, "Flat: mode 9, "));
  g_assert_nonnull (strstr (text.output, "Rate 0.001: "));
  assert_begins ("valley.svg", "<?xml");

  runner_run_well ("valley --data sample --modes 1,9 --epochs 20 --rates 0.001,0.02 --format csv",
                   &csv);
  rows = g_strsplit (csv.output, "\n", -1);
  g_assert_cmpstr (rows[0], ==, "rate,epoch,steep,flat,loss");
  g_assert_cmpstr (rows[1], ==, "0.001,0,0,0,1");
  g_assert_cmpstr (rows[22], ==, "0.02,0,0,0,1");
  g_assert_cmpuint (g_strv_length (rows), ==, 1 + 2 * 21 + 1);

  object = runner_run_for_json ("valley --data sample --modes 1,9 --epochs 20 --format json");
  runs = json_object_get_array_member (object, "runs");
  epochs = json_object_get_array_member (json_array_get_object_element (runs, 0), "epochs");
  g_assert_cmpuint (json_array_get_length (epochs), ==, 21);
  g_assert_cmpfloat (get_number (epochs, 0, "loss"), ==, 1.0);
  g_assert_cmpfloat (get_number (epochs, 20, "flat"), >, get_number (epochs, 19, "flat"));

  /* Another mode than the steepest is chosen when none is given. */
  runner_run_well ("valley --data sample --epochs 20", &chosen);
  g_assert_nonnull (strstr (chosen.output, "Steep: mode 1, "));
  g_assert_null (strstr (chosen.output, "Flat: mode 1, "));

  runner_run_inside ("valley --data sample --epochs 2 --learning-rate 0.1 --rates 0.01", &noted);
  g_assert_cmpint (noted.status, ==, 0);
  g_assert_nonnull (strstr (noted.errors, "--learning-rate has no effect beside --rates."));
  g_assert_nonnull (strstr (noted.output, "Rate 0.01: "));
}

/* All modes at once: what is listed is what the valley of each of them has. */
static void
check_modes (void)
{
  g_auto (Outcome) text = {0};
  g_auto (Outcome) csv = {0};
  g_auto (GStrv) rows = NULL;
  g_auto (GStrv) first = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonObject) valley = NULL;
  JsonArray *modes;
  JsonArray *runs;
  JsonArray *epochs;
  double eigenvalue;
  double optimum;

  runner_run_well ("valley --data sample --modes all --epochs 20 --plot modes.svg", &text);
  g_assert_nonnull (strstr (text.output, "After 20 epochs: "));
  g_assert_nonnull (strstr (text.output, "Condition number: "));
  assert_begins ("modes.svg", "<?xml");

  runner_run_well ("valley --data sample --modes all --epochs 20 --format csv", &csv);
  rows = g_strsplit (csv.output, "\n", -1);
  g_assert_cmpstr (rows[0], ==, "mode,eigenvalue,factor,left,fate");
  g_assert_cmpuint (g_strv_length (rows), ==, 1 + 3072 + 1);
  first = g_strsplit (rows[1], ",", -1);
  g_assert_cmpstr (first[0], ==, "1");

  object = runner_run_for_json ("valley --data sample --modes all --epochs 20 --momentum 0.2 "
                                "--learning-rate 0.001 --format json");
  modes = json_object_get_array_member (object, "modes");
  valley = runner_run_for_json ("valley --data sample --modes 1,2 --epochs 20 --momentum 0.2 "
                                "--learning-rate 0.001 --format json");
  runs = json_object_get_array_member (valley, "runs");
  epochs = json_object_get_array_member (json_array_get_object_element (runs, 0), "epochs");
  eigenvalue = json_object_get_double_member (json_object_get_object_member (valley, "steep"),
                                              "eigenvalue");
  optimum = json_object_get_double_member (json_object_get_object_member (valley, "steep"),
                                           "optimum");
  g_assert_cmpuint (json_array_get_length (modes), ==, 3072);
  g_assert_cmpfloat (get_number (modes, 0, "eigenvalue"), ==, eigenvalue);
  g_assert_cmpfloat (g_ascii_strtod (first[1], NULL), ==, eigenvalue);
  g_assert_cmpfloat_with_epsilon (get_number (modes, 0, "left"),
                                  fabs (1.0 - get_number (epochs, 20, "steep") / optimum), 1e-9);

  runner_run_refused ("valley --modes all --rates 0.1,0.2", 2, "--rates: All modes");
}

/* The path of a run is the same whether its recipe is trained or its states are read from a file,
 * and ends with the loss that the step begins with. */
static void
check_path (void)
{
  g_auto (Outcome) text = {0};
  g_auto (Outcome) csv = {0};
  g_auto (Outcome) trained = {0};
  g_auto (Outcome) saved = {0};
  g_auto (GStrv) rows = NULL;
  g_autoptr (JsonObject) object = NULL;
  JsonArray *explained;
  JsonArray *path;
  JsonObject *ground;
  double sum;

  runner_run_well ("valley --data sample --recipe two-layer-sgd --hidden-units 8 --epochs 6 "
                   "--learning-rate 0.001 --format csv",
                   &csv);
  rows = g_strsplit (csv.output, "\n", -1);
  g_assert_cmpstr (rows[0], ==, "epochs,along,across,loss,along_share,across_share");
  g_assert_true (g_str_has_prefix (rows[1], "0,0,0,"));
  g_assert_cmpuint (g_strv_length (rows), ==, 1 + 7 + 1);

  runner_run_well ("train --data sample --recipe two-layer-sgd --hidden-units 8 --epochs 6 "
                   "--learning-rate 0.001 --save-run path.overshoot --checkpoint-every 1 -q",
                   &trained);
  runner_run_well ("valley --data sample --run path.overshoot --format csv", &saved);
  g_assert_cmpstr (saved.output, ==, csv.output);

  object = runner_run_for_json ("valley --data sample --run path.overshoot --format json");
  explained = json_object_get_array_member (object, "explained");
  sum = json_array_get_double_element (explained, 0) + json_array_get_double_element (explained, 1);
  g_assert_cmpfloat (sum, >, 0.5);
  g_assert_cmpfloat (sum, <=, 1.0 + 1e-9);
  path = json_object_get_array_member (object, "path");
  g_assert_cmpuint (json_array_get_length (path), ==, 7);
  g_assert_cmpfloat (get_number (path, 6, "loss"), <, get_number (path, 0, "loss"));
  ground = json_object_get_object_member (object, "ground");
  g_assert_cmpint (json_object_get_int_member (ground, "images"), ==, 512);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (ground, "losses")), ==,
                    25);

  runner_run_well ("valley --data sample --run path.overshoot --plot path.svg --plot-size column",
                   &text);
  g_assert_nonnull (strstr (text.output, "of the movement"));
  assert_begins ("path.svg", "<?xml");

  runner_run_refused ("valley --data sample --run path.overshoot --epochs 3", 2, "--epochs");
  runner_run_refused ("valley --data sample --run path.overshoot --rates 1,2", 2, "--rates");
}

/* The plane has other directions, and the picture says which. */
static void
check_directions (void)
{
  static const struct
  {
    const char *name;
    const char *said;
  } cases[] = {{"random", "random direction explains"}, {"steepest", "steepest one"}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *arguments =
        g_strdup_printf ("valley --data sample --recipe two-layer-sgd --hidden-units 8 --epochs 2 "
                         "--learning-rate 0.001 --directions %s",
                         cases[i].name);
      g_auto (Outcome) text = {0};

      runner_run_well (arguments, &text);
      g_assert_nonnull (strstr (text.output, cases[i].said));
    }
}

/* Runs of several rates are on one map, which they leave from one point. */
static void
check_paths (void)
{
  g_auto (Outcome) csv = {0};
  g_auto (GStrv) rows = NULL;
  g_autoptr (JsonObject) object = NULL;
  JsonArray *runs;

  runner_run_well ("valley --data sample --recipe two-layer-sgd --hidden-units 8 --epochs 3 "
                   "--rates 0.001,0.004 --format csv --plot paths.svg",
                   &csv);
  assert_begins ("paths.svg", "<?xml");
  rows = g_strsplit (csv.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 1 + 2 * 4 + 1);
  g_assert_cmpstr (rows[0], ==, "rate,epochs,along,across,loss,along_share,across_share");
  g_assert_true (g_str_has_prefix (rows[1], "0.001,0,0,0,"));
  g_assert_true (g_str_has_prefix (rows[5], "0.004,0,0,0,"));
  g_assert_cmpstr (strchr (rows[1], ',') + 1, ==, strchr (rows[5], ',') + 1);

  object = runner_run_for_json ("valley --data sample --recipe two-layer-sgd --hidden-units 8 "
                                "--epochs 2 --rates 0.001,0.004 --format json");
  runs = json_object_get_array_member (object, "runs");
  g_assert_cmpstr (json_object_get_string_member (object, "directions"), ==, "path");
  g_assert_cmpuint (json_array_get_length (runs), ==, 2);
  g_assert_cmpfloat (get_number (runs, 1, "learning-rate"), ==, 0.004);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                      json_array_get_object_element (runs, 1), "path")),
                    ==, 3);
}

/* What a step does is written and drawn, and its loss is that which the run records. */
static void
check_step (void)
{
  g_auto (Outcome) text = {0};
  g_auto (Outcome) csv = {0};
  g_auto (Outcome) measured = {0};
  g_auto (GStrv) rows = NULL;
  g_auto (GStrv) measured_rows = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonObject) run = NULL;
  JsonArray *epochs;

  runner_run_well ("step --data sample --epoch 3 --plot step.pdf", &text);
  g_assert_nonnull (strstr (text.output, "the lowest point"));
  g_assert_nonnull (strstr (text.output, "As high as before"));
  assert_begins ("step.pdf", "%PDF");

  runner_run_well ("step --data sample --epoch 3 --format csv", &csv);
  rows = g_strsplit (csv.output, "\n", -1);
  g_assert_cmpstr (rows[0], ==, "length,loss,quadratic_model,tangent");
  g_assert_cmpuint (g_strv_length (rows), ==, 1 + 25 + 1);

  object = runner_run_for_json ("step --data sample --epoch 3 --format json");
  run = runner_run_for_json ("train --data sample --epochs 5 --format json");
  epochs = json_object_get_array_member (run, "epochs");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "loss-before"),
                                  get_number (epochs, 3, "train_loss"), 1e-5);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "loss-after"),
                                  get_number (epochs, 4, "train_loss"), 1e-5);
  g_assert_cmpfloat (json_object_get_double_member (object, "break-even-rate"), >,
                     json_object_get_double_member (object, "lowest-rate"));

  /* A network is trained until then. */
  runner_run_well ("step --data sample --recipe two-layer-sgd --hidden-units 5 --epoch 1 "
                   "--format csv --plot network.png",
                   &measured);
  measured_rows = g_strsplit (measured.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (measured_rows), ==, 1 + 25 + 1);
  g_assert_true (g_str_has_prefix (measured_rows[1], "0,"));
}

/* The next step of a run in a file is that which the run would make, whatever is asked of the file
 * leaves it as it is. */
static void
check_step_of_run (void)
{
  static const char *const options = "--data sample --momentum 0.3 --epochs 4";
  g_autofree char *train = g_strdup_printf ("train %s --save-run run.overshoot -q", options);
  g_autofree char *step = g_strdup_printf ("step %s --epoch 4 --format json", options);
  g_auto (Outcome) trained = {0};
  g_autoptr (JsonObject) saved = NULL;
  g_autoptr (JsonObject) exact = NULL;

  runner_run_well (train, &trained);
  saved = runner_run_for_json ("step --data sample --run run.overshoot --format json");
  exact = runner_run_for_json (step);
  g_assert_cmpint (json_object_get_int_member (saved, "epoch"), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      static const char *const names[] = {"loss-before", "loss-after", "lowest-loss", "alpha"};

      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (saved, names[i]),
                                      json_object_get_double_member (exact, names[i]), 2e-5);
    }

  runner_run_refused ("step --data sample --run run.overshoot --epoch 2", 1,
                      "No state up to that epoch");
  runner_run_refused ("step --data sample --run run.overshoot --seed 2", 2, "--run: ");
  runner_run_refused ("step --data sample --run none.overshoot", 1, "none.overshoot");
}

/* What is said of a run that makes no step is something that can be done. */
static void
check_no_step_of_run (void)
{
  g_auto (Outcome) table = {0};
  g_auto (Outcome) emptied = {0};
  g_auto (GStrv) rows = NULL;
  g_autofree char *line = NULL;
  g_auto (Outcome) cosine = {0};
  g_auto (Outcome) wild = {0};
  g_auto (Outcome) step = {0};

  runner_run_well ("train --data sample --epochs 2 --schedule cosine --save-run cosine.overshoot "
                   "-q",
                   &cosine);
  runner_run_refused ("step --data sample --run cosine.overshoot", 1,
                      "is 0 in epoch 2, so that there is no step. Train with --checkpoint-every");
  runner_run_refused ("step --data sample --learning-rate 1 --epoch 900", 1, "diverges");

  runner_run_inside ("train --data sample --learning-rate 0.1 --epochs 10 "
                     "--save-run wild.overshoot -q",
                     &wild);
  g_assert_cmpint (wild.status, ==, 3);
  runner_run_inside ("step --data sample --run wild.overshoot --epoch 900", &step);
  g_test_message ("%s", step.errors);
  g_assert_cmpint (step.status, ==, 1);
  g_assert_nonnull (strstr (step.errors, "has no such step. Give an earlier --epoch."));
  g_assert_null (strstr (step.errors, "--learning-rate"));

  /* A file whose only run is deleted has none. */
  runner_run_well ("compare cosine.overshoot --format csv", &table);
  rows = g_strsplit (table.output, "\n", -1);
  line = g_strdup_printf ("runs delete --library cosine.overshoot %.8s", rows[1]);
  runner_run_well (line, &emptied);
  runner_run_refused ("step --data sample --run cosine.overshoot", 1,
                      "cosine.overshoot”. Train one with --save-run.");
}

/* All in one folder, where the form of the sample is prepared but once. */
static void
test_forecasts_and_steps (void)
{
  check_forecast ();
  check_ladder_of_forecasts ();
  check_valley ();
  check_modes ();
  check_path ();
  check_paths ();
  check_directions ();
  check_step ();
  check_step_of_run ();
  check_no_step_of_run ();
}

static void
test_refused (void)
{
  static const struct
  {
    const char *arguments;
    int status;
    const char *said;
  } cases[] = {
    {"find-lr --format log", 2, "--format: There is no “log”"},
    {"find-lr --plot x.bmp", 1, "--plot: "},
    {"find-lr --plot x.png -o x.png", 1, "--plot and --output would be the same file"},
    {"find-lr --data nowhere", 1, "nowhere"},
    {"forecast --recipe cnn", 2, "Only the linear classifier"},
    {"forecast --epochs 100000", 2, "--epochs: "},
    {"forecast --data nowhere", 1, "nowhere"},
    {"ladder --from 1 --to 0.1", 2, "--to: "},
    {"ladder --from x", 2, "--from: "},
    {"ladder --trials 2", 2, "--trials: "},
    {"ladder --recipe cnn --forecast", 2, "--forecast: "},
    {"ladder --forecast --accuracy", 2, "--accuracy: "},
    {"valley --modes 1,1", 2, "--modes: "},
    {"valley --modes 9", 2, "--modes: "},
    {"valley --rates 1,x", 2, "--rates: "},
    {"valley --rates \"\"", 2, "--rates: There is no rate."},
    {"valley --epochs 0", 2, "--epochs: "},
    {"valley --recipe cnn --modes 1,9", 2, "--modes: Only the linear classifier"},
    {"valley --optimiser adam --modes 1,2", 2, "--modes: Only the linear classifier"},
    {"valley --recipe cnn --rates 1,x", 2, "--rates: "},
    {"valley --directions random", 2, "--directions: The linear classifier"},
    {"valley --recipe cnn --directions steep", 2, "--directions: There is no “steep”"},
    {"valley --recipe cnn --epochs 1", 2, "--epochs: "},
    {"valley --run nowhere.overshoot", 1, "nowhere.overshoot"},
    {"step --epoch x", 2, "--epoch: "},
    {"step --data sample --recipe cnn --learning-rate 100", 1, "diverges"},
    {"find-lr stray", 2, "“stray” does not belong"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    runner_run_refused (cases[i].arguments, cases[i].status, cases[i].said);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  fixture_add_in_folder ("/cli/studies/find-lr", test_find_lr);
  fixture_add_in_folder ("/cli/studies/ladder", test_ladder);
  fixture_add_in_folder ("/cli/studies/forecasts-and-steps", test_forecasts_and_steps);
  fixture_add_in_folder ("/cli/studies/refused", test_refused);

  return g_test_run ();
}
