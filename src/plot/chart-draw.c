/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotation.h"
#include "curve.h"
#include "ghost-layer.h"
#include "layout.h"
#include "readout.h"
#include "spread.h"
#include "symbol.h"
#include "text.h"

#include <math.h>

/* The middle of the device pixel in which @value lies, so that a hairline is one pixel and not two
 * pale ones. */
static double
snap (double value)
{
  return floor (value) + 0.5;
}

/* In whole pixels, where a user unit may be one; finer where the type is so small that none is. */
static double
choose_hairline (double unit)
{
  return unit < 0.75 ? unit : MAX (1, floor (unit + 0.25));
}

static void
draw_grid (const OvChart  *chart,
           const OvLayout *layout,
           cairo_t        *cr)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  OvColour grid = ov_palette_get_role (chart->theme, OV_ROLE_GRID);
  OvColour axis = ov_palette_get_role (chart->theme, OV_ROLE_AXIS);
  double hairline = choose_hairline (layout->unit);

  cairo_set_line_width (cr, hairline);
  ov_palette_set_source (cr, &grid);

  for (guint i = 0; i < layout->y_ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (layout->y_ticks, i);
      double y = snap (ov_scale_to_position (&layout->geometry.y, tick->value));

      if (tick->label == NULL)
        continue;

      cairo_move_to (cr, plot->x, y);
      cairo_line_to (cr, plot->x + plot->width, y);
    }

  for (guint i = 0; i < layout->x_ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (layout->x_ticks, i);
      double x = snap (ov_scale_to_position (&layout->geometry.x, tick->value));

      if (tick->label == NULL)
        continue;

      cairo_move_to (cr, x, plot->y);
      cairo_line_to (cr, x, plot->y + plot->height);
    }

  cairo_stroke (cr);
  if (!chart->has_x)
    return;

  ov_palette_set_source (cr, &axis);
  cairo_move_to (cr, plot->x, snap (plot->y + plot->height));
  cairo_line_to (cr, plot->x + plot->width, snap (plot->y + plot->height));
  cairo_stroke (cr);
}

/* A dotted line across where the axis changes its scale, and two strokes on the axis, as is done
 * by hand. */
static void
draw_break (const OvChart  *chart,
            const OvLayout *layout,
            cairo_t        *cr)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  const double unit = layout->unit;
  const double dots[] = {1.5 * unit, 3.5 * unit};
  const double y = snap (layout->geometry.y.knee);
  OvColour colour = ov_palette_get_role (chart->theme, OV_ROLE_AXIS);

  if (!ov_scale_is_broken (&layout->geometry.y))
    return;

  cairo_save (cr);
  ov_palette_set_source (cr, &colour);
  cairo_set_line_width (cr, choose_hairline (unit));
  cairo_set_dash (cr, dots, 2, 0);
  cairo_move_to (cr, plot->x, y);
  cairo_line_to (cr, plot->x + plot->width, y);
  cairo_stroke (cr);

  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1.5 * unit);
  for (int i = -1; i <= 1; i += 2)
    {
      cairo_move_to (cr, plot->x - 5 * unit, y + (2.0 * i + 2.5) * unit);
      cairo_line_to (cr, plot->x + 5 * unit, y + (2.0 * i - 2.5) * unit);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Short strokes outside the plot area: longer at labels, shorter at the minor ticks of a
 * logarithmic axis. */
static void
draw_ticks (const OvChart  *chart,
            const OvLayout *layout,
            cairo_t        *cr)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  OvColour axis = ov_palette_get_role (chart->theme, OV_ROLE_AXIS);
  double unit = layout->unit, bottom = plot->y + plot->height;

  cairo_set_line_width (cr, choose_hairline (unit));
  ov_palette_set_source (cr, &axis);

  for (guint i = 0; i < layout->x_ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (layout->x_ticks, i);
      double x = snap (ov_scale_to_position (&layout->geometry.x, tick->value));

      cairo_move_to (cr, x, bottom);
      cairo_line_to (cr, x, bottom + (tick->label != NULL ? 4 : 2.5) * unit);
    }

  for (guint i = 0; i < layout->y_ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (layout->y_ticks, i);
      double y = snap (ov_scale_to_position (&layout->geometry.y, tick->value));

      /* The grid leads from a label to its value; only minor ticks need a stroke here. */
      if (tick->label != NULL)
        continue;

      cairo_move_to (cr, plot->x - 2.5 * unit, y);
      cairo_line_to (cr, plot->x, y);
    }

  cairo_stroke (cr);
}

static void
draw_labels (const OvChart  *chart,
             const OvLayout *layout,
             cairo_t        *cr)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  OvColour colour = ov_palette_get_role (chart->theme, OV_ROLE_DIM_TEXT);
  double unit = layout->unit, size = layout->label_size, width;

  for (guint i = 0; i < layout->x_ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (layout->x_ticks, i);
      double x = ov_scale_to_position (&layout->geometry.x, tick->value);

      if (tick->label == NULL)
        continue;

      ov_text_measure (tick->label, size, OV_TEXT_PLAIN, 0, &width, NULL);
      x = MAX (MIN (x - width / 2, layout->width - width - unit), unit);
      ov_text_draw (cr, tick->label, size, OV_TEXT_PLAIN, &colour, x,
                    plot->y + plot->height + 5 * unit, 0);
    }

  for (guint i = 0; i < layout->y_ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (layout->y_ticks, i);
      double y = ov_scale_to_position (&layout->geometry.y, tick->value) - layout->label_height / 2;

      if (tick->label == NULL)
        continue;

      ov_text_measure (tick->label, size, OV_TEXT_PLAIN, 0, &width, NULL);
      y = MAX (MIN (y, layout->height - layout->label_height), 0);
      ov_text_draw (cr, tick->label, size, OV_TEXT_PLAIN, &colour,
                    MAX (plot->x - 6 * unit - width, 0), y, 0);
    }
}

static void
draw_titles (const OvChart  *chart,
             const OvLayout *layout,
             cairo_t        *cr)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  OvColour ink = ov_palette_get_role (chart->theme, OV_ROLE_TEXT);
  OvColour dim = ov_palette_get_role (chart->theme, OV_ROLE_DIM_TEXT);
  double size = layout->label_size, width;

  if (chart->title != NULL)
    ov_text_draw (cr, chart->title, layout->title_size, OV_TEXT_BOLD, &ink, 8 * layout->unit,
                  layout->title_y, layout->title_width);

  if (layout->note != NULL)
    ov_text_draw (cr, layout->note, size, OV_TEXT_PLAIN, &dim,
                  plot->x + plot->width - layout->note_width,
                  layout->legend->y + (layout->legend->row_height - layout->label_height) / 2, 0);

  if (layout->x_title != NULL)
    {
      ov_text_measure (layout->x_title, size, OV_TEXT_PLAIN, plot->width, &width, NULL);
      ov_text_draw (cr, layout->x_title, size, OV_TEXT_PLAIN, &dim,
                    plot->x + (plot->width - width) / 2, layout->x_title_y, plot->width);
    }

  if (layout->y_title != NULL)
    ov_text_draw_upwards (cr, layout->y_title, size, &dim, layout->y_title_x,
                          plot->y + plot->height / 2);
}

/* What lies above a curve that bounds the others, under all curves. */
static void
draw_beyond (const OvChart  *chart,
             const OvLayout *layout,
             cairo_t        *cr)
{
  for (guint i = 0; i < chart->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (chart->series, i);

      if (series->visible && series->bounding)
        ov_curve_draw_beyond (series, &layout->geometry, chart->theme, cr);
    }
}

/* The bands around curves: under all curves, and those of ghosts under the others. */
static void
draw_spreads (const OvChart  *chart,
              const OvLayout *layout,
              cairo_t        *cr)
{
  for (int faint = 1; faint >= 0; faint--)
    for (guint i = 0; i < chart->series->len; i++)
      {
        const OvSeries *series = g_ptr_array_index (chart->series, i);

        if (series->visible && series->faint == (faint == 1))
          ov_spread_draw (series, &layout->geometry, chart->theme, layout->unit, cr);
      }
}

static void
draw_curves (OvChart        *chart,
             const OvLayout *layout,
             cairo_t        *cr)
{
  const gboolean has_ghosts = ov_ghost_layer_draw (chart, layout, cr);

  for (int faint = has_ghosts ? 0 : 1; faint >= 0; faint--)
    for (guint i = 0; i < chart->series->len; i++)
      {
        const OvSeries *series = g_ptr_array_index (chart->series, i);

        if (series->visible && series->faint == (faint == 1))
          ov_curve_draw (series, &layout->geometry, chart->theme, layout->unit, chart->curve_width,
                         cr);
      }
}

static void
draw_ground (const OvChart  *chart,
             const OvLayout *layout,
             cairo_t        *cr)
{
  const OvGround ground = {layout->geometry, chart->theme, layout->unit, chart->curve_width};

  if (chart->ground != NULL)
    chart->ground (&ground, cr, chart->ground_data);
}

/**
 * ov_chart_draw:
 * @self: a chart
 * @cr: where to draw, from 0, 0 to @width, @height; its state is left as it was
 * @width: in user units
 * @height: in user units
 *
 * Draws the chart with its background.
 */
void
ov_chart_draw (OvChart *self,
               cairo_t *cr,
               double   width,
               double   height)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
  const OvLayout *layout;
  const cairo_rectangle_t *plot;
  OvColour ground;

  g_return_if_fail (self != NULL && cr != NULL);

  layout = ov_layout_get (self, width, height);
  plot = &layout->geometry.plot;
  ground = ov_palette_get_role (self->theme, OV_ROLE_BACKGROUND);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  if (!self->is_transparent)
    {
      ov_palette_set_source (cr, &ground);
      cairo_paint (cr);
    }

  draw_grid (self, layout, cr);
  draw_break (self, layout, cr);
  ov_foot_draw (self, layout, cr);
  draw_ticks (self, layout, cr);
  draw_labels (self, layout, cr);
  draw_titles (self, layout, cr);

  /* A line along an edge may use its whole width. */
  cairo_save (cr);
  cairo_rectangle (cr, plot->x - 2 * layout->unit, plot->y - 2 * layout->unit,
                   plot->width + 4 * layout->unit, plot->height + 4 * layout->unit);
  cairo_clip (cr);
  draw_ground (self, layout, cr);
  ov_annotation_draw_beneath (self, layout, cr);
  draw_beyond (self, layout, cr);
  draw_spreads (self, layout, cr);
  draw_curves (self, layout, cr);
  cairo_restore (cr);

  if (layout->legend != NULL)
    ov_legend_draw (layout->legend, self, cr, layout->unit);

  ov_annotation_draw_above (self, layout, cr, taken);
  ov_readout_draw (self, layout, taken, cr);
  cairo_restore (cr);
}
