/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "optimiser.h"

#include <cblas.h>
#include <string.h>

#include "update-rule.h"

/* Parameters that are stepped at once, which stay in the cache meanwhile. A sum of squares is taken
 * in these blocks as floats and over blocks as a double, which keeps seven digits whatever the
 * number of parameters; since the blocks are the same whoever takes them, so is the sum. */
#define BLOCK 4096

/* Some neighbouring parameters of one tensor. */
typedef struct
{
  gsize    offset;
  gsize    n;
  gboolean is_weight;
} Block;

static double
sum_squares (const float *values,
             gsize        n)
{
  return (double) cblas_sdot ((blasint) n, values, 1, values, 1);
}

static void
step_block (OvOptimiser *self,
            const Block *block,
            double      *squares)
{
  const OvUpdateRule *rule = ov_update_rule_get (&self->recipe);
  const double shrinkage = 2.0 * self->recipe.regularisation;
  float *values = self->network->parameters + block->offset;
  const gboolean penalised = block->is_weight && self->recipe.regularisation > 0.0;
  float gradient[BLOCK];

  ov_gradient_read (self->gradient, block->offset, block->n, gradient);
  if (penalised && rule->is_decoupled)
    ov_update_rule_scale (values, (float) (1.0 - self->learning_rate * shrinkage), block->n);
  else if (penalised)
    ov_update_rule_add_scaled (gradient, values, (float) shrinkage, block->n);
  rule->step (&self->recipe, self->learning_rate, self->n_steps, values, gradient,
              self->n_states > 0 ? self->states + self->n_states * block->offset : NULL, block->n);

  *squares = penalised ? sum_squares (values, block->n) : 0.0;
}

static void
step_member (guint    member,
             guint    n_members,
             gpointer user_data)
{
  OvOptimiser *self = user_data;
  const OvShare share = ov_thread_pool_share (self->blocks->len, member, n_members);

  for (guint i = share.begin; i < share.end; i++)
    step_block (self, &g_array_index (self->blocks, Block, i), &self->squares[i]);
}

static void
measure_member (guint    member,
                guint    n_members,
                gpointer user_data)
{
  OvOptimiser *self = user_data;
  const float *parameters = self->network->parameters;
  const OvShare share = ov_thread_pool_share (self->blocks->len, member, n_members);

  for (guint i = share.begin; i < share.end; i++)
    {
      const Block *block = &g_array_index (self->blocks, Block, i);

      self->squares[i] = block->is_weight ? sum_squares (parameters + block->offset, block->n)
                                          : 0.0;
    }
}

static void
collect_penalty (OvOptimiser *self)
{
  double squares = 0.0;

  for (guint i = 0; i < self->blocks->len; i++)
    squares += self->squares[i];

  self->penalty = self->recipe.regularisation * squares;
}

static void
cut_blocks (OvOptimiser *self)
{
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));

  for (guint t = 0; t < self->network->n_tensors; t++)
    {
      const OvTensor *tensor = &self->network->tensors[t];

      for (gsize i = 0; i < tensor->size; i += BLOCK)
        {
          const Block block = {tensor->offset + i, MIN (BLOCK, tensor->size - i),
                               tensor->is_weight};

          g_array_append_val (self->blocks, block);
        }
    }
}

/**
 * ov_optimiser_new:
 * @network: the network to train, which outlives the optimiser
 * @pool: the threads that share the work
 * @recipe: gives the rule of the steps and its numbers; copied
 *
 * Returns: (transfer full): an optimiser
 */
OvOptimiser *
ov_optimiser_new (OvNetwork      *network,
                  OvThreadPool   *pool,
                  const OvRecipe *recipe)
{
  OvOptimiser *self;

  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail (pool != NULL, NULL);
  g_return_val_if_fail (recipe != NULL, NULL);

  self = g_new0 (OvOptimiser, 1);
  self->network = network;
  self->pool = pool;
  self->recipe = *recipe;
  self->n_states = ov_update_rule_get (recipe)->count_states (recipe);
  cut_blocks (self);
  self->squares = g_new0 (double, self->blocks->len);
  if (self->n_states > 0)
    self->states = g_new (float, self->n_states * network->n_parameters);

  ov_optimiser_reset (self);

  return self;
}

/**
 * ov_optimiser_free:
 * @self: an optimiser
 */
void
ov_optimiser_free (OvOptimiser *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->blocks);
  g_free (self->states);
  g_free (self->squares);
  g_free (self);
}

/**
 * ov_optimiser_reset:
 * @self: an optimiser
 *
 * Starts again after the weights were set by someone else: without velocity, and with their
 * penalty.
 */
void
ov_optimiser_reset (OvOptimiser *self)
{
  g_return_if_fail (self != NULL);

  self->n_steps = 0;
  if (self->n_states > 0)
    memset (self->states, 0,
            self->n_states * self->network->n_parameters * sizeof (float));
  if (self->recipe.regularisation > 0.0)
    {
      ov_thread_pool_run (self->pool, measure_member, self);
      collect_penalty (self);
    }
}

/**
 * ov_optimiser_step:
 * @self: an optimiser
 * @gradient: the gradient of the loss, penalty excluded
 * @learning_rate: the length of the step
 *
 * Makes one step as the recipe's rule says. By gradient descent with momentum, v ← momentum · v +
 * gradient + 2 · reg · W, then W ← W − learning rate · v; by AdamW, W ← (1 − 2 · reg · learning
 * rate) · W, then Adam's step with the gradient alone. It is the same to the last bit for any
 * number of threads.
 */
void
ov_optimiser_step (OvOptimiser *self,
                   OvGradient  *gradient,
                   double       learning_rate)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (gradient != NULL);

  self->gradient = gradient;
  self->learning_rate = learning_rate;
  ov_thread_pool_run (self->pool, step_member, self);
  self->n_steps++;
  collect_penalty (self);
}

/* Copies the states between the order of the blocks and that of the network's parameters, in which
 * they are [states][parameters]. */
static void
copy_states (OvOptimiser *self,
             float       *read,
             const float *written)
{
  const gsize n_parameters = self->network->n_parameters;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = &g_array_index (self->blocks, Block, i);

      for (gsize s = 0; s < self->n_states; s++)
        {
          float *state = self->states + self->n_states * block->offset + s * block->n;
          const gsize place = s * n_parameters + block->offset;

          if (read != NULL)
            memcpy (read + place, state, block->n * sizeof (float));
          else
            memcpy (state, written + place, block->n * sizeof (float));
        }
    }
}

/**
 * ov_optimiser_get_states:
 * @self: an optimiser
 * @states: (out): [states][parameters], what it keeps from step to step, in the network's order
 */
void
ov_optimiser_get_states (OvOptimiser *self,
                         float       *states)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (states != NULL);

  copy_states (self, states, NULL);
}

/**
 * ov_optimiser_set_states:
 * @self: an optimiser
 * @states: [states][parameters], from ov_optimiser_get_states() of one with the same rule; copied
 * @n_steps: how many steps that one had made
 *
 * Continues where the other was, whose parameters the network has to have.
 */
void
ov_optimiser_set_states (OvOptimiser *self,
                         const float *states,
                         guint        n_steps)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (states != NULL || self->n_states == 0);

  ov_optimiser_reset (self);
  copy_states (self, NULL, states);
  self->n_steps = n_steps;
}

/**
 * ov_optimiser_get_velocity:
 * @self: an optimiser
 *
 * Returns: (transfer none) (nullable): [parameters], what the next step keeps its share of; %NULL
 *   without momentum, and where the rule is not linear, see ov_update_rule_is_linear()
 */
const float *
ov_optimiser_get_velocity (OvOptimiser *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ov_update_rule_is_linear (&self->recipe) ? self->states : NULL;
}

/**
 * ov_optimiser_get_preconditioner:
 * @self: an optimiser that has made a step, whose rule divides by a running square
 * @preconditioner: (out): [parameters], what the last step was divided by, in the network's order:
 *   W ← W − learning rate · velocity / preconditioner. Bias corrections are in it.
 */
void
ov_optimiser_get_preconditioner (OvOptimiser *self,
                                 float       *preconditioner)
{
  const OvUpdateRule *rule;

  g_return_if_fail (self != NULL);
  g_return_if_fail (preconditioner != NULL);
  g_return_if_fail (self->n_steps > 0);

  rule = ov_update_rule_get (&self->recipe);
  g_return_if_fail (rule->get_preconditioner != NULL);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = &g_array_index (self->blocks, Block, i);

      rule->get_preconditioner (&self->recipe, self->n_steps,
                                self->states + self->n_states * block->offset,
                                preconditioner + block->offset, block->n);
    }
}
