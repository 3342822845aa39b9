/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contour-field.h"

#include <math.h>
#include <stdlib.h>

/* How many points there are along a side at least, for lines that look smooth. */
#define FINE_POINTS 96

/* Which share of the points are below the highest ground that has lines: what a network's loss does
 * far away would leave none where it matters. */
#define HIGH_SHARE 0.9

/* How far above that, in heights, values still count in between the points. */
#define CAP 1.5

/* How much steeper the ground may be at a point than on its flatter side. */
#define MOST_SLOPE 3.0

/* Sides of a cell, around which the corners stand from the lower left one. */
enum
{
  BOTTOM,
  RIGHT,
  TOP,
  LEFT,
  NONE,
};

/* Marching squares: from which side of a cell to which the border of the low ground goes, by which
 * corners are low (1, 2, 4, 8 from the lower left one), so that it is on the left. Where two
 * opposite corners are low, it depends on the middle: the last two are for a low one. */
static const guint8 borders[18][4] = {
  {NONE, NONE, NONE, NONE},
  {BOTTOM, LEFT, NONE, NONE},
  {RIGHT, BOTTOM, NONE, NONE},
  {RIGHT, LEFT, NONE, NONE},
  {TOP, RIGHT, NONE, NONE},
  {BOTTOM, LEFT, TOP, RIGHT},
  {TOP, BOTTOM, NONE, NONE},
  {TOP, LEFT, NONE, NONE},
  {LEFT, TOP, NONE, NONE},
  {BOTTOM, TOP, NONE, NONE},
  {RIGHT, BOTTOM, LEFT, TOP},
  {RIGHT, TOP, NONE, NONE},
  {LEFT, RIGHT, NONE, NONE},
  {BOTTOM, RIGHT, NONE, NONE},
  {LEFT, BOTTOM, NONE, NONE},
  {NONE, NONE, NONE, NONE},
  {BOTTOM, RIGHT, TOP, LEFT},
  {LEFT, BOTTOM, RIGHT, TOP},
};

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Finds where the high ground begins. Returns a value that nothing in between exceeds. */
static double
find_highest (OvContourField *self,
              const double   *values,
              gsize           n)
{
  g_autofree double *sorted = g_new (double, n);
  gsize n_finite = 0;
  gsize place;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      sorted[n_finite++] = values[i];
  if (n_finite == 0)
    return 0.0;

  qsort (sorted, n_finite, sizeof (double), compare);
  place = (gsize) (HIGH_SHARE * (double) (n - 1));
  self->lowest = sorted[0];
  self->highest = sorted[MIN (place, n_finite - 1)];

  return self->highest + CAP * (self->highest - self->lowest);
}

/* The slope at a point, from the differences to those before and behind it: their mean, but not
 * more than a few times the lesser, so that the foot of a cliff does not dip. */
static double
find_slope (double before,
            double behind)
{
  const double most = MOST_SLOPE * MIN (fabs (before), fabs (behind));

  return CLAMP ((before + behind) / 2.0, -most, most);
}

/* Between the middle two of four points that are equally far apart, @t of the way from the one to
 * the other: the cubic with those slopes, of Catmull and Rom (1974) where the ground is smooth. */
static double
blend (const double *points,
       double        t)
{
  const double rise = points[2] - points[1];
  const double first = find_slope (points[1] - points[0], rise);
  const double last = find_slope (rise, points[3] - points[2]);

  return (((first + last - 2.0 * rise) * t + 3.0 * rise - 2.0 * first - last) * t + first) * t
         + points[1];
}

/* Writes (n - 1) · factor + 1 values, @stride apart, for @n values that are @from_stride apart. A
 * point beyond the end continues what the last two do. */
static void
refine_line (const double *from,
             gsize         from_stride,
             guint         n,
             guint         factor,
             double       *to,
             gsize         stride)
{
  for (guint i = 0; i + 1 < n; i++)
    {
      const double *here = from + i * from_stride;
      const double points[] = {
        i > 0 ? *(here - from_stride) : 2.0 * here[0] - here[from_stride],
        here[0],
        here[from_stride],
        i + 2 < n ? here[2 * from_stride] : 2.0 * here[from_stride] - here[0],
      };

      for (guint j = 0; j < factor; j++)
        to[(i * factor + j) * stride] = blend (points, (double) j / factor);
    }
  to[(n - 1) * factor * stride] = from[(n - 1) * from_stride];
}

static void
refine (OvContourField *self,
        const double   *values,
        guint           n_columns,
        guint           n_rows)
{
  const guint x_factor = (FINE_POINTS + n_columns - 2) / (n_columns - 1);
  const guint y_factor = (FINE_POINTS + n_rows - 2) / (n_rows - 1);
  g_autofree double *wide = NULL;

  self->n_columns = (n_columns - 1) * x_factor + 1;
  self->n_rows = (n_rows - 1) * y_factor + 1;
  wide = g_new (double, (gsize) n_rows * self->n_columns);
  self->values = g_new (double, (gsize) self->n_rows * self->n_columns);
  for (guint row = 0; row < n_rows; row++)
    refine_line (values + (gsize) row * n_columns, 1, n_columns, x_factor,
                 wide + (gsize) row * self->n_columns, 1);
  for (guint column = 0; column < self->n_columns; column++)
    refine_line (wide + column, self->n_columns, n_rows, y_factor, self->values + column,
                 self->n_columns);
}

static double
get_x (const OvContourField *self,
       double                column)
{
  return self->x_low + (self->x_high - self->x_low) * column / (self->n_columns - 1);
}

static double
get_y (const OvContourField *self,
       double                row)
{
  return self->y_low + (self->y_high - self->y_low) * row / (self->n_rows - 1);
}

/* The lowest of the points in between, too. */
static void
find_lowest (OvContourField *self)
{
  gsize lowest = 0;

  for (gsize i = 1; i < (gsize) self->n_rows * self->n_columns; i++)
    if (self->values[i] < self->values[lowest])
      lowest = i;

  self->lowest = self->values[lowest];
  self->x = get_x (self, (double) (lowest % self->n_columns));
  self->y = get_y (self, (double) (lowest / self->n_columns));
  self->has_bottom = self->x > self->x_low && self->x < self->x_high && self->y > self->y_low
                     && self->y < self->y_high;
}

/**
 * ov_contour_field_new:
 * @values: [@n_rows × @n_columns], rows from the lowest y; what is not finite is higher than all
 *   that is
 * @n_columns: at least 2
 * @n_rows: at least 2
 * @low: [2], where x and y begin
 * @high: [2], where they end
 *
 * Between the points the ground is smooth: a cubic along each axis.
 *
 * Returns: (transfer full): the field
 */
OvContourField *
ov_contour_field_new (const double *values,
                      guint         n_columns,
                      guint         n_rows,
                      const double *low,
                      const double *high)
{
  g_autofree double *capped = NULL;
  OvContourField *self;
  double cap;

  g_return_val_if_fail (values != NULL, NULL);
  g_return_val_if_fail (n_columns >= 2 && n_rows >= 2, NULL);
  g_return_val_if_fail (low != NULL && high != NULL, NULL);

  self = g_new0 (OvContourField, 1);
  self->x_low = low[0];
  self->x_high = high[0];
  self->y_low = low[1];
  self->y_high = high[1];

  cap = find_highest (self, values, (gsize) n_rows * n_columns);
  capped = g_new (double, (gsize) n_rows *n_columns);
  for (gsize i = 0; i < (gsize) n_rows * n_columns; i++)
    capped[i] = isfinite (values[i]) ? MIN (values[i], cap) : cap;
  refine (self, capped, n_columns, n_rows);
  find_lowest (self);

  return self;
}

/**
 * ov_contour_field_free:
 * @self: a field
 */
void
ov_contour_field_free (OvContourField *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->values);
  g_free (self);
}

/*
 * Around the field lies a frame of cells whose outer points are high, so that every border is
 * closed. A cell and the point at its lower left have the same number, in rows of n_columns + 2;
 * the side from that point to the right one is twice that number, the side upwards one more.
 */

static guint
get_stride (const OvContourField *self)
{
  return self->n_columns + 2;
}

static double
get_value (const OvContourField *self,
           guint                 column,
           guint                 row)
{
  return column >= 1 && column <= self->n_columns && row >= 1 && row <= self->n_rows
           ? self->values[(gsize) (row - 1) * self->n_columns + column - 1]
           : (double) INFINITY;
}

static guint
get_side (const OvContourField *self,
          guint                 column,
          guint                 row,
          guint                 side)
{
  const guint cell = row * get_stride (self) + column;

  switch (side)
    {
    case BOTTOM:
      return 2 * cell;
    case RIGHT:
      return 2 * (cell + 1) + 1;
    case TOP:
      return 2 * (cell + get_stride (self));
    default:
      return 2 * cell + 1;
    }
}

static guint
classify (const OvContourField *self,
          guint                 column,
          guint                 row,
          double                level)
{
  const double corners[] = {
    get_value (self, column, row),
    get_value (self, column + 1, row),
    get_value (self, column + 1, row + 1),
    get_value (self, column, row + 1),
  };
  guint kind = 0;
  double sum = 0.0;

  for (guint i = 0; i < 4; i++)
    {
      sum += corners[i];
      if (corners[i] < level)
        kind |= 1u << i;
    }
  if (sum / 4.0 < level && kind == 5)
    return 16;
  if (sum / 4.0 < level && kind == 10)
    return 17;

  return kind;
}

/* Where the border crosses a side. Between the field and its frame that is at the frame, which is
 * out of sight. */
static void
place_crossing (const OvContourField *self,
                const OvGeometry     *geometry,
                guint                 side,
                double                level,
                double               *x,
                double               *y)
{
  const guint row = side / 2 / get_stride (self);
  const guint column = side / 2 % get_stride (self);
  const gboolean is_up = side % 2 == 1;
  const double from = get_value (self, column, row);
  const double to = get_value (self, column + !is_up, row + is_up);
  const double share = isinf (from) ? 0.0 : isinf (to) ? 1.0
                                                       : (level - from) / (to - from);

  *x = ov_scale_to_position (&geometry->x, get_x (self, column - 1.0 + (is_up ? 0.0 : share)));
  *y = ov_scale_to_position (&geometry->y, get_y (self, row - 1.0 + (is_up ? share : 0.0)));
}

/* Goes around from a side, and forgets where it went. */
static void
trace_border (const OvContourField *self,
              cairo_t              *cr,
              const OvGeometry     *geometry,
              double                level,
              guint                *next,
              guint                 side)
{
  cairo_new_sub_path (cr);
  while (next[side] != 0)
    {
      const guint following = next[side];
      double x;
      double y;

      place_crossing (self, geometry, side, level, &x, &y);
      cairo_line_to (cr, x, y);
      next[side] = 0;
      side = following;
    }
  cairo_close_path (cr);
}

/**
 * ov_contour_field_trace:
 * @self: a field
 * @cr: where to draw
 * @geometry: of the chart
 * @level: a value
 *
 * Adds the borders of the ground below a level to the path, closed: where the ground is cut off at
 * an edge of the field, the border is a little outside of it.
 */
void
ov_contour_field_trace (const OvContourField *self,
                        cairo_t              *cr,
                        const OvGeometry     *geometry,
                        double                level)
{
  g_autofree guint *next = NULL;
  gsize n_sides;

  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);

  /* No border goes to side 0, which is outside of the frame. */
  n_sides = (gsize) 2 * get_stride (self) * (self->n_rows + 2);
  next = g_new0 (guint, n_sides);
  for (guint row = 0; row <= self->n_rows; row++)
    for (guint column = 0; column <= self->n_columns; column++)
      {
        const guint8 *border = borders[classify (self, column, row, level)];

        for (guint i = 0; i < 4 && border[i] != NONE; i += 2)
          next[get_side (self, column, row, border[i])] =
            get_side (self, column, row, border[i + 1]);
      }

  for (guint side = 0; side < n_sides; side++)
    if (next[side] != 0)
      trace_border (self, cr, geometry, level, next, side);
}

/**
 * ov_contour_field_find_level:
 * @self: a field
 * @x: where to look
 * @level: a value
 * @y: (out): where the ground is that high, first from the lowest point towards the edge that is
 *   farther from it
 *
 * Returns: whether there is such a place
 */
gboolean
ov_contour_field_find_level (const OvContourField *self,
                             double                x,
                             double                level,
                             double               *y)
{
  double share;
  gboolean is_up;
  guint column;
  guint row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (y != NULL, FALSE);

  share = (x - self->x_low) / (self->x_high - self->x_low);
  if (!(share >= 0.0 && share <= 1.0))
    return FALSE;

  is_up = self->y_high - self->y > self->y - self->y_low;
  column = 1 + (guint) lround (share * (self->n_columns - 1));
  share = (self->y - self->y_low) / (self->y_high - self->y_low);
  row = 1 + (guint) lround (share * (self->n_rows - 1));
  for (; row >= 1 && row <= self->n_rows; row += is_up ? 1 : -1)
    {
      const double here = get_value (self, column, row);
      const double next = get_value (self, column, is_up ? row + 1 : row - 1);
      const double way = (level - here) / (next - here);

      if (here < level && next >= level && isfinite (next))
        {
          *y = get_y (self, row - 1.0 + (is_up ? way : -way));
          return TRUE;
        }
    }

  return FALSE;
}
