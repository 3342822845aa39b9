/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curve.h"

#include <math.h>

#include "spread.h"
#include "symbol.h"

/* Lines are cut this far outside the plot area: cairo's coordinates are fixed-point and wrap around
 * at some eight million. */
#define MARGIN OV_REDUCTION_MARGIN

/* Positions beyond this are not taken at their word, for the same reason. */
#define LARGEST 1e6

/* Cuts a line to @area (Liang and Barsky); FALSE when nothing of it lies within. */
static gboolean
cut_line (const cairo_rectangle_t *area,
          double                   a[2],
          double                   b[2])
{
  const double start[2] = {a[0], a[1]};
  const double step[2] = {b[0] - a[0], b[1] - a[1]};
  const double low[2] = {area->x, area->y};
  const double high[2] = {area->x + area->width, area->y + area->height};
  double enter = 0, leave = 1;

  for (guint i = 0; i < 2; i++)
    {
      double to_low = (low[i] - start[i]) / step[i], to_high = (high[i] - start[i]) / step[i];

      if (step[i] == 0)
        {
          if (start[i] < low[i] || start[i] > high[i])
            return FALSE;
          continue;
        }

      enter = MAX (enter, MIN (to_low, to_high));
      leave = MIN (leave, MAX (to_low, to_high));
    }

  if (!(enter <= leave))
    return FALSE;

  for (guint i = 0; i < 2; i++)
    {
      if (enter > 0)
        a[i] = start[i] + enter * step[i];
      if (leave < 1)
        b[i] = start[i] + leave * step[i];
    }

  return TRUE;
}

static gboolean
is_broken (const double *points,
           gsize         n,
           gsize         i)
{
  return i >= n || isnan (points[2 * i]);
}

/* Adds the line through the points to the path. */
static void
trace (cairo_t          *cr,
       const double     *points,
       gsize             n,
       const OvGeometry *geometry)
{
  cairo_rectangle_t area = {geometry->plot.x - MARGIN, geometry->plot.y - MARGIN,
                            geometry->plot.width + 2 * MARGIN, geometry->plot.height + 2 * MARGIN};
  double at[2] = {NAN, NAN};

  for (gsize i = 0; i < n; i++)
    {
      double a[2], b[2];

      if (is_broken (points, n, i))
        continue;

      b[0] = points[2 * i];
      b[1] = points[2 * i + 1];

      if (i == 0 || is_broken (points, n, i - 1))
        continue;

      a[0] = points[2 * i - 2];
      a[1] = points[2 * i - 1];
      if (!cut_line (&area, a, b))
        continue;

      if (at[0] != a[0] || at[1] != a[1])
        cairo_move_to (cr, a[0], a[1]);

      cairo_line_to (cr, b[0], b[1]);
      at[0] = b[0];
      at[1] = b[1];
    }
}

/* Draws the points that have no neighbour, which a line cannot show: the first epoch of a run is
 * one. */
static void
draw_dots (cairo_t          *cr,
           const double     *points,
           gsize             n,
           const OvGeometry *geometry,
           double            radius)
{
  const cairo_rectangle_t *plot = &geometry->plot;

  for (gsize i = 0; i < n; i++)
    {
      double x = points[2 * i], y = points[2 * i + 1];

      if (is_broken (points, n, i) || (i > 0 && !is_broken (points, n, i - 1))
          || !is_broken (points, n, i + 1))
        continue;

      if (x < plot->x - MARGIN || x > plot->x + plot->width + MARGIN || y < plot->y - MARGIN
          || y > plot->y + plot->height + MARGIN)
        continue;

      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
    }

  cairo_fill (cr);
}

/* The least distance of the centres of two dots, in radii, at which they are still dots. */
#define LEAST_DISTANCE 2.2

/* Draws every point, unless they stand so close that they would be a thick line. */
static void
draw_marks (cairo_t          *cr,
            const OvSeries   *series,
            const double     *y,
            const OvGeometry *geometry,
            double            radius)
{
  const double width = geometry->x.end - geometry->x.start;
  double before = -INFINITY, closest = INFINITY;

  for (gsize i = 0; i < series->n; i++)
    {
      const double x = ov_scale_to_position (&geometry->x, series->x[i]);

      closest = MIN (closest, fabs (x - before));
      before = x;
    }
  if (!(closest >= LEAST_DISTANCE * radius || closest >= width))
    return;

  for (gsize i = 0; i < series->n; i++)
    {
      if (!ov_scale_contains (&geometry->x, series->x[i])
          || !ov_scale_contains (&geometry->y, y[i]))
        continue;

      cairo_new_sub_path (cr);
      cairo_arc (cr, ov_scale_to_position (&geometry->x, series->x[i]),
                 ov_scale_to_position (&geometry->y, y[i]), radius, 0, 2 * G_PI);
    }

  cairo_fill (cr);
}

static double
choose_width (const OvSeries *series,
              OvTheme         theme,
              double          unit,
              double          wanted)
{
  const double own = theme == OV_THEME_PAPER ? 2.2 : 2.0;
  const double width = wanted > 0 ? wanted : unit * (series->width > 0 ? series->width : own);

  if (series->emphasis == OV_EMPHASIS_RAISED)
    return width * 1.3;

  return series->faint ? width * 0.7 : width;
}

static void
set_pen (cairo_t        *cr,
         const OvSeries *series,
         double          width,
         double          unit)
{
  const double dashes[] = {OV_CURVE_DASH * unit, OV_CURVE_GAP * unit};
  const double dots[] = {0.01, 2.2 * width};

  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr,
                      series->style == OV_LINE_DASHED ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);

  if (series->style == OV_LINE_DASHED)
    cairo_set_dash (cr, dashes, 2, 0);
  else if (series->style == OV_LINE_DOTTED)
    cairo_set_dash (cr, dots, 2, 0);
  else
    cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_line (const OvSeries   *series,
           const double     *y,
           OvReduction      *reduction,
           const OvGeometry *geometry,
           OvColour          colour,
           double            width,
           double            unit,
           cairo_t          *cr)
{
  gsize n;
  const double *points = ov_reduction_update (reduction, series->x, y, series->n, geometry, &n);

  ov_palette_set_source (cr, &colour);
  set_pen (cr, series, width, unit);
  if (n < series->n)
    {
      /* Thousands of needles a pixel apart: nobody sees their tips, but making them takes long. */
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
    }

  trace (cr, points, n, geometry);
  cairo_stroke (cr);
  draw_dots (cr, points, n, geometry, width * 1.5);
  if (series->marked)
    draw_marks (cr, series, y, geometry, width * 1.5);
}

/**
 * ov_curve_draw:
 * @series: a curve
 * @geometry: of the plot; the caller has clipped to it
 * @theme: the surroundings
 * @unit: see #OvLayout
 * @wanted: how wide it is, in user units; 0 for what suits @unit
 * @cr: where to draw
 *
 * Draws the line of a curve; of a smoothed one the original as well, paler and beneath, unless the
 * curve is faint itself: many ghosts with their noise would hide what is in front.
 */
void
ov_curve_draw (const OvSeries   *series,
               const OvGeometry *geometry,
               OvTheme           theme,
               double            unit,
               double            wanted,
               cairo_t          *cr)
{
  double width = choose_width (series, theme, unit, wanted);

  if (series->n == 0)
    return;

  cairo_save (cr);
  if (series->symbol != OV_SYMBOL_NONE)
    {
      ov_symbol_draw_all (series, geometry, theme, unit, cr);
      cairo_restore (cr);
      return;
    }

  if (series->smooth != NULL && !series->faint)
    draw_line (series, series->y, series->reduction, geometry,
               ov_palette_get_ghost (theme, series->slot), width * 0.6, unit, cr);

  draw_line (series, series->smooth != NULL ? series->smooth : series->y,
             series->smooth != NULL ? series->smooth_reduction : series->reduction, geometry,
             ov_series_get_colour (series, theme), width, unit, cr);

  cairo_restore (cr);
}

/**
 * ov_curve_draw_beyond:
 * @series: a curve
 * @geometry: of the plot; the caller has clipped to it
 * @theme: the surroundings
 * @cr: where to draw
 *
 * Shades what lies between the curve and the upper edge. Where the curve is broken, so is the
 * shade.
 */
void
ov_curve_draw_beyond (const OvSeries   *series,
                      const OvGeometry *geometry,
                      OvTheme           theme,
                      cairo_t          *cr)
{
  gsize n;
  const double *points = ov_reduction_update (series->reduction, series->x, series->y, series->n,
                                              geometry, &n);
  OvColour colour = ov_palette_get_role (theme, OV_ROLE_BEYOND);

  ov_palette_set_source (cr, &colour);
  for (gsize i = 0; i < n; i++)
    {
      const double x = CLAMP (points[2 * i], -LARGEST, LARGEST);

      if (is_broken (points, n, i))
        continue;

      if (i == 0 || is_broken (points, n, i - 1))
        cairo_move_to (cr, x, geometry->plot.y);
      cairo_line_to (cr, x, CLAMP (points[2 * i + 1], geometry->plot.y, LARGEST));
      if (is_broken (points, n, i + 1))
        {
          cairo_line_to (cr, x, geometry->plot.y);
          cairo_close_path (cr);
        }
    }

  cairo_fill (cr);
}

/**
 * ov_curve_draw_sample:
 * @series: a curve
 * @theme: the surroundings
 * @cr: where to draw
 * @x: left end
 * @y: middle
 * @width: length
 * @unit: see #OvLayout
 *
 * Draws a short straight piece of the curve's line and of the band around it, or its symbol, as for
 * a legend.
 */
void
ov_curve_draw_sample (const OvSeries *series,
                      OvTheme         theme,
                      cairo_t        *cr,
                      double          x,
                      double          y,
                      double          width,
                      double          unit)
{
  OvColour colour = ov_series_get_colour (series, theme);

  ov_spread_draw_sample (series, theme, cr, x, y, width, unit);
  cairo_save (cr);
  if (series->symbol != OV_SYMBOL_NONE)
    {
      ov_symbol_draw_sample (series, theme, cr, x + width / 2, y, unit);
      cairo_restore (cr);
      return;
    }

  ov_palette_set_source (cr, &colour);
  set_pen (cr, series, choose_width (series, theme, unit, 0) * 1.1, unit);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + width, y);
  cairo_stroke (cr);
  if (series->marked)
    {
      cairo_arc (cr, x + width / 2, y, choose_width (series, theme, unit, 0) * 1.5, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}
