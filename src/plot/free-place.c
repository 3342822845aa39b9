/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "free-place.h"

#include <math.h>

/* Of the place from the crosshair, from the edges of the plot and from the curves, in units. */
#define DISTANCE 12
#define EDGE 2
#define CLEARANCE 5

/* Which rows of pixels of the plot have a curve in them, between two of its columns. */
typedef struct
{
  const OvGeometry *geometry;
  double            left;
  double            right;
  double            clearance;
  int               n;
  guint8           *taken; /* [n], from the top */
} Rows;

static void
take (Rows   *rows,
      OvRange range)
{
  const double top = rows->geometry->plot.y;
  const double first = floor (range.low - rows->clearance - top);
  const double last = ceil (range.high + rows->clearance - top);

  if (ov_range_is_empty (range))
    return;

  for (int i = (int) CLAMP (first, 0, rows->n); i < (int) CLAMP (last, 0, rows->n); i++)
    rows->taken[i] = TRUE;
}

/* The y at which a line from @a to @b, which is not upright, is at @x. */
static double
cross (const double *a,
       const double *b,
       double        x)
{
  return a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]);
}

/* What a line from @a to @b takes between the columns. */
static OvRange
find_extent (const Rows   *rows,
             const double *a,
             const double *b)
{
  const double left = MAX (MIN (a[0], b[0]), rows->left);
  const double right = MIN (MAX (a[0], b[0]), rows->right);
  OvRange range = OV_RANGE_EMPTY;

  if (left > right)
    return range;
  if (!(fabs (b[0] - a[0]) > 1e-9))
    return ov_range_include (ov_range_include (range, a[1]), b[1]);

  return ov_range_include (ov_range_include (range, cross (a, b, left)), cross (a, b, right));
}

/* Takes what a line through points takes, and returns all of it. */
static OvRange
take_line (Rows           *rows,
           const OvSeries *series,
           const double   *y,
           OvReduction    *reduction)
{
  OvRange all = OV_RANGE_EMPTY;
  gsize n;
  const double *points =
    ov_reduction_update (reduction, series->x, y, series->n, rows->geometry, &n);

  for (gsize i = 0; i < n; i++)
    {
      const double *b = points + 2 * i;
      const double *a = i > 0 && !isnan (b[-2]) ? b - 2 : b;
      OvRange range = OV_RANGE_EMPTY;

      if (!isnan (b[0]))
        range = find_extent (rows, a, b);
      take (rows, range);
      all = ov_range_unite (all, range);
    }

  return all;
}

static OvRange
take_series (Rows           *rows,
             const OvSeries *series)
{
  OvRange range;

  if (series == NULL || series->n == 0)
    return (OvRange) OV_RANGE_EMPTY;

  range = take_line (rows, series, series->y, series->reduction);
  if (series->smooth != NULL)
    range = ov_range_unite (range, take_line (rows, series, series->smooth,
                                              series->smooth_reduction));

  return range;
}

static void
take_curves (Rows          *rows,
             const OvChart *chart)
{
  for (guint i = 0; i < chart->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (chart->series, i);

      if (!series->visible)
        continue;

      take_series (rows, series);
      take (rows, ov_range_unite (take_series (rows, series->low),
                                  take_series (rows, series->high)));
    }
}

/* The top row of the free stretch of @length rows that is nearest to @wanted; -1 when there is
 * none. */
static int
find_stretch (const Rows *rows,
              int         length,
              int         wanted)
{
  int best = -1;
  int begin = 0;

  for (int i = 0; i < rows->n; i++)
    {
      const int top = i - length + 1;

      if (rows->taken[i])
        begin = i + 1;
      else if (top >= begin && (best < 0 || abs (top - wanted) < abs (best - wanted)))
        best = top;
    }

  return best;
}

/* What has been drawn besides the curves, and takes the same columns. */
static void
take_areas (Rows         *rows,
            const GArray *areas)
{
  for (guint i = 0; i < areas->len; i++)
    {
      const cairo_rectangle_t *area = &g_array_index (areas, cairo_rectangle_t, i);

      if (area->x < rows->right && rows->left < area->x + area->width)
        take (rows, (OvRange) {area->y, area->y + area->height});
    }
}

/**
 * ov_free_place_find_rows:
 * @chart: a chart
 * @layout: its layout
 * @areas: (nullable): of cairo_rectangle_t, what has been drawn besides the curves
 * @left: a column
 * @right: another one
 *
 * Returns: (transfer full): [the plot's height in whole pixels, at least 1], from the top, whether
 *   anything lies in that row between these columns, or near it
 */
guint8 *
ov_free_place_find_rows (const OvChart  *chart,
                         const OvLayout *layout,
                         const GArray   *areas,
                         double          left,
                         double          right)
{
  Rows rows = {&layout->geometry, left, right, CLEARANCE * layout->unit,
               MAX ((int) layout->geometry.plot.height, 1)};

  rows.taken = g_new0 (guint8, (gsize) rows.n);
  take_curves (&rows, chart);
  if (areas != NULL)
    take_areas (&rows, areas);

  return rows.taken;
}

/**
 * ov_free_place_is_clear:
 * @rows: from ov_free_place_find_rows()
 * @layout: the layout of its chart
 * @area: between the same columns
 *
 * Returns: whether nothing lies in any row of @area
 */
gboolean
ov_free_place_is_clear (const guint8            *rows,
                        const OvLayout          *layout,
                        const cairo_rectangle_t *area)
{
  const int n = MAX ((int) layout->geometry.plot.height, 1);
  const double top = area->y - layout->geometry.plot.y;

  for (int i = (int) MAX (top, 0); i < MIN ((int) ceil (top + area->height), n); i++)
    if (rows[i])
      return FALSE;

  return TRUE;
}

/* Returns NULL when something of that width has no room in the plot at all. */
static guint8 *
find_taken (const OvChart           *chart,
            const OvLayout          *layout,
            const GArray            *areas,
            const cairo_rectangle_t *area)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  const double edge = EDGE * layout->unit;

  if (plot->height < 1 || area->x < plot->x + edge
      || area->x + area->width > plot->x + plot->width - edge)
    return NULL;

  return ov_free_place_find_rows (chart, layout, areas, area->x, area->x + area->width);
}

/* Moves @area up or down to where no curve is. */
static gboolean
find_height (const OvLayout    *layout,
             guint8            *taken,
             double             y,
             cairo_rectangle_t *area)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  const double edge = EDGE * layout->unit;
  const double wanted = isfinite (y) ? y - area->height / 2 - plot->y : 0;
  const Rows rows = {.n = (int) plot->height, .taken = taken};
  const int top = find_stretch (&rows, (int) ceil (area->height + 2 * edge),
                                (int) CLAMP (wanted, 0, plot->height));

  area->y = plot->y + top + edge;

  return top >= 0;
}

/**
 * ov_free_place_find:
 * @chart: a chart
 * @layout: its layout
 * @areas: of cairo_rectangle_t, what has been drawn besides the curves
 * @x: the position of an upright line
 * @y: where the middle would best be; NAN for as high up as can be
 * @least: the least height that is of any use
 * @step: by how much less the height may be at a time
 * @area: (inout): a size; gets the place, and a lesser height where all of it has no room
 *
 * Finds where something has room in the plot without covering a curve, a label or the line: beside
 * that, first on its right, or else at an end of the plot.
 *
 * Returns: whether there is such a place
 */
gboolean
ov_free_place_find (const OvChart     *chart,
                    const OvLayout    *layout,
                    const GArray      *areas,
                    double             x,
                    double             y,
                    double             least,
                    double             step,
                    cairo_rectangle_t *area)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  const double distance = DISTANCE * layout->unit, edge = EDGE * layout->unit;
  const double lefts[] = {
    x + distance,
    x - distance - area->width,
    plot->x + plot->width - edge - area->width,
    plot->x + edge,
  };
  guint8 *taken[G_N_ELEMENTS (lefts)] = {NULL};
  gboolean is_found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (lefts); i++)
    {
      area->x = lefts[i];
      if (area->x > x || area->x + area->width < x)
        taken[i] = find_taken (chart, layout, areas, area);
    }
  for (double height = area->height; !is_found && height >= least; height -= step)
    for (gsize i = 0; !is_found && i < G_N_ELEMENTS (lefts); i++)
      {
        area->x = lefts[i];
        area->height = height;
        is_found = taken[i] != NULL && find_height (layout, taken[i], y, area);
      }
  for (gsize i = 0; i < G_N_ELEMENTS (lefts); i++)
    g_free (taken[i]);

  return is_found;
}
