/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "annotation.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "end-labels.h"
#include "free-place.h"
#include "text.h"

/* How far a label is moved to cover no curve, in steps. */
#define MOST_STEPS 6

/* How many columns are tried for one that may be anywhere, from its own to the left edge. */
#define N_COLUMNS 5

/* Of a label: its type compared with that of the axes, and what is free on either side. */
#define LABEL_SHARE 0.95
#define LABEL_PAD 3

/* What the small labels within the plot area share: each looks for a place that none has taken. */
typedef struct
{
  const OvChart  *chart;
  const OvLayout *layout;
  cairo_t        *cr;
  GArray         *taken;
} Painter;

/* Moves @area, by at most so many steps, to where none of the other labels is nor, unless @rows is
 * NULL, any curve. */
static gboolean
find_height (const Painter           *painter,
             const cairo_rectangle_t *plot,
             const guint8            *rows,
             guint                    most_steps,
             double                   step,
             cairo_rectangle_t       *area)
{
  cairo_rectangle_t place = *area;

  for (guint i = 0;
       i < most_steps && place.y >= plot->y && place.y + place.height <= plot->y + plot->height;
       i++)
    {
      if (ov_layout_is_free (painter->taken, &place)
          && (rows == NULL || ov_free_place_is_clear (rows, painter->layout, &place)))
        {
          *area = place;
          return TRUE;
        }
      place.y += step;
    }

  return FALSE;
}

/* What is written, and where it would best be. */
typedef struct
{
  const char *text;
  OvRole      role;
  double      x;
  double      y;
  double      step;       /* by which it moves up or down until its place is free */
  gboolean    is_movable; /* to the left as well, since it is about no place in particular */
  const char *brief;      /* what is written where only that has room; NULL for the same */
} Label;

/* Moves @area, which is as large as the text, to a place that others allow: at the label's own
 * column if it can be. */
static gboolean
find_place (const Painter           *painter,
            const Label             *label,
            const cairo_rectangle_t *plot,
            gboolean                 may_cover_curves,
            cairo_rectangle_t       *area)
{
  const OvScale *y = &painter->layout->geometry.y;
  const double room = area->x - plot->x;
  gboolean is_found = FALSE;

  for (guint i = 0; i < (label->is_movable ? N_COLUMNS : 1) && !is_found; i++)
    {
      g_autofree guint8 *rows = NULL;

      area->x = plot->x + room * (N_COLUMNS - i) / N_COLUMNS;
      if (!may_cover_curves)
        rows = ov_free_place_find_rows (painter->chart, painter->layout, NULL, area->x,
                                        area->x + area->width);
      /* Nor does a line through the words make them easier to read. */
      if (rows != NULL && ov_scale_is_broken (y) && y->knee >= plot->y
          && y->knee < plot->y + floor (plot->height))
        rows[(int) (y->knee - plot->y)] = TRUE;
      is_found = find_height (painter, plot, rows, rows != NULL ? MOST_STEPS : G_MAXUINT,
                              label->step, area);
    }

  return is_found;
}

/* Measures @text, and finds its place within the plot area, but not over the strip at the foot. */
static gboolean
place_text (const Painter     *painter,
            const Label       *label,
            const char        *text,
            gboolean           may_cover_curves,
            cairo_rectangle_t *area)
{
  const OvGeometry *geometry = &painter->layout->geometry;
  const cairo_rectangle_t plot = {geometry->plot.x, geometry->plot.y, geometry->plot.width,
                                  geometry->y.start - geometry->plot.y};
  const double size = painter->layout->label_size * LABEL_SHARE;
  const double pad = LABEL_PAD * painter->layout->unit, most = plot.width - 4 * pad;

  if (most < 3 * size)
    return FALSE;

  ov_text_measure (text, size, OV_TEXT_PLAIN, most, &area->width, &area->height);
  area->width += 2 * pad;
  if (area->height > plot.height)
    return FALSE;

  area->x = CLAMP (label->x, plot.x + pad, plot.x + plot.width - area->width - pad);
  area->y = CLAMP (label->y, plot.y + 1, plot.y + plot.height - area->height - 1);

  return find_place (painter, label, &plot, may_cover_curves, area);
}

/* Writes a label on a patch of the background, as near to the wished-for place as others allow. It
 * is left out where there is no room at all. */
static void
draw_label (Painter     *painter,
            const Label *label)
{
  const double size = painter->layout->label_size * LABEL_SHARE;
  const double pad = LABEL_PAD * painter->layout->unit;
  const OvColour colour = ov_palette_get_role (painter->chart->theme, label->role);
  OvColour ground = ov_palette_get_role (painter->chart->theme, OV_ROLE_BACKGROUND);
  const char *text = label->text;
  cairo_rectangle_t area;

  if (!place_text (painter, label, text, FALSE, &area))
    {
      text = label->brief != NULL ? label->brief : text;
      if (!place_text (painter, label, text, FALSE, &area)
          && !place_text (painter, label, text, TRUE, &area))
        return;
    }

  g_array_append_val (painter->taken, area);

  ground.alpha = 0.82;
  ov_palette_set_source (painter->cr, &ground);
  cairo_rectangle (painter->cr, area.x, area.y, area.width, area.height);
  cairo_fill (painter->cr);
  ov_text_draw (painter->cr, text, size, OV_TEXT_PLAIN, &colour, area.x + pad, area.y,
                painter->layout->geometry.plot.width - 4 * pad);
}

static double
measure_label (const Painter *painter,
               const char    *text)
{
  double width;

  ov_text_measure (text, painter->layout->label_size * LABEL_SHARE, OV_TEXT_PLAIN, 0, &width,
                   NULL);

  return width + 2 * LABEL_PAD * painter->layout->unit;
}

/**
 * ov_annotation_draw_beneath:
 * @chart: a chart
 * @layout: its layout
 * @cr: where to draw, clipped to the plot area
 *
 * Draws what lies under the curves: bands and the selection.
 */
void
ov_annotation_draw_beneath (const OvChart  *chart,
                            const OvLayout *layout,
                            cairo_t        *cr)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  const OvScale *x = &layout->geometry.x;

  for (guint i = 0; i <= chart->marks->len; i++)
    {
      const OvMark *mark = i < chart->marks->len ? g_ptr_array_index (chart->marks, i) : NULL;
      OvColour colour = ov_palette_get_role (chart->theme,
                                             mark != NULL ? OV_ROLE_BAND : OV_ROLE_SELECTION);
      double from, to;

      if (mark != NULL ? mark->kind != OV_MARK_BAND : ov_range_is_empty (chart->selection))
        continue;

      from = ov_scale_to_position (x, mark != NULL ? mark->from : chart->selection.low);
      to = ov_scale_to_position (x, mark != NULL ? mark->to : chart->selection.high);
      from = CLAMP (from, plot->x - 1, plot->x + plot->width + 1);
      to = CLAMP (to, plot->x - 1, plot->x + plot->width + 1);
      ov_palette_set_source (cr, &colour);
      cairo_rectangle (cr, from, plot->y, to - from, plot->height);
      cairo_fill (cr);
    }
}

/* A ring that leaves the curve under it to be seen. */
static void
draw_point (Painter      *painter,
            const OvMark *mark)
{
  const OvGeometry *geometry = &painter->layout->geometry;
  const double unit = painter->layout->unit;
  const double x = ov_scale_to_position (&geometry->x, mark->from);
  const double y = ov_scale_to_position (&geometry->y, mark->to);
  const OvColour ink = ov_palette_get_role (painter->chart->theme, OV_ROLE_TEXT);
  const OvColour ground = ov_palette_get_role (painter->chart->theme, OV_ROLE_BACKGROUND);
  const double above = y - painter->layout->label_height - 8 * unit;
  double width;

  if (!ov_scale_contains (&geometry->x, mark->from) || !ov_scale_contains (&geometry->y, mark->to))
    return;

  for (guint i = 0; i < 2; i++)
    {
      ov_palette_set_source (painter->cr, i == 0 ? &ground : &ink);
      cairo_set_line_width (painter->cr, (i == 0 ? 4.0 : 1.75) * unit);
      cairo_arc (painter->cr, x, y, 4.5 * unit, 0, 2 * G_PI);
      cairo_stroke (painter->cr);
    }

  if (mark->label == NULL || *mark->label == '\0')
    return;

  width = measure_label (painter, mark->label);
  draw_label (painter,
              &(Label) {mark->label, OV_ROLE_TEXT,
                        x + width / 2 > geometry->plot.x + geometry->plot.width ? x - width
                                                                                : x - width / 2,
                        above > geometry->plot.y ? above : y + 8 * unit,
                        painter->layout->label_height, FALSE, NULL});
}

static void
draw_mark (Painter      *painter,
           const OvMark *mark)
{
  const cairo_rectangle_t *plot = &painter->layout->geometry.plot;
  const OvScale *x = &painter->layout->geometry.x, *y = &painter->layout->geometry.y;
  double unit = painter->layout->unit, height = painter->layout->label_height;
  gboolean upright = mark->kind != OV_MARK_REFERENCE;
  OvRole role = mark->kind == OV_MARK_MARKER ? OV_ROLE_WARNING : OV_ROLE_DIM_TEXT;
  OvColour colour = ov_palette_get_role (painter->chart->theme, role);
  const double dashes[] = {3 * unit, 3 * unit};
  double at = ov_scale_to_position (upright ? x : y, mark->from);
  double width;

  if (mark->kind == OV_MARK_POINT)
    {
      draw_point (painter, mark);
      return;
    }

  if (!(upright ? painter->chart->has_x : painter->chart->has_y))
    return;

  if (mark->kind == OV_MARK_BAND ? mark->to < x->low || mark->from > x->high
                                 : !ov_scale_contains (upright ? x : y, mark->from))
    return;

  if (mark->kind != OV_MARK_BAND)
    {
      cairo_save (painter->cr);
      ov_palette_set_source (painter->cr, &colour);
      cairo_set_line_width (painter->cr, 1.25 * unit);
      if (mark->kind != OV_MARK_MARKER)
        cairo_set_dash (painter->cr, dashes, 2, 0);

      cairo_move_to (painter->cr, upright ? at : plot->x, upright ? plot->y : at);
      cairo_line_to (painter->cr, upright ? at : plot->x + plot->width,
                     upright ? plot->y + plot->height : at);
      cairo_stroke (painter->cr);
      cairo_restore (painter->cr);
    }

  if (mark->label == NULL || *mark->label == '\0')
    return;

  width = measure_label (painter, mark->label);
  if (mark->kind == OV_MARK_REFERENCE)
    {
      draw_label (painter,
                  &(Label) {mark->label, role, plot->x + plot->width - width - 4 * unit,
                            at - height - unit, -height, FALSE, NULL});
      return;
    }

  /* Left of the line where the right side has no room. */
  at = MAX (at, plot->x) + 4 * unit;
  if (at + width > plot->x + plot->width)
    at = at - 8 * unit - width;

  draw_label (painter, &(Label) {mark->label, role, at, plot->y + 2 * unit, height, FALSE, NULL});
}

/* Where a curve has gone to infinity its cross stands at the height of its end, which is @before;
 * otherwise it is @offset from an edge. */
static double
place_cross (const OvGeometry *geometry,
             double            value,
             double            before,
             double            offset)
{
  const double top = geometry->plot.y;
  const double bottom = top + geometry->plot.height;
  const double end = ov_scale_to_position (&geometry->y, before);

  if (value == INFINITY && isfinite (before) && end >= top)
    return MIN (end, bottom);

  return value == -INFINITY ? bottom - offset : top + offset;
}

/* A cross wherever a curve stops being finite. Those at an edge stand under each other. */
static void
draw_crosses (Painter *painter)
{
  const OvGeometry *geometry = &painter->layout->geometry;
  double unit = painter->layout->unit, size = 3.5 * unit, spacing = 11 * unit;
  guint row = 0;

  cairo_save (painter->cr);
  cairo_set_line_width (painter->cr, 2 * unit);
  cairo_set_line_cap (painter->cr, CAIRO_LINE_CAP_ROUND);

  for (guint i = 0; i < painter->chart->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (painter->chart->series, i);
      OvColour colour = ov_series_get_colour (series, painter->chart->theme);
      double before = -INFINITY, offset = (8 * unit) + (row % 4) * spacing;
      gboolean any = FALSE;

      /* A point of those has its place at the foot. */
      if (series->symbol != OV_SYMBOL_NONE && !isnan (geometry->foot))
        continue;

      ov_palette_set_source (painter->cr, &colour);
      for (gsize j = 0; series->visible && j < series->n; j++)
        {
          double x = ov_scale_to_position (&geometry->x, series->x[j]), y;
          cairo_rectangle_t area;

          if (isfinite (series->y[j]) || !ov_scale_contains (&geometry->x, series->x[j]))
            continue;

          any = TRUE;
          /* A row of them is one statement, not three hundred. */
          if (fabs (x - before) < spacing)
            continue;

          before = x;
          y = place_cross (geometry, series->y[j], j > 0 ? series->y[j - 1] : (double) NAN, offset);
          cairo_move_to (painter->cr, x - size, y - size);
          cairo_line_to (painter->cr, x + size, y + size);
          cairo_move_to (painter->cr, x - size, y + size);
          cairo_line_to (painter->cr, x + size, y - size);
          area = (cairo_rectangle_t) {x - size - unit, y - size - unit, 2 * size + 2 * unit,
                                      2 * size + 2 * unit};
          g_array_append_val (painter->taken, area);
        }

      cairo_stroke (painter->cr);
      row += any;
    }

  cairo_restore (painter->cr);
}

/* A note about the whole chart, at the right edge if it can be. */
static void
draw_note (Painter    *painter,
           const char *text,
           const char *brief,
           gboolean    is_at_top)
{
  const cairo_rectangle_t *plot = &painter->layout->geometry.plot;
  const double height = painter->layout->label_height;

  draw_label (painter,
              &(Label) {text, OV_ROLE_DIM_TEXT, plot->x + plot->width,
                        is_at_top ? plot->y + 2 : plot->y + plot->height,
                        is_at_top ? height : -height, TRUE, brief});
}

static void
draw_notes (Painter *painter)
{
  const OvChart *chart = painter->chart;

  if (chart->beyond > 0)
    {
      g_autofree char *high = chart->y_range.high < 1e4
                                ? g_strdup_printf ("%.4g", chart->y_range.high)
                                : ov_scale_format_value (chart->y_range.high);
      g_autofree char *note = NULL;
      g_autofree char *brief = NULL;

      /* Translators: the value is where the vertical axis is broken. */
      note = g_strdup_printf (_("axis broken: logarithmic above %s ↑"), high);
      /* Translators: a short form of "axis broken: logarithmic above %s ↑". */
      brief = g_strdup_printf (_("log above %s ↑"), high);

      draw_note (painter, note, brief, TRUE);
    }

  if (chart->n_above > 0)
    {
      g_autofree char *note = g_strdup_printf (
        ngettext ("%u point above ↑", "%u points above ↑", chart->n_above), chart->n_above);

      draw_note (painter, note, NULL, TRUE);
    }

  if (chart->n_below > 0)
    {
      g_autofree char *note = g_strdup_printf (
        ngettext ("%u point below ↓", "%u points below ↓", chart->n_below), chart->n_below);

      draw_note (painter, note, NULL, FALSE);
    }

  /* The shortest form of a note that has no room beside the legend. */
  if (chart->note != NULL && painter->layout->note == NULL)
    {
      const char *last = strrchr (chart->note, '\n');

      draw_note (painter, last != NULL ? last + 1 : chart->note, NULL, FALSE);
    }
}

/* On a patch of the background, for markers stand behind it. */
static void
draw_message (const Painter *painter)
{
  const char *message = painter->chart->message;
  const cairo_rectangle_t *plot = &painter->layout->geometry.plot;
  const OvColour colour = ov_palette_get_role (painter->chart->theme, OV_ROLE_DIM_TEXT);
  const OvColour ground = ov_palette_get_role (painter->chart->theme, OV_ROLE_BACKGROUND);
  const OvTextFlags flags = OV_TEXT_CENTRED | OV_TEXT_WRAPPED;
  const double size = painter->layout->label_size * 1.1;
  const double most = plot->width * 0.9;
  const double pad = 6 * painter->layout->unit;
  double width, height, y;

  if (message == NULL || *message == '\0' || !(plot->width > 6 * painter->layout->label_size))
    return;

  ov_text_measure (message, size, flags, most, &width, &height);
  width = MIN (width, most);
  y = plot->y + MAX ((plot->height - height) / 2, 0);
  ov_palette_set_source (painter->cr, &ground);
  cairo_rectangle (painter->cr, plot->x + (plot->width - width) / 2 - pad, y - pad,
                   width + 2 * pad, height + 2 * pad);
  cairo_fill (painter->cr);
  ov_text_draw (painter->cr, message, size, flags, &colour, plot->x + plot->width * 0.05, y, most);
}

/**
 * ov_annotation_draw_above:
 * @chart: a chart with valid ranges
 * @layout: its layout
 * @cr: where to draw
 * @taken: of cairo_rectangle_t; the places of what is drawn are added
 *
 * Draws what lies over the curves: names at their ends, markers, references, labels of bands,
 * crosses where a curve is not finite, and the notes about points that are cut off.
 */
void
ov_annotation_draw_above (const OvChart  *chart,
                          const OvLayout *layout,
                          cairo_t        *cr,
                          GArray         *taken)
{
  Painter painter = {chart, layout, cr, taken};

  ov_end_labels_draw (chart, layout, cr, taken);
  draw_crosses (&painter);
  draw_notes (&painter);

  for (guint i = 0; i < chart->marks->len; i++)
    draw_mark (&painter, g_ptr_array_index (chart->marks, i));
  draw_message (&painter);
}
