/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quadratic-step.h"

#include <cblas.h>

#include "quadratic-private.h"
#include "update-rule.h"

#define N_WEIGHTS ((gsize) OV_N_CLASSES * OV_IMAGE_SIZE)
#define N_PARAMETERS (N_WEIGHTS + OV_N_CLASSES)

/* What the loss bends a direction by, but for the penalty: its weights times A, and its biases,
 * which no image moves since all are centred. */
static float *
multiply (const OvQuadratic *quadratic,
          const float       *direction)
{
  float *product = g_new (float, N_PARAMETERS);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans,
               OV_N_CLASSES, OV_IMAGE_SIZE, OV_IMAGE_SIZE,
               1.0f, direction, OV_IMAGE_SIZE,
               quadratic->values->second, OV_IMAGE_SIZE,
               0.0f, product, OV_IMAGE_SIZE);
  for (gsize k = 0; k < OV_N_CLASSES; k++)
    product[N_WEIGHTS + k] = direction[N_WEIGHTS + k];

  return product;
}

/* What draws a parameter. */
static double
get_drive (const OvQuadratic *quadratic,
           gsize              i)
{
  return i < N_WEIGHTS ? (double) quadratic->values->cross[i]
                       : quadratic->frequencies[OV_SPLIT_TRAIN][i - N_WEIGHTS];
}

/**
 * ov_quadratic_step_find:
 * @quadratic: the loss
 * @recipe: gives regularisation, update rule and momentum; a recipe that suits @quadratic
 * @parameters: [10 × 3072 + 10], where the step begins, in the network's order
 * @velocity: (nullable): [10 × 3072 + 10], what momentum keeps; %NULL when it keeps nothing
 * @step: (out): the training loss, penalty included, along the step, in learning rates
 *
 * Finds the loss along the next step, such as W − rate · (momentum · velocity + gradient), for
 * every rate at once. Takes two products with the second moment.
 */
void
ov_quadratic_step_find (const OvQuadratic *quadratic,
                        const OvRecipe    *recipe,
                        const float       *parameters,
                        const float       *velocity,
                        OvStepParabola    *step)
{
  g_autofree float *direction = g_new (float, N_PARAMETERS);
  g_autofree float *bent = NULL;
  g_autofree float *bent_direction = NULL;

  g_return_if_fail (quadratic != NULL);
  g_return_if_fail (recipe != NULL);
  g_return_if_fail (parameters != NULL);
  g_return_if_fail (step != NULL);

  /* The targets' own mean square is 1. */
  *step = (OvStepParabola) {.loss = 1.0};
  bent = multiply (quadratic, parameters);
  for (gsize i = 0; i < N_PARAMETERS; i++)
    {
      const double penalty = i < N_WEIGHTS ? recipe->regularisation : 0.0;
      const double value = (double) parameters[i];
      const double drive = get_drive (quadratic, i);
      const double pull = (double) bent[i] + penalty * value - drive;
      double kept = velocity != NULL ? (double) velocity[i] : 0.0;

      direction[i] = (float) ov_update_rule_follow (recipe, 2.0 * pull, &kept);
      step->loss += value * (pull - drive);
      step->slope -= 2.0 * pull * (double) direction[i];
    }

  bent_direction = multiply (quadratic, direction);
  for (gsize i = 0; i < N_PARAMETERS; i++)
    {
      const double penalty = i < N_WEIGHTS ? recipe->regularisation : 0.0;
      const double value = (double) direction[i];

      step->bend += value * ((double) bent_direction[i] + penalty * value);
    }
}

/**
 * ov_quadratic_step_find_gradient:
 * @quadratic: the loss
 * @recipe: gives the regularisation; a recipe that suits @quadratic
 * @parameters: [10 × 3072 + 10], in the network's order
 * @gradient: (out): [10 × 3072 + 10], that of the training loss there, penalty included
 *
 * Takes one product with the second moment.
 */
void
ov_quadratic_step_find_gradient (const OvQuadratic *quadratic,
                                 const OvRecipe    *recipe,
                                 const float       *parameters,
                                 float             *gradient)
{
  g_autofree float *bent = NULL;

  g_return_if_fail (quadratic != NULL);
  g_return_if_fail (recipe != NULL);
  g_return_if_fail (parameters != NULL);
  g_return_if_fail (gradient != NULL);

  bent = multiply (quadratic, parameters);
  for (gsize i = 0; i < N_PARAMETERS; i++)
    {
      const double penalty = i < N_WEIGHTS ? recipe->regularisation : 0.0;

      gradient[i] = (float) (2.0
                             * ((double) bent[i] + penalty * (double) parameters[i]
                                - get_drive (quadratic, i)));
    }
}
