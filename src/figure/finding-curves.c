/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "finding-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "loss-title.h"
#include "model.h"

/* The width of the line through the single steps. */
#define STEP_WIDTH 1.0

/* How far the chart reaches above the greatest smoothed loss before the minimum, in depths of the
 * valley: enough to see the loss turn up, and not so much that the valley becomes flat. */
#define HEADROOM 0.6

/* How far it reaches below that loss, likewise. */
#define FLOOR 1.1

/* The smallest depth, as a share of that loss: nothing flatter fills the chart. */
#define LEAST_DEPTH 0.1

/**
 * ov_finding_curves_add:
 * @chart: a chart, which has to outlive the curves
 *
 * Makes @chart one of losses against learning rates, and adds the curves.
 *
 * Returns: the curves, without points
 */
OvFindingCurves
ov_finding_curves_add (OvChart *chart)
{
  OvFindingCurves self = {.chart = chart};

  g_return_val_if_fail (chart != NULL, self);

  ov_chart_set_log_x (chart, TRUE);
  ov_chart_set_x_title (chart, _("Learning rate"));
  self.steps = ov_chart_add_series (chart, _("Each step"), OV_SLOT_TRAIN, OV_LINE_SOLID);
  ov_chart_set_series_faint (chart, self.steps, TRUE);
  ov_chart_set_series_width (chart, self.steps, STEP_WIDTH);
  self.smoothed = ov_chart_add_series (chart, _("Smoothed"), OV_SLOT_TRAIN, OV_LINE_SOLID);

  return self;
}

/**
 * ov_finding_curves_update:
 * @self: curves
 * @finding: (nullable): what was found so far
 * @recipe: what it was found for
 *
 * Draws the points of @finding.
 */
void
ov_finding_curves_update (const OvFindingCurves *self,
                          const OvFinding       *finding,
                          const OvRecipe        *recipe)
{
  const double *rates = finding != NULL ? finding->learning_rates : NULL;
  const guint n = finding != NULL ? finding->n_points : 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (recipe != NULL);

  ov_chart_set_y_title (self->chart, ov_loss_title_get (OV_LOSS_TITLE_ANY, recipe->model->loss));
  ov_chart_set_points (self->chart, self->steps, rates, n > 0 ? finding->losses : NULL, n);
  ov_chart_set_points (self->chart, self->smoothed, rates, n > 0 ? finding->smoothed : NULL, n);
}

/**
 * ov_finding_curves_frame:
 * @self: curves
 * @finding: (nullable): what was found so far
 *
 * Shows the whole ramp across, and upwards the valley with its edge to the left and as much of the
 * one to the right.
 */
void
ov_finding_curves_frame (const OvFindingCurves *self,
                         const OvFinding       *finding)
{
  const OvRangeTestOptions ramp = OV_RANGE_TEST_OPTIONS_INIT;
  double top = 0.0;
  double bottom = INFINITY;
  double depth;

  g_return_if_fail (self != NULL);

  ov_chart_fit (self->chart);
  ov_chart_zoom_x (self->chart, ramp.minimum, ramp.maximum);
  if (finding == NULL || finding->n_points == 0)
    return;

  for (guint i = 0; i < finding->n_points; i++)
    bottom = MIN (bottom, MIN (finding->losses[i], finding->smoothed[i]));
  for (guint i = 0; i <= finding->best; i++)
    top = MAX (top, finding->smoothed[i]);
  depth = MAX (top - bottom, LEAST_DEPTH * top);
  ov_chart_zoom_y (self->chart, MAX (top - FLOOR * depth, 0.0), top + HEADROOM * depth);
}
