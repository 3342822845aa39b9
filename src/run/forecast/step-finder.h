/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "quadratic.h"
#include "step-parabola.h"

/**
 * OvFoundStep:
 * @recipe: of the run
 * @n_epochs: how many epochs are done before the step
 * @parabola: the training loss along the step
 *
 * The loss along the next step of a run of the linear classifier. A plain value.
 */
typedef struct
{
  OvRecipe       recipe;
  guint          n_epochs;
  OvStepParabola parabola;
} OvFoundStep;

#define OV_TYPE_STEP_FINDER (ov_step_finder_get_type ())
G_DECLARE_FINAL_TYPE (OvStepFinder, ov_step_finder, OV, STEP_FINDER, GObject)

OvStepFinder      *ov_step_finder_new           (void);
void               ov_step_finder_set_quadratic (OvStepFinder   *self,
                                                 OvQuadratic    *quadratic);
void               ov_step_finder_request       (OvStepFinder   *self,
                                                 const OvRecipe *recipe,
                                                 guint           n_epochs);
const OvFoundStep *ov_step_finder_get_step      (OvStepFinder   *self);
