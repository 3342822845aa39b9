/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "naive-image.h"

#include <math.h>
#include <string.h>

#include "dataset.h"

static void
convolve (const OvLayer *layer,
          const double  *parameters,
          const double  *in,
          double        *out)
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
      const double  *in,
      double        *out)
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
          const double  *parameters,
          const double  *in,
          double        *out)
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
                     const double  *parameters,
                     const double  *in,
                     double        *out,
                     guint          n)
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
    else if (layer->klass == &ov_sigmoid_class)
      for (gsize i = 0; i < n_in; i++)
        out[i] = 1.0 / (1.0 + exp (-in[i]));
    else if (layer->klass == &ov_flatten_class)
      memcpy (out, in, n_in * sizeof (double));
    else
      g_assert_not_reached ();
}

/* Adds to @d_in and to @gradient. */
static void
convolve_back (const OvLayer *layer,
               const double  *parameters,
               const double  *in,
               const double  *d_out,
               double        *d_in,
               double        *gradient)
{
  const gsize height = layer->in.height;
  const gsize width = layer->in.width;
  const gsize n_in = layer->in.channels;
  const gsize weights = layer->tensors[0].offset;

  for (gsize o = 0; o < layer->out.channels; o++)
    for (gsize y = 0; y < height; y++)
      for (gsize x = 0; x < width; x++)
        {
          const double d = d_out[(o * height + y) * width + x];

          gradient[layer->tensors[1].offset + o] += d;
          for (gsize i = 0; d != 0.0 && i < n_in; i++)
            for (gsize dy = 0; dy < 3; dy++)
              for (gsize dx = 0; dx < 3; dx++)
                if (y + dy >= 1 && y + dy <= height && x + dx >= 1 && x + dx <= width)
                  {
                    const gsize w = weights + ((o * n_in + i) * 3 + dy) * 3 + dx;
                    const gsize p = (i * height + y + dy - 1) * width + x + dx - 1;

                    gradient[w] += d * in[p];
                    d_in[p] += d * parameters[w];
                  }
        }
}

/* The first of the largest gets the derivative. */
static void
pool_back (const OvLayer *layer,
           const double  *in,
           const double  *d_out,
           double        *d_in)
{
  const gsize width = layer->in.width;

  for (gsize c = 0; c < layer->in.channels; c++)
    for (gsize y = 0; y < layer->out.height; y++)
      for (gsize x = 0; x < layer->out.width; x++)
        {
          const gsize first = (c * layer->in.height + 2 * y) * width + 2 * x;
          const gsize window[] = {first, first + 1, first + width, first + width + 1};
          gsize largest = first;

          for (guint i = 1; i < G_N_ELEMENTS (window); i++)
            if (in[window[i]] > in[largest])
              largest = window[i];
          d_in[largest] += d_out[(c * layer->out.height + y) * layer->out.width + x];
        }
}

static void
multiply_back (const OvLayer *layer,
               const double  *parameters,
               const double  *in,
               const double  *d_out,
               double        *d_in,
               double        *gradient)
{
  const gsize n_in = ov_shape_get_size (layer->in);

  for (gsize o = 0; o < layer->out.channels; o++)
    {
      const gsize row = layer->tensors[0].offset + o * n_in;

      gradient[layer->tensors[1].offset + o] += d_out[o];
      for (gsize i = 0; i < n_in; i++)
        {
          gradient[row + i] += d_out[o] * in[i];
          d_in[i] += d_out[o] * parameters[row + i];
        }
    }
}

/* Adds to @gradient and sets @d_in. */
void
naive_image_backward (const OvLayer *layer,
                      const double  *parameters,
                      const double  *in,
                      const double  *out,
                      const double  *d_out,
                      double        *d_in,
                      double        *gradient,
                      guint          n)
{
  const gsize n_in = ov_shape_get_size (layer->in);
  const gsize n_out = ov_shape_get_size (layer->out);

  memset (d_in, 0, n * n_in * sizeof (double));
  for (guint image = 0; image < n; image++)
    {
      if (layer->klass == &ov_convolution_class)
        convolve_back (layer, parameters, in, d_out, d_in, gradient);
      else if (layer->klass == &ov_max_pool_class)
        pool_back (layer, in, d_out, d_in);
      else if (layer->klass == &ov_affine_class)
        multiply_back (layer, parameters, in, d_out, d_in, gradient);
      else
        for (gsize i = 0; i < n_in; i++)
          if (layer->klass == &ov_relu_class)
            d_in[i] = out[i] > 0.0 ? d_out[i] : 0.0;
          else if (layer->klass == &ov_sigmoid_class)
            d_in[i] = d_out[i] * out[i] * (1.0 - out[i]);
          else if (layer->klass == &ov_flatten_class)
            d_in[i] = d_out[i];
          else
            g_assert_not_reached ();

      in += n_in;
      out += n_out;
      d_out += n_out;
      d_in += n_in;
    }
}

static void
differentiate_scores (OvLoss        loss,
                      const double *scores,
                      const guint8 *labels,
                      guint         n,
                      double       *d_scores)
{
  for (guint i = 0; i < n; i++, scores += OV_N_CLASSES, d_scores += OV_N_CLASSES)
    {
      double sum = 0.0;

      for (guint k = 0; k < OV_N_CLASSES; k++)
        sum += exp (scores[k]);
      for (guint k = 0; k < OV_N_CLASSES; k++)
        {
          const double target = k == labels[i] ? 1.0 : 0.0;

          d_scores[k] = loss == OV_LOSS_SQUARED_ERROR ? 2.0 * (scores[k] - target) / n
                                                      : (exp (scores[k]) / sum - target) / n;
        }
    }
}

/* Sets @gradient to that of the mean loss of some images, without the penalty, by backpropagation.
 * Sets @scores (nullable) [n × 10] as well. */
void
naive_image_gradient (OvNetwork    *network,
                      OvLoss        loss,
                      const double *parameters,
                      const double *images,
                      const guint8 *labels,
                      guint         n,
                      double       *gradient,
                      double       *scores)
{
  const guint n_layers = network->n_layers;
  g_autofree double **values = g_new0 (double *, n_layers + 1);
  double *d_out = g_new (double, n *OV_N_CLASSES);

  values[0] = g_memdup2 (images, n * OV_IMAGE_SIZE * sizeof (double));
  for (guint i = 0; i < n_layers; i++)
    {
      const OvLayer *layer = &network->layers[i];

      values[i + 1] = g_new (double, n *ov_shape_get_size (layer->out));
      naive_image_forward (layer, parameters, values[i], values[i + 1], n);
    }

  differentiate_scores (loss, values[n_layers], labels, n, d_out);
  if (scores != NULL)
    memcpy (scores, values[n_layers], n * OV_N_CLASSES * sizeof (double));
  memset (gradient, 0, network->n_parameters * sizeof (double));
  for (guint i = n_layers; i-- > 0;)
    {
      const OvLayer *layer = &network->layers[i];
      double *d_in = g_new (double, n *ov_shape_get_size (layer->in));

      naive_image_backward (layer, parameters, values[i], values[i + 1], d_out, d_in, gradient, n);
      g_free (d_out);
      g_free (values[i + 1]);
      d_out = d_in;
    }
  g_free (d_out);
  g_free (values[0]);
}

/* The mean cross-entropy of some images. */
double
naive_image_loss (OvNetwork    *network,
                  const double *parameters,
                  const double *images,
                  const guint8 *labels,
                  guint         n)
{
  g_autofree double *values = g_memdup2 (images, n * OV_IMAGE_SIZE * sizeof (double));
  double loss = 0.0;

  for (guint i = 0; i < network->n_layers; i++)
    {
      const OvLayer *layer = &network->layers[i];
      double *out = g_new (double, n *ov_shape_get_size (layer->out));

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
