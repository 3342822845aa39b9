/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "strip.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "schedule.h"

/* The learning rate of each epoch: thin, for its curve is known well before it is drawn. */

extern const OvStrip ov_rate_strip;

/* Of the line, in the chart's units. */
#define WIDTH 1.6

/* A rate that falls by factors, and by more than this, is drawn on a logarithmic axis: there it is
 * a straight line, or equal steps. Other ways have their shape on a linear one. */
#define WIDE 20.0

static gboolean
is_chosen (const OvStrip       *self,
           const OvFigureStyle *style)
{
  return style->with_rate;
}

static gboolean
is_wanted (const OvStrip *self,
           OvRun         *run)
{
  return TRUE;
}

/* The log of another program need not say the rate. */
static gboolean
has_points (const OvStrip     *self,
            const OvRunRecord *run)
{
  for (guint i = 0; i < ov_history_get_n_epochs (run->history); i++)
    if (!ov_epoch_is_missing (ov_history_get_epoch (run->history, i)->learning_rate))
      return TRUE;

  return FALSE;
}

static void
prepare (const OvStrip *self,
         OvChart       *chart)
{
  ov_chart_set_x_title (chart, _("Epoch"));
  ov_chart_set_y_title (chart, _("Rate"));
  ov_chart_set_y_limits (chart, 0.0, INFINITY);
  ov_chart_set_legend (chart, FALSE);
}

static OvStripCurves
add (const OvStrip     *self,
     OvChart           *chart,
     const OvRunRecord *run,
     const OvTimeline  *timeline)
{
  OvStripCurves curves = {.chart = chart, .timeline = timeline};

  curves.measured = ov_chart_add_series (chart, _("Learning rate"), OV_SLOT_TRAIN, OV_LINE_SOLID);
  ov_chart_set_series_width (chart, curves.measured, WIDTH);
  ov_chart_set_series_smoothed (chart, curves.measured, FALSE);

  return curves;
}

/* An earlier run is named by its rate as it is; a thin strip has no room for five of them. */
static OvStripCurves
add_ghost (const OvStrip    *self,
           OvChart          *chart,
           const OvGhost    *ghost,
           const OvTimeline *timeline,
           const OvRecipe   *current)
{
  return (OvStripCurves) {.chart = chart};
}

static void
append (OvStripCurves     *curves,
        const OvRunRecord *run)
{
  const guint n = ov_history_get_n_epochs (run->history);

  for (; curves->n_measured < n; curves->n_measured++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (run->history, (guint) curves->n_measured);
      const double x = ov_timeline_get_end (curves->timeline, epoch->index);

      if (!ov_epoch_is_missing (epoch->learning_rate))
        ov_chart_append_points (curves->chart, curves->measured, &x, &epoch->learning_rate, 1);
    }
}

static void
update (const OvStrip     *self,
        OvStripCurves     *curves,
        const OvRunRecord *run,
        double             horizon)
{
  const OvEpoch *last = ov_history_get_last (run->history);

  append (curves, run);
  ov_chart_set_horizon (curves->chart, horizon, horizon);
  if (last != NULL)
    {
      const double first = ov_history_get_epoch (run->history, 0)->learning_rate;

      ov_chart_set_log_y (curves->chart, ov_schedule_is_geometric (&run->recipe)
                                           && last->learning_rate > 0.0
                                           && fabs (log (last->learning_rate / first))
                                                > log (WIDE));
    }
}

static char *
describe (const OvStrip     *self,
          const OvRunRecord *run)
{
  const OvEpoch *last = ov_history_get_last (run->history);
  g_autofree char *value = last != NULL ? ov_scale_format_value (last->learning_rate) : NULL;

  if (last != NULL && ov_epoch_is_missing (last->learning_rate))
    return g_strdup (_("learning rate not known"));

  /* Translators: such as "learning rate 0.0093 in epoch 70". */
  return last != NULL ? g_strdup_printf (_("learning rate %s in epoch %u"), value, last->index)
                      : g_strdup (_("no epoch yet"));
}

const OvStrip ov_rate_strip = {
  .name = "rate",
  .title = N_("Learning rate"),
  .is_thin = TRUE,
  .is_chosen = is_chosen,
  .is_wanted = is_wanted,
  .has_points = has_points,
  .prepare = prepare,
  .add = add,
  .add_ghost = add_ghost,
  .update = update,
  .describe = describe,
};
