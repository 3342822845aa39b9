/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "curve-pane-private.h"

#include <math.h>

/* How exactly an epoch is to be met, in epochs: what is computed there and back is not the same to
 * the last bit. */
#define EPOCH_TOLERANCE 1e-6

/* Where a crosshair stands that was pointed at @x: at an epoch of the run in front, or past its end
 * of an earlier one. The accuracies have points at epochs only; between them there are losses of
 * batches, which have the charts to themselves before there is any epoch. */
static double
find_epoch (OvCurvePane *self,
            double       x)
{
  OvChart *losses = ov_curve_pane_get_chart (self, OV_QUANTITY_LOSS);
  OvChart *accuracies = ov_curve_pane_get_chart (self, OV_QUANTITY_ACCURACY);
  const guint train = self->curves[OV_QUANTITY_LOSS].train;

  if (x <= ov_chart_find_point (losses, train, G_MAXDOUBLE, 0))
    return ov_chart_find_point (losses, train, x, 0);

  x = ov_chart_find_nearest_x (accuracies, x);

  return ov_history_get_n_epochs (ov_run_get_history (self->run)) > 0
           ? x
           : ov_chart_find_nearest_x (losses, x);
}

/* The epoch of the run in front that ends at @x, or OV_EPOCH_NEVER. */
static guint
find_end (OvCurvePane *self,
          double       x)
{
  const guint n_epochs = ov_history_get_n_epochs (ov_run_get_history (self->run));
  const double n_trained = ov_timeline_find_epoch (self->timeline, x);
  const double epoch = ov_timeline_get_abscissa (self->timeline) == OV_ABSCISSA_EPOCHS
                         ? n_trained
                         : n_trained - 1.0;

  return fabs (epoch - round (epoch)) < EPOCH_TOLERANCE && epoch > -0.5 && epoch < n_epochs - 0.5
           ? (guint) lround (epoch)
           : OV_EPOCH_NEVER;
}

/* Keys that move the crosshair of the run in front look at another epoch: the handle beneath the
 * charts, and whatever else shows an epoch, goes along. */
static void
look_at (OvCurvePane *self,
         double       x)
{
  const gboolean is_looked_at =
    self->playhead != NULL && ov_playhead_get_run (self->playhead) == self->run;
  const guint epoch = is_looked_at ? find_end (self, x) : OV_EPOCH_NEVER;

  self->is_followed = epoch != OV_EPOCH_NEVER;
  if (self->is_followed)
    ov_playhead_set_epoch (self->playhead, epoch);
}

/* Where the crosshair stands while nobody points at a chart: at the epoch that is looked at, or
 * nowhere when that is the newest, unless keys have led there, or epoch 0 on a logarithmic axis. */
static double
find_rest (OvCurvePane *self)
{
  const gboolean has_epoch = self->is_followed && self->playhead != NULL && self->run != NULL
                             && ov_playhead_get_run (self->playhead) == self->run
                             && ov_playhead_get_n_epochs (self->playhead) > 0;
  double x;

  if (!has_epoch && !ov_playhead_looks_back (self->playhead, self->run))
    return NAN;

  x = ov_timeline_get_end (self->timeline, ov_playhead_get_epoch (self->playhead));

  return self->style.log_x && x <= 0.0 ? NAN : x;
}

static void
place (OvCurvePane *self,
       OvChartView *pointed,
       double       x,
       double       y)
{
  for (guint i = 0; i < ov_curve_pane_get_n_views (self); i++)
    {
      OvChartView *view = ov_curve_pane_get_view (self, i);

      ov_chart_view_set_crosshair (view, x, view == pointed ? y : NAN);
    }
}

/**
 * ov_curve_pane_point:
 * @self: a pane
 * @view: the chart that is pointed at
 * @x: where, in the chart's units; NAN when nobody points any more
 * @y: the height of the pointer in the chart's units; NAN without a pointer
 *
 * Moves the crosshair of all charts, each of which tells the values of the same epoch. Keys move
 * the playhead with it, as long as it is at an epoch of the run in front; where they have led past
 * its end it stays until the playhead moves.
 */
void
ov_curve_pane_point (OvCurvePane *self,
                     OvChartView *view,
                     double       x,
                     double       y)
{
  const gboolean is_there = isfinite (x);

  self->is_pointed = is_there && isfinite (y);
  if (is_there && self->run != NULL)
    x = find_epoch (self, x);
  if (is_there && !self->is_pointed && self->run != NULL)
    look_at (self, x);
  else if (!is_there)
    self->is_followed = FALSE;
  self->rest = find_rest (self);

  place (self, view, is_there ? x : self->rest, y);
}

/**
 * ov_curve_pane_rest:
 * @self: a pane
 *
 * Puts the crosshair at the epoch that is looked at, unless somebody points elsewhere.
 */
void
ov_curve_pane_rest (OvCurvePane *self)
{
  const double rest = find_rest (self);

  if (self->is_pointed || rest == self->rest || (isnan (rest) && isnan (self->rest)))
    return;

  self->rest = rest;
  place (self, NULL, rest, NAN);
}

/**
 * ov_curve_pane_set_playhead:
 * @self: a pane
 * @playhead: which epoch is looked at; referenced
 *
 * Lets the crosshair stand where the playhead is, while nobody points at a chart.
 */
void
ov_curve_pane_set_playhead (OvCurvePane *self,
                            OvPlayhead  *playhead)
{
  g_return_if_fail (OV_IS_CURVE_PANE (self));
  g_return_if_fail (OV_IS_PLAYHEAD (playhead));

  g_set_object (&self->playhead, playhead);
  g_signal_group_set_target (self->playhead_signals, playhead);
  ov_curve_pane_rest (self);
}
