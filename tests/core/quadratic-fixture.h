/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic-private.h"
#include "trainer.h"

/* What tests of the quadratic form share. */

OvDataset   *fixture_make_images    (guint           n_train,
                                     guint           n_test);
OvQuadratic *fixture_build_quadratic (OvDataset     *dataset);
OvQuadratic *fixture_make_quadratic (OvDataset      *dataset);
void         fixture_init_linear    (OvRecipe       *recipe);
OvTrainer   *fixture_make_trainer   (const OvRecipe *recipe,
                                     OvDataset      *dataset,
                                     OvQuadratic    *quadratic);
void         fixture_run_epoch      (OvTrainer      *trainer,
                                     OvEpoch        *epoch);
void         fixture_compare_epochs (OvDataset      *dataset,
                                     const float    *before,
                                     const float    *after,
                                     const OvEpoch  *epoch,
                                     const OvEpoch  *expected,
                                     double          tolerance);
