/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "forecast-command.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "error.h"
#include "exact-steps.h"
#include "exit-status.h"
#include "forecast-figure.h"
#include "number.h"
#include "output.h"
#include "schedule.h"
#include "study.h"
#include "suggestion.h"
#include "text-table.h"

/* The best rate is sought between the limit and a hundredth of it, first in steps of a tenth, then
 * between the two neighbours of the best one. */
#define RANGE 100.0
#define N_COARSE 49
#define N_FINE 17

/* How losses and limits are written for people. */
#define SHORT "%.5g"

/* A forecast of a recipe, and what holds for any of its rates. */
typedef struct
{
  OvForecastResult *result;
  double            limit;     /* of stability */
  double            smooth;    /* up to which no mode swings */
  double            best_rate; /* below the limit, with the least training loss at the end */
  double            best_loss;
  guint             n_finite; /* epochs whose training loss is finite */
} Forecast;

static void
forecast_clear (Forecast *self)
{
  g_clear_pointer (&self->result, ov_forecast_result_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Forecast, forecast_clear)

/* Tries rates at equal factors, and keeps the best. */
static void
try_rates (Forecast       *self,
           OvForecast     *forecast,
           const OvRecipe *recipe,
           double          from,
           double          to,
           guint           n)
{
  g_autofree double *losses = g_new (double, recipe->epochs);
  OvRecipe other = *recipe;

  for (guint i = 0; i < n; i++)
    {
      double last;

      other.learning_rate = from * pow (to / from, i / (n - 1.0));
      if (!ov_forecast_run (forecast, &other, losses, NULL, 0, NULL))
        g_assert_not_reached ();
      last = losses[recipe->epochs - 1];
      if (isfinite (last) && !(last >= self->best_loss))
        {
          self->best_rate = other.learning_rate;
          self->best_loss = last;
        }
    }
}

static void
find_best (Forecast       *self,
           OvForecast     *forecast,
           const OvRecipe *recipe)
{
  const double step = pow (RANGE, 1.0 / (N_COARSE - 1));
  double around;

  self->best_loss = NAN;
  try_rates (self, forecast, recipe, self->limit / RANGE, self->limit, N_COARSE);
  around = self->best_rate;
  try_rates (self, forecast, recipe, around / step, MIN (around * step, self->limit), N_FINE);
}

static void
forecast_init (Forecast       *self,
               OvQuadratic    *quadratic,
               const OvRecipe *recipe)
{
  g_autoptr (OvForecast) forecast = ov_forecast_new (quadratic);

  /* All test losses are forecast too: fewer make a curve, but not a table. */
  self->result = ov_forecast_result_new (forecast, recipe, MAX (recipe->epochs, 2));
  g_assert (self->result != NULL);
  self->limit = ov_quadratic_get_limit (quadratic, recipe);
  self->smooth = ov_quadratic_get_smooth_limit (quadratic, recipe);
  find_best (self, forecast, recipe);
  while (self->n_finite < recipe->epochs && isfinite (self->result->train_loss[self->n_finite]))
    self->n_finite++;
}

/* What would become of the recipe's own rate. */
static char *
describe_end (const Forecast *self)
{
  const OvForecastResult *result = self->result;
  g_autoptr (OvHistory) history = ov_forecast_result_make_history (result);
  const guint last = result->n_epochs - 1;
  g_autofree char *train = ov_text_cell_new (result->train_loss[last], SHORT);
  g_autofree char *test = ov_text_cell_new (result->test_loss[last], SHORT);

  if (ov_history_has_diverged (history))
    return g_strdup_printf (_("would diverge in epoch %u"),
                            ov_history_get_last (history)->index);

  /* Translators: two losses. */
  return g_strdup_printf (_("training %s, test %s"), train, test);
}

static char *
make_text (const Forecast *self)
{
  const OvRecipe *recipe = &self->result->recipe;
  g_autofree char *rate = ov_number_format (recipe->learning_rate);
  g_autofree char *limit = ov_text_cell_new (self->limit, SHORT);
  g_autofree char *smooth = ov_text_cell_new (self->smooth, SHORT);
  /* Rounded down, for the best may be the limit itself. */
  g_autofree char *best =
    ov_number_format (ov_suggestion_get_rate (OV_SUGGESTION_LIMIT, NULL, self->best_rate));
  g_autofree char *best_loss = ov_text_cell_new (self->best_loss, SHORT);
  g_autofree char *end = describe_end (self);
  g_autofree char *own = g_strdup_printf (_("Rate %s"), rate);
  g_autofree char *better = g_strdup_printf (_("Rate %s"), best);
  g_autofree char *best_end =
    g_strdup_printf (_("training %s, the least at any stable rate"), best_loss);
  const char *const cells[] = {
    own,
    end,
    better,
    best_end,
    _("Stable below"),
    limit,
    _("Without swings up to"),
    smooth,
  };
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          ngettext ("Forecast of the loss after %u epoch, without a run:\n",
                                    "Forecast of the loss after %u epochs, without a run:\n",
                                    recipe->epochs),
                          recipe->epochs);
  ov_text_table_append (text, cells, G_N_ELEMENTS (cells) / 2, 2, 0);

  return g_string_free (text, FALSE);
}

static char *
make_csv (const Forecast *self)
{
  const OvForecastResult *result = self->result;
  GString *text =
    g_string_new ("epoch,learning_rate,forecast_train_loss,forecast_test_loss\n");
  OvSchedule schedule;

  ov_schedule_init (&schedule, &result->recipe);
  for (guint i = 0; i < self->n_finite; i++)
    {
      g_autofree char *rate = ov_number_format (ov_schedule_get_rate (&schedule, i));
      g_autofree char *train = ov_number_format (result->train_loss[i]);
      g_autofree char *test = ov_number_format (result->test_loss[i]);

      g_string_append_printf (text, "%u,%s,%s,%s\n", i, rate, train, test);
    }

  return g_string_free (text, FALSE);
}

static char *
make_json (const OvStudy  *study,
           const Forecast *self)
{
  const OvForecastResult *result = self->result;
  JsonObject *object = ov_study_describe (study);
  JsonArray *epochs = json_array_new ();
  OvSchedule schedule;

  json_object_set_double_member (object, "stability-limit", self->limit);
  json_object_set_double_member (object, "smooth-limit", self->smooth);
  json_object_set_double_member (object, "best-rate", self->best_rate);
  json_object_set_double_member (object, "best-rate-forecast-train-loss", self->best_loss);
  ov_schedule_init (&schedule, &result->recipe);
  for (guint i = 0; i < self->n_finite; i++)
    {
      JsonObject *epoch = json_object_new ();

      json_object_set_int_member (epoch, "epoch", i);
      json_object_set_double_member (epoch, "learning_rate", ov_schedule_get_rate (&schedule, i));
      json_object_set_double_member (epoch, "forecast_train_loss", result->train_loss[i]);
      json_object_set_double_member (epoch, "forecast_test_loss", result->test_loss[i]);
      json_array_add_object_element (epochs, epoch);
    }
  json_object_set_array_member (object, "forecast", epochs);

  return ov_study_print (object);
}

/* Whether the recipe can be forecast at all, before data is loaded that may be large. */
static gboolean
check_recipe (const OvRecipe *recipe,
              GError        **error)
{
  if (!ov_quadratic_would_suit (NULL, recipe))
    g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                         _("Only the linear classifier can be forecast, by gradient descent or "
                           "Nesterov momentum on full batches and pixels from 0 to 1. Leave out "
                           "--recipe, --batch-size and --pixel-scale, and any other "
                           "--optimiser."));
  else if (recipe->epochs < 1 || recipe->epochs > OV_FORECAST_MOST_EPOCHS)
    g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                 _("--%s: “%u” is not a whole number from %u to %u."), "epochs", recipe->epochs, 1u,
                 (guint) OV_FORECAST_MOST_EPOCHS);
  else
    return TRUE;

  return FALSE;
}

/**
 * ov_forecast_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "forecast"
 *
 * Does `overshoot-cli forecast`: what a run of the linear classifier would show, and the rates that
 * suit it.
 *
 * Returns: an #OvExitStatus, or the exit status of a signal
 */
int
ov_forecast_command (int    argc,
                     char **argv)
{
  g_auto (OvStudy) study = {0};
  g_auto (Forecast) forecast = {0};
  g_autoptr (OvQuadratic) quadratic = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  OvForecastFigure figure;
  int status;

  if (!ov_study_parse (&study, "forecast", argc, argv, &status))
    return status;
  if (!check_recipe (&study.recipe, &error))
    return ov_output_refuse (error);
  if (!ov_study_load (&study, &status))
    return status;

  quadratic = ov_exact_steps_prepare (study.dataset, study.n_threads,
                                      ov_interrupt_get_cancellable (study.interrupt), &error);
  if (quadratic == NULL)
    return ov_study_fail (&study, error);
  forecast_init (&forecast, quadratic, &study.recipe);

  if (study.format == OV_STUDY_TEXT)
    text = make_text (&forecast);
  else if (study.format == OV_STUDY_CSV)
    text = make_csv (&forecast);
  else
    text = make_json (&study, &forecast);

  figure = (OvForecastFigure) {forecast.result, study.dataset->name,
                               study.plot != NULL ? ov_dataset_get_hash (study.dataset) : NULL};

  return ov_study_finish (&study, text, &ov_forecast_figure_class, &figure);
}
