/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "range.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* With fewer points than this none is called an outlier. */
#define FEWEST_FOR_OUTLIERS 8

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

/**
 * ov_range_is_empty:
 * @self: a range
 *
 * Returns: whether nothing lies in it
 */
gboolean
ov_range_is_empty (OvRange self)
{
  return self.low > self.high;
}

/**
 * ov_range_include:
 * @self: a range
 * @value: a value; one that is not finite is left out
 *
 * Returns: the range widened to hold @value
 */
OvRange
ov_range_include (OvRange self,
                  double  value)
{
  if (!isfinite (value))
    return self;

  return (OvRange) {MIN (self.low, value), MAX (self.high, value)};
}

/**
 * ov_range_unite:
 * @self: a range
 * @other: a range
 *
 * Returns: the smallest range that holds both
 */
OvRange
ov_range_unite (OvRange self,
                OvRange other)
{
  return (OvRange) {MIN (self.low, other.low), MAX (self.high, other.high)};
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
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
  OvRange range = OV_RANGE_EMPTY;

  for (gsize i = 0; i < n; i++)
    if (sorted[i] >= low - reach && sorted[i] <= high + reach)
      range = ov_range_include (range, sorted[i]);

  return range;
}

/* How many of the values come before the curve explodes for good; all when it does not. */
static gsize
count_before_explosion (const double *values,
                        gsize         n)
{
  g_autofree double *sorted = g_memdup2 (values, n / 2 * sizeof *values);
  double middle, spread, fence;
  gsize kept = n;

  qsort (sorted, n / 2, sizeof *sorted, compare_doubles);
  middle = sorted[n / 4];
  spread = MAX (sorted[n / 2 - 1 - n / 40] - sorted[n / 40], 0.25 * fabs (middle));
  fence = middle + EXPLOSION_REACH * spread;

  if (!(values[n - 1] > fence && values[n - 1] > EXPLOSION * MAX (fabs (middle), spread)))
    return n;

  while (kept > n / 2 && values[kept - 1] > fence)
    kept--;

  return kept;
}

/**
 * ov_range_find_robust:
 * @values: [n], the values of one curve in their order; those that are not finite are left out
 * @n: number of values
 * @logarithmic: whether factors count rather than differences; then values of 0 and less are left
 *   out
 *
 * The range that shows a curve well: its first points, up to a twentieth of it and five of them,
 * are left out when they would crush the rest, and so are values that lie far from all others
 * wherever they are, and what comes after a curve has begun to explode.
 *
 * Returns: the range, empty when no value counts
 */
OvRange
ov_range_find_robust (const double *values,
                      gsize         n,
                      gboolean      logarithmic)
{
  g_autofree double *kept = g_new (double, MAX (n, 1));
  g_autofree double *sorted = NULL;
  gsize n_kept = 0, n_early;
  OvRange range = OV_RANGE_EMPTY, bulk;
  double size;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]) && (!logarithmic || values[i] > 0))
      kept[n_kept++] = logarithmic ? log10 (values[i]) : values[i];

  if (n_kept < FEWEST_FOR_OUTLIERS)
    {
      for (gsize i = 0; i < n_kept; i++)
        range = ov_range_include (range, kept[i]);
    }
  else
    {
      /* On a logarithmic axis an explosion is a straight line, which is worth seeing. */
      if (!logarithmic)
        n_kept = count_before_explosion (kept, n_kept);

      n_early = CLAMP (n_kept / 20, 1, 5);
      sorted = g_memdup2 (kept + n_early, (n_kept - n_early) * sizeof *kept);
      qsort (sorted, n_kept - n_early, sizeof *sorted, compare_doubles);
      range = bulk = find_bulk (sorted, n_kept - n_early, logarithmic);
      size = EARLY_REACH * MAX (bulk.high - bulk.low, logarithmic ? 0.3 : 0.02 * fabs (bulk.high));

      for (gsize i = 0; i < n_early; i++)
        if (kept[i] >= bulk.low - size && kept[i] <= bulk.high + size)
          range = ov_range_include (range, kept[i]);
    }

  if (logarithmic && !ov_range_is_empty (range))
    range = (OvRange) {pow (10, range.low), pow (10, range.high)};

  return range;
}
