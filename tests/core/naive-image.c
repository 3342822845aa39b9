/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "naive-image.h"

#include <math.h>
#include <string.h>

#include "dataset.h"

static void
convolve (const OvLayer *layer,
          const double *parameters,
          const double *in,
          double *out)
{
  const gsize height = layer->in.height;
  const gsize width = layer->in.width;
  const gsize n_in = layer->in.channels;
  const double *weight = parameters + layer->tensors[0].offset;
  const double *bias = parameters + layer->tensors[1].offset;

  for (gsize o = 0; o < layer->out.channels; o++)
    for (gsize y = 0; y < height; y++)
      for (gsize x = 0; x < width; x++)
        {
          double sum = bias[o];

          for (gsize i = 0; i < n_in; i++)
            for (gsize dy = 0; dy < 3; dy++)
              for (gsize dx = 0; dx < 3; dx++)
                if (y + dy >= 1 && y + dy <= height && x + dx >= 1 && x + dx <= width)
                  sum += weight[((o * n_in + i) * 3 + dy) * 3 + dx]
                         * in[(i * height + y + dy - 1) * width + x + dx - 1];
          out[(o * height + y) * width + x] = sum;
        }
}

static void
pool (const OvLayer *layer,
      const double *in,
      double *out)
{
  const gsize width = layer->in.width;

  for (gsize c = 0; c < layer->in.channels; c++)
    for (gsize y = 0; y < layer->out.height; y++)
      for (gsize x = 0; x < layer->out.width; x++)
        {
          const double *window = in + (c * layer->in.height + 2 * y) * width + 2 * x;

          out[(c * layer->out.height + y) * layer->out.width + x] =
            fmax (fmax (window[0], window[1]), fmax (window[width], window[width + 1]));
        }
}

static void
multiply (const OvLayer *layer,
          const double *parameters,
          const double *in,
          double *out)
{
  const gsize n_in = ov_shape_get_size (layer->in);

  for (gsize o = 0; o < layer->out.channels; o++)
    {
      out[o] = parameters[layer->tensors[1].offset + o];
      for (gsize i = 0; i < n_in; i++)
        out[o] += parameters[layer->tensors[0].offset + o * n_in + i] * in[i];
    }
}

void
naive_image_forward (const OvLayer *layer,
                     const double *parameters,
                     const double *in,
                     double *out,
                     guint n)
{
  const gsize n_in = ov_shape_get_size (layer->in);
  const gsize n_out = ov_shape_get_size (layer->out);

  for (guint image = 0; image < n; image++, in += n_in, out += n_out)
    if (layer->klass == &ov_convolution_class)
      convolve (layer, parameters, in, out);
    else if (layer->klass == &ov_max_pool_class)
      pool (layer, in, out);
    else if (layer->klass == &ov_affine_class)
      multiply (layer, parameters, in, out);
    else if (layer->klass == &ov_relu_class)
      for (gsize i = 0; i < n_in; i++)
        out[i] = fmax (in[i], 0.0);
    else if (layer->klass == &ov_flatten_class)
      memcpy (out, in, n_in * sizeof (double));
    else
      g_assert_not_reached ();
}

/* The mean cross-entropy of some images. */
double
naive_image_loss (OvNetwork *network,
                  const double *parameters,
                  const double *images,
                  const guint8 *labels,
                  guint n)
{
  g_autofree double *values = g_memdup2 (images, n * OV_IMAGE_SIZE * sizeof (double));
  double loss = 0.0;

  for (guint i = 0; i < ov_network_get_n_layers (network); i++)
    {
      const OvLayer *layer = ov_network_get_layer (network, i);
      double *out = g_new (double, n * ov_shape_get_size (layer->out));

      naive_image_forward (layer, parameters, values, out, n);
      g_free (values);
      values = out;
    }

  for (guint i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (guint k = 0; k < OV_N_CLASSES; k++)
        sum += exp (values[i * OV_N_CLASSES + k]);
      loss += (log (sum) - values[i * OV_N_CLASSES + labels[i]]) / n;
    }

  return loss;
}
