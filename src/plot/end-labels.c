/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "end-labels.h"

#include <math.h>

#include "symbol.h"
#include "text.h"

/* How much of a chart's width the names may take. */
#define MOST_SHARE 0.36

/* Between the end of a curve and its name, in units. */
#define GAP 9.0

/* How far from its curve a name is moved to find room, in lines. */
#define MOST_MOVES 24

/* A name and where it stands. */
typedef struct
{
  const OvSeries   *series;
  double            end_x;
  double            end_y;
  double            text_width;
  cairo_rectangle_t area;
} Label;

static gboolean
is_named (const OvSeries *series)
{
  return series->visible && series->listed && *series->name != '\0' && series->n > 0;
}

/* The width of a name, and at most the room that is left free for one, or that there is. */
static double
measure_name (const OvSeries *series,
              const OvLayout *layout,
              double          room)
{
  double width;

  ov_text_measure (series->name, layout->label_size, OV_TEXT_PLAIN, 0, &width, NULL);

  return MIN (width + 0.5, MAX (MOST_SHARE * layout->width - GAP * layout->unit, room));
}

/**
 * ov_end_labels_measure:
 * @chart: a chart
 * @layout: its layout, of which the sizes are known
 *
 * Returns: how much room is left free to the right of the plot for the names of curves
 */
double
ov_end_labels_measure (const OvChart  *chart,
                       const OvLayout *layout)
{
  double widest = 0;

  if (!chart->end_labels)
    return 0;

  for (guint i = 0; i < chart->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (chart->series, i);

      if (is_named (series))
        widest = MAX (widest, measure_name (series, layout, 0) + GAP * layout->unit);
    }

  return widest;
}

/* The last point of a curve that is shown, or FALSE. */
static gboolean
find_end (const OvSeries   *series,
          const OvGeometry *geometry,
          double           *x,
          double           *y)
{
  const double *values = series->smooth != NULL ? series->smooth : series->y;

  if (series->symbol != OV_SYMBOL_NONE)
    return series->n > 0 && ov_symbol_find (series, series->n - 1, geometry, x, y);

  for (gsize i = series->n; i-- > 0;)
    if (ov_scale_contains (&geometry->x, series->x[i])
        && ov_scale_contains (&geometry->y, values[i]))
      {
        *x = ov_scale_to_position (&geometry->x, series->x[i]);
        *y = ov_scale_to_position (&geometry->y, values[i]);
        return TRUE;
      }

  return FALSE;
}

/* Finds the free place nearest to the end of the curve, above or below it. */
static gboolean
place (Label          *label,
       const GArray   *taken,
       const OvLayout *layout)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  const double wanted = label->end_y - label->area.height / 2;

  for (guint move = 0; move <= 2 * MOST_MOVES; move++)
    {
      const double way = (move % 2 == 0 ? 1.0 : -1.0) * ((move + 1) / 2) / 2.0;

      label->area.y = wanted + way * label->area.height;
      if (label->area.y < plot->y - 2 * layout->unit
          || label->area.y + label->area.height > plot->y + plot->height + 2 * layout->unit)
        continue;
      if (ov_layout_is_free (taken, &label->area))
        return TRUE;
    }

  return FALSE;
}

static void
draw (const Label    *label,
      const OvChart  *chart,
      const OvLayout *layout,
      cairo_t        *cr)
{
  const double unit = layout->unit;
  const OvColour colour = ov_series_get_colour (label->series, chart->theme);
  const OvColour text = ov_palette_get_role (chart->theme, label->series->faint ? OV_ROLE_DIM_TEXT
                                                                                : OV_ROLE_TEXT);
  OvColour ground = ov_palette_get_role (chart->theme, OV_ROLE_BACKGROUND);

  ground.alpha = 0.82;
  ov_palette_set_source (cr, &ground);
  cairo_rectangle (cr, label->area.x - unit, label->area.y, label->text_width + 2 * unit,
                   label->area.height);
  cairo_fill (cr);

  ov_palette_set_source (cr, &colour);
  cairo_set_line_width (cr, unit);
  cairo_move_to (cr, label->end_x, label->end_y);
  cairo_line_to (cr, label->area.x - 2 * unit, label->area.y + label->area.height / 2);
  cairo_stroke (cr);
  if (label->series->symbol == OV_SYMBOL_NONE)
    {
      cairo_arc (cr, label->end_x, label->end_y, 2.5 * unit, 0, 2 * G_PI);
      cairo_fill (cr);
    }

  ov_text_draw (cr, label->series->name, layout->label_size, OV_TEXT_PLAIN, &text, label->area.x,
                label->area.y, label->text_width);
}

/**
 * ov_end_labels_draw:
 * @chart: a chart
 * @layout: its layout
 * @cr: where to draw
 * @taken: of cairo_rectangle_t, what is drawn already; the places of the names are added
 *
 * Writes the names of the curves at their ends, those of the current ones first. A name for which
 * there is no room is left out.
 */
void
ov_end_labels_draw (const OvChart  *chart,
                    const OvLayout *layout,
                    cairo_t        *cr,
                    GArray         *taken)
{
  if (!chart->end_labels)
    return;

  for (int faint = 0; faint <= 1; faint++)
    for (guint i = 0; i < chart->series->len; i++)
      {
        const OvSeries *series = g_ptr_array_index (chart->series, i);
        Label label = {.series = series};

        if (!is_named (series) || series->faint != (faint == 1)
            || !find_end (series, &layout->geometry, &label.end_x, &label.end_y))
          continue;

        label.area.x = label.end_x + GAP * layout->unit;
        label.text_width = measure_name (series, layout, layout->width - label.area.x);
        label.area.width = label.text_width;
        label.area.height = layout->label_height;
        if (!place (&label, taken, layout))
          continue;

        g_array_append_val (taken, label.area);
        draw (&label, chart, layout, cr);
      }
}
