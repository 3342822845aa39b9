/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loss.h"

#include <math.h>

#include "dataset.h"

/* The first of the largest, as NumPy's argmax chooses. */
static guint
find_largest (const float *scores)
{
  guint largest = 0;

  for (guint k = 1; k < OV_N_CLASSES; k++)
    if (scores[k] > scores[largest])
      largest = k;

  return largest;
}

static double
measure_squared_error (const float *scores,
                       guint        label,
                       float        factor,
                       float       *gradient)
{
  double loss = 0.0;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      const float residual = scores[k] - (k == label ? 1.0f : 0.0f);

      loss += (double) residual * residual;
      if (gradient != NULL)
        gradient[k] = 2.0f * factor * residual;
    }

  return loss;
}

/* The largest score is taken away first, so that no exponential overflows. */
static double
measure_cross_entropy (const float *scores,
                       guint        label,
                       float        factor,
                       float       *gradient)
{
  const double largest = (double) scores[find_largest (scores)];
  double exponentials[OV_N_CLASSES];
  double sum = 0.0;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      exponentials[k] = exp ((double) scores[k] - largest);
      sum += exponentials[k];
    }

  if (gradient != NULL)
    for (guint k = 0; k < OV_N_CLASSES; k++)
      gradient[k] = factor * (float) (exponentials[k] / sum - (k == label ? 1.0 : 0.0));

  return log (sum) + largest - (double) scores[label];
}

/**
 * ov_loss_measure:
 * @self: the loss
 * @scores: [@n_images × 10], what the network said
 * @labels: [@n_images]
 * @n_images: the number of images
 * @factor: what the gradient is multiplied with, usually 1 / batch size
 * @gradient: (out) (nullable): [@n_images × 10], the derivative of the loss by the scores
 * @score: sums that the images are added to
 *
 * Scores some images and gives the gradient that backpropagation starts from.
 */
void
ov_loss_measure (OvLoss        self,
                 const float  *scores,
                 const guint8 *labels,
                 guint         n_images,
                 float         factor,
                 float        *gradient,
                 OvScore      *score)
{
  for (guint i = 0; i < n_images; i++)
    {
      const float *own_scores = scores + (gsize) i * OV_N_CLASSES;
      float *own_gradient = gradient != NULL ? gradient + (gsize) i * OV_N_CLASSES : NULL;

      if (self == OV_LOSS_SQUARED_ERROR)
        score->loss += measure_squared_error (own_scores, labels[i], factor, own_gradient);
      else
        score->loss += measure_cross_entropy (own_scores, labels[i], factor, own_gradient);

      if (find_largest (own_scores) == labels[i])
        score->n_correct++;
    }

  score->n_images += n_images;
}

/**
 * ov_score_add:
 * @self: the sums so far
 * @other: sums over other images
 *
 * Adds @other to @self.
 */
void
ov_score_add (OvScore       *self,
              const OvScore *other)
{
  self->loss += other->loss;
  self->n_correct += other->n_correct;
  self->n_images += other->n_images;
}

/**
 * ov_score_mean:
 * @self: sums over some images
 *
 * Returns: the mean loss of an image; 0 when there was none
 */
double
ov_score_mean (const OvScore *self)
{
  return self->n_images > 0 ? self->loss / self->n_images : 0.0;
}

/**
 * ov_score_accuracy:
 * @self: sums over some images
 *
 * Returns: the images classified rightly, in per cent; 0 when there was none
 */
double
ov_score_accuracy (const OvScore *self)
{
  return self->n_images > 0 ? 100.0 * self->n_correct / self->n_images : 0.0;
}
