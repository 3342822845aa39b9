/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trial-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "loss-title.h"
#include "model.h"
#include "number.h"

/* Where the x axis of a small chart ends at the earliest: one epoch alone has no extent. */
#define LEAST_HORIZON 1.0

/* Adds a trial's curve of one set; on the ramp, colour and name stand for its learning rate. Where
 * it diverged, a cross on the upper edge ends it; a second cross, for the other set, would say
 * nothing new. */
static void
add_curve (const OvTrialCurves *self,
           guint                trial,
           OvChart             *chart,
           gboolean             train,
           gboolean             with_cross,
           guint                slot)
{
  const OvHistory *history = self->trials[trial].history;
  const guint n = ov_history_get_n_epochs (history);
  const gboolean has_diverged = ov_history_has_diverged (history);
  const gboolean on_ramp = slot >= OV_SLOT_RAMP;
  g_autofree char *name = NULL;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  guint series;

  for (guint i = 0; i < n; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (history, i);

      x[i] = epoch->index;
      y[i] = ov_epoch_get_field (epoch, ov_quantity_get_field (self->quantity, train));
    }
  if (has_diverged)
    y[n - 1] = INFINITY;

  name = on_ramp ? ov_trial_curves_format_rate (self, trial)
                 : g_strdup (train ? _("Training") : _("Test"));
  series = ov_chart_add_series (chart, name, slot,
                                train || on_ramp ? OV_LINE_SOLID : OV_LINE_DASHED);
  ov_chart_set_points (chart, series, x, y, has_diverged && !with_cross ? n - 1 : n);
}

static void
prepare (const OvTrialCurves *self,
         OvChart             *chart)
{
  const double horizon = MAX (self->recipe->epochs - 1.0, LEAST_HORIZON);

  ov_chart_remove_all_series (chart);
  ov_chart_remove_all_marks (chart);
  ov_curves_prepare (chart, self->quantity, self->recipe);
  ov_chart_set_horizon (chart, horizon, horizon);
}

/**
 * ov_trial_curves_find_range:
 * @self: a sweep's charts
 * @low: (out): where their common y axis begins
 * @high: (out): where it ends; below @low when there is nothing to show yet
 *
 * Finds the range of the trials that learn. Those that diverge do not spoil it, unless all do.
 */
void
ov_trial_curves_find_range (const OvTrialCurves *self,
                            double              *low,
                            double              *high)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  gboolean any = FALSE;

  g_return_if_fail (self != NULL);
  g_return_if_fail (low != NULL && high != NULL);

  prepare (self, chart);
  for (guint pass = 0; pass < 2 && !any; pass++)
    for (guint i = 0; i < self->n; i++)
      if (ov_history_get_n_epochs (self->trials[i].history) > 0
          && (pass == 1 || !ov_history_is_straying (self->trials[i].history)))
        {
          any = TRUE;
          add_curve (self, i, chart, TRUE, TRUE, OV_SLOT_TRAIN);
          add_curve (self, i, chart, FALSE, TRUE, OV_SLOT_TEST);
        }

  *low = 1.0;
  *high = 0.0;
  if (any)
    ov_chart_get_y_range (chart, low, high);
}

/**
 * ov_trial_curves_fill_chart:
 * @self: a sweep's charts
 * @trial: one of the trials
 * @chart: what it is drawn on
 * @low: as in ov_trial_curves_find_range()
 * @high: as in ov_trial_curves_find_range()
 *
 * Makes @chart the small chart of a trial, under its learning rate: solid for the training set,
 * dashed for the test set. What the axes mean stands beside the grid, once for all.
 */
void
ov_trial_curves_fill_chart (const OvTrialCurves *self,
                            guint                trial,
                            OvChart             *chart,
                            double               low,
                            double               high)
{
  g_autofree char *title = NULL;

  g_return_if_fail (self != NULL && trial < self->n);
  g_return_if_fail (chart != NULL);

  title = ov_trial_curves_make_title (self, trial);
  prepare (self, chart);
  ov_chart_set_title (chart, title);
  ov_chart_set_x_title (chart, NULL);
  ov_chart_set_y_title (chart, NULL);
  ov_chart_set_legend (chart, FALSE);
  ov_chart_set_y_fixed (chart, low, high);
  add_curve (self, trial, chart, TRUE, TRUE, OV_SLOT_TRAIN);
  add_curve (self, trial, chart, FALSE, FALSE, OV_SLOT_TEST);

  if (ov_history_has_diverged (self->trials[trial].history))
    ov_chart_add_marker (chart, ov_history_get_last (self->trials[trial].history)->index,
                         _("diverged"));
}

/**
 * ov_trial_curves_fill_overlay:
 * @self: a sweep's charts
 * @chart: what it is drawn on
 * @low: as in ov_trial_curves_find_range()
 * @high: as in ov_trial_curves_find_range()
 *
 * Makes @chart the one of all trials together: the test set's curves, coloured by learning rate,
 * which the legend names. A curve that diverged ends in a cross.
 */
void
ov_trial_curves_fill_overlay (const OvTrialCurves *self,
                              OvChart             *chart,
                              double               low,
                              double               high)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (chart != NULL);

  prepare (self, chart);
  ov_chart_set_title (chart, self->is_forecast ? _("Learning rate (forecasts)")
                                               : _("Learning rate"));
  ov_chart_set_y_title (chart,
                        self->quantity == OV_QUANTITY_LOSS
                          ? ov_loss_title_get (OV_LOSS_TITLE_TEST, self->recipe->model->loss)
                          : _("Test accuracy (%)"));
  ov_chart_set_y_fixed (chart, low, high);

  for (guint i = 0; i < self->n; i++)
    {
      const double position = self->n > 1 ? i / (self->n - 1.0) : 0.0;

      if (ov_history_get_n_epochs (self->trials[i].history) > 0)
        add_curve (self, i, chart, FALSE, TRUE, ov_palette_find_ramp (position));
    }
}

/**
 * ov_trial_curves_get_y_title:
 * @self: a sweep's charts
 *
 * Returns: (transfer none): what the small charts show upwards, in the form that
 *   ov_chart_set_y_title() takes
 */
const char *
ov_trial_curves_get_y_title (const OvTrialCurves *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->quantity == OV_QUANTITY_LOSS
           ? ov_loss_title_get (OV_LOSS_TITLE_ANY, self->recipe->model->loss)
           : _("Accuracy (%)");
}

/**
 * ov_trial_curves_format_rate:
 * @self: a sweep's charts
 * @trial: one of the trials
 *
 * Returns: (transfer full): its learning rate
 */
char *
ov_trial_curves_format_rate (const OvTrialCurves *self,
                             guint                trial)
{
  g_return_val_if_fail (self != NULL && trial < self->n, NULL);

  return ov_number_format_local (self->trials[trial].learning_rate);
}

/**
 * ov_trial_curves_make_title:
 * @self: a sweep's charts
 * @trial: one of the trials
 *
 * Returns: (transfer full): what stands above its small chart: its learning rate, and whether it is
 *   a forecast
 */
char *
ov_trial_curves_make_title (const OvTrialCurves *self,
                            guint                trial)
{
  g_autofree char *rate = ov_trial_curves_format_rate (self, trial);

  /* Translators: a learning rate, above a chart of what would become of a run with it. */
  return self->is_forecast ? g_strdup_printf (_("%s: forecast"), rate) : g_steal_pointer (&rate);
}

/**
 * ov_trial_curves_describe:
 * @self: a sweep's charts
 * @trial: one of the trials
 *
 * Says what a small chart shows, for people who do not see it.
 *
 * Returns: (transfer full): a translated sentence without a full stop
 */
char *
ov_trial_curves_describe (const OvTrialCurves *self,
                          guint                trial)
{
  g_return_val_if_fail (self != NULL && trial < self->n, NULL);

  return ov_curves_describe (self->quantity, self->trials[trial].history);
}

/* Whether every trial has come to its end. */
static gboolean
are_complete (const OvTrialCurves *self)
{
  for (guint i = 0; i < self->n; i++)
    if (ov_history_get_n_epochs (self->trials[i].history) < self->recipe->epochs
        && !ov_history_has_diverged (self->trials[i].history))
      return FALSE;

  return TRUE;
}

/* The trial whose last epoch is the best on the test set; @n when none has one. */
static guint
find_best (const OvTrialCurves *self)
{
  const OvEpochField field = ov_quantity_get_field (self->quantity, FALSE);
  const double sign = self->quantity == OV_QUANTITY_LOSS ? 1.0 : -1.0;
  double least = INFINITY;
  guint best = self->n;

  for (guint i = 0; i < self->n; i++)
    {
      const OvEpoch *last = ov_history_get_last (self->trials[i].history);

      if (last == NULL || ov_history_is_straying (self->trials[i].history)
          || !(sign * ov_epoch_get_field (last, field) < least))
        continue;

      least = sign * ov_epoch_get_field (last, field);
      best = i;
    }

  return best;
}

/**
 * ov_trial_curves_describe_overlay:
 * @self: a sweep's charts
 *
 * Says how the trials compare.
 *
 * Returns: (transfer full): translated sentences
 */
char *
ov_trial_curves_describe_overlay (const OvTrialCurves *self)
{
  GString *text;
  guint n_diverged = 0;
  guint best;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  best = find_best (self);
  if (best < self->n)
    {
      const OvEpoch *last = ov_history_get_last (self->trials[best].history);
      g_autofree char *rate = ov_trial_curves_format_rate (self, best);

      if (self->quantity == OV_QUANTITY_LOSS)
        g_string_append_printf (text,
                                are_complete (self)
                                  ? _("Lowest test loss at the end: %.3f, with a learning rate "
                                      "of %s.")
                                  : _("Lowest test loss so far: %.3f, with a learning rate of "
                                      "%s."),
                                last->test_loss, rate);
      else
        g_string_append_printf (text,
                                are_complete (self)
                                  ? _("Highest test accuracy at the end: %.1f %%, with a learning "
                                      "rate of %s.")
                                  : _("Highest test accuracy so far: %.1f %%, with a learning "
                                      "rate of %s."),
                                last->test_accuracy, rate);
    }

  for (guint i = 0; i < self->n; i++)
    n_diverged += ov_history_has_diverged (self->trials[i].history);
  if (n_diverged > 0)
    {
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append_printf (text,
                              ngettext ("%u rate diverged.", "%u rates diverged.", n_diverged),
                              n_diverged);
    }

  return g_string_free (text, FALSE);
}
