/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sharpness-strip.h"

#include <glib/gi18n-lib.h>

#include "stability.h"

/* The sharpness of a run against the limit that its learning rate sets. */

static gboolean
is_wanted (const OvStrip *self,
           OvRun         *run)
{
  return ov_run_get_sharpness_interval (run) > 0
         || ov_run_get_record (run)->sharpness->points->len > 0;
}

static gboolean
has_points (const OvStrip     *self,
            const OvRunRecord *run)
{
  return run->sharpness->points->len > 0;
}

static void
prepare (const OvStrip *self,
         OvChart       *chart)
{
  ov_sharpness_curves_prepare (chart);
}

static OvStripCurves
add (const OvStrip     *self,
     OvChart           *chart,
     const OvRunRecord *run,
     const OvTimeline  *timeline)
{
  OvStripCurves curves =
    ov_sharpness_curves_add (chart, &run->recipe, run->n_images[OV_SPLIT_TRAIN]);

  curves.timeline = timeline;

  return curves;
}

static OvStripCurves
add_ghost (const OvStrip    *self,
           OvChart          *chart,
           const OvGhost    *ghost,
           const OvTimeline *timeline,
           const OvRecipe   *current)
{
  OvStripCurves curves = ov_sharpness_curves_add_ghost (chart, ghost, current);

  curves.timeline = timeline;

  /* Two quantities have no common axis. */
  if (ov_stability_is_preconditioned (&ghost->run->recipe)
      == ov_stability_is_preconditioned (current))
    ov_sharpness_curves_update (&curves, ghost->run->sharpness);

  return curves;
}

static void
update (const OvStrip     *self,
        OvStripCurves     *curves,
        const OvRunRecord *run,
        double             horizon)
{
  ov_sharpness_curves_update (curves, run->sharpness);
  ov_sharpness_curves_set_horizon (curves, &run->recipe, horizon);
}

static char *
describe (const OvStrip     *self,
          const OvRunRecord *run)
{
  return ov_sharpness_curves_describe (run->sharpness, &run->recipe,
                                       run->n_images[OV_SPLIT_TRAIN]);
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
  const OvSharpnessHistory *history = ov_run_get_record (run)->sharpness;
  const double measuring = history->seconds;
  const double training = ov_history_get_seconds (ov_run_get_history (run));
  const gsize n = history->points->len;
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
annotate (const OvStrip *self,
          OvChart       *chart,
          OvRun         *run)
{
  const OvSharpnessPoint *last =
    ov_sharpness_history_get_last (ov_run_get_record (run)->sharpness);
  g_autofree char *cost = ov_sharpness_describe_cost (run, ", ");
  g_autofree char *value = last != NULL ? ov_scale_format_value (last->value) : NULL;
  g_autofree char *parts = ov_sharpness_describe_cost (run, "\n");
  g_autofree char *note = NULL;

  /* Shorter and shorter ways to say it. */
  if (last != NULL)
    note = g_strdup_printf ("%s%s · %s\n%s\n%s", last->is_bound ? "≥ " : "", value, cost, cost,
                            parts);

  ov_chart_set_note (chart, note);
  ov_chart_set_message (chart, last == NULL && ov_run_is_measuring (run) ? _("Measuring…")
                                                                         : NULL);
}

const OvStrip ov_sharpness_strip = {
  .name = "sharpness",
  .title = N_("Sharpness"),
  .is_wanted = is_wanted,
  .has_points = has_points,
  .prepare = prepare,
  .add = add,
  .add_ghost = add_ghost,
  .update = update,
  .describe = describe,
  .annotate = annotate,
};
