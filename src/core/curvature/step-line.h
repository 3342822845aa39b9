/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "step-parabola.h"

#define OV_STEP_LINE_POINTS 25

/**
 * OvStepLine:
 * @epoch: the epoch whose last step it is
 * @learning_rate: that of the step which was made
 * @landed: the loss where it landed
 * @lengths: as learning rates, ascending from 0
 * @losses: the loss at each length
 * @model: what the loss's slope and curvature where the step began make of the line
 * @n_steps: how many steps there is a line of: the one that was made last, and those before it
 * @low: the least that the loss is at each length along any of these lines, each drawn from the
 *   height at which the last one begins: in mini-batches every step has a line of its own
 * @high: the most that it is
 * @n_images: of how many images the losses are means
 * @seconds: how long it took to measure
 *
 * The loss along a step, measured point by point. A plain value.
 */
typedef struct
{
  guint          epoch;
  double         learning_rate;
  double         landed;
  double         lengths[OV_STEP_LINE_POINTS];
  double         losses[OV_STEP_LINE_POINTS];
  OvStepParabola model;
  guint          n_steps;
  double         low[OV_STEP_LINE_POINTS];
  double         high[OV_STEP_LINE_POINTS];
  guint          n_images;
  double         seconds;
} OvStepLine;

double ov_step_line_get_lowest     (const OvStepLine *self);
double ov_step_line_get_break_even (const OvStepLine *self);
double ov_step_line_get_loss       (const OvStepLine *self,
                                    double            length);
void   ov_step_line_get_band       (const OvStepLine *self,
                                    double            length,
                                    double           *low,
                                    double           *high);
double ov_step_line_get_alpha      (const OvStepLine *self);
