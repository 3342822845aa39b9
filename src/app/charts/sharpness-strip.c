/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sharpness-strip.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ghost.h"

struct _OvSharpnessStrip
{
  OvChartView      *view; /* borrowed */
  OvRun            *run;  /* owned; NULL without one */
  OvSharpnessCurves curves;
  GArray           *ghosts;  /* of OvSharpnessCurves */
  double            horizon; /* where the limit's line ends: an epoch */
};

/**
 * ov_sharpness_strip_new:
 * @view: the view of the chart, which has to outlive the strip
 *
 * Returns: (transfer full): a strip that shows nothing yet, to be freed with
 *   ov_sharpness_strip_free()
 */
OvSharpnessStrip *
ov_sharpness_strip_new (OvChartView *view)
{
  OvSharpnessStrip *self;

  g_return_val_if_fail (OV_IS_CHART_VIEW (view), NULL);

  self = g_new0 (OvSharpnessStrip, 1);
  self->view = view;
  self->ghosts = g_array_new (FALSE, FALSE, sizeof (OvSharpnessCurves));
  ov_sharpness_curves_prepare (ov_chart_view_get_chart (view));

  return self;
}

/**
 * ov_sharpness_strip_free:
 * @self: a strip
 *
 * Frees a strip; what it drew is gone with its chart.
 */
void
ov_sharpness_strip_free (OvSharpnessStrip *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->run);
  g_array_unref (self->ghosts);
  g_free (self);
}

/**
 * ov_sharpness_get_points:
 * @history: what a run has measured
 *
 * Returns: the same for a figure; valid until @history changes
 */
OvSharpnessPoints
ov_sharpness_get_points (const OvSharpnessHistory *history)
{
  const OvSharpnessPoint *last = ov_sharpness_history_get_last (history);

  return (OvSharpnessPoints) {
    .epochs = ov_sharpness_history_get_epochs (history),
    .values = ov_sharpness_history_get_values (history),
    .n = ov_sharpness_history_get_length (history),
    .last_is_bound = last != NULL && last->is_bound,
  };
}

/**
 * ov_sharpness_strip_set_run:
 * @self: a strip
 * @run: (nullable): the current run; referenced
 *
 * Shows another run, on an axis that is linear until its values ask for another one.
 */
void
ov_sharpness_strip_set_run (OvSharpnessStrip *self,
                            OvRun            *run)
{
  OvChart *chart;

  g_return_if_fail (self != NULL);

  chart = ov_chart_view_get_chart (self->view);
  if (self->run != NULL)
    ov_sharpness_curves_remove (&self->curves);
  g_set_object (&self->run, run);
  if (run == NULL)
    return;

  ov_chart_set_log_y (chart, FALSE);
  self->curves = ov_sharpness_curves_add (chart, ov_run_get_recipe (run));
  self->horizon = ov_run_get_recipe (run)->epochs;
}

static void
add_ghost (OvSharpnessStrip *self,
           OvRun            *run,
           guint             slot)
{
  const OvSharpnessPoints points = ov_sharpness_get_points (ov_run_get_sharpness (run));
  OvSharpnessCurves ghost;

  if (points.n == 0)
    return;

  ghost = ov_sharpness_curves_add_ghost (ov_chart_view_get_chart (self->view), slot,
                                         ov_run_get_recipe (run), ov_run_get_recipe (self->run));
  ov_sharpness_curves_update (&ghost, &points);
  g_array_append_val (self->ghosts, ghost);
}

/**
 * ov_sharpness_strip_add_ghosts:
 * @self: a strip that has a run
 * @ghosts: of #OvGhost, the earlier runs
 *
 * Shows those of the earlier runs behind the current one of which anything was measured.
 */
void
ov_sharpness_strip_add_ghosts (OvSharpnessStrip *self,
                               GListModel       *ghosts)
{
  guint n_ghosts;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->run != NULL);
  g_return_if_fail (G_IS_LIST_MODEL (ghosts));

  n_ghosts = g_list_model_get_n_items (ghosts);
  for (guint i = 0; i < n_ghosts; i++)
    {
      g_autoptr (OvGhost) ghost = g_list_model_get_item (ghosts, i);

      add_ghost (self, ov_ghost_get_run (ghost), ov_ghost_get_slot (ghost));
    }
}

/**
 * ov_sharpness_strip_clear_ghosts:
 * @self: a strip
 */
void
ov_sharpness_strip_clear_ghosts (OvSharpnessStrip *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->ghosts->len; i++)
    ov_sharpness_curves_remove (&g_array_index (self->ghosts, OvSharpnessCurves, i));
  g_array_set_size (self->ghosts, 0);
}

/**
 * ov_sharpness_strip_is_wanted:
 * @self: a strip
 *
 * Returns: whether the current run is being measured, or has been
 */
gboolean
ov_sharpness_strip_is_wanted (const OvSharpnessStrip *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->run != NULL
         && (ov_run_get_sharpness_interval (self->run) > 0
             || ov_sharpness_history_get_length (ov_run_get_sharpness (self->run)) > 0);
}

static char *
format_seconds (double seconds)
{
  if (seconds < 1.0)
    return g_strdup_printf (_("%.2f s"), seconds);

  return seconds < 10.0 ? g_strdup_printf (_("%.1f s"), seconds)
                        : g_strdup_printf (_("%.0f s"), seconds);
}

/**
 * ov_sharpness_describe_cost:
 * @run: a run
 * @separator: what stands between the parts, such as a new line
 *
 * Returns: (transfer full) (nullable): what measuring its sharpness costs, in words, or %NULL when
 *   nothing was measured
 */
char *
ov_sharpness_describe_cost (OvRun      *run,
                            const char *separator)
{
  const OvSharpnessHistory *history = ov_run_get_sharpness (run);
  const double measuring = ov_sharpness_history_get_seconds (history);
  const double training = ov_history_get_seconds (ov_run_get_history (run));
  const gsize n = ov_sharpness_history_get_length (history);
  g_autofree char *seconds = NULL;
  g_autofree char *each = NULL;
  g_autofree char *share = NULL;

  if (n == 0)
    return NULL;

  seconds = format_seconds (measuring / (double) n);
  /* Translators: how long one measurement takes. */
  each = g_strdup_printf (_("%s each"), seconds);

  /* The first measurement comes before anything that it could be a share of. */
  if (training <= 0.0)
    return g_steal_pointer (&each);

  /* Translators: the share of a run's time that is spent on measuring. */
  share = g_strdup_printf (_("%.0f %% of the time"), 100.0 * measuring / (measuring + training));

  return g_strconcat (each, separator, share, NULL);
}

/* The newest value, and what it costs to have it. */
static void
update_note (OvSharpnessStrip *self,
             OvChart          *chart)
{
  const OvSharpnessPoint *last =
    ov_sharpness_history_get_last (ov_run_get_sharpness (self->run));
  g_autofree char *cost = ov_sharpness_describe_cost (self->run, ", ");
  g_autofree char *value = last != NULL ? ov_scale_format_value (last->value) : NULL;
  g_autofree char *parts = ov_sharpness_describe_cost (self->run, "\n");
  g_autofree char *note = NULL;

  /* Shorter and shorter ways to say it. */
  if (last != NULL)
    note = g_strdup_printf ("%s%s · %s\n%s\n%s", last->is_bound ? "≥ " : "", value, cost, cost,
                            parts);

  ov_chart_set_note (chart, note);
  ov_chart_set_message (chart, last == NULL && ov_run_is_measuring (self->run) ? _("Measuring…")
                                                                               : NULL);
}

/**
 * ov_sharpness_strip_update:
 * @self: a strip
 * @horizon: where the axes of epochs of the charts beside it end; NAN when that is not known
 *
 * Draws what has been measured so far.
 */
void
ov_sharpness_strip_update (OvSharpnessStrip *self,
                           double            horizon)
{
  OvSharpnessPoints points;

  g_return_if_fail (self != NULL);

  if (!ov_sharpness_strip_is_wanted (self))
    return;

  points = ov_sharpness_get_points (ov_run_get_sharpness (self->run));
  ov_sharpness_curves_update (&self->curves, &points);
  if (isfinite (horizon))
    self->horizon = horizon;
  ov_sharpness_curves_set_horizon (&self->curves, &points, ov_run_get_recipe (self->run),
                                   self->horizon);
  update_note (self, ov_chart_view_get_chart (self->view));
}

/**
 * ov_sharpness_strip_describe:
 * @self: a strip
 *
 * Tells those who cannot see the chart what it shows.
 */
void
ov_sharpness_strip_describe (OvSharpnessStrip *self)
{
  g_autofree char *description = NULL;
  OvSharpnessPoints points;

  g_return_if_fail (self != NULL);

  if (self->run == NULL)
    return;

  points = ov_sharpness_get_points (ov_run_get_sharpness (self->run));
  description = ov_sharpness_curves_describe (&points, ov_run_get_recipe (self->run));
  ov_chart_view_set_description (self->view, _("Sharpness"), description);
}
