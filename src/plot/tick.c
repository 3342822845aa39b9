/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tick.h"

#include <math.h>
#include <string.h>

/* Sets of digits within a decade that get a label, the densest first. */
static const struct
{
  guint  n;
  double digits[9];
} decade_sets[] = {
  {9, {1, 2, 3, 4, 5, 6, 7, 8, 9}},
  {3, {1, 2, 5}},
  {2, {1, 3}},
  {1, {1}},
};

/* How many decades there may be from label to label where not every decade can have one. */
static const int decade_steps[] = {2, 3, 5, 10, 20, 50, 100, 200, 500, 1000};

/**
 * ov_tick_free:
 * @tick: (transfer full): a tick
 */
void
ov_tick_free (OvTick *tick)
{
  g_free (tick->label);
  g_free (tick);
}

static void
add_tick (GPtrArray *ticks,
          double     value,
          char      *label)
{
  OvTick *tick = g_new0 (OvTick, 1);

  tick->value = value;
  tick->label = label;
  g_ptr_array_add (ticks, tick);
}

static double
power_of_ten (int exponent)
{
  return exponent < 0 ? 1 / pow (10, -exponent) : pow (10, exponent);
}

/* @value with @decimals digits after the decimal mark, which is that of the locale. */
static char *
format_fixed (double value,
              int    decimals)
{
  return g_strdup_printf ("%.*f", CLAMP (decimals, 0, 17), value);
}

/* @value as a multiple of a power of ten. */
static char *
format_power (double value,
              int    decimals,
              int    exponent)
{
  /* In two steps, since 10^-324 is no double. */
  double digits = value / power_of_ten (exponent / 2) / power_of_ten (exponent - exponent / 2);

  return g_strdup_printf ("%.*fe%d", CLAMP (decimals, 0, 17), digits, exponent);
}

/* A label for a multiple of @step: no more digits than tell it from its neighbours, and, where all
 * are too large or too small to be written out, a power of ten that all of an axis share. */
static char *
format_multiple (double value,
                 double step,
                 double largest)
{
  int step_exponent = (int) floor (log10 (step) + 1e-9);
  int exponent;

  if (value == 0)
    return g_strdup ("0");

  if (largest < 1e6 && largest >= 1e-3)
    return format_fixed (value, -step_exponent);

  exponent = (int) floor (log10 (largest) + 1e-9);
  return format_power (value, exponent - step_exponent, exponent);
}

static void
add_multiples (GPtrArray     *ticks,
               const OvScale *scale,
               double         step,
               guint          most)
{
  /* The sliver keeps a tick that stands on the very end of the range. */
  double first = ceil (scale->low / step - 1e-9);
  double last = floor (scale->high / step + 1e-9);
  double largest = MAX (fabs (first), fabs (last)) * step;
  const char *before = NULL;

  for (guint i = 0; i <= most && first + i <= last; i++)
    {
      double value = (first + i) * step;
      char *label;

      if (!isfinite (value))
        continue;

      /* Where doubles are too coarse for the step, neighbours would read the same. */
      label = format_multiple (value, step, largest);
      if (before != NULL && strcmp (label, before) == 0)
        {
          g_free (label);
          continue;
        }

      add_tick (ticks, value + 0.0, label);
      before = label;
    }
}

static void
add_linear_ticks (GPtrArray     *ticks,
                  const OvScale *scale,
                  guint          most)
{
  add_multiples (ticks, scale, ov_scale_choose_step (scale->low, scale->high, most), most);
}

static guint
count_in_decades (const OvScale *scale,
                  guint          set,
                  int            every)
{
  int first = (int) floor (log10 (scale->low) + 1e-9);
  int last = (int) floor (log10 (scale->high) + 1e-9);
  guint n = 0;

  for (int e = first; e <= last; e++)
    for (guint i = 0; i < decade_sets[set].n && e % every == 0; i++)
      {
        double value = decade_sets[set].digits[i] * power_of_ten (e);

        n += value >= scale->low * (1 - 1e-9) && value <= scale->high * (1 + 1e-9);
      }

  return n;
}

static gboolean
is_labelled (guint  set,
             int    every,
             double digit,
             int    exponent)
{
  if (exponent % every != 0)
    return FALSE;

  for (guint i = 0; i < decade_sets[set].n; i++)
    if (decade_sets[set].digits[i] == digit)
      return TRUE;

  return FALSE;
}

static void
add_decade_ticks (GPtrArray     *ticks,
                  const OvScale *scale,
                  guint          set,
                  int            every)
{
  int first = (int) floor (log10 (scale->low) + 1e-9);
  int last = (int) floor (log10 (scale->high) + 1e-9);
  gboolean exponential = scale->low < 1e-3 * (1 - 1e-9) || scale->high >= 1e5;
  gboolean with_minor = last - first <= 8;

  for (int e = first; e <= last; e++)
    for (int digit = 1; digit <= 9; digit++)
      {
        double value = digit * power_of_ten (e);
        gboolean labelled = is_labelled (set, every, digit, e);

        if (value < scale->low * (1 - 1e-9) || value > scale->high * (1 + 1e-9))
          continue;

        if (labelled)
          add_tick (ticks, value,
                    exponential ? format_power (value, 0, e) : format_fixed (value, -e));
        else if (with_minor || (digit == 1 && last - first <= 40))
          add_tick (ticks, value, NULL);
      }
}

static void add_range_ticks (GPtrArray     *ticks,
                             const OvScale *scale,
                             guint          most);

/* Counts on a logarithmic scale that begins at 0: that, and from the shift on the usual ticks. */
static void
add_shifted_ticks (GPtrArray     *ticks,
                   const OvScale *scale,
                   guint          most)
{
  OvScale counted = *scale;
  const gboolean with_zero = scale->low <= 0 && scale->high >= 0;

  if (scale->low + scale->shift <= 0)
    return;

  counted.shift = 0;
  counted.low = MAX (scale->low, scale->shift);
  if (with_zero)
    add_tick (ticks, 0, g_strdup ("0"));
  if (!with_zero || most > 1)
    add_range_ticks (ticks, &counted, with_zero ? most - 1 : most);
}

/* Those of the range, without what lies beyond a break. */
static void
add_range_ticks (GPtrArray     *ticks,
                 const OvScale *scale,
                 guint          most)
{
  if (scale->logarithmic && scale->shift > 0)
    {
      add_shifted_ticks (ticks, scale, most);
      return;
    }

  if (!isfinite (scale->low) || !isfinite (scale->high) || scale->high <= scale->low
      || (scale->logarithmic && scale->low <= 0))
    return;

  /* Within a part of a decade a logarithmic scale is nearly linear and wants even steps. */
  if (!scale->logarithmic || scale->high / scale->low < 5)
    {
      add_linear_ticks (ticks, scale, most);
      return;
    }

  for (guint set = 0; set < G_N_ELEMENTS (decade_sets); set++)
    if (count_in_decades (scale, set, 1) <= most)
      {
        add_decade_ticks (ticks, scale, set, 1);
        return;
      }

  for (guint i = 0; i < G_N_ELEMENTS (decade_steps); i++)
    if (count_in_decades (scale, G_N_ELEMENTS (decade_sets) - 1, decade_steps[i]) <= most)
      {
        add_decade_ticks (ticks, scale, G_N_ELEMENTS (decade_sets) - 1, decade_steps[i]);
        return;
      }
}

/**
 * ov_tick_list_new:
 * @scale: a scale; one that is upside down, empty or not finite gets no ticks
 * @most: how many ticks with a label there may be
 *
 * Ticks at round values within the range, from low to high, no two with the same label. A linear
 * scale gets multiples of 1, 2 or 5 × 10^n; a logarithmic one gets decades, parts of decades while
 * there is room, and minor ticks without a label between them. Beyond the break of a broken scale
 * only its end has one.
 *
 * Returns: (transfer full) (element-type OvTick): the ticks; free with g_ptr_array_unref()
 */
GPtrArray *
ov_tick_list_new (const OvScale *scale,
                  guint          most)
{
  GPtrArray *ticks = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_tick_free);

  g_return_val_if_fail (scale != NULL, ticks);

  add_range_ticks (ticks, scale, MAX (most, 1));
  if (ov_scale_is_broken (scale))
    {
      /* It is a power of ten, mostly one that has no room in the notation of the others. */
      int exponent = (int) floor (log10 (scale->beyond) + 0.5);

      add_tick (ticks, scale->beyond,
                scale->beyond >= 1e5 ? format_power (scale->beyond, 0, exponent)
                                     : format_fixed (scale->beyond, 0));
    }

  return ticks;
}

/**
 * ov_tick_list_divide:
 * @scale: a scale
 * @ticks: (element-type OvTick): its ticks, to which others are added
 * @parts: into how many
 *
 * Divides the steps of a linear scale by minor ticks, and what is left of steps beyond the outer
 * ones.
 */
void
ov_tick_list_divide (const OvScale *scale,
                     GPtrArray     *ticks,
                     guint          parts)
{
  const guint n = ticks->len;
  double first, step;

  g_return_if_fail (scale != NULL && ticks != NULL && parts > 0);

  if (scale->logarithmic || ov_scale_is_broken (scale) || n < 2)
    return;

  first = ((const OvTick *) ticks->pdata[0])->value;
  step = ((const OvTick *) ticks->pdata[1])->value - first;
  for (guint i = 0; i < (n + 1) * parts; i++)
    {
      const double value = first + (1.0 * i / parts - 1.0) * step;

      if (i % parts != 0 && ov_scale_contains (scale, value))
        add_tick (ticks, value, NULL);
    }
}

/**
 * ov_tick_list_refine:
 * @scale: a scale
 * @ticks: (element-type OvTick): its ticks
 *
 * Between multiples of 5 and of 2 × 10^n there is a wide gap, which those of 4 × 10^n fill.
 *
 * Returns: (transfer full) (nullable) (element-type OvTick): ticks at these in place of multiples
 *   of 5 × 10^n; %NULL where @ticks are no such multiples
 */
GPtrArray *
ov_tick_list_refine (const OvScale   *scale,
                     const GPtrArray *ticks)
{
  const OvTick *first, *second;
  GPtrArray *refined;
  double step, digit;

  g_return_val_if_fail (scale != NULL && ticks != NULL, NULL);

  if (scale->logarithmic || ov_scale_is_broken (scale) || ticks->len < 2)
    return NULL;

  first = ticks->pdata[0];
  second = ticks->pdata[1];
  step = second->value - first->value;
  digit = step / pow (10, floor (log10 (step) + 1e-6));
  if (fabs (digit - 5) > 1e-6)
    return NULL;

  refined = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_tick_free);
  add_multiples (refined, scale, 0.8 * step, 2 * ticks->len);

  return refined;
}
