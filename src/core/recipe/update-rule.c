/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "update-rule.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "simd.h"

/* The velocity becomes momentum · velocity + gradient, and is what the step then follows. */
OV_MULTIVERSION static void
gather_speed (float *restrict velocity,
              float *restrict gradient,
              float momentum,
              gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      velocity[i] = momentum * velocity[i] + gradient[i];
      gradient[i] = velocity[i];
    }
}

static guint
count_momentum (const OvRecipe *recipe)
{
  return recipe->momentum > 0.0 ? 1 : 0;
}

static void
step_momentum (const OvRecipe *recipe,
               double          learning_rate,
               guint           n_steps,
               float          *values,
               float          *gradient,
               float          *states,
               gsize           n)
{
  if (states != NULL)
    gather_speed (states, gradient, (float) recipe->momentum, n);
  ov_update_rule_add_scaled (values, gradient, (float) -learning_rate, n);
}

/* The step goes where the velocity would lead with this gradient once more: Nesterov (1983), as
 * Sutskever, Martens, Dahl and Hinton (2013) write it and PyTorch's SGD does it. */
OV_MULTIVERSION static void
look_ahead (float *restrict velocity,
            float *restrict gradient,
            float momentum,
            gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      velocity[i] = momentum * velocity[i] + gradient[i];
      gradient[i] += momentum * velocity[i];
    }
}

static void
step_nesterov (const OvRecipe *recipe,
               double          learning_rate,
               guint           n_steps,
               float          *values,
               float          *gradient,
               float          *states,
               gsize           n)
{
  if (states != NULL)
    look_ahead (states, gradient, (float) recipe->momentum, n);
  ov_update_rule_add_scaled (values, gradient, (float) -learning_rate, n);
}

/* Divides the gradient by the root of its running mean square, with the constant added to it. */
OV_MULTIVERSION static void
divide_by_root (float *restrict squares,
                float *restrict gradient,
                float kept,
                float added,
                float epsilon,
                gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      squares[i] = kept * squares[i] + added * gradient[i] * gradient[i];
      gradient[i] /= sqrtf (squares[i]) + epsilon;
    }
}

static guint
count_rmsprop (const OvRecipe *recipe)
{
  return 1 + count_momentum (recipe);
}

/* PyTorch's RMSprop, not centred: s ← α · s + (1 − α) · g², and g / (√s + ε) is what momentum
 * gathers and the step follows (Tieleman and Hinton, 2012: Lecture 6.5 of Neural networks for
 * machine learning). */
static void
step_rmsprop (const OvRecipe *recipe,
              double          learning_rate,
              guint           n_steps,
              float          *values,
              float          *gradient,
              float          *states,
              gsize           n)
{
  divide_by_root (states, gradient, (float) recipe->alpha, (float) (1.0 - recipe->alpha),
                  (float) recipe->epsilon, n);
  if (recipe->momentum > 0.0)
    gather_speed (states + n, gradient, (float) recipe->momentum, n);
  ov_update_rule_add_scaled (values, gradient, (float) -learning_rate, n);
}

static void
precondition_rmsprop (const OvRecipe *recipe,
                      guint           n_steps,
                      const float    *states,
                      float          *preconditioner,
                      gsize           n)
{
  for (gsize i = 0; i < n; i++)
    preconditioner[i] = sqrtf (states[i]) + (float) recipe->epsilon;
}

/* What a step of Adam is made with, the same for all parameters. */
typedef struct
{
  float kept_mean, added_mean;
  float kept_square, added_square;
  float root; /* of what the mean square lacks, since it began at 0 */
  float epsilon;
  float step; /* learning rate over what the mean lacks */
} Moments;

OV_MULTIVERSION static void
step_moments (const Moments *moments,
              float *restrict values,
              const float *restrict gradient,
              float *restrict means,
              float *restrict squares,
              gsize n)
{
  const Moments m = *moments;

  for (gsize i = 0; i < n; i++)
    {
      means[i] = m.kept_mean * means[i] + m.added_mean * gradient[i];
      squares[i] = m.kept_square * squares[i] + m.added_square * gradient[i] * gradient[i];
      values[i] -= m.step * means[i] / (sqrtf (squares[i]) / m.root + m.epsilon);
    }
}

static guint
count_adam (const OvRecipe *recipe)
{
  return 2;
}

/* PyTorch's Adam: m ← β₁ · m + (1 − β₁) · g, s ← β₂ · s + (1 − β₂) · g², and after t steps
 * W ← W − η / (1 − β₁ᵗ) · m / (√s / √(1 − β₂ᵗ) + ε) (Kingma and Ba, 2015, arXiv:1412.6980). */
static void
step_adam (const OvRecipe *recipe,
           double          learning_rate,
           guint           n_steps,
           float          *values,
           float          *gradient,
           float          *states,
           gsize           n)
{
  const double t = n_steps + 1.0;
  const Moments moments = {
    .kept_mean = (float) recipe->beta1,
    .added_mean = (float) (1.0 - recipe->beta1),
    .kept_square = (float) recipe->beta2,
    .added_square = (float) (1.0 - recipe->beta2),
    .root = (float) sqrt (1.0 - pow (recipe->beta2, t)),
    .epsilon = (float) recipe->epsilon,
    .step = (float) (learning_rate / (1.0 - pow (recipe->beta1, t))),
  };

  step_moments (&moments, values, gradient, states, states + n, n);
}

/* As Cohen and others (2022: Adaptive gradient methods at the edge of stability) have it, what the
 * mean lacks is in P: (1 − β₁ᵗ) (√s / √(1 − β₂ᵗ) + ε), so that W ← W − η · P⁻¹ · m. */
static void
precondition_adam (const OvRecipe *recipe,
                   guint           n_steps,
                   const float    *states,
                   float          *preconditioner,
                   gsize           n)
{
  const double share = 1.0 - pow (recipe->beta1, n_steps);
  const double root = sqrt (1.0 - pow (recipe->beta2, n_steps));

  for (gsize i = 0; i < n; i++)
    preconditioner[i] =
      (float) (share * (sqrt ((double) states[n + i]) / root + recipe->epsilon));
}

/* The rules, and their names and titles in the same order. */
static const OvUpdateRule rules[] = {
  {count_momentum, step_momentum, .is_heavy_ball = TRUE, .has_momentum = TRUE},
  {count_momentum, step_nesterov, .looks_ahead = TRUE, .has_momentum = TRUE},
  {count_rmsprop, step_rmsprop, precondition_rmsprop,
   .has_momentum = TRUE, .has_alpha = TRUE, .has_epsilon = TRUE},
  {count_adam, step_adam, precondition_adam, .has_betas = TRUE, .has_epsilon = TRUE},
  /* Loshchilov and Hutter (2019, arXiv:1711.05101). */
  {count_adam, step_adam, precondition_adam,
   .has_betas = TRUE, .has_epsilon = TRUE, .is_decoupled = TRUE},
};

const char *const ov_update_rule_names[] = {
  "gradient-descent",
  "nesterov",
  "rmsprop",
  "adam",
  "adamw",
  NULL,
};

const char *const ov_update_rule_titles[] = {
  N_("Gradient descent"),
  N_("Nesterov momentum"),
  "RMSProp",
  "Adam",
  "AdamW",
  NULL,
};

G_STATIC_ASSERT (G_N_ELEMENTS (ov_update_rule_names) == G_N_ELEMENTS (rules) + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (ov_update_rule_titles) == G_N_ELEMENTS (rules) + 1);

/**
 * ov_update_rule_get:
 * @recipe: a recipe
 *
 * Returns: (transfer none): the rule that the recipe asks for
 */
const OvUpdateRule *
ov_update_rule_get (const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (recipe->update_rule < G_N_ELEMENTS (rules), NULL);

  return &rules[recipe->update_rule];
}

/**
 * ov_update_rule_is_linear:
 * @recipe: a recipe
 *
 * Returns: whether its steps are sums of gradients, without or with momentum: exact steps,
 *   forecasts and a limit of the learning rate hold for no other rule
 */
gboolean
ov_update_rule_is_linear (const OvRecipe *recipe)
{
  const OvUpdateRule *rule = ov_update_rule_get (recipe);

  g_return_val_if_fail (rule != NULL, FALSE);

  return rule->is_heavy_ball || rule->looks_ahead;
}

/**
 * ov_update_rule_follow:
 * @recipe: a recipe whose rule is linear, see ov_update_rule_is_linear()
 * @gradient: of one parameter, penalty included
 * @velocity: (inout): what momentum keeps of it, which gathers @gradient
 *
 * Returns: what the step goes along: the parameter loses learning rate times that
 */
double
ov_update_rule_follow (const OvRecipe *recipe,
                       double          gradient,
                       double         *velocity)
{
  *velocity = recipe->momentum * *velocity + gradient;

  return ov_update_rule_get (recipe)->looks_ahead ? gradient + recipe->momentum * *velocity
                                                  : *velocity;
}

/**
 * ov_update_rule_add_scaled:
 * @sum: [@n]
 * @other: [@n], not @sum
 * @factor: a number
 * @n: how many
 *
 * Adds @factor · @other to @sum.
 */
OV_MULTIVERSION void
ov_update_rule_add_scaled (float *restrict sum,
                           const float *restrict other,
                           float factor,
                           gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += factor * other[i];
}

/**
 * ov_update_rule_scale:
 * @values: [@n]
 * @factor: a number
 * @n: how many
 *
 * Multiplies @values by @factor.
 */
OV_MULTIVERSION void
ov_update_rule_scale (float *values,
                      float  factor,
                      gsize  n)
{
  for (gsize i = 0; i < n; i++)
    values[i] *= factor;
}
