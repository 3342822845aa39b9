/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"
#include "recipe.h"

/**
 * OvQuadratic:
 *
 * The linear classifier's squared error as what it is: a quadratic form in the weights. It knows
 * the images through A = XᵀX/N and C = XᵀY/N alone, of the training set and of the test set, with
 * pixels from 0 to 1 less the training set's mean image, and the eigenvalues and eigenvectors of
 * the training set's A. Immutable and reference-counted; safe to read from any thread.
 */
typedef struct _OvQuadratic OvQuadratic;

#define OV_TYPE_QUADRATIC (ov_quadratic_get_type ())

/**
 * OvQuadraticFunc:
 *
 * Called on the preparing thread with the share of the work that is done, 0 to 1.
 */
typedef void (*OvQuadraticFunc) (double   done,
                                 gpointer user_data);

/**
 * OvQuadraticSource:
 * @OV_QUADRATIC_BUILT: computed from the images
 * @OV_QUADRATIC_CACHED: read from the cache
 */
typedef enum
{
  OV_QUADRATIC_BUILT,
  OV_QUADRATIC_CACHED,
} OvQuadraticSource;

GType              ov_quadratic_get_type         (void);

OvQuadratic       *ov_quadratic_new              (OvDataset         *dataset,
                                                  guint              n_threads,
                                                  OvQuadraticFunc    func,
                                                  gpointer           user_data,
                                                  GCancellable      *cancellable,
                                                  GError           **error);
OvQuadratic       *ov_quadratic_find             (OvDataset         *dataset,
                                                  GFile             *folder);
OvQuadratic       *ov_quadratic_prepare          (OvDataset         *dataset,
                                                  guint              n_threads,
                                                  GFile             *folder,
                                                  OvQuadraticFunc    func,
                                                  gpointer           user_data,
                                                  OvQuadraticSource *source,
                                                  GError           **cache_error,
                                                  GCancellable      *cancellable,
                                                  GError           **error);
GFile             *ov_quadratic_default_folder   (void);
OvQuadratic       *ov_quadratic_ref              (OvQuadratic       *self);
void               ov_quadratic_unref            (OvQuadratic       *self);

gboolean           ov_quadratic_would_suit       (OvDataset         *dataset,
                                                  const OvRecipe    *recipe);
gboolean           ov_quadratic_suits            (const OvQuadratic *self,
                                                  const OvRecipe    *recipe);
double             ov_quadratic_get_sharpness    (const OvQuadratic *self,
                                                  double             regularisation);
double             ov_quadratic_get_limit        (const OvQuadratic *self,
                                                  const OvRecipe    *recipe);
double             ov_quadratic_get_smooth_limit (const OvQuadratic *self,
                                                  const OvRecipe    *recipe);
double             ov_quadratic_get_growth       (const OvQuadratic *self,
                                                  const OvRecipe    *recipe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvQuadratic, ov_quadratic_unref)
