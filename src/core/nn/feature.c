/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "feature.h"

#include <math.h>
#include <string.h>

#include "dataset.h"
#include "finite.h"

/* How far a weight can move a colour from mid-grey, and mid-grey itself. */
#define SWING 127.0f
#define MIDDLE 128.0f

G_DEFINE_BOXED_TYPE (OvFeatures, ov_features, ov_features_copy, ov_features_free)

/* Sorts by influence; units of the same influence stay in their order. */
static int
compare_influences (gconstpointer a,
                    gconstpointer b,
                    gpointer      user_data)
{
  const double *influences = user_data;
  const guint first = *(const guint *) a;
  const guint second = *(const guint *) b;

  if (influences[first] != influences[second])
    return influences[first] > influences[second] ? -1 : 1;

  return first < second ? -1 : 1;
}

/* The sums of squares of the weights [out × in × field] by `out`, or by `in`. */
static void
add_squares (const OvTensor *tensor,
             const float    *parameters,
             gboolean        by_out,
             double         *squares)
{
  const gsize n_in = tensor->dims[1];
  const gsize field = tensor->size / (tensor->dims[0] * n_in);

  for (gsize i = 0; i < tensor->size; i++)
    {
      const double weight = (double) parameters[tensor->offset + i];

      squares[by_out ? i / (n_in * field) : i / field % n_in] += weight * weight;
    }
}

/* By the sums of squares of the weights that lead to each unit. */
static double *
measure_influences (OvNetwork      *network,
                    const OvTensor *second,
                    const double   *squares_in,
                    guint           n_units)
{
  g_autofree double *squares_out = g_new0 (double, n_units);
  double *influences = g_new (double, n_units);

  add_squares (second, network->parameters, FALSE, squares_out);
  for (guint i = 0; i < n_units; i++)
    {
      influences[i] = sqrt (squares_in[i] * squares_out[i]);

      /* NaN would leave the order undefined. */
      if (!isfinite (influences[i]))
        influences[i] = 0.0;
    }

  return influences;
}

/* What each unit does to the score of each class, unit by unit in the order of @units; NULL where
 * the second layer is not the one of the scores. What is not finite counts for nothing. */
static double *
measure_by_class (OvNetwork      *network,
                  const OvTensor *second,
                  const double   *squares_in,
                  guint           n_units,
                  const guint    *units)
{
  const float *out = network->parameters + second->offset;
  double *by_class;

  if (second->n_dims != 2 || second->dims[0] != OV_N_CLASSES || second->dims[1] != n_units)
    return NULL;

  by_class = g_new (double, (gsize) n_units *OV_N_CLASSES);
  for (guint i = 0; i < n_units; i++)
    for (guint k = 0; k < OV_N_CLASSES; k++)
      {
        const double influence = sqrt (squares_in[units[i]])
                                 * (double) out[(gsize) k * n_units + units[i]];

        by_class[(gsize) i * OV_N_CLASSES + k] = isfinite (influence) ? influence : 0.0;
      }

  return by_class;
}

/**
 * ov_features_new:
 * @network: a network that is not being trained at the moment
 *
 * Takes pictures of what the units of the first layer look for: the hidden units of the two-layer
 * network, the filters of the convolutional one.
 *
 * Returns: (transfer full) (nullable): the pictures; %NULL for a network of one layer, whose
 *   templates are its weights
 */
OvFeatures *
ov_features_new (OvNetwork *network)
{
  const OvTensor *first;
  const OvTensor *second;
  g_autofree double *squares_in = NULL;
  g_autofree double *influences = NULL;
  const float *weights;
  gsize size;
  OvFeatures *self;

  g_return_val_if_fail (network != NULL, NULL);

  /* Each layer that learns has a weight and a bias. */
  if (network->n_tensors < 4)
    return NULL;

  first = &network->tensors[0];
  second = &network->tensors[2];
  weights = network->parameters + first->offset;

  self = g_new0 (OvFeatures, 1);
  self->n_units = first->dims[0];
  squares_in = g_new0 (double, self->n_units);
  add_squares (first, network->parameters, TRUE, squares_in);
  influences = measure_influences (network, second, squares_in, self->n_units);
  self->side = first->n_dims == 4 ? first->dims[2] : OV_IMAGE_SIDE;
  self->values = g_new (float, first->size);
  self->influences = g_new (double, self->n_units);
  self->units = g_new (guint, self->n_units);
  for (guint i = 0; i < self->n_units; i++)
    self->units[i] = i;
  g_qsort_with_data (self->units, (gint) self->n_units, sizeof (guint), compare_influences,
                     influences);

  self->by_class = measure_by_class (network, second, squares_in, self->n_units, self->units);
  self->is_finite = ov_floats_are_finite (network->parameters, network->n_parameters);
  size = first->size / self->n_units;
  for (guint i = 0; i < self->n_units; i++)
    {
      memcpy (self->values + i * size, weights + self->units[i] * size, size * sizeof (float));
      self->influences[i] = influences[self->units[i]];
    }

  return self;
}

/**
 * ov_features_copy:
 * @self: pictures
 *
 * Returns: (transfer full): a copy, to be freed with ov_features_free()
 */
OvFeatures *
ov_features_copy (const OvFeatures *self)
{
  OvFeatures *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->values = g_memdup2 (self->values, (gsize) self->n_units * OV_IMAGE_CHANNELS * self->side
                                            * self->side * sizeof (float));
  copy->units = g_memdup2 (self->units, self->n_units * sizeof (guint));
  copy->influences = g_memdup2 (self->influences, self->n_units * sizeof (double));
  if (self->by_class != NULL)
    copy->by_class = g_memdup2 (self->by_class,
                                (gsize) self->n_units * OV_N_CLASSES * sizeof (double));

  return copy;
}

/**
 * ov_features_free:
 * @self: pictures
 */
void
ov_features_free (OvFeatures *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->values);
  g_free (self->units);
  g_free (self->influences);
  g_free (self->by_class);
  g_free (self);
}

/**
 * ov_features_to_rgb:
 * @self: pictures
 * @place: which of them, 0 for the one of the most influence
 * @rgb: (out): [side × side × 3], red, green and blue of each pixel, row by row
 *
 * Makes a picture of a unit's weights. Zero is mid-grey; the largest weight fills the range.
 */
void
ov_features_to_rgb (const OvFeatures *self,
                    guint             place,
                    guint8           *rgb)
{
  gsize n_pixels;
  const float *values;
  float extent = 0.0f;

  g_return_if_fail (self != NULL);
  g_return_if_fail (place < self->n_units);
  g_return_if_fail (rgb != NULL);

  n_pixels = (gsize) self->side * self->side;
  values = self->values + place * n_pixels * OV_IMAGE_CHANNELS;
  for (gsize i = 0; i < n_pixels * OV_IMAGE_CHANNELS; i++)
    extent = isfinite (values[i]) ? MAX (extent, fabsf (values[i])) : INFINITY;

  for (gsize channel = 0; channel < OV_IMAGE_CHANNELS; channel++)
    for (gsize i = 0; i < n_pixels; i++)
      {
        const gboolean shown = extent > 0.0f && isfinite (extent);
        const float value = shown ? values[channel * n_pixels + i] / extent : 0.0f;

        rgb[i * OV_IMAGE_CHANNELS + channel] = (guint8) lrintf (MIDDLE + SWING * value);
      }
}
