/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "instrument-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

extern const OvInstrument ov_gradient_noise_instrument;

#define N_BATCHES 20

/* What the gradients of some batches have come to. */
typedef struct
{
  float  *gradient; /* [parameters], of one batch */
  double *sum;      /* [parameters] */
  double  squares;  /* of all gradients' lengths */
} Work;

static gboolean
add_batch (OvTrainer    *trainer,
           Work         *work,
           guint         first,
           guint         n_images,
           GCancellable *cancellable,
           GError      **error)
{
  const gsize n = trainer->network->n_parameters;
  OvScore score = {0};

  if (!ov_batch_runner_train (trainer->runner, NULL, first, n_images, NULL, NULL, cancellable,
                              &score, error))
    return FALSE;

  ov_gradient_read (ov_batch_runner_get_gradient (trainer->runner), 0, n, work->gradient);
  work->squares += ov_instrument_multiply (work->gradient, work->gradient, n);
  for (gsize i = 0; i < n; i++)
    work->sum[i] += (double) work->gradient[i];

  return TRUE;
}

/* The trace of the covariance of single images' gradients as a multiple of the square of their
 * mean: how many images a batch needs for its noise to be as large as the gradient. Both are
 * estimated without bias from the gradients of equal batches. After McCandlish, Kaplan, Amodei et
 * al. (2018: An empirical model of large-batch training), who call it the simple noise scale. */
static double
find_noise (const Work *work,
            gsize       n,
            guint       batch_size)
{
  double mean = 0.0;
  double variance;

  for (gsize i = 0; i < n; i++)
    mean += (work->sum[i] / N_BATCHES) * (work->sum[i] / N_BATCHES);
  variance = MAX (work->squares - N_BATCHES * mean, 0.0) / (N_BATCHES - 1);
  mean -= variance / N_BATCHES;

  /* More noise than can be told from these few. */
  return mean > 0.0 ? batch_size * variance / mean : (double) INFINITY;
}

static gboolean
measure (OvTrainer    *trainer,
         double       *values,
         GCancellable *cancellable,
         GError      **error)
{
  const gsize n = trainer->network->n_parameters;
  const guint n_images = MIN (OV_INSTRUMENT_IMAGES, trainer->dataset->n_images[OV_SPLIT_TRAIN]);
  const guint batch_size = n_images / N_BATCHES;
  g_autofree float *gradient = g_new (float, n);
  g_autofree double *sum = g_new0 (double, n);
  Work work = {.gradient = gradient, .sum = sum};

  if (batch_size == 0)
    return TRUE;

  for (guint i = 0; i < N_BATCHES; i++)
    if (!add_batch (trainer, &work, i * batch_size, batch_size, cancellable, error))
      return FALSE;
  values[0] = find_noise (&work, n, batch_size);

  return TRUE;
}

const OvInstrument ov_gradient_noise_instrument = {
  .name = "gradient-noise",
  .title = N_("Gradient noise"),
  .short_title = N_("Noise"),
  .explanation = N_("how many images a batch needs for the noise of its gradient to be only as "
                    "large as the gradient itself"),
  .parts = OV_INSTRUMENT_WHOLE,
  .scale = OV_INSTRUMENT_LOGARITHMIC,
  .measure = measure,
};
