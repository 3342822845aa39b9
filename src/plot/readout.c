/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "readout.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "curve.h"
#include "free-place.h"
#include "readout-line.h"
#include "spread.h"
#include "symbol.h"
#include "text.h"

/* A box that has fewer rows than this, and does not show all, tells too little. */
#define FEWEST_ROWS 4

typedef struct
{
  OvReading *reading;
  double     distance;
  guint      order;
} Candidate;

/**
 * ov_reading_free:
 * @reading: (transfer full): a reading
 */
void
ov_reading_free (OvReading *reading)
{
  g_free (reading->name);
  g_free (reading->text);
  g_free (reading);
}

/* Counts with a shift are told apart by their differences: 0 has no ratio to anything. */
static gboolean
is_x_logarithmic (const OvChart *chart)
{
  return chart->log_x && chart->log_x_shift == 0;
}

/**
 * ov_chart_find_nearest_x:
 * @self: a chart
 * @x: a data x
 *
 * Returns: the x at which a visible curve has a point that is drawn nearest to @x; @x itself when
 *   there is none
 */
double
ov_chart_find_nearest_x (OvChart *self,
                         double   x)
{
  double best = NAN;

  g_return_val_if_fail (self != NULL, x);

  for (guint i = 0; i < self->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (self->series, i);
      double candidate;

      if (!series->visible || series->n == 0)
        continue;

      candidate = series->x[ov_series_find_nearest (series, x, is_x_logarithmic (self))];
      if (isfinite (candidate)
          && (isnan (best)
              || ov_series_distance (x, candidate, is_x_logarithmic (self))
                   < ov_series_distance (x, best, is_x_logarithmic (self))))
        best = candidate;
    }

  return isnan (best) ? x : best;
}

/**
 * ov_chart_set_read_mode:
 * @self: a chart
 * @mode: what the read-out shows; %OV_READ_NEAREST at first
 */
void
ov_chart_set_read_mode (OvChart   *self,
                        OvReadMode mode)
{
  g_return_if_fail (self != NULL);

  self->read_mode = mode;
}

/**
 * ov_chart_find_read_x:
 * @self: a chart
 * @x: a data x
 *
 * Returns: where a crosshair that was placed at @x stands
 */
double
ov_chart_find_read_x (OvChart *self,
                      double   x)
{
  g_return_val_if_fail (self != NULL, x);

  return self->read_mode == OV_READ_NEAREST ? ov_chart_find_nearest_x (self, x) : x;
}

/**
 * ov_chart_find_point:
 * @self: a chart
 * @series: a curve's number
 * @x: a data x
 * @steps: how many points further on, or back when it is negative
 *
 * Returns: the x of the curve's point that is drawn nearest to @x, or of one that is so many points
 *   from it but still on the curve; NAN when it has none
 */
double
ov_chart_find_point (OvChart *self,
                     guint    series,
                     double   x,
                     int      steps)
{
  const OvSeries *found;
  gint64 at;

  g_return_val_if_fail (self != NULL, NAN);

  found = ov_chart_find_series (self, series);
  if (found == NULL || found->n == 0)
    return NAN;

  at = (gint64) ov_series_find_nearest (found, x, is_x_logarithmic (self)) + steps;

  return found->x[CLAMP (at, 0, (gint64) found->n - 1)];
}

/* Whether a curve shows a value at @x. */
static gboolean
has_reading (const OvChart  *chart,
             const OvSeries *series,
             double          x)
{
  double at;

  if (!series->visible || !ov_series_covers (series, x))
    return FALSE;

  if (chart->read_mode != OV_READ_EXACT || series->continuous)
    return TRUE;

  at = series->x[ov_series_find_nearest (series, x, is_x_logarithmic (chart))];

  return fabs (at - x) <= 1e-9 * MAX (fabs (at), fabs (x));
}

static OvReading *
make_reading (const OvChart  *chart,
              const OvSeries *series,
              double          x)
{
  OvReading *reading = g_new0 (OvReading, 1);
  gsize at = ov_series_find_nearest (series, x, is_x_logarithmic (chart));

  reading->series = series->id;
  reading->name = g_strdup (series->name);
  reading->colour = ov_series_get_colour (series, chart->theme);
  reading->style = series->style;
  reading->faint = series->faint;
  reading->x = series->x[at];
  reading->value = series->y[at];
  ov_spread_read (series, at, &reading->low, &reading->high);
  if (chart->foot != NULL && series->symbol != OV_SYMBOL_NONE && !isfinite (series->y[at]))
    reading->text = g_strdup (chart->foot);
  else
    reading->text = ov_spread_format (series, at, chart->unit);

  return reading;
}

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *first = a, *second = b;

  if (first->distance != second->distance)
    return first->distance < second->distance ? -1 : 1;

  return first->order < second->order ? -1 : first->order > second->order;
}

/* How far apart two values are drawn; what is not drawn is infinitely far. */
static double
measure_distance (const OvChart *chart,
                  double         value,
                  double         y)
{
  double distance;

  if (chart->log_y)
    distance = value > 0 && y > 0 ? fabs (log (value / y)) : INFINITY;
  else
    distance = fabs (value - y);

  return isfinite (distance) ? distance : INFINITY;
}

/**
 * ov_chart_read_out:
 * @self: a chart
 * @x: a data x; what is read is the data x nearest to it, or what ov_chart_set_read_mode() says
 * @y: the pointer's y in data units, or NAN
 *
 * The curves nearest to @y come first; without a @y current curves come before ghosts, each in the
 * order in which they were added. A curve that ended before that x is left out.
 *
 * Returns: (transfer full) (element-type OvReading): the values of the visible curves
 */
GPtrArray *
ov_chart_read_out (OvChart *self,
                   double   x,
                   double   y)
{
  GPtrArray *readings = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_reading_free);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  double at;

  g_return_val_if_fail (self != NULL, readings);

  at = ov_chart_find_read_x (self, x);

  for (guint i = 0; i < self->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (self->series, i);
      Candidate candidate = {.order = i};

      if (!has_reading (self, series, at))
        continue;

      candidate.reading = make_reading (self, series, at);
      candidate.distance = isfinite (y) ? measure_distance (self, candidate.reading->value, y)
                                        : series->faint;
      g_array_append_val (candidates, candidate);
    }

  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (readings, g_array_index (candidates, Candidate, i).reading);

  return readings;
}

/* The measures of the box: a head line with x, then a row for each reading. */
typedef struct
{
  char             *head;
  double            size;
  double            row;
  double            pad;
  double            sample;
  double            gap;
  double            name_width;
  double            value_width;
  guint             n_rows;
  cairo_rectangle_t area;
} Box;

static void
measure_box (Box             *box,
             const GPtrArray *readings,
             const OvLayout  *layout)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  double unit = layout->unit, head_width, most_width = layout->width - 8 * unit;
  double most_height = layout->height - 4 * unit;

  box->size = layout->label_size * 1.04;
  box->pad = 7 * unit;
  box->gap = 12 * unit;
  box->sample = (2 * OV_CURVE_DASH + OV_CURVE_GAP + 8) * unit;
  ov_text_measure ("0", box->size, OV_TEXT_PLAIN, 0, NULL, &box->row);
  box->row += 2 * unit;
  box->name_width = box->value_width = 0;

  for (guint i = 0; i < readings->len; i++)
    {
      const OvReading *reading = g_ptr_array_index (readings, i);
      double name, value;

      ov_text_measure (reading->name, box->size, OV_TEXT_PLAIN, 0, &name, NULL);
      ov_text_measure (reading->text, box->size, OV_TEXT_BOLD, 0, &value, NULL);
      box->name_width = MAX (box->name_width, name + 0.5);
      box->value_width = MAX (box->value_width, value + 0.5);
    }

  ov_text_measure (box->head, box->size, OV_TEXT_BOLD, 0, &head_width, NULL);

  /* Names give way; numbers never do. */
  box->name_width = MIN (box->name_width, MAX (0.38 * plot->width, 5 * box->size));
  box->name_width = MIN (box->name_width,
                         most_width - 2 * box->pad - box->sample - box->gap - box->value_width);
  box->name_width = MAX (box->name_width, 0);
  box->area.width = 2 * box->pad
                    + MAX (box->sample + box->name_width + box->gap + box->value_width, head_width);
  box->area.width = MIN (box->area.width, MAX (most_width, 1));

  box->n_rows = readings->len;
  if (2 * box->pad + (box->n_rows + 1) * box->row > most_height)
    box->n_rows = (guint) MAX ((most_height - 2 * box->pad) / box->row - 1, 0);

  box->area.height = 2 * box->pad + (box->n_rows + 1) * box->row;
}

/* Of a long list the first rows may have room where all of them have none. */
static gboolean
place_box (Box            *box,
           const OvChart  *chart,
           const OvLayout *layout,
           const GArray   *areas,
           double          x)
{
  const guint fewest = MIN (box->n_rows, FEWEST_ROWS);
  const double least = 2 * box->pad + (fewest + 0.5) * box->row;
  const double y = ov_scale_to_position (&layout->geometry.y, chart->crosshair_y);

  if (!ov_free_place_find (chart, layout, areas, x, y, least, box->row, &box->area))
    return FALSE;

  box->n_rows = (guint) lround ((box->area.height - 2 * box->pad) / box->row) - 1;

  return TRUE;
}

static void
round_rectangle (cairo_t                 *cr,
                 const cairo_rectangle_t *area,
                 double                   radius)
{
  double right = area->x + area->width, bottom = area->y + area->height;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - radius, area->y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, area->x + radius, bottom - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, area->x + radius, area->y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
draw_box (const Box       *box,
          const GPtrArray *readings,
          const OvChart   *chart,
          const OvLayout  *layout,
          cairo_t         *cr)
{
  OvColour ground = ov_palette_get_role (chart->theme, OV_ROLE_BOX);
  OvColour border = ov_palette_get_role (chart->theme, OV_ROLE_BOX_BORDER);
  OvColour ink = ov_palette_get_role (chart->theme, OV_ROLE_TEXT);
  OvColour dim = ov_palette_get_role (chart->theme, OV_ROLE_DIM_TEXT);
  double x = box->area.x + box->pad, y = box->area.y + box->pad;
  double inner = box->area.width - 2 * box->pad;

  round_rectangle (cr, &box->area, MIN (5 * layout->unit, box->area.height / 3));
  ov_palette_set_source (cr, &ground);
  cairo_fill_preserve (cr);
  ov_palette_set_source (cr, &border);
  cairo_set_line_width (cr, layout->unit);
  cairo_stroke (cr);

  ov_text_draw (cr, box->head, box->size, OV_TEXT_BOLD, &ink, x, y, inner);

  for (guint i = 0; i < box->n_rows; i++)
    {
      const OvReading *reading = g_ptr_array_index (readings, i);
      gboolean last = i + 1 == box->n_rows && box->n_rows < readings->len;
      double width;

      y += box->row;
      if (last)
        {
          guint left = readings->len - i;
          g_autofree char *more = g_strdup_printf (ngettext ("+ %u more", "+ %u more", left), left);

          ov_text_draw (cr, more, box->size, OV_TEXT_PLAIN, &dim, x, y, inner);
          return;
        }

      ov_curve_draw_sample (ov_chart_find_series (chart, reading->series), chart->theme, cr, x,
                            y + (box->row - 2 * layout->unit) / 2, box->sample - 8 * layout->unit,
                            layout->unit);
      if (box->name_width > 0)
        ov_text_draw (cr, reading->name, box->size, OV_TEXT_PLAIN, reading->faint ? &dim : &ink,
                      x + box->sample, y, box->name_width);

      ov_text_measure (reading->text, box->size, OV_TEXT_BOLD, 0, &width, NULL);
      ov_text_draw (cr, reading->text, box->size, OV_TEXT_BOLD, reading->faint ? &dim : &ink,
                    x + inner - width, y, 0);
    }
}

/* A circle around what is read, since a dot would hide which symbol it is. */
static void
circle_symbol (const OvReading *reading,
               const OvChart   *chart,
               const OvLayout  *layout,
               cairo_t         *cr)
{
  const OvSeries *series = ov_chart_find_series (chart, reading->series);
  const gsize at = ov_series_find_nearest (series, reading->x, is_x_logarithmic (chart));
  double x;
  double y;

  if (!ov_geometry_find_symbol (&layout->geometry, series->x[at], series->y[at], &x, &y))
    return;

  ov_palette_set_source (cr, &reading->colour);
  cairo_set_line_width (cr, layout->unit);
  cairo_arc (cr, x, y, 9 * layout->unit, 0, 2 * G_PI);
  cairo_stroke (cr);
}

/* A dot on each curve, ringed by the background so that it stands out where curves cross. */
static void
draw_dots (const GPtrArray *readings,
           const OvChart   *chart,
           const OvLayout  *layout,
           cairo_t         *cr)
{
  OvColour ground = ov_palette_get_role (chart->theme, OV_ROLE_BACKGROUND);

  for (guint i = readings->len; i-- > 0;)
    {
      const OvReading *reading = g_ptr_array_index (readings, i);
      double x = ov_scale_to_position (&layout->geometry.x, reading->x);
      double y = ov_scale_to_position (&layout->geometry.y, reading->value);

      if (ov_chart_find_series (chart, reading->series)->symbol != OV_SYMBOL_NONE)
        {
          circle_symbol (reading, chart, layout, cr);
          continue;
        }

      if (!ov_scale_contains (&layout->geometry.x, reading->x)
          || !ov_scale_contains (&layout->geometry.y, reading->value))
        continue;

      cairo_arc (cr, x, y, (reading->faint ? 4.2 : 5.2) * layout->unit, 0, 2 * G_PI);
      ov_palette_set_source (cr, &ground);
      cairo_fill (cr);
      cairo_arc (cr, x, y, (reading->faint ? 2.8 : 3.7) * layout->unit, 0, 2 * G_PI);
      ov_palette_set_source (cr, &reading->colour);
      cairo_fill (cr);
    }
}

/* In an order that the pointer does not change: there is no box to look for the nearest in. */
static void
draw_line (const Box      *box,
           OvChart        *chart,
           const OvLayout *layout,
           double          x,
           cairo_t        *cr)
{
  g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, x, NAN);

  ov_readout_line_draw (chart, layout, box->head, readings, cr);
}

/* Whole numbers such as epochs are written whole. */
static char *
format_x (double x)
{
  return x == floor (x) && fabs (x) < 1e6 ? g_strdup_printf ("%.0f", x + 0.0)
                                          : ov_scale_format_value (x);
}

/* What is read, such as "Epoch 3". */
static char *
make_head (const OvChart *chart,
           double         x)
{
  g_autofree char *text = format_x (x);

  return chart->x_title != NULL && *chart->x_title != '\0'
           ? g_strdup_printf ("%.*s %s", (int) strcspn (chart->x_title, "\n"), chart->x_title, text)
           : g_steal_pointer (&text);
}

/**
 * ov_chart_tell:
 * @self: a chart
 * @x: a data x
 *
 * Returns: (transfer full): in words what the read-out shows at @x, as "Epoch 3. Training: 0.71;
 *   Test: 0.74", of ghosts only where there is nothing else; NULL where no curve has a value
 */
char *
ov_chart_tell (OvChart *self,
               double   x)
{
  g_autoptr (GPtrArray) readings = NULL;
  g_autofree char *head = NULL;
  const OvReading *first;
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  readings = ov_chart_read_out (self, x, NAN);
  if (readings->len == 0)
    return NULL;

  head = make_head (self, ov_chart_find_read_x (self, x));
  text = g_string_new (head);
  first = g_ptr_array_index (readings, 0);
  for (guint i = 0; i < readings->len; i++)
    {
      const OvReading *reading = g_ptr_array_index (readings, i);

      /* Ghosts come last. */
      if (reading->faint && !first->faint)
        break;

      g_string_append (text, i == 0 ? ". " : "; ");
      if (*reading->name != '\0')
        g_string_append_printf (text, "%s: ", reading->name);
      g_string_append (text, reading->text);
    }

  return g_string_free (text, FALSE);
}

/**
 * ov_readout_draw:
 * @chart: a chart
 * @layout: its layout
 * @areas: of cairo_rectangle_t, what has been drawn besides the curves
 * @cr: where to draw
 *
 * Draws the crosshair with a dot on each curve and, when it is asked for, the values: in a box
 * where that covers no curve and no label, or else above the plot in the place of the legend.
 */
void
ov_readout_draw (OvChart        *chart,
                 const OvLayout *layout,
                 const GArray   *areas,
                 cairo_t        *cr)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  OvColour colour = ov_palette_get_role (chart->theme, OV_ROLE_CROSSHAIR);
  g_autoptr (GPtrArray) readings = NULL;
  Box box = {0};
  double at, x;

  if (!chart->has_crosshair)
    return;

  at = ov_chart_find_read_x (chart, chart->crosshair_x);
  if (!ov_scale_contains (&layout->geometry.x, at))
    return;

  /* In the middle of a pixel, so that the line is sharp. */
  x = floor (ov_scale_to_position (&layout->geometry.x, at)) + 0.5;
  ov_palette_set_source (cr, &colour);
  cairo_set_line_width (cr, layout->unit);
  cairo_move_to (cr, x, plot->y);
  cairo_line_to (cr, x, plot->y + plot->height);
  cairo_stroke (cr);

  readings = ov_chart_read_out (chart, at, chart->crosshair_y);
  draw_dots (readings, chart, layout, cr);

  if (!chart->with_read_out || readings->len == 0)
    return;

  box.head = make_head (chart, at);
  measure_box (&box, readings, layout);
  if (place_box (&box, chart, layout, areas, x))
    draw_box (&box, readings, chart, layout, cr);
  else
    draw_line (&box, chart, layout, at, cr);
  g_free (box.head);
}
