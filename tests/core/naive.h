/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "epoch.h"
#include "network.h"
#include "recipe.h"

/* The exercise's equations in double precision and plain loops, to compare the program with. The
 * parameters lie as they do in an OvNetwork: the weight [out × in] of a layer, then its bias. */

OvDataset *naive_dataset_new (guint               n_train,
                              guint               n_test);
void       naive_fill_random (float              *values,
                              gsize               n,
                              double              spread,
                              guint               seed);
double    *naive_get_images  (OvDataset          *dataset,
                              OvSplit             split,
                              double              pixel_scale);
double    *naive_copy        (const float        *values,
                              gsize               n);
double     naive_measure     (const OvRecipe     *recipe,
                              const double       *parameters,
                              const double       *images,
                              const guint8       *labels,
                              guint               n_images,
                              double             *gradient,
                              guint              *n_correct);
double     naive_penalise    (const OvRecipe     *recipe,
                              const double       *parameters,
                              double             *gradient);
void       naive_run_epoch   (const OvRecipe     *recipe,
                              OvDataset          *dataset,
                              double             *parameters,
                              double             *velocity,
                              OvEpoch            *epoch);
double     naive_distance    (const float        *values,
                              const double       *expected,
                              gsize               n);
