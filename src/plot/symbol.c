/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "symbol.h"

#include <math.h>

#include "text.h"

/* Sizes in units: the radius of a dot, half the width of a cross, and the width of their lines. */
#define RADIUS 5.0
#define CROSS_SIZE 4.5
#define LINE_WIDTH 2.2

/* Dots that share a place are told apart by the rim of background around each. */
#define RIM 1.2

/* The ring around the one that is pointed at: its radius and the width of its line. */
#define HALO_RADIUS 9.5
#define HALO_WIDTH 2.0

/* How high the strip at the foot is, in lines of type, and how much of the plot it has at most. */
#define FOOT_LINES 2.2
#define FOOT_SHARE 0.25

/**
 * ov_foot_measure:
 * @chart: a chart
 * @label_height: of a line of its type
 * @plot_height: of its plot area
 *
 * Returns: how much of the plot area's foot is the strip; 0 for a chart without one
 */
double
ov_foot_measure (const OvChart *chart,
                 double         label_height,
                 double         plot_height)
{
  return chart->foot != NULL ? round (MIN (FOOT_LINES * label_height, FOOT_SHARE * plot_height))
                             : 0.0;
}

/**
 * ov_foot_draw:
 * @chart: a chart
 * @layout: its layout
 * @cr: where to draw
 *
 * Draws the strip at the foot, a line above it, and what it is called beside it.
 */
void
ov_foot_draw (const OvChart  *chart,
              const OvLayout *layout,
              cairo_t        *cr)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  const OvColour band = ov_palette_get_role (chart->theme, OV_ROLE_BAND);
  const OvColour axis = ov_palette_get_role (chart->theme, OV_ROLE_AXIS);
  const OvColour dim = ov_palette_get_role (chart->theme, OV_ROLE_DIM_TEXT);
  const double top = layout->geometry.y.start;
  double width;

  if (chart->foot == NULL)
    return;

  ov_palette_set_source (cr, &band);
  cairo_rectangle (cr, plot->x, top, plot->width, plot->y + plot->height - top);
  cairo_fill (cr);
  ov_palette_set_source (cr, &axis);
  cairo_set_line_width (cr, layout->unit);
  cairo_move_to (cr, plot->x, floor (top) + 0.5);
  cairo_line_to (cr, plot->x + plot->width, floor (top) + 0.5);
  cairo_stroke (cr);

  ov_text_measure (chart->foot, layout->label_size, OV_TEXT_PLAIN, 0, &width, NULL);
  ov_text_draw (cr, chart->foot, layout->label_size, OV_TEXT_PLAIN, &dim,
                MAX (plot->x - 6 * layout->unit - width, 0),
                layout->geometry.foot - layout->label_height / 2, 0);
}

/**
 * ov_geometry_find_symbol:
 * @self: of a chart
 * @point_x: a point of a series that has a symbol
 * @point_y: likewise
 * @x: (out): where it stands
 * @y: (out): likewise; in the strip at the foot for a value that is not finite
 *
 * Returns: whether the point is shown
 */
gboolean
ov_geometry_find_symbol (const OvGeometry *self,
                         double            point_x,
                         double            point_y,
                         double           *x,
                         double           *y)
{
  g_return_val_if_fail (self != NULL && x != NULL && y != NULL, FALSE);

  *x = ov_scale_to_position (&self->x, point_x);
  *y = isfinite (point_y) ? ov_scale_to_position (&self->y, point_y) : self->foot;

  return ov_scale_contains (&self->x, point_x)
         && (isfinite (point_y) ? ov_scale_contains (&self->y, point_y) : !isnan (self->foot));
}

static void
draw_symbol (OvSymbol        symbol,
             const OvColour *ink,
             const OvColour *ground,
             double          x,
             double          y,
             double          unit,
             cairo_t        *cr)
{
  const double size = CROSS_SIZE * unit;

  cairo_set_line_width (cr, LINE_WIDTH * unit);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  if (symbol == OV_SYMBOL_CROSS)
    {
      ov_palette_set_source (cr, ink);
      cairo_move_to (cr, x - size, y - size);
      cairo_line_to (cr, x + size, y + size);
      cairo_move_to (cr, x - size, y + size);
      cairo_line_to (cr, x + size, y - size);
      cairo_stroke (cr);
      return;
    }

  ov_palette_set_source (cr, ground);
  cairo_arc (cr, x, y, (RADIUS + RIM) * unit, 0, 2 * G_PI);
  cairo_fill (cr);
  ov_palette_set_source (cr, ink);
  cairo_arc (cr, x, y, (symbol == OV_SYMBOL_RING ? RADIUS - LINE_WIDTH / 2 : RADIUS) * unit, 0,
             2 * G_PI);
  if (symbol == OV_SYMBOL_RING)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
}

/* Outside the symbol, so that it keeps its colour and form. */
static void
draw_halo (OvTheme  theme,
           double   x,
           double   y,
           double   unit,
           cairo_t *cr)
{
  const OvColour ink = ov_palette_get_role (theme, OV_ROLE_TEXT);
  const OvColour ground = ov_palette_get_role (theme, OV_ROLE_BACKGROUND);

  for (guint i = 0; i < 2; i++)
    {
      ov_palette_set_source (cr, i == 0 ? &ground : &ink);
      cairo_set_line_width (cr, (i == 0 ? HALO_WIDTH + 2 * RIM : HALO_WIDTH) * unit);
      cairo_arc (cr, x, y, HALO_RADIUS * unit, 0, 2 * G_PI);
      cairo_stroke (cr);
    }
}

/**
 * ov_symbol_draw_all:
 * @series: a curve with a symbol
 * @geometry: of the plot
 * @theme: the surroundings
 * @unit: see #OvLayout
 * @cr: where to draw
 *
 * Draws its points, each by itself, within a ring when the curve is raised.
 */
void
ov_symbol_draw_all (const OvSeries   *series,
                    const OvGeometry *geometry,
                    OvTheme           theme,
                    double            unit,
                    cairo_t          *cr)
{
  const OvColour ink = ov_series_get_colour (series, theme);
  const OvColour ground = ov_palette_get_role (theme, OV_ROLE_BACKGROUND);
  double x;
  double y;

  for (gsize i = 0; i < series->n; i++)
    if (ov_geometry_find_symbol (geometry, series->x[i], series->y[i], &x, &y))
      {
        if (series->emphasis == OV_EMPHASIS_RAISED)
          draw_halo (theme, x, y, unit, cr);
        draw_symbol (series->symbol, &ink, &ground, x, y, unit, cr);
      }
}

/**
 * ov_symbol_draw_sample:
 * @series: a curve with a symbol
 * @theme: the surroundings
 * @cr: where to draw
 * @x: the middle
 * @y: the middle
 * @unit: see #OvLayout
 *
 * Draws its symbol once, as for a legend.
 */
void
ov_symbol_draw_sample (const OvSeries *series,
                       OvTheme         theme,
                       cairo_t        *cr,
                       double          x,
                       double          y,
                       double          unit)
{
  const OvColour ink = ov_series_get_colour (series, theme);
  const OvColour ground = ov_palette_get_role (theme, OV_ROLE_BACKGROUND);

  draw_symbol (series->symbol, &ink, &ground, x, y, unit, cr);
}

/**
 * ov_chart_set_foot:
 * @self: a chart
 * @name: (nullable): what stands in the strip; NULL for a chart without one, as at first
 *
 * Keeps a strip of the plot area's foot, below the y axis, for those points of curves with a symbol
 * whose value is not finite.
 */
void
ov_chart_set_foot (OvChart    *self,
                   const char *name)
{
  g_return_if_fail (self != NULL);

  g_free (self->foot);
  self->foot = g_strdup (name);
  ov_chart_change (self);
}
