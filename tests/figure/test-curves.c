/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curves.h"

#include <math.h>
#include <string.h>

#include "figure-fixture.h"
#include "forecast-curves.h"
#include "guess-curve.h"

typedef struct
{
  OvRecipe   recipe;
  OvHistory *history;
  OvChart   *chart;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->recipe = figure_make_recipe ();
  fixture->history = figure_make_history (4);
  fixture->chart = ov_chart_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  ov_history_free (fixture->history);
  ov_chart_free (fixture->chart);
}

static const OvReading *
find_reading (GPtrArray *readings,
              guint      series)
{
  for (guint i = 0; i < readings->len; i++)
    {
      const OvReading *reading = readings->pdata[i];

      if (reading->series == series)
        return reading;
    }

  return NULL;
}

/* Every epoch of the history stands at its own number, in the curve of its own data. */
static void
check_mapping (Fixture     *fixture,
               OvQuantity   quantity,
               OvEpochField train,
               OvEpochField test)
{
  OvCurves curves;

  ov_curves_prepare (fixture->chart, quantity, &fixture->recipe);
  curves = ov_curves_add (fixture->chart, quantity);
  ov_curves_update (&curves, fixture->history);

  for (guint i = 0; i < 4; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (fixture->history, i);
      g_autoptr (GPtrArray) readings = ov_chart_read_out (fixture->chart, i, NAN);
      const OvReading *train_reading = find_reading (readings, curves.train);
      const OvReading *test_reading = find_reading (readings, curves.test);

      g_assert_cmpuint (readings->len, ==, 2);
      g_assert_cmpfloat (train_reading->x, ==, i);
      g_assert_cmpfloat (train_reading->value, ==, ov_epoch_get_field (epoch, train));
      g_assert_cmpfloat (test_reading->value, ==, ov_epoch_get_field (epoch, test));
      g_assert_cmpint (train_reading->style, ==, OV_LINE_SOLID);
      g_assert_cmpint (test_reading->style, ==, OV_LINE_DASHED);
      g_assert_cmpstr (train_reading->name, ==, "Training");
      g_assert_cmpstr (test_reading->name, ==, "Test");
    }
}

static void
test_loss (Fixture      *fixture,
           gconstpointer data)
{
  check_mapping (fixture, OV_QUANTITY_LOSS, OV_EPOCH_TRAIN_LOSS, OV_EPOCH_TEST_LOSS);
}

static void
test_accuracy (Fixture      *fixture,
               gconstpointer data)
{
  check_mapping (fixture, OV_QUANTITY_ACCURACY, OV_EPOCH_TRAIN_ACCURACY, OV_EPOCH_TEST_ACCURACY);
}

static void
test_ghost (Fixture      *fixture,
            gconstpointer data)
{
  OvRecipe current = fixture->recipe;
  g_autoptr (GPtrArray) readings = NULL;
  OvCurves ghost;
  OvCurves curves;

  current.learning_rate = 0.02;
  ov_curves_prepare (fixture->chart, OV_QUANTITY_LOSS, &current);
  ghost = ov_curves_add (fixture->chart, OV_QUANTITY_LOSS);
  ov_curves_update (&ghost, fixture->history);
  ov_curves_make_ghost (&ghost, OV_SLOT_FIRST_FREE, NULL, &fixture->recipe, &current);
  curves = ov_curves_add (fixture->chart, OV_QUANTITY_LOSS);
  ov_curves_update (&curves, fixture->history);

  readings = ov_chart_read_out (fixture->chart, 2.0, NAN);
  g_assert_cmpuint (readings->len, ==, 4);
  g_assert_true (find_reading (readings, ghost.train)->faint);
  g_assert_true (find_reading (readings, ghost.test)->faint);
  g_assert_false (find_reading (readings, curves.train)->faint);
  g_assert_cmpstr (find_reading (readings, ghost.train)->name, ==, "learning rate 0.0123");
  g_assert_cmpstr (find_reading (readings, ghost.test)->name, ==, "learning rate 0.0123, test");

  ov_curves_make_ghost (&ghost, OV_SLOT_FIRST_FREE, "Linear 3", &fixture->recipe, &current);
  g_clear_pointer (&readings, g_ptr_array_unref);
  readings = ov_chart_read_out (fixture->chart, 2.0, NAN);
  g_assert_cmpstr (find_reading (readings, ghost.train)->name, ==,
                   "Linear 3: learning rate 0.0123");
  g_assert_cmpstr (find_reading (readings, ghost.test)->name, ==,
                   "Linear 3, test: learning rate 0.0123");
}

/* A run that explodes, in front or behind, leaves the others their room. */
static void
test_stray (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (OvHistory) exploding = ov_history_new ();
  OvCurves first;
  OvCurves second;
  double high;

  for (guint i = 0; i < 4; i++)
    {
      const OvEpoch epoch = {.index = i, .train_loss = pow (20, i), .test_loss = pow (20, i)};

      ov_history_append (exploding, &epoch);
    }
  ov_curves_prepare (fixture->chart, OV_QUANTITY_LOSS, &fixture->recipe);
  first = ov_curves_add (fixture->chart, OV_QUANTITY_LOSS);
  ov_curves_update (&first, fixture->history);
  second = ov_curves_add (fixture->chart, OV_QUANTITY_LOSS);
  ov_curves_update (&second, exploding);
  g_assert_false (first.is_stray);
  g_assert_true (second.is_stray);

  ov_chart_get_y_range (fixture->chart, NULL, &high);
  g_assert_cmpfloat (high, <, 2.0);
  g_assert_cmpfloat (ov_chart_get_beyond (fixture->chart), ==, 1e4);
  ov_curves_make_ghost (&first, OV_SLOT_FIRST_FREE, "Linear 1", &fixture->recipe, &fixture->recipe);
  ov_chart_get_y_range (fixture->chart, NULL, &high);
  g_assert_cmpfloat (high, <, 2.0);
}

static void
test_remove (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GPtrArray) readings = NULL;
  OvCurves removed;
  OvCurves kept;

  removed = ov_curves_add (fixture->chart, OV_QUANTITY_LOSS);
  kept = ov_curves_add (fixture->chart, OV_QUANTITY_LOSS);
  ov_curves_update (&removed, fixture->history);
  ov_curves_update (&kept, fixture->history);
  ov_curves_remove (&removed);

  readings = ov_chart_read_out (fixture->chart, 1.0, NAN);
  g_assert_cmpuint (readings->len, ==, 2);
  g_assert_nonnull (find_reading (readings, kept.train));
  g_assert_nonnull (find_reading (readings, kept.test));
}

static void
test_diverged (Fixture      *fixture,
               gconstpointer data)
{
  const OvEpoch last = {.index = 4, .train_loss = INFINITY, .test_loss = NAN};
  g_autofree char *description = NULL;
  OvCurves curves = ov_curves_add (fixture->chart, OV_QUANTITY_LOSS);
  guint marker;

  ov_curves_update (&curves, fixture->history);
  g_assert_cmpuint (curves.marker, ==, 0);

  ov_history_append (fixture->history, &last);
  ov_curves_update (&curves, fixture->history);
  marker = curves.marker;
  g_assert_cmpuint (marker, !=, 0);

  /* One divergence is one mark, however often the curves are redrawn. */
  ov_curves_update (&curves, fixture->history);
  g_assert_cmpuint (curves.marker, ==, marker);

  description = ov_curves_describe (OV_QUANTITY_LOSS, fixture->history);
  g_assert_nonnull (strstr (description, "not finite"));
  g_assert_nonnull (strstr (description, "diverged in epoch 4"));

  /* Behind another run it is not marked, however often it is drawn. */
  ov_curves_make_ghost (&curves, OV_SLOT_FIRST_FREE, NULL, &fixture->recipe, &fixture->recipe);
  ov_curves_update (&curves, fixture->history);
  g_assert_cmpuint (curves.marker, ==, 0);
}

static void
test_describe (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (OvHistory) empty = ov_history_new ();
  g_autofree char *nothing = ov_curves_describe (OV_QUANTITY_LOSS, empty);
  g_autofree char *loss = ov_curves_describe (OV_QUANTITY_LOSS, fixture->history);
  g_autofree char *accuracy = ov_curves_describe (OV_QUANTITY_ACCURACY, fixture->history);

  g_assert_cmpstr (nothing, ==, "no epoch yet");
  g_assert_cmpstr (loss, ==, "training loss 0.850, falling; test loss 0.860; best epoch 3");
  g_assert_cmpstr (accuracy, ==,
                   "training accuracy 57.5 %, rising; test accuracy 56.5 %; best epoch 3");
}

static void
test_describe_steady (void)
{
  g_autoptr (OvHistory) history = ov_history_new ();
  g_autofree char *description = NULL;

  for (guint i = 0; i < 20; i++)
    {
      const OvEpoch epoch = {.index = i, .train_loss = 0.5 + 1e-6 * i, .test_loss = 0.5};

      ov_history_append (history, &epoch);
    }

  description = ov_curves_describe (OV_QUANTITY_LOSS, history);
  g_assert_nonnull (strstr (description, "steady"));
}

/* What a log does not say is no number. */
static void
test_describe_log (void)
{
  g_autoptr (OvHistory) history = ov_history_new ();
  g_autofree char *loss = NULL;
  g_autofree char *accuracy = NULL;
  OvEpoch epoch;

  ov_epoch_init_missing (&epoch, 0);
  epoch.test_loss = 0.5;
  ov_history_append (history, &epoch);
  loss = ov_curves_describe (OV_QUANTITY_LOSS, history);
  accuracy = ov_curves_describe (OV_QUANTITY_ACCURACY, history);
  g_assert_cmpstr (loss, ==, "test loss 0.500; best epoch 0");
  g_assert_cmpstr (accuracy, ==, "not known");
}

/* The best epoch on the test set has a ring, which moves with it, and a run that is hidden has none
 * of its marks. */
static void
test_best_and_hidden (Fixture      *fixture,
                      gconstpointer data)
{
  const OvEpoch better = {.index = 4, .test_accuracy = 99.0, .test_loss = 0.1, .train_loss = 0.1};
  const OvEpoch worse = {.index = 5, .test_accuracy = 98.0, .test_loss = 0.1, .train_loss = 0.1};
  g_autoptr (GPtrArray) readings = NULL;
  OvCurves curves;
  guint mark;

  ov_curves_prepare (fixture->chart, OV_QUANTITY_ACCURACY, &fixture->recipe);
  curves = ov_curves_add (fixture->chart, OV_QUANTITY_ACCURACY);
  curves.with_best = TRUE;
  ov_curves_update (&curves, fixture->history);
  g_assert_cmpuint (curves.best, ==, 3);
  mark = curves.best_mark;
  g_assert_cmpuint (mark, !=, 0);

  ov_history_append (fixture->history, &better);
  ov_curves_update (&curves, fixture->history);
  g_assert_cmpuint (curves.best, ==, 4);
  g_assert_cmpuint (curves.best_mark, !=, mark);
  mark = curves.best_mark;
  ov_curves_set_visible (&curves, FALSE);
  readings = ov_chart_read_out (fixture->chart, 2.0, NAN);
  g_assert_cmpuint (readings->len, ==, 0);
  g_assert_cmpuint (curves.best_mark, ==, 0);

  ov_history_append (fixture->history, &worse);
  ov_curves_update (&curves, fixture->history);
  g_assert_cmpuint (curves.best_mark, ==, 0);
  ov_curves_set_visible (&curves, TRUE);
  ov_curves_update (&curves, fixture->history);
  g_assert_cmpuint (curves.best, ==, 4);
  g_assert_cmpuint (curves.best_mark, !=, 0);
}

/* By images an epoch stands where it ends, and a batch where it is; by seconds a batch has a place
 * when its epoch has ended. */
static void
test_timeline (Fixture      *fixture,
               gconstpointer data)
{
  static const double epochs[] = {0.5, 3.5, 4.5};
  static const double losses[] = {2.0, 1.5, 1.0};

  for (guint i = OV_ABSCISSA_SECONDS; i <= OV_ABSCISSA_IMAGES; i++)
    {
      g_autoptr (OvTimeline) timeline = ov_timeline_new (i, 100000);
      OvCurves curves = ov_curves_add (fixture->chart, OV_QUANTITY_LOSS);
      const double end = ov_chart_find_point (fixture->chart, curves.train, 0.0, 3);

      g_assert_true (isnan (end));
      curves.timeline = timeline;
      ov_curves_update (&curves, fixture->history);
      ov_curves_update_batch_losses (&curves, epochs, losses, 3);
      g_assert_cmpfloat_with_epsilon (ov_chart_find_point (fixture->chart, curves.train, 0.0, 3),
                                      0.4, 1e-9);
      g_assert_cmpfloat_with_epsilon (ov_chart_find_point (fixture->chart, curves.batch_losses,
                                                           0.0, 0),
                                      0.05, 1e-9);
      g_assert_cmpuint (curves.n_batch_losses, ==, i == OV_ABSCISSA_SECONDS ? 2 : 3);
      ov_curves_remove (&curves);
    }
}

/* What a forecast, or a guess, comes to when it explodes flattens no curve of a run. */
static void
test_exploding (Fixture      *fixture,
                gconstpointer data)
{
  OvCurves curves = ov_curves_add (fixture->chart, OV_QUANTITY_LOSS);
  OvForecastCurves forecast = {0};
  double epochs[20], losses[20], high, broken;

  ov_curves_prepare (fixture->chart, OV_QUANTITY_LOSS, &fixture->recipe);
  ov_curves_update (&curves, fixture->history);
  ov_chart_get_y_range (fixture->chart, NULL, &high);
  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++)
    {
      epochs[i] = i;
      losses[i] = 100.0 * high * pow (2.0, i);
    }

  ov_forecast_curves_show (&forecast, fixture->chart, NULL, epochs, losses, 20, epochs, losses, 20);
  ov_chart_get_y_range (fixture->chart, NULL, &broken);
  g_assert_cmpfloat (broken, ==, high);
  g_assert_cmpfloat (ov_chart_get_beyond (fixture->chart), >, high);
  ov_forecast_curves_hide (&forecast, fixture->chart);
  g_assert_cmpfloat (ov_chart_get_beyond (fixture->chart), ==, 0.0);

  ov_guess_curve_add (fixture->chart, NULL, losses, 20);
  ov_chart_get_y_range (fixture->chart, NULL, &broken);
  g_assert_cmpfloat (broken, ==, high);
  g_assert_cmpfloat (ov_chart_get_beyond (fixture->chart), >, high);
}

/* Each recipe's axis says which kind of loss it is. */
static void
test_loss_titles (void)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  g_assert_nonnull (strstr (ov_curves_get_loss_title (&recipe), "squared error"));
  g_assert_true (ov_recipe_init_preset (&recipe, "cnn", NULL));
  g_assert_nonnull (strstr (ov_curves_get_loss_title (&recipe), "cross-entropy"));
  ov_recipe_init_foreign (&recipe);
  g_assert_cmpstr (ov_curves_get_loss_title (&recipe), ==, "Loss");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/figure/curves/loss", Fixture, NULL, set_up, test_loss, tear_down);
  g_test_add ("/figure/curves/accuracy", Fixture, NULL, set_up, test_accuracy, tear_down);
  g_test_add ("/figure/curves/ghost", Fixture, NULL, set_up, test_ghost, tear_down);
  g_test_add ("/figure/curves/stray", Fixture, NULL, set_up, test_stray, tear_down);
  g_test_add ("/figure/curves/exploding", Fixture, NULL, set_up, test_exploding, tear_down);
  g_test_add ("/figure/curves/remove", Fixture, NULL, set_up, test_remove, tear_down);
  g_test_add ("/figure/curves/diverged", Fixture, NULL, set_up, test_diverged, tear_down);
  g_test_add ("/figure/curves/describe", Fixture, NULL, set_up, test_describe, tear_down);
  g_test_add ("/figure/curves/best-and-hidden", Fixture, NULL, set_up, test_best_and_hidden,
              tear_down);
  g_test_add ("/figure/curves/timeline", Fixture, NULL, set_up, test_timeline, tear_down);
  g_test_add_func ("/figure/curves/describe-steady", test_describe_steady);
  g_test_add_func ("/figure/curves/loss-titles", test_loss_titles);
  g_test_add_func ("/figure/curves/describe-log", test_describe_log);

  return g_test_run ();
}
