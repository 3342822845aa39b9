/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "end-labels.h"

#include <math.h>

#include "free-place.h"
#include "symbol.h"
#include "text.h"

/* How much of a chart's width a name may take, and the margin that is left for names. */
#define MOST_SHARE 0.5
#define MOST_MARGIN 0.36

/* Between the end of a curve and its name, and from there to the chart's edge, in units. */
#define GAP 9.0
#define EDGE 2.0

/* How far from its curve a name is moved to find room, in half lines. */
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

static double
measure_name (const OvSeries *series,
              const OvLayout *layout)
{
  double width;

  ov_text_measure (series->name, layout->label_size, OV_TEXT_PLAIN, 0, &width, NULL);

  return MIN (width + 0.5, MOST_SHARE * layout->width);
}

/* Of the names of these, with what lies around them, or 0 when there are none. */
static double
measure_widest (const OvChart  *chart,
                const OvLayout *layout,
                gboolean        faint)
{
  double widest = 0;

  for (guint i = 0; i < chart->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (chart->series, i);

      if (is_named (series) && series->faint == faint)
        widest = MAX (widest, measure_name (series, layout) + (GAP + EDGE) * layout->unit);
    }

  return MIN (widest, MOST_MARGIN * layout->width);
}

/**
 * ov_end_labels_measure:
 * @chart: a chart
 * @layout: its layout, of which the sizes are known
 *
 * Returns: how much room is left free to the right of the plot for the names of current curves;
 *   those of ghosts, which are longer, have to find theirs in the plot, unless there are no others
 */
double
ov_end_labels_measure (const OvChart  *chart,
                       const OvLayout *layout)
{
  double widest;

  if (!chart->end_labels)
    return 0;

  widest = measure_widest (chart, layout, FALSE);

  return widest > 0 ? widest : measure_widest (chart, layout, TRUE);
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
    return series->n > 0
           && ov_geometry_find_symbol (geometry, series->x[series->n - 1],
                                       series->y[series->n - 1], x, y);

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

/* Finds the free place nearest to the end of the curve, above or below it. Without @rows what has
 * been drawn is all that is not to be covered. */
static gboolean
find_height (Label          *label,
             const GArray   *taken,
             const guint8   *rows,
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
      if (ov_layout_is_free (taken, &label->area)
          && (rows == NULL || ov_free_place_is_clear (rows, layout, &label->area)))
        return TRUE;
    }

  return FALSE;
}

/* To the right of the end or, where that has no room for it, as far to the right as there is. */
static gboolean
place (Label          *label,
       const OvChart  *chart,
       const GArray   *taken,
       const OvLayout *layout)
{
  const double beside = label->end_x + GAP * layout->unit;
  const double last = layout->width - EDGE * layout->unit - label->area.width;
  const double lefts[] = {MIN (beside, last), last};
  gboolean is_found = FALSE;

  for (guint i = 0; !is_found && i < G_N_ELEMENTS (lefts); i++)
    {
      g_autofree guint8 *rows = NULL;

      label->area.x = lefts[i];
      rows = ov_free_place_find_rows (chart, layout, NULL, label->area.x,
                                      label->area.x + label->area.width);
      is_found = find_height (label, taken, rows, layout);
    }
  if (is_found || label->series->faint)
    return is_found;

  /* Which curve is the current one is to be told at any rate. */
  label->area.x = lefts[0];

  return find_height (label, taken, NULL, layout);
}

/* From the end of the curve to the nearest point of the name. */
static void
trace_leader (const Label    *label,
              const OvLayout *layout,
              cairo_t        *cr)
{
  const cairo_rectangle_t *area = &label->area;
  const double left = area->x - 2 * layout->unit;

  cairo_move_to (cr, label->end_x, label->end_y);
  if (label->end_x <= left)
    cairo_line_to (cr, left, area->y + area->height / 2);
  else
    cairo_line_to (cr, CLAMP (label->end_x, left, area->x + area->width),
                   CLAMP (label->end_y, area->y, area->y + area->height));
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
  trace_leader (label, layout, cr);
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
 * Writes the names of the curves at their ends, those of the current ones first, where they cover
 * no curve. A name for which there is no room is left out.
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

        label.text_width = measure_name (series, layout);
        label.area.width = label.text_width;
        label.area.height = layout->label_height;
        if (!place (&label, chart, taken, layout))
          continue;

        g_array_append_val (taken, label.area);
        draw (&label, chart, layout, cr);
      }
}
