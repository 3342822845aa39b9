/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvLoss:
 * @OV_LOSS_SQUARED_ERROR: the sum over classes of (score − target)²
 * @OV_LOSS_CROSS_ENTROPY: −log softmax (scores) at the label
 */
typedef enum
{
  OV_LOSS_SQUARED_ERROR,
  OV_LOSS_CROSS_ENTROPY,
} OvLoss;

/**
 * OvScore:
 * @loss: sum of the losses of the images
 * @n_correct: how many images were classified correctly
 * @n_images: how many images were scored
 *
 * What the passes over some images have found. Sums, so that scores of parts can be added.
 */
typedef struct
{
  double loss;
  guint  n_correct;
  guint  n_images;
} OvScore;

void   ov_loss_measure   (OvLoss        self,
                          const float  *scores,
                          const guint8 *labels,
                          guint         n_images,
                          float         factor,
                          float        *gradient,
                          OvScore      *score);
void   ov_loss_bend      (OvLoss        self,
                          const float  *scores,
                          const float  *t_scores,
                          guint         n_images,
                          float         factor,
                          float        *t_gradient);
void   ov_score_add      (OvScore       *self,
                          const OvScore *other);
double ov_score_mean     (const OvScore *self);
double ov_score_accuracy (const OvScore *self);
