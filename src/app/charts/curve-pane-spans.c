/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "curve-pane-private.h"

#include <math.h>

/* Half the width of what stands for a single epoch. */
#define HALF 0.5

/* Where an epoch stands, or the place between two; NAN while nobody knows. */
static double
find_place (OvCurvePane *self,
            double       epoch)
{
  return ov_timeline_get_end (self->timeline, MAX (epoch, 0.0));
}

/* A mark on one of the charts, the strips among them, which live as long as the pane. */
typedef struct
{
  OvChart *chart;
  guint    mark;
} SpanMark;

static void
clear (OvCurvePane *self)
{
  for (guint i = 0; self->span_marks != NULL && i < self->span_marks->len; i++)
    {
      const SpanMark *mark = &g_array_index (self->span_marks, SpanMark, i);

      ov_chart_remove_mark (mark->chart, mark->mark);
    }
  g_clear_pointer (&self->span_marks, g_array_unref);
}

/**
 * ov_curve_pane_mark_spans:
 * @self: a pane
 * @spans: (nullable) (element-type OvEpochSpan): epochs of the run in front
 *
 * Shades the epochs that somebody speaks of on all charts and strips, in place of those before.
 */
void
ov_curve_pane_mark_spans (OvCurvePane  *self,
                          const GArray *spans)
{
  guint n_views;

  g_return_if_fail (OV_IS_CURVE_PANE (self));

  n_views = ov_curve_pane_get_n_views (self);
  clear (self);
  self->span_marks = g_array_new (FALSE, FALSE, sizeof (SpanMark));
  for (guint s = 0; spans != NULL && self->run != NULL && s < spans->len; s++)
    {
      const OvEpochSpan *span = &g_array_index (spans, OvEpochSpan, s);
      const double half = span->first == span->last ? HALF : 0.0;
      const double from = find_place (self, span->first - half);
      const double to = find_place (self, span->last + half);

      for (guint i = 0; isfinite (from) && isfinite (to) && i < n_views; i++)
        {
          OvChart *chart = ov_curve_pane_get_chart (self, i);
          const SpanMark mark = {chart, ov_chart_add_band (chart, from, to, NULL)};

          g_array_append_val (self->span_marks, mark);
        }
    }
  ov_curve_pane_redraw (self);
}
