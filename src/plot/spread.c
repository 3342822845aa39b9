/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "spread.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart-private.h"

/* Positions beyond this are not taken at their word: cairo's coordinates are fixed-point and wrap
 * around at some eight million. */
#define LARGEST 1e6

/* How wide the band is at a point that has no neighbour, in units. */
#define LONE_WIDTH 5.0

/* How high the band is behind a sample of the line, in units. */
#define SAMPLE_HEIGHT 11.0

/**
 * ov_chart_set_spread:
 * @self: a chart
 * @series: a curve's number
 * @form: how the read-out tells the band
 * @x: (nullable): [n], ascending; NULL only when @n is 0
 * @y: (nullable): [n]; NULL only when @n is 0
 * @n: number of points
 *
 * Replaces the curve's points by copies of these, which have a band in the curve's colour around
 * them, from the low to the high value of each. It lies behind all curves.
 */
void
ov_chart_set_spread (OvChart        *self,
                     guint           series,
                     OvSpreadForm    form,
                     const double   *x,
                     const OvSpread *y,
                     gsize           n)
{
  OvSeries *found;

  g_return_if_fail (self != NULL);

  found = ov_chart_change_series (self, series);
  ov_series_clear (found);
  found->form = form;
  ov_chart_append_spread (self, series, x, y, n);
}

/**
 * ov_chart_append_spread:
 * @self: a chart
 * @series: the number of a curve that has no points, or those of ov_chart_set_spread()
 * @x: (nullable): [n], ascending; NULL only when @n is 0
 * @y: (nullable): [n]; NULL only when @n is 0
 * @n: number of points
 *
 * Adds copies of these points and their band, which costs as much as there is new.
 */
void
ov_chart_append_spread (OvChart        *self,
                        guint           series,
                        const double   *x,
                        const OvSpread *y,
                        gsize           n)
{
  OvSeries *found;

  g_return_if_fail (self != NULL);
  g_return_if_fail (n == 0 || (x != NULL && y != NULL));

  found = ov_chart_change_series (self, series);
  ov_series_append_spread (found, x, y, n);
  ov_series_smooth (found, self->smoothing);
}

/* The positions of an edge: of the smoothed one where the curve is smoothed. */
static const double *
find_positions (const OvSeries   *edge,
                const OvGeometry *geometry,
                gsize            *n)
{
  return edge->smooth != NULL ? ov_reduction_update (edge->smooth_reduction, edge->x, edge->smooth,
                                                     edge->n, geometry, n)
                              : ov_reduction_update (edge->reduction, edge->x, edge->y, edge->n,
                                                     geometry, n);
}

static gboolean
is_broken (const double *points,
           gsize         i)
{
  return isnan (points[2 * i]);
}

/* The first point of the next stretch without a break, from @from on; @n when there is none. */
static gsize
find_start (const double *points,
            gsize         n,
            gsize         from)
{
  while (from < n && is_broken (points, from))
    from++;

  return from;
}

static gsize
find_end (const double *points,
          gsize         n,
          gsize         from)
{
  while (from < n && !is_broken (points, from))
    from++;

  return from;
}

static void
line_to (cairo_t      *cr,
         const double *point,
         double        shift)
{
  cairo_line_to (cr, CLAMP (point[0] + shift, -LARGEST, LARGEST),
                 CLAMP (point[1], -LARGEST, LARGEST));
}

/* Adds one stretch of the band to the path: along the lower edge, and back along the upper one. A
 * point alone gets a width of its own. */
static void
trace (cairo_t      *cr,
       const double *low,
       gsize         n_low,
       const double *high,
       gsize         n_high,
       double        unit)
{
  const double half = low[0] == low[2 * n_low - 2] ? LONE_WIDTH * unit / 2 : 0;

  cairo_new_sub_path (cr);
  line_to (cr, low, -half);
  for (gsize i = 0; i < n_low; i++)
    line_to (cr, low + 2 * i, half);
  for (gsize i = n_high; i-- > 0;)
    line_to (cr, high + 2 * i, half);
  line_to (cr, high, -half);
  cairo_close_path (cr);
}

static void
set_source (const OvSeries *series,
            OvTheme         theme,
            cairo_t        *cr)
{
  const OvColour colour = ov_palette_get_spread (theme, series->slot,
                                                 series->emphasis == OV_EMPHASIS_LOWERED);

  ov_palette_set_source (cr, &colour);
}

/**
 * ov_spread_draw:
 * @series: a curve
 * @geometry: of the plot; the caller has clipped to it
 * @theme: the surroundings
 * @unit: see #OvLayout
 * @cr: where to draw
 *
 * Fills the band around the curve, if there is one.
 */
void
ov_spread_draw (const OvSeries   *series,
                const OvGeometry *geometry,
                OvTheme           theme,
                double            unit,
                cairo_t          *cr)
{
  gsize n_low, n_high, low = 0, high = 0;
  const double *lows, *highs;

  if (series->low == NULL || series->n == 0)
    return;

  lows = find_positions (series->low, geometry, &n_low);
  highs = find_positions (series->high, geometry, &n_high);

  /* Both edges are broken at the same points, so that their stretches go in pairs. */
  for (;;)
    {
      const gsize low_start = find_start (lows, n_low, low);
      const gsize high_start = find_start (highs, n_high, high);

      if (low_start == n_low || high_start == n_high)
        break;
      low = find_end (lows, n_low, low_start);
      high = find_end (highs, n_high, high_start);
      trace (cr, lows + 2 * low_start, low - low_start, highs + 2 * high_start, high - high_start,
             unit);
    }

  set_source (series, theme, cr);
  cairo_fill (cr);
}

/**
 * ov_spread_draw_sample:
 * @series: a curve
 * @theme: the surroundings
 * @cr: where to draw
 * @x: left end
 * @y: middle
 * @width: length
 * @unit: see #OvLayout
 *
 * Draws a short piece of the band, if there is one, as behind the curve's sample in a legend.
 */
void
ov_spread_draw_sample (const OvSeries *series,
                       OvTheme         theme,
                       cairo_t        *cr,
                       double          x,
                       double          y,
                       double          width,
                       double          unit)
{
  const double height = SAMPLE_HEIGHT * unit;

  if (series->low == NULL)
    return;

  cairo_save (cr);
  set_source (series, theme, cr);
  cairo_rectangle (cr, x, y - height / 2, width, height);
  cairo_fill (cr);
  cairo_restore (cr);
}

/**
 * ov_spread_read:
 * @series: a curve
 * @at: one of its points
 * @low: (out): where the band begins there; NAN where there is none
 * @high: (out): where it ends; NAN where there is none
 */
void
ov_spread_read (const OvSeries *series,
                gsize           at,
                double         *low,
                double         *high)
{
  *low = series->low != NULL ? series->low->y[at] : NAN;
  *high = series->low != NULL ? series->high->y[at] : NAN;
}

/* The largest number of values that a point of the curve is the mean of. */
static guint
find_most_values (const OvSeries *series)
{
  guint most = 0;

  for (guint i = 0; i < series->n_values->len; i++)
    most = MAX (most, g_array_index (series->n_values, guint, i));

  return most;
}

/* A share in per cent has as many decimals at 5 as at 50; other values have four digits. */
static char *
format_value (double      value,
              const char *unit)
{
  return unit != NULL && *unit != '\0' && isfinite (value) ? g_strdup_printf ("%.2f", value)
                                                           : ov_scale_format_value (value);
}

/**
 * ov_spread_format:
 * @series: a curve
 * @at: one of its points
 * @unit: (nullable): what stands after a value
 *
 * Returns: (transfer full): the value there and the band around it, such as
 *   "39.51 (38.92–40.20) %"; where it is the mean of fewer values than elsewhere on the curve, it
 *   says of how many
 */
char *
ov_spread_format (const OvSeries *series,
                  gsize           at,
                  const char     *unit)
{
  g_autofree char *middle = format_value (series->y[at], unit);
  GString *text = g_string_new (middle);
  double low, high;

  ov_spread_read (series, at, &low, &high);
  if (isfinite (low))
    {
      const double reach = (high - low) / 2;
      g_autofree char *first = format_value (series->form == OV_SPREAD_RANGE ? low : reach, unit);
      g_autofree char *last = format_value (high, unit);

      /* The spaces are no-break ones, the dash is an en dash. */
      if (series->form == OV_SPREAD_RANGE)
        g_string_append_printf (text, "\u00a0(%s\u2013%s)", first, last);
      else
        g_string_append_printf (text, "\u00a0±\u00a0%s", first);
    }

  if (unit != NULL && *unit != '\0' && isfinite (series->y[at]))
    g_string_append_printf (text, "\u00a0%s", unit);

  if (series->low != NULL
      && g_array_index (series->n_values, guint, at) < find_most_values (series))
    /* Translators: of how many values a mean is. */
    g_string_append_printf (text, _(", n\u00a0=\u00a0%u"),
                            g_array_index (series->n_values, guint, at));

  return g_string_free (text, FALSE);
}
