/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sharpness-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "curves.h"
#include "schedule.h"
#include "stability.h"
#include "update-rule.h"

/* The limit has the grey that no run ever takes. */
#define LIMIT_WIDTH 1.6

/* When the least and the largest value differ by more than this factor, a linear axis would crush
 * one of them. */
#define WIDE 20.0

/* Points of the limit's line at most: more than a chart has pixels show nothing more. */
#define LEAST_POINTS 2
#define MOST_POINTS 2000

static double
find_limit (OvSchedule     *schedule,
            const OvRecipe *recipe,
            double          epoch)
{
  return ov_stability_get_sharpness_limit (recipe, ov_schedule_interpolate (schedule, epoch));
}

/**
 * ov_sharpness_curves_prepare:
 * @chart: a chart
 *
 * Gives @chart the titles and the ranges of a sharpness.
 */
void
ov_sharpness_curves_prepare (OvChart *chart)
{
  g_return_if_fail (chart != NULL);

  ov_chart_set_x_title (chart, _("Epoch"));
  ov_chart_set_y_title (chart, _("Sharpness"));
  ov_chart_set_y_limits (chart, 0.0, INFINITY);
  ov_chart_set_log_y (chart, FALSE);
}

/* The forms of a limit, of which each rule has one. */
typedef enum
{
  FORM_PLAIN,
  FORM_MOMENTUM,
  FORM_NESTEROV,
  FORM_ADAM,
} Form;

static Form
find_form (const OvRecipe *recipe)
{
  const OvUpdateRule *rule = ov_update_rule_get (recipe);

  if (rule->has_betas)
    return FORM_ADAM;
  if (recipe->momentum <= 0.0)
    return FORM_PLAIN;

  return rule->looks_ahead ? FORM_NESTEROV : FORM_MOMENTUM;
}

static const char *
name_limit (const OvRecipe *recipe,
            gboolean        holds)
{
  static const char *const limits[] = {
    [FORM_PLAIN] = N_("Limit 2/rate"),
    /* Translators: β is the momentum. */
    [FORM_MOMENTUM] = N_("Limit 2 (1 + β)/rate"),
    [FORM_NESTEROV] = N_("Limit 2 (1 + β)/((1 + 2 β) rate)"),
    /* Translators: β₁ is Adam's. */
    [FORM_ADAM] = N_("Limit 2 (1 + β₁)/((1 − β₁) rate)"),
  };
  static const char *const references[] = {
    [FORM_PLAIN] = N_("Reference only (full batch): 2/rate"),
    [FORM_MOMENTUM] = N_("Reference only (full batch): 2 (1 + β)/rate"),
    [FORM_NESTEROV] = N_("Reference only (full batch): 2 (1 + β)/((1 + 2 β) rate)"),
    [FORM_ADAM] = N_("Reference only (full batch): 2 (1 + β₁)/((1 − β₁) rate)"),
  };
  const Form form = find_form (recipe);

  return _(holds ? limits[form] : references[form]);
}

/* What divides by a running square has the sharpness of the Hessian that is divided likewise. */
static const char *
name_sharpness (const OvRecipe *recipe)
{
  return ov_stability_is_preconditioned (recipe) ? _("Preconditioned sharpness") : _("Sharpness");
}

/**
 * ov_sharpness_curves_add:
 * @chart: a chart, which has to outlive the curves
 * @recipe: what is run
 * @n_train: how many training images there are; 0 when nobody knows
 *
 * Adds the sharpness and its limit, both those of the recipe's update rule, and named so. What lies
 * beyond the limit is shaded; for mini-batches, where the limit does not hold, it is a dotted line
 * that says so, and nothing is shaded.
 *
 * Returns: the curves, without points
 */
OvStripCurves
ov_sharpness_curves_add (OvChart        *chart,
                         const OvRecipe *recipe,
                         guint           n_train)
{
  OvStripCurves self = {.chart = chart, .lowest = INFINITY};
  gboolean holds;

  g_return_val_if_fail (chart != NULL, self);
  g_return_val_if_fail (recipe != NULL, self);

  holds = ov_recipe_has_full_batches (recipe, n_train);
  self.measured =
    ov_chart_add_series (chart, name_sharpness (recipe), OV_SLOT_TRAIN, OV_LINE_SOLID);
  ov_chart_set_series_marked (chart, self.measured, TRUE);
  ov_chart_set_series_smoothed (chart, self.measured, FALSE);
  self.limit = ov_chart_add_series (chart, name_limit (recipe, holds), OV_SLOT_REFERENCE,
                                    holds ? OV_LINE_DASHED : OV_LINE_DOTTED);
  ov_chart_set_series_width (chart, self.limit, LIMIT_WIDTH);
  ov_chart_set_series_bounding (chart, self.limit, holds);
  ov_chart_set_series_continuous (chart, self.limit, TRUE);
  ov_chart_set_series_smoothed (chart, self.limit, FALSE);

  return self;
}

/**
 * ov_sharpness_curves_add_ghost:
 * @chart: a chart, which has to outlive the curve
 * @ghost: an earlier run
 * @current: what the current run runs
 *
 * Adds the sharpness of an earlier run, pale, and named as its losses are.
 *
 * Returns: the curve, without points
 */
OvStripCurves
ov_sharpness_curves_add_ghost (OvChart        *chart,
                               const OvGhost  *ghost,
                               const OvRecipe *current)
{
  OvStripCurves self = {.chart = chart, .lowest = INFINITY};
  g_autofree char *name = NULL;

  g_return_val_if_fail (chart != NULL, self);
  g_return_val_if_fail (ghost != NULL, self);

  name = ov_curves_name_ghost (ghost->name, &ghost->run->recipe, current);
  self.measured = ov_chart_add_series (chart, name, ghost->slot, OV_LINE_SOLID);
  ov_chart_set_series_marked (chart, self.measured, TRUE);
  ov_chart_set_series_faint (chart, self.measured, TRUE);
  ov_chart_set_series_smoothed (chart, self.measured, FALSE);

  /* The legend of a low chart has no room for more than what is measured and its limit. */
  ov_chart_set_series_listed (chart, self.measured, FALSE);

  return self;
}

static void
include (double  value,
         double *low,
         double *high)
{
  if (!isfinite (value) || value <= 0.0)
    return;

  *low = MIN (*low, value);
  *high = MAX (*high, value);
}

/**
 * ov_sharpness_curves_update:
 * @self: a run's curves
 * @history: what was measured so far; the same run's each time
 *
 * Draws the measurements that are new.
 */
void
ov_sharpness_curves_update (OvStripCurves            *self,
                            const OvSharpnessHistory *history)
{
  gsize n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (history != NULL);

  n = history->points->len;
  g_return_if_fail (n >= self->n_measured);

  for (; self->n_measured < n; self->n_measured++)
    {
      const OvSharpnessPoint *point =
        ov_sharpness_history_get_point (history, self->n_measured);
      const double x = ov_timeline_get_start (self->timeline, point->epoch);

      ov_chart_append_points (self->chart, self->measured, &x, &point->value, 1);
      include (point->value, &self->lowest, &self->highest);
    }
}

/* The epoch at the end of the axis, or the first one while nobody knows it. */
static double
find_last_epoch (const OvStripCurves *self)
{
  const double epoch = ov_timeline_find_epoch (self->timeline, self->horizon);

  return isfinite (epoch) ? epoch : OV_CURVES_LEAST_HORIZON;
}

/* A sharpness of 0 and less has no place on a logarithmic axis, and is said to be below it. */
static gboolean
is_wide (const OvStripCurves *self,
         const OvRecipe      *recipe)
{
  double low = self->lowest;
  double high = self->highest;
  OvSchedule schedule;

  ov_schedule_init (&schedule, recipe);
  include (find_limit (&schedule, recipe, 0.0), &low, &high);
  include (find_limit (&schedule, recipe, find_last_epoch (self)), &low, &high);

  return high > WIDE * low;
}

/* The line of the limit up to the horizon, or to where it is beyond all numbers. */
static void
draw_limit (OvStripCurves  *self,
            const OvRecipe *recipe)
{
  const double last = find_last_epoch (self);
  const guint most = (guint) CLAMP (ceil (last) + 1.0, LEAST_POINTS, MOST_POINTS);
  g_autofree double *x = g_new (double, most);
  g_autofree double *limits = g_new (double, most);
  OvSchedule schedule;
  guint n = 0;

  ov_schedule_init (&schedule, recipe);
  for (; n < most; n++)
    {
      const double epoch = last * n / (most - 1.0);

      x[n] = ov_timeline_get_start (self->timeline, epoch);
      limits[n] = find_limit (&schedule, recipe, epoch);
      if (!isfinite (limits[n]))
        break;
    }

  ov_chart_set_points (self->chart, self->limit, x, limits, n);
}

/**
 * ov_sharpness_curves_set_horizon:
 * @self: the curves of the current run
 * @recipe: what it runs
 * @horizon: where the axes of the charts beside this one end
 *
 * Draws the limit up to @horizon, where the chart ends as well, and makes the axis logarithmic when
 * sharpness and limit lie far apart.
 */
void
ov_sharpness_curves_set_horizon (OvStripCurves  *self,
                                 const OvRecipe *recipe,
                                 double          horizon)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (recipe != NULL);
  g_return_if_fail (horizon > 0.0);

  /* By seconds the epochs to come move with each one that has passed. */
  if (horizon != self->horizon || ov_timeline_get_abscissa (self->timeline) == OV_ABSCISSA_SECONDS)
    {
      self->horizon = horizon;
      draw_limit (self, recipe);
      ov_chart_set_horizon (self->chart, horizon, horizon);
    }
  ov_chart_set_log_y (self->chart, is_wide (self, recipe));
}

/**
 * ov_sharpness_curves_describe:
 * @history: what was measured
 * @recipe: what is run
 * @n_train: how many training images there are; 0 when nobody knows
 *
 * Says where the sharpness stands, for people who do not see it.
 *
 * Returns: (transfer full): a translated sentence without a full stop
 */
char *
ov_sharpness_curves_describe (const OvSharpnessHistory *history,
                              const OvRecipe           *recipe,
                              guint                     n_train)
{
  const OvSharpnessPoint *last;
  g_autofree char *value_text = NULL;
  g_autofree char *limit_text = NULL;
  const char *name;
  OvSchedule schedule;
  double value;
  double limit;

  g_return_val_if_fail (history != NULL, NULL);
  g_return_val_if_fail (recipe != NULL, NULL);

  last = ov_sharpness_history_get_last (history);
  if (last == NULL)
    return g_strdup (_("no sharpness measured yet"));

  name = ov_stability_is_preconditioned (recipe) ? _("preconditioned sharpness") : _("sharpness");
  value = last->value;
  ov_schedule_init (&schedule, recipe);
  limit = find_limit (&schedule, recipe, last->epoch);
  value_text = ov_scale_format_value (value);
  limit_text = ov_scale_format_value (limit);
  if (!isfinite (value))
    return g_strdup (_("sharpness not finite"));
  if (last->is_bound)
    {
      /* Translators: for a measurement that ended before the number was known well. */
      g_autofree char *bound_text = g_strdup_printf (_("at least %s"), value_text);

      g_free (value_text);
      value_text = g_steal_pointer (&bound_text);
    }
  if (!ov_recipe_has_full_batches (recipe, n_train))
    /* Translators: such as "sharpness 31.4, full-batch reference 2000, below"; the reference holds
     * only for full batches. */
    return g_strdup_printf (value > limit ? _("%s %s, full-batch reference %s, above")
                                          : _("%s %s, full-batch reference %s, below"),
                            name, value_text, limit_text);

  /* Translators: such as "sharpness 31.4, limit 200, below". */
  return g_strdup_printf (value > limit ? _("%s %s, limit %s, above") : _("%s %s, limit %s, below"),
                          name, value_text, limit_text);
}
