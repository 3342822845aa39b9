/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reduction.h"

#include <math.h>

static void
flush (const OvColumn *column,
       GArray         *out)
{
  const double *points[4] = {column->first, column->lowest, column->highest, column->last};
  gsize at[4] = {column->at[0], column->at[1], column->at[2], column->at[3]};

  if (column->n == 0)
    return;

  if (at[1] > at[2])
    {
      points[1] = column->highest;
      points[2] = column->lowest;
      at[1] = column->at[2];
      at[2] = column->at[1];
    }

  for (guint i = 0; i < 4; i++)
    if (i == 0 || at[i] != at[i - 1])
      g_array_append_vals (out, points[i], 2);
}

static void
start_column (OvColumn *column,
              gsize     index,
              double    x,
              double    y)
{
  column->n = 1;
  column->column = floor (x);
  for (guint i = 0; i < 4; i++)
    column->at[i] = index;

  column->first[0] = column->lowest[0] = column->highest[0] = column->last[0] = x;
  column->first[1] = column->lowest[1] = column->highest[1] = column->last[1] = y;
}

static void
add_to_column (OvColumn *column,
               gsize     index,
               double    x,
               double    y)
{
  column->n++;
  column->at[3] = index;
  column->last[0] = x;
  column->last[1] = y;

  if (y < column->lowest[1])
    {
      column->at[1] = index;
      column->lowest[0] = x;
      column->lowest[1] = y;
    }

  if (y > column->highest[1])
    {
      column->at[2] = index;
      column->highest[0] = x;
      column->highest[1] = y;
    }
}

/**
 * ov_reduction_new:
 *
 * Returns: (transfer full): the reduction of a line without points, to be freed with
 *   ov_reduction_free()
 */
OvReduction *
ov_reduction_new (void)
{
  OvReduction *self = g_new0 (OvReduction, 1);

  self->points = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

/**
 * ov_reduction_free:
 * @self: a reduction
 */
void
ov_reduction_free (OvReduction *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->points);
  g_free (self);
}

static gboolean
are_scales_equal (const OvScale *a,
                  const OvScale *b)
{
  return a->low == b->low && a->high == b->high && a->start == b->start && a->end == b->end
         && a->logarithmic == b->logarithmic && a->beyond == b->beyond && a->knee == b->knee
         && a->shift == b->shift;
}

static gboolean
are_plots_equal (const cairo_rectangle_t *a,
                 const cairo_rectangle_t *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

/* Whether the points so far are where they would be put now. */
static gboolean
is_valid (const OvReduction *self,
          gsize              n,
          gboolean           reduce,
          const OvGeometry  *geometry)
{
  return self->n <= n && self->reduce == reduce
         && are_plots_equal (&self->geometry.plot, &geometry->plot)
         && are_scales_equal (&self->geometry.x, &geometry->x)
         && are_scales_equal (&self->geometry.y, &geometry->y);
}

static void
add_point (OvReduction *self,
           double       x,
           double       y)
{
  static const double broken[2] = {NAN, NAN};
  double px = ov_scale_to_position (&self->geometry.x, x);
  double py = ov_scale_to_position (&self->geometry.y, y);

  /* On a logarithmic axis 0 is infinitely far down: the line leaves through the edge. */
  if (isfinite (y) && isinf (py))
    py = self->geometry.plot.y + self->geometry.plot.height + OV_REDUCTION_MARGIN;

  if (!isfinite (y) || !isfinite (px))
    {
      flush (&self->column, self->points);
      self->column.n = 0;
      g_array_append_vals (self->points, broken, 2);
    }
  else if (self->column.n > 0 && self->reduce && floor (px) == self->column.column)
    {
      add_to_column (&self->column, self->n, px, py);
    }
  else
    {
      flush (&self->column, self->points);
      start_column (&self->column, self->n, px, py);
    }
}

/**
 * ov_reduction_update:
 * @self: a reduction
 * @x: [n]
 * @y: [n]
 * @n: number of points
 * @geometry: of the plot
 * @n_out: (out): number of pairs returned
 *
 * Turns points into positions, at most four for each column of pixels when there are many more
 * points than columns; the line keeps its extremes. While the geometry stays, only the points past
 * those of the last update are worked out: the earlier ones have to be the same, unless
 * ov_reduction_forget() was called.
 *
 * Returns: (transfer none): [n_out × 2] positions x, y; a pair of NAN where the line is broken;
 *   valid until the next update
 */
const double *
ov_reduction_update (OvReduction      *self,
                     const double     *x,
                     const double     *y,
                     gsize             n,
                     const OvGeometry *geometry,
                     gsize            *n_out)
{
  gboolean reduce = (double) n > 4 * geometry->plot.width;

  if (!is_valid (self, n, reduce, geometry))
    {
      ov_reduction_forget (self);
      self->geometry = *geometry;
      self->reduce = reduce;
    }

  g_array_set_size (self->points, self->n_closed);
  for (; self->n < n; self->n++)
    add_point (self, x[self->n], y[self->n]);

  /* The last column stays open for the points to come. */
  self->n_closed = self->points->len;
  flush (&self->column, self->points);
  *n_out = self->points->len / 2;

  return (const double *) (gconstpointer) self->points->data;
}

/**
 * ov_reduction_forget:
 * @self: a reduction
 *
 * Notes that the points have changed.
 */
void
ov_reduction_forget (OvReduction *self)
{
  g_return_if_fail (self != NULL);

  self->n = 0;
  self->n_closed = 0;
  self->column.n = 0;
}
