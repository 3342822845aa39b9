/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"

/**
 * OvValleySide:
 * @OV_VALLEY_STEEP: across the valley
 * @OV_VALLEY_FLAT: along it
 *
 * The directions of a valley; no more than their order is meant.
 */
typedef enum
{
  OV_VALLEY_STEEP,
  OV_VALLEY_FLAT,
} OvValleySide;

#define OV_N_VALLEY_SIDES 2

/* How near to the optimum across it a run is in the middle of a valley, as a share of how far away
 * it began. */
#define OV_VALLEY_MIDDLE 0.05

/**
 * OvValleyMode:
 * @number: which eigenvector of the data's second moment, from 1 for the steepest
 * @eigenvalue: λ
 * @drive: how strongly the targets pull along the direction: ‖c‖
 *
 * A direction of unit length in the space of the weights: the outer product of an eigenvector and
 * the direction of its own target, which the weights take from zero.
 */
typedef struct
{
  guint  number;
  double eigenvalue;
  double drive;
} OvValleyMode;

/**
 * OvValley:
 * @modes: the two directions
 * @regularisation: the factor of ‖W‖² in the loss; free to be changed
 * @base: the loss where both coordinates are 0; at first that of weights that are all zero
 *
 * The linear classifier's training loss over a plane through the space of its weights, which is a
 * paraboloid: base + Σ (λ + reg) · a² − 2 · drive · a, over the two coordinates a. A plain value.
 */
typedef struct
{
  OvValleyMode modes[OV_N_VALLEY_SIDES];
  double       regularisation;
  double       base;
} OvValley;

/**
 * OvValleyState:
 * @place: the coordinates of some weights
 * @velocity: those of what momentum keeps
 * @n_epochs: how many epochs led there
 *
 * From where a run goes on. All 0 is the start from weights that are zero.
 */
typedef struct
{
  double place[OV_N_VALLEY_SIDES];
  double velocity[OV_N_VALLEY_SIDES];
  guint  n_epochs;
} OvValleyState;

/**
 * OvValleyPoint:
 * @place: the coordinates
 * @loss: the loss there, when everything else is as in the valley's base
 *
 * Where a run is after an epoch.
 */
typedef struct
{
  double place[OV_N_VALLEY_SIDES];
  double loss;
} OvValleyPoint;

gboolean ov_valley_init        (OvValley            *self,
                                const OvQuadratic   *quadratic,
                                guint                steep,
                                guint                flat,
                                double               regularisation);
double   ov_valley_get_optimum (const OvValley      *self,
                                OvValleySide         side);
double   ov_valley_get_loss    (const OvValley      *self,
                                const double        *place);
void     ov_valley_set_loss    (OvValley            *self,
                                const double        *place,
                                double               loss);
void     ov_valley_find_state  (const OvValley      *self,
                                const OvQuadratic   *quadratic,
                                const float         *parameters,
                                const float         *velocity,
                                guint                n_epochs,
                                OvValleyState       *state);
void     ov_valley_find_start  (const OvValley      *self,
                                const OvQuadratic   *quadratic,
                                const OvRecipe      *recipe,
                                OvValleyState       *state);
void     ov_valley_walk        (const OvValley      *self,
                                const OvRecipe      *recipe,
                                const OvValleyState *state,
                                OvValleyPoint       *points,
                                guint                n_points);
guint    ov_valley_count_until_middle (const OvValley *self,
                                const OvValleyPoint *points,
                                guint                n_points);
guint    ov_valley_choose_mode (const OvQuadratic   *quadratic,
                                const OvRecipe      *recipe);
guint    ov_valley_count_modes (void);
