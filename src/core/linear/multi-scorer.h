/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "thread-pool.h"

#define OV_MULTI_SCORER_SIZE 32

/* Images that are scored before the caller is told, which takes some tens of milliseconds: they
 * keep any usual pool busy, and do not depend on it, so that the sums do not either. */
#define OV_MULTI_SCORER_SLICE 4096

/**
 * OvMultiScorer:
 *
 * Scores many linear classifiers at once on the same images, by squared error. Classifiers that
 * have much in common, as those of neighbouring epochs do, cost little more than a few.
 */
typedef struct _OvMultiScorer OvMultiScorer;

/**
 * OvMultiScore:
 * @squares: for each classifier the sum of the images' losses
 * @n_correct: for each classifier how many images it classified correctly
 *
 * Sums over images, so that parts can be added.
 */
typedef struct
{
  double squares[OV_MULTI_SCORER_SIZE];
  guint  n_correct[OV_MULTI_SCORER_SIZE];
} OvMultiScore;

OvMultiScorer *ov_multi_scorer_new      (OvDataset     *dataset,
                                         OvThreadPool  *pool);
void           ov_multi_scorer_free     (OvMultiScorer *self);
void           ov_multi_scorer_set      (OvMultiScorer *self,
                                         const float   *classifiers,
                                         guint          n_classifiers);
guint          ov_multi_scorer_get_rank (OvMultiScorer *self);
void           ov_multi_scorer_score    (OvMultiScorer *self,
                                         OvSplit        split,
                                         guint          first,
                                         guint          n_images,
                                         OvMultiScore  *score);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvMultiScorer, ov_multi_scorer_free)
