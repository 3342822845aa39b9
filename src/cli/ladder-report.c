/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ladder-report.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "number.h"
#include "text-table.h"

#define N_COLUMNS 7

/* A trial, in numbers; those that are not known are NAN. */
typedef struct
{
  double         learning_rate;
  const char    *outcome;
  guint          n_epochs;
  double         train_loss;
  double         test_loss;
  double         test_accuracy;
  double         best_accuracy;
  const OvEpoch *best; /* NULL when there is none */
} Row;

/* A forecast ends otherwise than a run, and before its turn a trial does nothing. */
static const char *
name_outcome (const OvTrial *trial,
              gboolean       is_forecast)
{
  if (trial->state == OV_RUN_IDLE)
    return "not-run";
  if (!is_forecast)
    return ov_outcome_get_name (trial->outcome);

  return trial->outcome == OV_OUTCOME_DIVERGED ? "would-diverge" : "would-finish";
}

static Row
make_row (OvRateSweep *sweep,
          guint        index)
{
  const OvTrial *trial = ov_rate_sweep_get_trial (sweep, index);
  const OvHistory *history = ov_trial_get_history (trial);
  const OvEpoch *last = ov_history_get_last (history);
  Row row = {
    .learning_rate = trial->recipe.learning_rate,
    .outcome = name_outcome (trial, ov_rate_sweep_is_forecast (sweep)),
    .n_epochs = ov_history_get_n_epochs (history),
    .train_loss = last != NULL ? last->train_loss : NAN,
    .test_loss = last != NULL ? last->test_loss : NAN,
    .test_accuracy = last != NULL ? last->test_accuracy : NAN,
    .best_accuracy = NAN,
  };

  if (!ov_rate_sweep_is_forecast (sweep))
    row.best = ov_history_get_best (history, OV_EPOCH_TEST_ACCURACY);
  if (row.best != NULL)
    row.best_accuracy = row.best->test_accuracy;

  return row;
}

static char *
make_text (const OvStudy *study,
           OvRateSweep   *sweep)
{
  const guint n = ov_rate_sweep_get_n_trials (sweep);
  const gboolean is_forecast = ov_rate_sweep_is_forecast (sweep);
  const char *const titles[N_COLUMNS] = {
    _("Rate"),
    _("Outcome"),
    _("Epochs"),
    _("Train loss"),
    _("Test loss"),
    _("Test %"),
    _("Best %"),
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (is_forecast ? _("Forecasts, without a run:\n") : NULL);

  for (guint i = 0; i < N_COLUMNS; i++)
    g_ptr_array_add (cells, g_strdup (titles[i]));
  for (guint i = 0; i < n; i++)
    {
      const Row row = make_row (sweep, i);

      g_ptr_array_add (cells, ov_number_format (row.learning_rate));
      g_ptr_array_add (cells, g_strdup (row.outcome));
      g_ptr_array_add (cells, g_strdup_printf ("%u/%u", row.n_epochs, study->recipe.epochs));
      g_ptr_array_add (cells, ov_text_cell_known (row.train_loss, "%.5g"));
      g_ptr_array_add (cells, ov_text_cell_known (row.test_loss, "%.5g"));
      g_ptr_array_add (cells, ov_text_cell_known (row.test_accuracy, "%.2f"));
      g_ptr_array_add (cells, ov_text_cell_known (row.best_accuracy, "%.2f"));
    }
  ov_text_table_append (text, (const char *const *) cells->pdata, n + 1, N_COLUMNS, 0x7d);

  return g_string_free (text, FALSE);
}

/* An empty cell for what is not known. */
static void
append_cell (GString *text,
             double   value)
{
  g_autofree char *cell = isfinite (value) ? ov_number_format (value) : g_strdup ("");

  g_string_append_printf (text, ",%s", cell);
}

static char *
make_csv (OvRateSweep *sweep)
{
  GString *text = g_string_new (ov_rate_sweep_is_forecast (sweep)
                                  ? "learning_rate,outcome,epochs,forecast_train_loss,"
                                    "forecast_test_loss\n"
                                  : "learning_rate,outcome,epochs,train_loss,test_loss,"
                                    "test_accuracy,best_test_accuracy,best_epoch\n");

  for (guint i = 0; i < ov_rate_sweep_get_n_trials (sweep); i++)
    {
      const Row row = make_row (sweep, i);
      g_autofree char *rate = ov_number_format (row.learning_rate);

      g_string_append_printf (text, "%s,%s,%u", rate, row.outcome, row.n_epochs);
      append_cell (text, row.train_loss);
      append_cell (text, row.test_loss);
      if (!ov_rate_sweep_is_forecast (sweep))
        {
          append_cell (text, row.test_accuracy);
          append_cell (text, row.best_accuracy);
          append_cell (text, row.best != NULL ? row.best->index : NAN);
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/* What is not known is null. */
static JsonObject *
describe_row (const Row *row,
              gboolean   is_forecast)
{
  JsonObject *object = json_object_new ();

  json_object_set_double_member (object, "learning-rate", row->learning_rate);
  json_object_set_string_member (object, "outcome", row->outcome);
  json_object_set_int_member (object, "epochs", row->n_epochs);
  json_object_set_double_member (object, is_forecast ? "forecast-train-loss" : "train-loss",
                                 row->train_loss);
  json_object_set_double_member (object, is_forecast ? "forecast-test-loss" : "test-loss",
                                 row->test_loss);
  if (is_forecast)
    return object;

  json_object_set_double_member (object, "test-accuracy", row->test_accuracy);
  json_object_set_double_member (object, "best-test-accuracy", row->best_accuracy);
  if (row->best != NULL)
    json_object_set_int_member (object, "best-epoch", row->best->index);
  else
    json_object_set_null_member (object, "best-epoch");

  return object;
}

static char *
make_json (const OvStudy *study,
           OvRateSweep   *sweep)
{
  JsonObject *object = ov_study_describe (study);
  JsonArray *trials = json_array_new ();

  for (guint i = 0; i < ov_rate_sweep_get_n_trials (sweep); i++)
    {
      const Row row = make_row (sweep, i);

      json_array_add_object_element (trials,
                                     describe_row (&row, ov_rate_sweep_is_forecast (sweep)));
    }
  json_object_set_array_member (object,
                                ov_rate_sweep_is_forecast (sweep) ? "forecasts" : "trials",
                                trials);

  return ov_study_print (object);
}

/**
 * ov_ladder_report_make:
 * @study: what was studied, and how it is to be written
 * @sweep: a sweep that has ended
 *
 * Returns: (transfer full): a row for each learning rate, from the lowest. Forecasts are called so
 */
char *
ov_ladder_report_make (const OvStudy *study,
                       OvRateSweep   *sweep)
{
  switch (study->format)
    {
    case OV_STUDY_CSV:
      return make_csv (sweep);
    case OV_STUDY_JSON:
      return make_json (study, sweep);
    case OV_STUDY_TEXT:
    default:
      return make_text (study, sweep);
    }
}
