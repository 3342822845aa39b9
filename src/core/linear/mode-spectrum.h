/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"

/**
 * OvModeFate:
 * @OV_MODE_DONE: at its optimum but for %OV_MODE_LITTLE of its way, and it stays there
 * @OV_MODE_CREEPS: each epoch brings it nearer, on the side where it is
 * @OV_MODE_FLIPS: each epoch brings it nearer, on the other side
 * @OV_MODE_SWINGS: momentum carries it to and fro, ever nearer, over several epochs
 * @OV_MODE_GROWS: each epoch takes it further away
 *
 * What becomes of the weights along an eigenvector.
 */
typedef enum
{
  OV_MODE_DONE,
  OV_MODE_CREEPS,
  OV_MODE_FLIPS,
  OV_MODE_SWINGS,
  OV_MODE_GROWS,
} OvModeFate;

#define OV_N_MODE_FATES 5

/* What is left of the distance from an optimum that counts as nothing. */
#define OV_MODE_LITTLE 0.01

/**
 * OvMode:
 * @eigenvalue: λ
 * @factor: what each further epoch at the present rate makes of the distance from the optimum; with
 *   momentum the larger of two such factors, see ov_mode_find_factor()
 * @left: what is left of the distance that the first weights had, a share; infinite when it has
 *   left all numbers behind
 * @fate: what that comes to
 */
typedef struct
{
  double     eigenvalue;
  double     factor;
  double     left;
  OvModeFate fate;
} OvMode;

/**
 * OvModeSpectrum:
 * @n_epochs: how many epochs are done
 * @learning_rate: of the next one
 * @momentum: the recipe's
 * @regularisation: the recipe's
 * @condition: the largest curvature over the smallest that is more than the rounding of the
 *   largest: what the condition number is at least
 * @counts: [%OV_N_MODE_FATES], how many modes there are of each fate
 * @n: the number of modes
 * @modes: [@n], from the steepest to the flattest
 *
 * Where a run of the linear classifier is along every eigenvector of the data's second moment.
 */
typedef struct
{
  guint   n_epochs;
  double  learning_rate;
  double  momentum;
  double  regularisation;
  double  condition;
  guint   counts[OV_N_MODE_FATES];
  guint   n;
  OvMode *modes;
} OvModeSpectrum;

OvModeSpectrum *ov_mode_spectrum_new        (const OvQuadratic    *quadratic,
                                             const OvRecipe       *recipe,
                                             guint                 n_epochs);
OvModeSpectrum *ov_mode_spectrum_copy       (const OvModeSpectrum *self);
void            ov_mode_spectrum_free       (OvModeSpectrum       *self);
double          ov_mode_find_factor         (const OvRecipe       *recipe,
                                             double                curvature,
                                             double                learning_rate,
                                             gboolean             *swings);
double          ov_mode_count_epochs        (double                factor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvModeSpectrum, ov_mode_spectrum_free)
