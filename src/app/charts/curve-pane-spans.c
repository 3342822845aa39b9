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

static void
clear (OvCurvePane *self)
{
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    {
      for (guint k = 0; k < self->span_marks[i]->len; k++)
        ov_chart_remove_mark (ov_curve_pane_get_chart (self, i),
                              g_array_index (self->span_marks[i], guint, k));
      g_array_set_size (self->span_marks[i], 0);
    }
}

/**
 * ov_curve_pane_mark_spans:
 * @self: a pane
 * @spans: (nullable) (element-type OvEpochSpan): epochs of the run in front
 *
 * Shades the epochs that somebody speaks of, in place of those before.
 */
void
ov_curve_pane_mark_spans (OvCurvePane  *self,
                          const GArray *spans)
{
  g_return_if_fail (OV_IS_CURVE_PANE (self));

  clear (self);
  for (guint s = 0; spans != NULL && self->run != NULL && s < spans->len; s++)
    {
      const OvEpochSpan *span = &g_array_index (spans, OvEpochSpan, s);
      const double half = span->first == span->last ? HALF : 0.0;
      const double from = find_place (self, span->first - half);
      const double to = find_place (self, span->last + half);

      for (guint i = 0; isfinite (from) && isfinite (to) && i < OV_N_QUANTITIES; i++)
        {
          const guint mark =
            ov_chart_add_band (ov_curve_pane_get_chart (self, i), from, to, NULL);

          g_array_append_val (self->span_marks[i], mark);
        }
    }
  ov_curve_pane_redraw (self);
}
