/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-column.h"

#include "figure.h"

/* How high a strip is, as a share of the other charts. */
#define STRIP_SHARE 0.7
#define THIN_SHARE 0.42

/* With more strips than these there are two columns, in smaller type. */
#define MOST_STRIPS 3
#define TWO_COLUMNS_SCALE 0.75

/* Between two columns, as a multiple of the gap between two charts. */
#define COLUMN_GAP 1.5

struct _OvChartColumn
{
  GPtrArray *charts; /* owned */
  GPtrArray *strips; /* of OvStrip: what each chart is, or NULL */
  gboolean   are_legends_apart;
};

/**
 * ov_chart_column_new:
 * @are_legends_apart: whether each quantity has a legend, since not all runs are in every chart
 *
 * Returns: (transfer full): a column without charts, to be freed with ov_chart_column_free()
 */
OvChartColumn *
ov_chart_column_new (gboolean are_legends_apart)
{
  OvChartColumn *self = g_new0 (OvChartColumn, 1);

  self->charts = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_chart_free);
  self->strips = g_ptr_array_new ();
  self->are_legends_apart = are_legends_apart;

  return self;
}

/**
 * ov_chart_column_free:
 * @self: a column
 */
void
ov_chart_column_free (OvChartColumn *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->charts);
  g_ptr_array_unref (self->strips);
  g_free (self);
}

/**
 * ov_chart_column_add:
 * @self: a column
 * @chart: (transfer full): the next chart
 * @strip: (nullable): the strip that it is
 */
void
ov_chart_column_add (OvChartColumn *self,
                     OvChart       *chart,
                     const OvStrip *strip)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (chart != NULL);

  g_ptr_array_add (self->charts, chart);
  g_ptr_array_add (self->strips, (gpointer) strip);
}

/**
 * ov_chart_column_get_scale:
 * @n_strips: how many strips a column is to have
 *
 * Returns: how much smaller the type of its charts is, so that there is room for them
 */
double
ov_chart_column_get_scale (guint n_strips)
{
  return n_strips > MOST_STRIPS ? TWO_COLUMNS_SCALE : 1.0;
}

/* How high a chart is, as a share of one that is no strip. */
static double
get_share (const OvChartColumn *self,
           guint                index)
{
  const OvStrip *strip = g_ptr_array_index (self->strips, index);

  if (strip == NULL || self->charts->len == 1)
    return 1.0;

  return strip->is_thin ? THIN_SHARE : STRIP_SHARE;
}

static double
sum_shares (const OvChartColumn *self)
{
  double sum = 0.0;

  for (guint i = 0; i < self->charts->len; i++)
    sum += get_share (self, i);

  return sum;
}

/* A strip has a legend of its own, for it shares no curve with the others. */
static void
align (const OvChartColumn     *self,
       const cairo_rectangle_t *area,
       double                   height)
{
  const guint n = self->charts->len;
  double left = 0.0;
  double right = 0.0;

  for (guint i = 0; i < n; i++)
    {
      OvChart *chart = self->charts->pdata[i];
      const OvStrip *strip = self->strips->pdata[i];

      if (strip != NULL)
        ov_chart_set_type_height (chart, height);
      ov_chart_set_legend (chart, strip != NULL ? !strip->is_thin
                                                : i == 0 || self->are_legends_apart);
      if (i + 1 < n)
        ov_chart_set_x_title (chart, NULL);
      left = MAX (left, ov_chart_measure_left (chart, area->width, get_share (self, i) * height));
      right = MAX (right,
                   ov_chart_measure_right (chart, area->width, get_share (self, i) * height));
    }

  for (guint i = 0; i < n; i++)
    {
      ov_chart_set_minimum_left (self->charts->pdata[i], left);
      ov_chart_set_minimum_right (self->charts->pdata[i], right);
    }
}

/* Puts all charts one above the other. */
static void
draw_all (const OvChartColumn     *self,
          cairo_t                 *cr,
          const cairo_rectangle_t *area,
          double                   gap)
{
  const guint n = self->charts->len;
  const double height = (area->height - gap * (n - 1)) / sum_shares (self);
  double y = area->y;

  align (self, area, height);
  for (guint i = 0; i < n; i++)
    {
      const cairo_rectangle_t own = {area->x, y, area->width, get_share (self, i) * height};

      ov_figure_draw_chart (self->charts->pdata[i], cr, &own);
      y += own.height + gap;
    }
}

/* Shares the charts out: quantities stand on the left, with so many strips that both are about as
 * high. */
static void
share_out (const OvChartColumn *self,
           OvChartColumn       *left,
           OvChartColumn       *right)
{
  const double half = sum_shares (self) / 2.0;
  double used = 0.0;

  for (guint i = 0; i < self->charts->len; i++)
    if (self->strips->pdata[i] == NULL)
      used += get_share (self, i);
  for (guint i = 0; i < self->charts->len; i++)
    {
      const gboolean is_strip = self->strips->pdata[i] != NULL;
      const double share = is_strip ? get_share (self, i) : 0.0;
      const gboolean is_left = !is_strip || used + share <= half;

      used += share;
      g_ptr_array_add (is_left ? left->charts : right->charts, self->charts->pdata[i]);
      g_ptr_array_add (is_left ? left->strips : right->strips, self->strips->pdata[i]);
    }
}

/**
 * ov_chart_column_draw:
 * @self: a column
 * @cr: where to draw
 * @area: how much room there is
 * @gap: between two charts
 *
 * Draws the charts, in two columns when there are many strips.
 */
void
ov_chart_column_draw (const OvChartColumn     *self,
                      cairo_t                 *cr,
                      const cairo_rectangle_t *area,
                      double                   gap)
{
  const double width = (area->width - COLUMN_GAP * gap) / 2.0;
  const cairo_rectangle_t left_area = {area->x, area->y, width, area->height};
  const cairo_rectangle_t right_area = {area->x + area->width - width, area->y, width,
                                        area->height};
  g_autoptr (OvChartColumn) left = NULL;
  g_autoptr (OvChartColumn) right = NULL;
  guint n_strips = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (area != NULL);

  for (guint i = 0; i < self->strips->len; i++)
    n_strips += self->strips->pdata[i] != NULL;
  if (n_strips <= MOST_STRIPS)
    {
      draw_all (self, cr, area, gap);
      return;
    }

  left = ov_chart_column_new (self->are_legends_apart);
  right = ov_chart_column_new (self->are_legends_apart);
  g_ptr_array_set_free_func (left->charts, NULL);
  g_ptr_array_set_free_func (right->charts, NULL);
  share_out (self, left, right);
  if (left->charts->len > 0)
    draw_all (left, cr, &left_area, gap);
  if (right->charts->len > 0)
    draw_all (right, cr, &right_area, gap);
}
