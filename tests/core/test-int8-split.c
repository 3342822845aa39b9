/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "int8-split.h"

#include <math.h>
#include <string.h>

#include "naive.h"

/* Not a multiple of any vector's length, nor of the blocks that columns are taken in. */
#define N_INPUTS 1037
#define N_IMAGES 19
#define N_UNITS 71

static double
read_digits (const gint8 *digits, gsize stride, guint n_digits)
{
  double value = 0.0;

  for (guint digit = n_digits; digit-- > 0;)
    value = 256.0 * value + digits[digit * stride];

  return value;
}

/* Each weight comes back to within half a unit, which is a 16-millionth of the largest. */
static void
test_weights (void)
{
  static const double spreads[] = {1e-6, 0.05, 1e20};
  g_autofree double *origin = g_new (double, N_INPUTS);
  float weights[N_INPUTS];

  for (guint i = 0; i < N_INPUTS; i++)
    origin[i] = (double) (i % 251) - 128.0 + 0.37;

  for (guint s = 0; s < G_N_ELEMENTS (spreads); s++)
    {
      gint8 digits[OV_N_WEIGHT_DIGITS * N_INPUTS];
      double expected_offset = 0.0;
      double largest = 0.0;
      double expected_rough = 0.0;
      double rough;
      double offset;
      double unit;

      naive_fill_random (weights, N_INPUTS, spreads[s], s + 1);
      weights[5] = 0.0f;
      weights[7] = (float) -spreads[s];
      unit = ov_int8_split_weights (weights, N_INPUTS, origin, digits, N_INPUTS, &offset,
                                    &rough);
      for (guint i = 0; i < N_INPUTS; i++)
        {
          const double number = read_digits (digits + i, N_INPUTS, OV_N_WEIGHT_DIGITS);

          g_assert_cmpfloat_with_epsilon (number, (double) weights[i] / unit, 0.5 + 1e-6);
          expected_offset += number * origin[i];
          expected_rough += (number - digits[i]) * origin[i];
          largest = MAX (largest, fabs ((double) weights[i]));
        }
      g_assert_cmpfloat_with_epsilon (unit, largest / 8355711.0, 1e-12 * largest);
      g_assert_cmpfloat_with_epsilon (offset, expected_offset, 1e-9 * fabs (expected_offset));
      g_assert_cmpfloat_with_epsilon (rough, expected_rough, 1e-9 * fabs (expected_rough));
    }
}

/* What is not finite is found wherever it stands, and an empty block is fine. */
static void
test_odd_weights (void)
{
  static const float odd[] = {NAN, INFINITY, -INFINITY};
  g_autofree double *origin = g_new0 (double, N_INPUTS);
  gint8 digits[OV_N_WEIGHT_DIGITS * N_INPUTS];
  float weights[N_INPUTS] = {0};
  double offset;
  double rough;

  memset (digits, 1, sizeof digits);
  g_assert_cmpfloat (
    ov_int8_split_weights (weights, N_INPUTS, origin, digits, N_INPUTS, &offset, &rough), ==,
    0.0);
  g_assert_cmpfloat (offset, ==, 0.0);
  g_assert_cmpfloat (rough, ==, 0.0);
  for (guint i = 0; i < sizeof digits; i++)
    g_assert_cmpint (digits[i], ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      naive_fill_random (weights, N_INPUTS, 1.0, 1);
      weights[N_INPUTS - 1 - i] = odd[i];
      g_assert_true (isnan (
        ov_int8_split_weights (weights, N_INPUTS, origin, digits, N_INPUTS, &offset, &rough)));
    }
}

static void
test_derivatives (void)
{
  g_autofree float *derivatives = g_new (float, N_IMAGES *N_UNITS);
  g_autofree gint8 *digits = g_new (gint8, OV_N_DERIVATIVE_DIGITS * N_IMAGES * N_UNITS);
  guint32 largest_of_units[N_UNITS] = {0};
  gint32 sums[N_UNITS] = {0};

  /* Units of very different sizes, one that is silent and one that is not finite. */
  naive_fill_random (derivatives, N_IMAGES * N_UNITS, 1.0, 3);
  for (guint i = 0; i < N_IMAGES * N_UNITS; i++)
    derivatives[i] *= powf (10.0f, -(float) (i % N_UNITS % 13));
  for (guint i = 0; i < N_IMAGES; i++)
    derivatives[i * N_UNITS + 66] = 0.0f;
  derivatives[4 * N_UNITS + 3] = NAN;
  derivatives[5 * N_UNITS + 3] = INFINITY;
  derivatives[6 * N_UNITS + 3] = NAN;

  /* In two ranges of the images, which must make no difference. */
  for (guint first = 0; first < N_IMAGES; first += 11)
    ov_int8_split_find_largest (derivatives + first * N_UNITS, MIN (11, N_IMAGES - first), N_UNITS,
                                largest_of_units);
  for (guint first = 0; first < N_IMAGES; first += 11)
    ov_int8_split_derivatives (derivatives + first * N_UNITS, MIN (11, N_IMAGES - first), N_UNITS,
                               largest_of_units,
                               digits + first * OV_N_DERIVATIVE_DIGITS * N_UNITS, sums);
  for (guint unit = 0; unit < N_UNITS; unit++)
    {
      const double scale = (double) ov_int8_split_get_scale (largest_of_units[unit]);
      double largest = 0.0;
      double sum = 0.0;

      for (guint i = 0; i < N_IMAGES && unit != 3; i++)
        {
          const double value = (double) derivatives[i * N_UNITS + unit];
          const double number = read_digits (
            digits + i * OV_N_DERIVATIVE_DIGITS * N_UNITS + unit, N_UNITS, OV_N_DERIVATIVE_DIGITS);

          largest = MAX (largest, fabs (value));
          sum += number;
          g_assert_cmpfloat_with_epsilon (number * scale, value, 0.51 * scale + G_MINDOUBLE);
        }
      if (unit == 3)
        {
          g_assert_true (isnan (scale));
          g_assert_cmpint (sums[unit], ==, 0);
        }
      else
        {
          g_assert_cmpfloat_with_epsilon (scale, largest / 32639.0,
                                          1e-6 * largest / 32639.0 + G_MINDOUBLE);
          g_assert_cmpfloat (sums[unit], ==, sum);
        }
    }
}

static void
test_join (void)
{
  const gint32 products[] = {7, -100, -3, 90000000, 1000, -99532800};
  const double offsets[] = {0.5, -1e6};
  const double scales[] = {2.0, 1e-9};
  const float bias[] = {0.25f, -3.0f};
  float out[2];
  double sum;

  ov_int8_split_join_outputs (products, 3, 1, 2, offsets, scales, bias, out);
  sum = 1000.0 * 65536.0 - 3.0 * 256.0 + 7.0 - 0.5;
  g_assert_cmpfloat (out[0], ==, (float) (2.0 * sum + 0.25));
  sum = -99532800.0 * 65536.0 + 90000000.0 * 256.0 - 100.0 + 1e6;
  g_assert_cmpfloat (out[1], ==, (float) (1e-9 * sum - 3.0));

  /* As two digits of the same weights the products lack the lowest, 7 and −100. */
  ov_int8_split_join_outputs (products + 2, 2, 1, 2, offsets, scales, bias, out);
  sum = 1000.0 * 65536.0 - 3.0 * 256.0 - 0.5;
  g_assert_cmpfloat (out[0], ==, (float) (2.0 * sum + 0.25));
  sum = -99532800.0 * 65536.0 + 90000000.0 * 256.0 + 1e6;
  g_assert_cmpfloat (out[1], ==, (float) (1e-9 * sum - 3.0));
}

static void
test_gradient (void)
{
  const gint32 high[] = {3, -70000};
  const gint32 low[] = {-5, 128};
  const double origin[] = {-8.5, 100.0};
  float gradient[] = {1.0f, 2.0f};

  ov_int8_split_set_gradient (high, low, 2, origin, 4.0, 0.5, gradient);
  g_assert_cmpfloat (gradient[0], ==, (float) (0.5 * (3.0 * 256.0 - 5.0 + 4.0 * 8.5)));
  g_assert_cmpfloat (gradient[1], ==, (float) (0.5 * (-70000.0 * 256.0 + 128.0 - 400.0)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/int8-split/weights", test_weights);
  g_test_add_func ("/int8-split/odd-weights", test_odd_weights);
  g_test_add_func ("/int8-split/derivatives", test_derivatives);
  g_test_add_func ("/int8-split/join", test_join);
  g_test_add_func ("/int8-split/gradient", test_gradient);

  return g_test_run ();
}
