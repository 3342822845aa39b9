/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "instrument.h"

/* A trainer of small images, with all instruments read after each of its epochs. */
typedef struct
{
  OvRecipe    recipe;
  OvDataset  *dataset; /* borrowed */
  OvTrainer  *trainer;
  OvReadings *readings;
  float      *before; /* [parameters], where the last epoch began */
} Instrumented;

void             instrumented_init          (Instrumented *self,
                                             const OvRecipe *recipe,
                                             OvDataset      *dataset,
                                             OvQuadratic    *quadratic);
void             instrumented_clear         (Instrumented *self);
void             instrumented_run_epoch     (Instrumented *self);
const double    *instrumented_get_values    (const Instrumented *self,
                                             const char         *name);
double          *instrumented_find_gradient (const Instrumented *self,
                                             const float        *parameters,
                                             guint               first,
                                             guint               n_images);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Instrumented, instrumented_clear)
