/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "robust-range.h"

#include <math.h>
#include <stdlib.h>

/* With fewer points than this none is called an outlier. */
#define FEWEST_FOR_OUTLIERS 8

/* At most this many of the first points may be left out as early ones. */
#define MOST_EARLY 5

/* How far past the quantiles, in their distances, a late point still counts: a curve that takes off
 * is shown until it has left for good. */
#define LATE_REACH 3.5

/* How much of the range of all others the first points may add to it, above and below. */
#define EARLY_REACH 3.0

/* A curve that ends this many times above its usual size has exploded; no accuracy grows that much
 * from guessing. */
#define EXPLOSION 12.0

/* How far above the first half, in its spreads, a curve that explodes is still shown. */
#define EXPLOSION_REACH 6.0

/* The values that count, in their order and sorted. On a logarithmic axis they are logarithms. */
struct _OvRobustRange
{
  gboolean logarithmic;
  GArray  *values; /* of double */
  GArray  *half;   /* of double: the first half of the values, sorted */
  GArray  *late;   /* of double: all but the first MOST_EARLY values, sorted */
};

/**
 * ov_robust_range_new:
 * @logarithmic: whether factors count rather than differences; then values of 0 and less are left
 *   out
 *
 * Returns: (transfer full): the range of a curve without values, to be freed with
 *   ov_robust_range_free()
 */
OvRobustRange *
ov_robust_range_new (gboolean logarithmic)
{
  OvRobustRange *self = g_new (OvRobustRange, 1);

  self->logarithmic = logarithmic;
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
  self->half = g_array_new (FALSE, FALSE, sizeof (double));
  self->late = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

/**
 * ov_robust_range_free:
 * @self: a range
 */
void
ov_robust_range_free (OvRobustRange *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->values);
  g_array_unref (self->half);
  g_array_unref (self->late);
  g_free (self);
}

/**
 * ov_robust_range_add:
 * @self: a range
 * @value: the curve's next value; one that is not finite is left out
 */
void
ov_robust_range_add (OvRobustRange *self,
                     double         value)
{
  if (!isfinite (value) || (self->logarithmic && !(value > 0)))
    return;

  if (self->logarithmic)
    value = log10 (value);
  g_array_append_val (self->values, value);
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

static double *
get_numbers (const GArray *array)
{
  return (double *) (gpointer) array->data;
}

/* Merges @n values into those that are sorted already, from the end, where there is room. */
static void
merge (GArray       *sorted,
       const double *values,
       gsize         n)
{
  g_autofree double *added = g_memdup2 (values, n * sizeof *values);
  gsize n_old = sorted->len, at = n_old + n;
  double *all;

  qsort (added, n, sizeof *added, compare_doubles);
  g_array_set_size (sorted, (guint) at);
  all = get_numbers (sorted);
  while (n > 0)
    all[--at] = n_old > 0 && all[n_old - 1] > added[n - 1] ? all[--n_old] : added[--n];
}

/* Brings those that are sorted, the values from @first on, up to the end of the first @n. */
static void
sort_up_to (OvRobustRange *self,
            GArray        *sorted,
            gsize          first,
            gsize          n)
{
  if (first + sorted->len < n)
    merge (sorted, get_numbers (self->values) + first + sorted->len, n - first - sorted->len);
}

/* The index of the first of @n sorted values that is not below @value. */
static gsize
bisect (const double *sorted,
        gsize         n,
        double        value)
{
  gsize low = 0, high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (sorted[middle] < value)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* The range of those of the @n sorted values that lie near their bulk. */
static OvRange
find_bulk (const double *sorted,
           gsize         n,
           gboolean      logarithmic)
{
  double low = sorted[n / 20], high = sorted[n - 1 - n / 20];
  /* A curve that has stood still for long must be seen when it begins to move. */
  double least = logarithmic ? 1.0 : 0.25 * fabs (sorted[n / 2]);
  double reach = LATE_REACH * MAX (high - low, least);
  gsize last = bisect (sorted, n, high + reach);

  /* Of the values that equal the upper end, the first one says as much as the others. */
  if (last == n || sorted[last] > high + reach)
    last--;

  return (OvRange) {sorted[bisect (sorted, n, low - reach)], sorted[last]};
}

/* How many of the values come before the curve explodes for good; all when it does not. */
static gsize
count_before_explosion (OvRobustRange *self)
{
  const double *values = get_numbers (self->values);
  const gsize n = self->values->len;
  const double *sorted;
  double middle, spread, fence;
  gsize kept = n;

  sort_up_to (self, self->half, 0, n / 2);
  sorted = get_numbers (self->half);
  middle = sorted[n / 4];
  spread = MAX (sorted[n / 2 - 1 - n / 40] - sorted[n / 40], 0.25 * fabs (middle));
  fence = middle + EXPLOSION_REACH * spread;

  if (!(values[n - 1] > fence && values[n - 1] > EXPLOSION * MAX (fabs (middle), spread)))
    return n;

  while (kept > n / 2 && values[kept - 1] > fence)
    kept--;

  return kept;
}

/* The bulk of the values from @n_early to @n. */
static OvRange
find_late_range (OvRobustRange *self,
                 gsize          n_early,
                 gsize          n)
{
  g_autoptr (GArray) sorted = NULL;

  /* Of a long curve that does not explode, all others have been sorted before. */
  if (n_early == MOST_EARLY && n == self->values->len)
    sorted = g_array_ref (self->late);
  else
    sorted = g_array_new (FALSE, FALSE, sizeof (double));
  sort_up_to (self, sorted, n_early, n);

  return find_bulk (get_numbers (sorted), sorted->len, self->logarithmic);
}

static OvRange
find_range (OvRobustRange *self)
{
  const double *values = get_numbers (self->values);
  gsize n = self->values->len, n_early = n;
  OvRange range = OV_RANGE_EMPTY, near = {-INFINITY, INFINITY};

  if (n >= FEWEST_FOR_OUTLIERS)
    {
      double size;

      /* On a logarithmic axis an explosion is a straight line, which is worth seeing. */
      if (!self->logarithmic)
        n = count_before_explosion (self);

      n_early = CLAMP (n / 20, 1, MOST_EARLY);
      range = near = find_late_range (self, n_early, n);
      size = EARLY_REACH
             * MAX (range.high - range.low, self->logarithmic ? 0.3 : 0.02 * fabs (range.high));
      near.low -= size;
      near.high += size;
    }

  for (gsize i = 0; i < n_early; i++)
    if (values[i] >= near.low && values[i] <= near.high)
      range = ov_range_include (range, values[i]);

  return range;
}

/**
 * ov_robust_range_get:
 * @self: a range
 *
 * The range that shows a curve well: its first points, up to a twentieth of it and five of them,
 * are left out when they would crush the rest, and so are values that lie far from all others
 * wherever they are, and what comes after a curve has begun to explode.
 *
 * Returns: the range, empty when no value counts
 */
OvRange
ov_robust_range_get (OvRobustRange *self)
{
  OvRange range;

  g_return_val_if_fail (self != NULL, OV_RANGE_EMPTY);

  range = find_range (self);
  if (self->logarithmic && !ov_range_is_empty (range))
    range = (OvRange) {pow (10, range.low), pow (10, range.high)};

  return range;
}
