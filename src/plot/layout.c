/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layout.h"

#include <math.h>

#include "end-labels.h"
#include "symbol.h"
#include "text.h"

/* Up to this size a chart's type stays as it is; a larger chart is a smaller one seen closer. */
#define USUAL_WIDTH 1100.0
#define USUAL_HEIGHT 480.0

/* Sizes of type in units, on the screen. */
#define TITLE_SIZE 15.0
#define LABEL_SIZE 13.0

/* How much of its height a broken axis gives to what lies beyond the break. */
#define BEYOND_SHARE 0.18

/* How many ticks there are along the height at most, and how many are enough to read off values. */
#define MOST_TICKS 9
#define ENOUGH_TICKS 4

/* Who wants type larger than so many times rather has three ticks, for which this height does. */
#define LARGE_TEXT 1.5
#define LOW_HEIGHT 112.0

/* Print is seen from further away in proportion to its size. */
#define PAPER_FACTOR 1.3

static double
choose_unit (const OvChart *chart,
             double         width,
             double         height)
{
  double unit, roomy;

  if (chart->type_height > 0)
    height = chart->type_height;

  unit = MIN (width / USUAL_WIDTH, height / USUAL_HEIGHT);
  if (chart->has_steady_type)
    unit = MIN (unit, 1);

  /* Small charts get slightly smaller type, but it stays legible. */
  if (unit < 1)
    unit = CLAMP (MIN (width / 300, height / 170), 0.8, 1);

  /* In steps, so that type does not change with every pixel while a window is being resized. */
  unit = MAX (round (unit * 20) / 20, 0.8) * chart->type_scale;
  roomy = height / (chart->text_scale > LARGE_TEXT ? LOW_HEIGHT : OV_CHART_ROOMY_HEIGHT);
  roomy = floor (roomy * 20) / 20;

  return CLAMP (roomy, unit, unit * chart->text_scale)
         * (chart->theme == OV_THEME_PAPER ? PAPER_FACTOR : 1);
}

static double
measure_widest (const GPtrArray *ticks,
                double           size)
{
  double widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (ticks, i);
      double width;

      if (tick->label == NULL)
        continue;

      ov_text_measure (tick->label, size, OV_TEXT_PLAIN, 0, &width, NULL);
      widest = MAX (widest, width);
    }

  return widest;
}

/* Whether labels as long as these along the axis leave @gap between any two neighbours. */
static gboolean
labels_fit (const GPtrArray *ticks,
            const OvScale   *scale,
            double           length,
            double           gap)
{
  double before = -INFINITY;

  for (guint i = 0; i < ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (ticks, i);
      double position = fabs (ov_scale_to_position (scale, tick->value) - scale->start);

      if (tick->label == NULL)
        continue;

      if (position - before < length + gap)
        return FALSE;

      before = position;
    }

  return TRUE;
}

/* What a chart with a horizon shows is counted, and stands at whole numbers: as long as nobody has
 * zoomed in, there is no tick between them. */
static GPtrArray *
make_x_ticks (const OvLayout *self,
              const OvChart  *chart)
{
  const OvScale *scale = &self->geometry.x;
  guint most = (guint) CLAMP (self->geometry.plot.width / (4.2 * self->label_size), 1, 12);

  if (chart->first_horizon > 0 && !chart->fractional_x && !scale->logarithmic
      && !ov_chart_is_zoomed (chart))
    most = (guint) MIN (most, MAX (floor (scale->high - scale->low + 1e-9), 0) + 1);

  for (;; most--)
    {
      GPtrArray *ticks = ov_tick_list_new (scale, most);

      if (most <= 1
          || labels_fit (ticks, scale, measure_widest (ticks, self->label_size), self->label_size))
        return ticks;

      g_ptr_array_unref (ticks);
    }
}

static guint
count_labels (const GPtrArray *ticks)
{
  guint n = 0;

  for (guint i = 0; i < ticks->len; i++)
    n += ((const OvTick *) g_ptr_array_index (ticks, i))->label != NULL;

  return n;
}

/* Takes the ticks, and gives back some that are enough where there is room for those. */
static GPtrArray *
refine_y_ticks (const OvLayout *self,
                GPtrArray      *ticks)
{
  const OvScale *scale = &self->geometry.y;
  g_autoptr (GPtrArray) refined = ov_tick_list_refine (scale, ticks);

  if (refined == NULL || count_labels (refined) < ENOUGH_TICKS
      || !labels_fit (refined, scale, self->label_height, 0.25 * self->label_height))
    return ticks;

  g_ptr_array_unref (ticks);

  return g_steal_pointer (&refined);
}

/* As many as stand well apart; where these are so few that little can be read off, the first of the
 * denser ones that are enough, if there is room for them. */
static GPtrArray *
make_y_ticks (const OvLayout *self)
{
  const OvScale *scale = &self->geometry.y;
  const double height = (scale->start - scale->end) / self->label_height;
  /* A low chart has them closer together, for two or three tell little. */
  guint most = (guint) CLAMP (height / 2.3, CLAMP (height / 1.25, 2, 5), MOST_TICKS);
  GPtrArray *ticks = ov_tick_list_new (scale, most);

  while (most > 1 && !labels_fit (ticks, scale, self->label_height, 0.15 * self->label_height))
    {
      g_ptr_array_unref (ticks);
      ticks = ov_tick_list_new (scale, --most);
    }

  for (guint more = most + 1; more <= MOST_TICKS && count_labels (ticks) < ENOUGH_TICKS; more++)
    {
      GPtrArray *denser = ov_tick_list_new (scale, more);
      /* By a single one nothing can be read off at all. */
      const double gap = count_labels (ticks) < 2 ? 0.05 : 0.25;

      if (!labels_fit (denser, scale, self->label_height, gap * self->label_height))
        {
          g_ptr_array_unref (denser);
          break;
        }
      g_ptr_array_unref (ticks);
      ticks = denser;
    }

  if (count_labels (ticks) < ENOUGH_TICKS)
    ticks = refine_y_ticks (self, ticks);
  if (count_labels (ticks) < ENOUGH_TICKS)
    ov_tick_list_divide (scale, ticks, count_labels (ticks) < 3 ? 4 : 2);

  return ticks;
}

/* The title and the legend, side by side when both fit into one row. Returns where the plot may
 * start. */
static double
place_header (OvLayout      *self,
              const OvChart *chart)
{
  double unit = self->unit, pad = 8 * unit, room = self->width - 2 * pad;
  double title_width = 0, title_height = 0, y = pad;
  gboolean roomy = self->height > 13 * self->label_height;
  guint most_rows = (guint) CLAMP (self->height * 0.22 / self->label_height, 0, 3);

  if (chart->title != NULL && *chart->title != '\0')
    ov_text_measure (chart->title, self->title_size, OV_TEXT_BOLD, 0, &title_width, &title_height);

  self->title_width = MIN (title_width + 0.5, room);
  self->title_y = y;

  if (!chart->end_labels)
    self->legend = ov_legend_new (chart, unit, self->label_size, room, MAX (most_rows, 1));
  if (self->legend == NULL)
    return title_height > 0 ? y + title_height + 9 * unit : y + self->label_height / 2;

  if (title_height > 0 && self->legend->n_rows == 1 && !roomy && title_width > 0
      && title_width + 24 * unit + self->legend->width > room)
    {
      /* On a low chart a second row would cost more than the legend is worth; it gets what is left.
       */
      g_clear_pointer (&self->legend, ov_legend_free);
      if (room - title_width > 110 * unit)
        self->legend = ov_legend_new (chart, unit, self->label_size, room - title_width - 24 * unit,
                                      1);
      if (self->legend == NULL)
        return y + title_height + 9 * unit;
    }

  if (title_height > 0 && self->legend->n_rows == 1
      && title_width + 24 * unit + self->legend->width <= room)
    {
      self->legend->x = self->width - pad - self->legend->width;
      self->legend->y = y + (title_height - self->legend->row_height) / 2;
      return y + MAX (title_height, self->legend->row_height) + 9 * unit;
    }

  if (title_height > 0)
    y += title_height + 3 * unit;

  self->legend->x = pad;
  self->legend->y = y;

  return y + self->legend->n_rows * self->legend->row_height + 9 * unit;
}

/* The note stands in the legend's row, at the other end, if both have room there. */
static void
place_note (OvLayout      *self,
            const OvChart *chart)
{
  const double room = self->width - 22 * self->unit;
  g_auto (GStrv) lines = NULL;

  if (chart->note == NULL || self->legend == NULL || self->legend->n_rows > 1
      || self->title_width > 1)
    return;

  lines = g_strsplit (chart->note, "\n", -1);
  for (guint i = 0; lines[i] != NULL && self->note == NULL; i++)
    {
      ov_text_measure (lines[i], self->label_size, OV_TEXT_PLAIN, 0, &self->note_width, NULL);
      if (self->legend->width + 20 * self->unit + self->note_width <= room)
        self->note = g_strdup (lines[i]);
    }
}

/* Vertical places, from both ends towards the plot. */
static void
place_rows (OvLayout      *self,
            const OvChart *chart)
{
  cairo_rectangle_t *plot = &self->geometry.plot;
  double unit = self->unit, top = place_header (self, chart);
  double bottom = self->height - 6 * unit - self->label_height - 5 * unit;

  self->with_x_title = chart->has_x && chart->x_title != NULL && *chart->x_title != '\0'
                       && bottom - top > 7 * self->label_height;
  if (self->with_x_title)
    bottom -= self->label_height + 2 * unit;

  place_note (self, chart);
  self->x_title_y = self->height - 6 * unit - self->label_height;
  plot->y = round (top);
  plot->height = MAX (round (bottom) - plot->y, 1);
}

/* The longest way to say it that there is room for, or NULL. */
static char *
choose_y_title (const OvLayout *self,
                const OvChart  *chart)
{
  if (!chart->has_y || chart->y_title == NULL || self->width <= 24 * self->label_size)
    return NULL;

  return ov_text_choose (chart->y_title, self->label_size, self->geometry.plot.height);
}

static void
place_columns (OvLayout      *self,
               const OvChart *chart)
{
  cairo_rectangle_t *plot = &self->geometry.plot;
  double unit = self->unit, left = 8 * unit, foot = 0, right;

  self->y_title = choose_y_title (self, chart);
  if (self->y_title != NULL)
    left += self->label_height + 4 * unit;

  if (chart->foot != NULL)
    ov_text_measure (chart->foot, self->label_size, OV_TEXT_PLAIN, 0, &foot, NULL);
  left += MAX (measure_widest (self->y_ticks, self->label_size), foot) + 7 * unit;
  self->natural_left = ceil (left);
  plot->x = round (MAX (self->natural_left, MIN (chart->minimum_left, self->width * 0.6)));
  self->y_title_x = 8 * unit;

  /* Room for half of the last label, which usually stands at the very end. */
  self->natural_right = ceil (MAX (14 * unit, ov_end_labels_measure (chart, self)));
  right = MAX (self->natural_right, MIN (chart->minimum_right, self->width * 0.4));
  plot->width = MAX (round (self->width - right) - plot->x, 1);
  self->geometry.x.start = plot->x;
  self->geometry.x.end = plot->x + plot->width;
  if (self->with_x_title)
    self->x_title = ov_text_choose (chart->x_title, self->label_size, plot->width);
  self->x_ticks = chart->has_x ? make_x_ticks (self, chart) : g_ptr_array_new ();

  if (self->x_ticks->len > 0)
    {
      const OvTick *last = g_ptr_array_index (self->x_ticks, self->x_ticks->len - 1);
      double width, over;

      if (last->label == NULL)
        return;

      ov_text_measure (last->label, self->label_size, OV_TEXT_PLAIN, 0, &width, NULL);
      over = ov_scale_to_position (&self->geometry.x, last->value) + width / 2 + 3 * unit
             - self->width;
      if (over > 0 && plot->width > 2 * over)
        {
          plot->width -= ceil (over);
          self->geometry.x.end = plot->x + plot->width;
        }
    }
}

/* What lies beyond a break has a share of the height, and room for a label at its end at least. */
static void
place_y_scale (OvLayout      *self,
               const OvChart *chart)
{
  const cairo_rectangle_t *plot = &self->geometry.plot;
  const double foot = ov_foot_measure (chart, self->label_height, plot->height);
  OvScale *scale = &self->geometry.y;

  *scale = (OvScale) {chart->y_range.low, chart->y_range.high, plot->y + plot->height - foot,
                      plot->y, chart->log_y, chart->beyond, 0};
  self->geometry.foot = foot > 0 ? scale->start + foot / 2 : (double) NAN;
  if (ov_scale_is_broken (scale))
    {
      const double wanted = MAX (BEYOND_SHARE * plot->height, 1.5 * self->label_height);

      scale->knee = round (plot->y + MIN (wanted, 0.4 * plot->height));
    }
}

static OvLayout *
make_layout (OvChart *chart,
             double   width,
             double   height)
{
  OvLayout *self = g_new0 (OvLayout, 1);

  ov_chart_update_ranges (chart);

  self->width = width;
  self->height = height;
  self->unit = choose_unit (chart, width, height);
  self->title_size = TITLE_SIZE * self->unit;
  self->label_size = LABEL_SIZE * self->unit;
  ov_text_measure ("0", self->label_size, OV_TEXT_PLAIN, 0, NULL, &self->label_height);

  place_rows (self, chart);
  place_y_scale (self, chart);
  self->y_ticks = chart->has_y ? make_y_ticks (self) : g_ptr_array_new ();

  self->geometry.x = (OvScale) {chart->x_range.low, chart->x_range.high, 0, 1, chart->log_x};
  self->geometry.x.shift = chart->log_x_shift;
  place_columns (self, chart);

  return self;
}

/**
 * ov_layout_get:
 * @chart: a chart
 * @width: of the whole chart
 * @height: of the whole chart
 *
 * Returns: (transfer none): where its parts stand, valid until the chart changes
 */
const OvLayout *
ov_layout_get (OvChart *chart,
               double   width,
               double   height)
{
  width = MAX (width, 1);
  height = MAX (height, 1);

  if (chart->layout != NULL && (chart->layout->width != width || chart->layout->height != height))
    g_clear_pointer (&chart->layout, ov_layout_free);

  if (chart->layout == NULL)
    chart->layout = make_layout (chart, width, height);

  return chart->layout;
}

/**
 * ov_layout_free:
 * @self: (transfer full): a layout
 */
void
ov_layout_free (OvLayout *self)
{
  g_clear_pointer (&self->legend, ov_legend_free);
  g_free (self->note);
  g_free (self->x_title);
  g_free (self->y_title);
  g_clear_pointer (&self->x_ticks, g_ptr_array_unref);
  g_clear_pointer (&self->y_ticks, g_ptr_array_unref);
  g_free (self);
}

/*
 * ov_layout_is_free:
 * @taken: of cairo_rectangle_t, what is drawn already
 * @area: where something is to be drawn
 *
 * Returns: whether @area overlaps nothing
 */
gboolean
ov_layout_is_free (const GArray            *taken,
                   const cairo_rectangle_t *area)
{
  for (guint i = 0; i < taken->len; i++)
    {
      const cairo_rectangle_t *other = &g_array_index (taken, cairo_rectangle_t, i);

      if (other->x < area->x + area->width && area->x < other->x + other->width
          && other->y < area->y + area->height && area->y < other->y + other->height)
        return FALSE;
    }

  return TRUE;
}

/**
 * ov_chart_set_steady_type:
 * @self: a chart
 * @steady_type: whether type is no larger in a chart that is larger than usual; not at first
 *
 * Where whoever sets the type's scale has the size of the screen in it, the chart's own size would
 * count twice.
 */
void
ov_chart_set_steady_type (OvChart *self,
                          gboolean steady_type)
{
  g_return_if_fail (self != NULL);

  self->has_steady_type = steady_type;
  ov_chart_change (self);
}

/**
 * ov_chart_set_text_scale:
 * @self: a chart
 * @text_scale: how many times larger the reader wants all type; 1 at first
 *
 * Enlarges type and lines as ov_chart_set_type_scale() does, and by as much besides, but only as
 * far as the height leaves room for four ticks, or for three in very large type.
 */
void
ov_chart_set_text_scale (OvChart *self,
                         double   text_scale)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text_scale > 0);

  self->text_scale = CLAMP (text_scale, 1, 4);
  ov_chart_change (self);
}

/**
 * ov_chart_get_geometry:
 * @self: a chart
 * @width: of the whole chart
 * @height: of the whole chart
 * @geometry: (out): the plot area within it and the scales of its axes, which turn data into
 *   positions and back, see ov_scale_to_position() and ov_scale_to_value()
 */
void
ov_chart_get_geometry (OvChart    *self,
                       double      width,
                       double      height,
                       OvGeometry *geometry)
{
  g_return_if_fail (self != NULL && geometry != NULL);

  *geometry = ov_layout_get (self, width, height)->geometry;
}

/**
 * ov_chart_measure_left:
 * @self: a chart
 * @width: of the whole chart
 * @height: of the whole chart
 *
 * Returns: how far from the left edge the plot area would start without ov_chart_set_minimum_left()
 */
double
ov_chart_measure_left (OvChart *self,
                       double   width,
                       double   height)
{
  g_return_val_if_fail (self != NULL, 0);

  return ov_layout_get (self, width, height)->natural_left;
}

/**
 * ov_chart_measure_right:
 * @self: a chart
 * @width: of the whole chart
 * @height: of the whole chart
 *
 * Returns: how far from the right edge the plot area would end without
 *   ov_chart_set_minimum_right(), but for what the last label of the x axis needs
 */
double
ov_chart_measure_right (OvChart *self,
                        double   width,
                        double   height)
{
  g_return_val_if_fail (self != NULL, 0);

  return ov_layout_get (self, width, height)->natural_right;
}
