/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "epoch.h"
#include "network.h"
#include "recipe.h"

/* The training written down as one would in NumPy, with whole matrices and BLAS's products, once in
 * single precision and once in double: how far a good program may be from the truth, and the
 * truth. See twin-body.h. */

double  twin_double_gradient (OvNetwork      *network,
                              const double   *parameters,
                              const double   *images,
                              const guint8   *labels,
                              guint           n,
                              double         *gradient);
double *twin_double_get_images (OvDataset    *dataset,
                                OvSplit       split,
                                double        pixel_scale);
void    twin_double_train    (const OvRecipe *recipe,
                              OvDataset      *dataset,
                              guint           n_epochs,
                              OvEpoch        *epochs);

double  twin_float_gradient  (OvNetwork      *network,
                              const float    *parameters,
                              const float    *images,
                              const guint8   *labels,
                              guint           n,
                              float          *gradient);
float  *twin_float_get_images (OvDataset     *dataset,
                               OvSplit        split,
                               double         pixel_scale);
void    twin_float_train     (const OvRecipe *recipe,
                              OvDataset      *dataset,
                              guint           n_epochs,
                              OvEpoch        *epochs);
