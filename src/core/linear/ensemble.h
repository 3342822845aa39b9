/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "thread-pool.h"

G_BEGIN_DECLS

#define OV_ENSEMBLE_SIZE 32

/**
 * OvEnsemble:
 *
 * Scores many linear classifiers at once on the same images, by squared error. Classifiers that
 * have much in common, as those of neighbouring epochs do, cost little more than a few.
 */
typedef struct _OvEnsemble OvEnsemble;

/**
 * OvEnsembleScore:
 * @squares: for each classifier the sum of the images' losses
 * @n_correct: for each classifier how many images it classified rightly
 *
 * Sums over images, so that parts can be added.
 */
typedef struct
{
  double squares[OV_ENSEMBLE_SIZE];
  guint  n_correct[OV_ENSEMBLE_SIZE];
} OvEnsembleScore;

OvEnsemble *ov_ensemble_new            (OvDataset       *dataset,
                                        OvThreadPool    *pool);
void        ov_ensemble_free           (OvEnsemble      *self);
void        ov_ensemble_set            (OvEnsemble      *self,
                                        const float     *classifiers,
                                        guint            n_classifiers);
guint       ov_ensemble_get_rank       (OvEnsemble      *self);
guint       ov_ensemble_get_slice_size (OvEnsemble      *self);
void        ov_ensemble_score          (OvEnsemble      *self,
                                        OvSplit          split,
                                        guint            first,
                                        guint            n_images,
                                        OvEnsembleScore *score);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvEnsemble, ov_ensemble_free)

G_END_DECLS
