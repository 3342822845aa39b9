/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvStepParabola:
 * @loss: the loss where the step begins
 * @slope: how it changes with the length there; below 0 when the step leads down
 * @bend: half of its second derivative
 *
 * The loss along a step as a quadratic in the length, which is told as a learning rate:
 * loss + slope · length + bend · length². A plain value.
 */
typedef struct
{
  double loss;
  double slope;
  double bend;
} OvStepParabola;

double ov_step_parabola_get_loss       (const OvStepParabola *self,
                                        double                length);
double ov_step_parabola_get_tangent    (const OvStepParabola *self,
                                        double                length);
double ov_step_parabola_get_lowest     (const OvStepParabola *self);
double ov_step_parabola_get_break_even (const OvStepParabola *self);
double ov_step_get_alpha               (double                length,
                                        double                lowest,
                                        double                break_even);
double ov_step_get_alpha_of_slopes     (double                begin,
                                        double                end);
