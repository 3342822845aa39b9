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

/* Sets e to the power of each score less the largest, so that none overflows, and returns their
 * sum. */
static double
measure_exponentials (const float *scores,
                      double      *exponentials)
{
  const double largest = (double) scores[find_largest (scores)];
  double sum = 0.0;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      exponentials[k] = exp ((double) scores[k] - largest);
      sum += exponentials[k];
    }

  return sum;
}

static double
measure_cross_entropy (const float *scores,
                       guint        label,
                       float        factor,
                       float       *gradient)
{
  const double largest = (double) scores[find_largest (scores)];
  double exponentials[OV_N_CLASSES];
  const double sum = measure_exponentials (scores, exponentials);

  if (gradient != NULL)
    for (guint k = 0; k < OV_N_CLASSES; k++)
      gradient[k] = factor * (float) (exponentials[k] / sum - (k == label ? 1.0 : 0.0));

  return log (sum) + largest - (double) scores[label];
}

/**
 * ov_loss_measure:
 * @self: the loss
 * @scores: [@n_images × 10], the network's output
 * @labels: [@n_images]
 * @n_images: the number of images
 * @factor: what the gradient is multiplied by, usually 1 / batch size
 * @gradient: (out) (nullable): [@n_images × 10], the derivative of the loss with respect to the
 *   scores
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

/* With p = softmax (scores), p ∘ t − p (p · t); as p ∘ (t − p · t) it does not cancel. */
static void
bend_cross_entropy (const float *scores,
                    const float *t_scores,
                    float        factor,
                    float       *t_gradient)
{
  double exponentials[OV_N_CLASSES];
  const double sum = measure_exponentials (scores, exponentials);
  double mean = 0.0;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    mean += exponentials[k] / sum * (double) t_scores[k];

  for (guint k = 0; k < OV_N_CLASSES; k++)
    t_gradient[k] = factor * (float) (exponentials[k] / sum * ((double) t_scores[k] - mean));
}

/**
 * ov_loss_bend:
 * @self: the loss
 * @scores: [@n_images × 10], the network's output
 * @t_scores: [@n_images × 10], how fast the scores change
 * @n_images: the number of images
 * @factor: what the gradient is multiplied by, usually 1 / batch size
 * @t_gradient: (out): [@n_images × 10], how fast the gradient of ov_loss_measure() changes
 *
 * Multiplies the loss's second derivatives with respect to the scores by a change of the scores.
 * The labels make no difference to it.
 */
void
ov_loss_bend (OvLoss       self,
              const float *scores,
              const float *t_scores,
              guint        n_images,
              float        factor,
              float       *t_gradient)
{
  const gsize n_scores = (gsize) n_images * OV_N_CLASSES;

  for (gsize i = 0; i < n_scores; i += OV_N_CLASSES)
    if (self == OV_LOSS_SQUARED_ERROR)
      for (gsize k = i; k < i + OV_N_CLASSES; k++)
        t_gradient[k] = 2.0f * factor * t_scores[k];
    else
      bend_cross_entropy (scores + i, t_scores + i, factor, t_gradient + i);
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
 * Returns: the images classified correctly, in per cent; 0 when there was none
 */
double
ov_score_accuracy (const OvScore *self)
{
  return self->n_images > 0 ? 100.0 * self->n_correct / self->n_images : 0.0;
}
