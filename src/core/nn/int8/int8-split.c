/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "int8-split.h"

#include <math.h>
#include <string.h>

#include "simd.h"

/*
 * Floats as whole numbers of a common unit, written with digits of base 256 from −128 to 127.
 * Products of such digits with bytes are exact, and processors make them at four times the rate of
 * floats; a matrix product is done a digit at a time and joined here. Ozaki, Ogita, Oishi and Rump
 * (2012) split floats in this way to multiply matrices without error.
 */

#define BASE_BITS 8
#define BASE (1 << BASE_BITS)

/* The largest numbers whose digits are all at most 127. */
#define LARGEST_WEIGHT 8355711   /* 127 · (256² + 256 + 1) */
#define LARGEST_DERIVATIVE 32639 /* 127 · (256 + 1) */

/* A float without its sign, read as a whole number, grows with the float, and from here on it is
 * not finite. */
#define MAGNITUDE 0x7fffffff
#define INFINITE 0x7f800000

/* Derivatives smaller than this, whose reciprocal no float can hold, count as nothing. */
#define LEAST_DERIVATIVE 1e-30f

/* Sums that are taken side by side, and columns that are. */
#define LANES 16
#define COLUMNS 64

static inline __attribute__ ((always_inline)) guint32
get_magnitude (const float *value)
{
  guint32 bits;

  memcpy (&bits, value, sizeof bits);

  return bits & MAGNITUDE;
}

static inline __attribute__ ((always_inline)) float
from_magnitude (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);

  return value;
}

OV_MULTIVERSION static guint32
find_largest (const float *values,
              gsize        n)
{
  guint32 largest = 0;

  for (gsize i = 0; i < n; i++)
    {
      const guint32 magnitude = get_magnitude (values + i);

      largest = magnitude > largest ? magnitude : largest;
    }

  return largest;
}

OV_MULTIVERSION static void
split (const float *restrict weights,
       gsize  n,
       double inverse,
       gint32 *restrict numbers,
       gint8 *restrict digits,
       gsize stride)
{
  for (gsize i = 0; i < n; i++)
    {
      const gint32 number = (gint32) rint ((double) weights[i] * inverse);
      const gint8 ones = (gint8) number;
      const gint32 rest = (number - ones) >> BASE_BITS;
      const gint8 tens = (gint8) rest;

      numbers[i] = number;
      digits[i] = ones;
      digits[stride + i] = tens;
      digits[2 * stride + i] = (gint8) ((rest - tens) >> BASE_BITS);
    }
}

/* The product of the numbers with the origin, and that of their last digits. */
OV_MULTIVERSION static void
multiply_origin (const gint32 *restrict numbers,
                 const gint8 *restrict ones,
                 const double *restrict origin,
                 gsize   n,
                 double *product,
                 double *last)
{
  double lanes[LANES] = {0};
  double last_lanes[LANES] = {0};
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    for (gsize lane = 0; lane < LANES; lane++)
      {
        lanes[lane] += numbers[i + lane] * origin[i + lane];
        last_lanes[lane] += ones[i + lane] * origin[i + lane];
      }

  *product = 0.0;
  *last = 0.0;
  for (; i < n; i++)
    {
      *product += numbers[i] * origin[i];
      *last += ones[i] * origin[i];
    }
  for (gsize lane = 0; lane < LANES; lane++)
    {
      *product += lanes[lane];
      *last += last_lanes[lane];
    }
}

/**
 * ov_int8_split_weights:
 * @weights: [@n], what one unit multiplies its input with
 * @n: the number of inputs, %OV_INT8_SPLIT_MOST_INPUTS at most
 * @origin: [@n], the input that counts as zero
 * @digits: (out): [3 × @stride], the lowest digits first
 * @stride: how far apart two digits of a weight are
 * @offset: (out): the product of the weights, in their unit, with @origin
 * @rough_offset: (out): the same without the last digits
 *
 * Writes weights with three digits. Each is rounded to a whole number of units, which is the
 * 8,355,711th part of the largest; a float of that size is rounded as much. Without the last digit
 * they are rounded to 256 units.
 *
 * Returns: the unit; NaN when a weight is not finite
 */
double
ov_int8_split_weights (const float  *weights,
                       gsize         n,
                       const double *origin,
                       gint8        *digits,
                       gsize         stride,
                       double       *offset,
                       double       *rough_offset)
{
  const guint32 largest = find_largest (weights, n);
  const double unit = (double) from_magnitude (largest) / LARGEST_WEIGHT;
  gint32 numbers[OV_INT8_SPLIT_MOST_INPUTS];
  double last;

  g_assert (n <= OV_INT8_SPLIT_MOST_INPUTS);

  if (largest == 0 || largest >= INFINITE)
    {
      for (gsize digit = 0; digit < OV_N_WEIGHT_DIGITS; digit++)
        memset (digits + digit * stride, 0, n);
      *offset = 0.0;
      *rough_offset = 0.0;
      return largest == 0 ? 0.0 : (double) NAN;
    }

  split (weights, n, 1.0 / unit, numbers, digits, stride);
  multiply_origin (numbers, digits, origin, n, offset, &last);
  *rough_offset = *offset - last;

  return unit;
}

OV_MULTIVERSION static void
find_largest_of_columns (const float *restrict values,
                         gsize n_rows,
                         gsize stride,
                         gsize n,
                         guint32 *restrict largest)
{
  for (gsize row = 0; row < n_rows; row++)
    for (gsize i = 0; i < n; i++)
      {
        const guint32 magnitude = get_magnitude (values + row * stride + i);

        largest[i] = magnitude > largest[i] ? magnitude : largest[i];
      }
}

/**
 * ov_int8_split_find_largest:
 * @derivatives: [@n_images × @n_units], by each unit's output
 * @n_images: how many images there are
 * @n_units: how many units there are
 * @largest: (inout): [@n_units], the size of each unit's largest derivative so far, as a whole
 *   number that grows with it; 0 at first
 *
 * Looks for what gives the derivatives their unit. Those of several ranges of images can be brought
 * together by taking the larger.
 */
void
ov_int8_split_find_largest (const float *derivatives,
                            gsize        n_images,
                            gsize        n_units,
                            guint32     *largest)
{
  find_largest_of_columns (derivatives, n_images, n_units, n_units, largest);
}

/**
 * ov_int8_split_get_scale:
 * @largest: the size of a unit's largest derivative, see ov_int8_split_find_largest()
 *
 * Returns: the unit in which ov_int8_split_derivatives() writes them; NaN when a derivative is not
 *   finite
 */
float
ov_int8_split_get_scale (guint32 largest)
{
  return largest < INFINITE ? from_magnitude (largest) / LARGEST_DERIVATIVE : NAN;
}

OV_MULTIVERSION static void
split_columns (const float *restrict values,
               gsize n_rows,
               gsize stride,
               gsize n,
               const float *restrict inverses,
               gint8 *restrict digits,
               gint32 *restrict sums)
{
  for (gsize row = 0; row < n_rows; row++)
    for (gsize i = 0; i < n; i++)
      {
        /* What is not finite cannot be rounded; the scale of its unit shows it. */
        const float scaled = inverses[i] > 0.0f ? values[row * stride + i] * inverses[i] : 0.0f;
        const gint32 number = (gint32) rintf (scaled);
        const gint8 ones = (gint8) number;

        sums[i] += number;
        digits[2 * row * stride + i] = ones;
        digits[2 * row * stride + stride + i] = (gint8) ((number - ones) >> BASE_BITS);
      }
}

/**
 * ov_int8_split_derivatives:
 * @derivatives: [@n_images × @n_units], by each unit's output
 * @n_images: how many images there are, 65,000 at most
 * @n_units: how many units there are
 * @largest: [@n_units], see ov_int8_split_find_largest()
 * @digits: (out): [@n_images × 2 × @n_units], the lower digits first
 * @sums: (inout): [@n_units], what the sums over the images are added to, in the derivatives' unit
 *
 * Writes derivatives with two digits: each is rounded to a whole number of the 32,639th part of
 * @largest. Since those are whole numbers, the images can be shared out in any way.
 */
void
ov_int8_split_derivatives (const float   *derivatives,
                           gsize          n_images,
                           gsize          n_units,
                           const guint32 *largest,
                           gint8         *digits,
                           gint32        *sums)
{
  for (gsize first = 0; first < n_units; first += COLUMNS)
    {
      const gsize n = MIN (COLUMNS, n_units - first);
      float inverses[COLUMNS];

      for (gsize i = 0; i < n; i++)
        {
          const float value = from_magnitude (largest[first + i]);
          const gboolean finite = largest[first + i] < INFINITE;

          inverses[i] = finite && value > LEAST_DERIVATIVE ? LARGEST_DERIVATIVE / value : 0.0f;
        }

      split_columns (derivatives + first, n_images, n_units, n, inverses, digits + first,
                     sums + first);
    }
}

OV_MULTIVERSION static void
join_image (const gint32 *restrict products,
            gsize n,
            const double *restrict offsets,
            const double *restrict scales,
            const float *restrict bias,
            float *restrict out)
{
  for (gsize i = 0; i < n; i++)
    {
      const double upper = (double) products[2 * n + i] * BASE + products[n + i];
      const double product = upper * BASE + products[i];

      out[i] = (float) ((product - offsets[i]) * scales[i] + (double) bias[i]);
    }
}

/* Without the last digits. */
OV_MULTIVERSION static void
join_image_roughly (const gint32 *restrict products,
                    gsize n,
                    const double *restrict offsets,
                    const double *restrict scales,
                    const float *restrict bias,
                    float *restrict out)
{
  for (gsize i = 0; i < n; i++)
    {
      const double product = ((double) products[n + i] * BASE + products[i]) * BASE;

      out[i] = (float) ((product - offsets[i]) * scales[i] + (double) bias[i]);
    }
}

/**
 * ov_int8_split_join_outputs:
 * @products: [@n_images × @n_digits × @n_units], what the digits of the weights gave, the lowest
 *   first
 * @n_digits: 3, or 2 when the last digit was left out
 * @n_images: how many images there are
 * @n_units: how many units there are
 * @offsets: [@n_units], see ov_int8_split_weights(): the rough ones for two digits
 * @scales: [@n_units], what the weights' unit is times that of the input
 * @bias: [@n_units], added to the outputs
 * @out: (out): [@n_images × @n_units]
 *
 * Joins exact products to outputs, in double precision, and rounds once.
 */
void
ov_int8_split_join_outputs (const gint32 *products,
                            guint         n_digits,
                            gsize         n_images,
                            gsize         n_units,
                            const double *offsets,
                            const double *scales,
                            const float  *bias,
                            float        *out)
{
  for (gsize i = 0; i < n_images; i++)
    {
      const gint32 *own = products + n_digits * i * n_units;

      if (n_digits == OV_N_WEIGHT_DIGITS)
        join_image (own, n_units, offsets, scales, bias, out + i * n_units);
      else
        join_image_roughly (own, n_units, offsets, scales, bias, out + i * n_units);
    }
}

/**
 * ov_int8_split_set_gradient:
 * @high: [@n], the products of a unit's upper digits with the inputs, summed over the images
 * @low: [@n], those of its lower digits
 * @n: how many inputs there are
 * @origin: [@n], the input that counts as zero
 * @sum: the unit's sum, see ov_int8_split_derivatives()
 * @scale: the unit's scale, times that of the input
 * @gradient: (out): [@n], the derivative with respect to the unit's weights
 *
 * The origin's part is subtracted in double precision: where the images are much alike, there is
 * little left.
 */
OV_MULTIVERSION void
ov_int8_split_set_gradient (const gint32 *restrict high,
                            const gint32 *restrict low,
                            gsize n,
                            const double *restrict origin,
                            double sum,
                            double scale,
                            float *restrict gradient)
{
  for (gsize i = 0; i < n; i++)
    {
      const double product = (double) high[i] * BASE + (double) low[i];

      gradient[i] = (float) (scale * (product - sum * origin[i]));
    }
}
