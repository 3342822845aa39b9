/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "quadratic.h"
#include "step-line.h"

/**
 * OvFoundStep:
 * @recipe: of the run
 * @n_epochs: how many epochs are done before the step
 * @parabola: the training loss along the step; of a network that of a fixed part of the images, as
 *   the slope and the bend where the step begins say
 * @is_measured: whether the loss was measured point by point, since it is no parabola
 * @line: the points, if there are any
 *
 * The loss along the last step of an epoch, which in full batches is its only one. A plain value.
 */
typedef struct
{
  OvRecipe       recipe;
  guint          n_epochs;
  OvStepParabola parabola;
  gboolean       is_measured;
  OvStepLine     line;
} OvFoundStep;

#define OV_TYPE_STEP_FINDER (ov_step_finder_get_type ())
G_DECLARE_FINAL_TYPE (OvStepFinder, ov_step_finder, OV, STEP_FINDER, GObject)

OvStepFinder      *ov_step_finder_new           (void);
void               ov_step_finder_set_quadratic (OvStepFinder   *self,
                                                 OvQuadratic    *quadratic);
void               ov_step_finder_set_dataset   (OvStepFinder   *self,
                                                 OvDataset      *dataset);
void               ov_step_finder_request       (OvStepFinder   *self,
                                                 const OvRecipe *recipe,
                                                 guint           n_epochs);
const OvFoundStep *ov_step_finder_get_step      (OvStepFinder   *self);

double             ov_found_step_get_lowest     (const OvFoundStep *self);
double             ov_found_step_get_longest    (const OvFoundStep *self);
double             ov_found_step_get_loss       (const OvFoundStep *self,
                                                 double             length);
