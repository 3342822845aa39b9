/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "strip-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "run-item.h"

struct _OvStripChart
{
  const OvStrip    *strip;
  OvChartView      *view; /* owned */
  OvRun            *run;  /* owned; NULL without one */
  OvFigureStyle     style;
  const OvTimeline *timeline; /* borrowed: where the run's epochs stand */
  OvStripCurves     curves;
  GArray           *ghosts;  /* of OvStripCurves */
  double            horizon; /* where the limit's line ends: an epoch */
};

/**
 * ov_strip_chart_new:
 * @strip: what it shows
 * @view: the view of its chart; referenced
 *
 * Returns: (transfer full): a strip that shows nothing yet, to be freed with
 *   ov_strip_chart_free()
 */
OvStripChart *
ov_strip_chart_new (const OvStrip *strip, OvChartView *view)
{
  OvStripChart *self;

  g_return_val_if_fail (OV_IS_CHART_VIEW (view), NULL);

  self = g_new0 (OvStripChart, 1);
  self->strip = strip;
  self->view = g_object_ref (view);
  self->ghosts = g_array_new (FALSE, FALSE, sizeof (OvStripCurves));
  strip->prepare (strip, ov_chart_view_get_chart (view));
  ov_figure_style_apply_x (&self->style, ov_chart_view_get_chart (view));

  return self;
}

/**
 * ov_strip_chart_free:
 * @self: a strip
 *
 * Frees a strip; what it drew is gone with its chart.
 */
void
ov_strip_chart_free (OvStripChart *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->run);
  g_object_unref (self->view);
  g_array_unref (self->ghosts);
  g_free (self);
}

/**
 * ov_strip_chart_get_view:
 * @self: a strip
 *
 * Returns: (transfer none): the view of its chart
 */
OvChartView *
ov_strip_chart_get_view (const OvStripChart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->view;
}

/**
 * ov_strip_chart_is_thin:
 * @self: a strip
 *
 * Returns: whether it needs little height
 */
gboolean
ov_strip_chart_is_thin (const OvStripChart *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->strip->is_thin;
}

/**
 * ov_strip_chart_set_style:
 * @self: a strip
 * @style: how the charts look; copied
 *
 * Gives the chart another x axis. Where its epochs stand is said with the run.
 */
void
ov_strip_chart_set_style (OvStripChart        *self,
                          const OvFigureStyle *style)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (style != NULL);

  self->style = *style;
  ov_figure_style_apply_x (style, ov_chart_view_get_chart (self->view));
}

/**
 * ov_strip_chart_set_run:
 * @self: a strip
 * @run: (nullable): the current run; referenced
 * @timeline: (nullable): where its epochs stand; borrowed until the next call
 *
 * Shows another run, on an axis that is linear until its values ask for another one.
 */
void
ov_strip_chart_set_run (OvStripChart     *self,
                        OvRun            *run,
                        const OvTimeline *timeline)
{
  OvChart *chart;

  g_return_if_fail (self != NULL);

  chart = ov_chart_view_get_chart (self->view);
  ov_strip_curves_remove (&self->curves);
  g_set_object (&self->run, run);
  self->timeline = timeline;
  ov_chart_view_set_lead (self->view, 0);
  if (run == NULL)
    return;

  ov_chart_set_log_y (chart, FALSE);
  self->curves = self->strip->add (self->strip, chart, ov_run_get_record (run), timeline);
  if (self->style.abscissa != OV_ABSCISSA_EPOCHS)
    ov_chart_view_set_lead (self->view, self->curves.measured);
  self->horizon = ov_timeline_get_start (timeline, ov_run_get_recipe (run)->epochs);
  if (!isfinite (self->horizon))
    self->horizon = OV_CURVES_LEAST_HORIZON;
}

static void
add_ghost (OvStripChart  *self,
           const OvGhost *ghost)
{
  g_autoptr (OvTimeline) timeline = NULL;
  OvStripCurves curves;

  if (!self->strip->has_points (self->strip, ghost->run))
    return;

  timeline = ov_timeline_new (self->style.abscissa, ghost->run->n_images[OV_SPLIT_TRAIN]);
  ov_timeline_update (timeline, ghost->run->history);
  curves = self->strip->add_ghost (self->strip, ov_chart_view_get_chart (self->view), ghost,
                                   timeline, ov_run_get_recipe (self->run));
  curves.timeline = NULL;
  g_array_append_val (self->ghosts, curves);
}

/**
 * ov_strip_chart_add_ghosts:
 * @self: a strip that has a run
 * @ghosts: of #OvRunItem, the earlier runs, which have their curves
 *
 * Shows those of the earlier runs behind the current one of which there is anything to show.
 */
void
ov_strip_chart_add_ghosts (OvStripChart *self,
                           GListModel   *ghosts)
{
  guint n_ghosts;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->run != NULL);
  g_return_if_fail (G_IS_LIST_MODEL (ghosts));

  n_ghosts = g_list_model_get_n_items (ghosts);
  for (guint i = 0; i < n_ghosts; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (ghosts, i);
      const OvGhost ghost = {
        .run = ov_run_get_record (ov_run_item_get_run (item)),
        .name = ov_run_item_get_name (item),
        .slot = ov_run_item_get_slot (item),
      };

      add_ghost (self, &ghost);
    }
}

/**
 * ov_strip_chart_clear_ghosts:
 * @self: a strip
 */
void
ov_strip_chart_clear_ghosts (OvStripChart *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->ghosts->len; i++)
    ov_strip_curves_remove (&g_array_index (self->ghosts, OvStripCurves, i));
  g_array_set_size (self->ghosts, 0);
}

/**
 * ov_strip_chart_is_wanted:
 * @self: a strip
 *
 * Returns: whether there is something to be seen of the current run, now or soon
 */
gboolean
ov_strip_chart_is_wanted (const OvStripChart *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->run != NULL && ov_strip_is_chosen (self->strip, &self->style)
         && self->strip->is_wanted (self->strip, self->run);
}

/**
 * ov_strip_chart_update:
 * @self: a strip
 * @horizon: where the axes of epochs of the charts beside it end; NAN when that is not known
 *
 * Draws what there is so far.
 */
void
ov_strip_chart_update (OvStripChart *self,
                       double        horizon)
{
  g_return_if_fail (self != NULL);

  if (!ov_strip_chart_is_wanted (self))
    return;

  if (isfinite (horizon))
    self->horizon = horizon;
  self->strip->update (self->strip, &self->curves, ov_run_get_record (self->run), self->horizon);
  if (self->strip->annotate != NULL)
    self->strip->annotate (self->strip, ov_chart_view_get_chart (self->view), self->run);
}

/**
 * ov_strip_chart_describe:
 * @self: a strip
 *
 * Tells those who cannot see the chart what it shows.
 */
void
ov_strip_chart_describe (OvStripChart *self)
{
  g_autofree char *description = NULL;

  g_return_if_fail (self != NULL);

  if (self->run == NULL)
    return;

  description = self->strip->describe (self->strip, ov_run_get_record (self->run));
  ov_chart_view_set_description (self->view, _(ov_strip_get_title (self->strip)), description);
}
