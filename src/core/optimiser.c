/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "optimiser.h"

#include <cblas.h>
#include <string.h>

#include "simd.h"

/* A sum of squares is taken in blocks as floats and over blocks as a double, which keeps seven
 * digits whatever the number of parameters. */
#define BLOCK 4096

struct _OvOptimiser
{
  OvNetwork *network;
  OvTeam    *team;
  float     *velocity; /* [parameters], or NULL without momentum */
  double    *squares;  /* [members], each member's share of ‖W‖² */
  double     regularisation;
  double     momentum;
  double     penalty;

  /* The step that is being made. */
  float    **gradients;
  double     learning_rate;
};

OV_MULTIVERSION static void
add_to (float *restrict       sum,
        const float *restrict other,
        gsize                 n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += other[i];
}

OV_MULTIVERSION static void
add_scaled (float *restrict       sum,
            const float *restrict other,
            float                 factor,
            gsize                 n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += factor * other[i];
}

/* The velocity becomes momentum · velocity + gradient, and is what the step then follows. */
OV_MULTIVERSION static void
gather_speed (float *restrict velocity,
              float *restrict gradient,
              float           momentum,
              gsize           n)
{
  for (gsize i = 0; i < n; i++)
    {
      velocity[i] = momentum * velocity[i] + gradient[i];
      gradient[i] = velocity[i];
    }
}

static double
sum_squares (const float *values,
             gsize        n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i += BLOCK)
    {
      const blasint size = (blasint) MIN (BLOCK, n - i);

      sum += (double) cblas_sdot (size, values + i, 1, values + i, 1);
    }

  return sum;
}

/* A member's share of one tensor: where it starts in the block of parameters, and its length. */
static gsize
get_share (const OvTensor *tensor,
           guint           member,
           guint           n_members,
           gsize          *n)
{
  guint begin;
  guint end;

  ov_team_share ((guint) tensor->size, member, n_members, &begin, &end);
  *n = end - begin;

  return tensor->offset + begin;
}

/* The step of a few parameters, which stay in the cache meanwhile. */
static void
step_block (OvOptimiser *self,
            gsize        offset,
            gsize        n,
            guint        n_members,
            gboolean     penalised)
{
  float *values = ov_network_get_parameters (self->network) + offset;
  float *gradient = self->gradients[0] + offset;

  for (guint other = 1; other < n_members; other++)
    {
      add_to (gradient, self->gradients[other] + offset, n);
      memset (self->gradients[other] + offset, 0, n * sizeof (float));
    }
  if (penalised)
    add_scaled (gradient, values, (float) (2.0 * self->regularisation), n);
  if (self->velocity != NULL)
    gather_speed (self->velocity + offset, gradient, (float) self->momentum, n);
  add_scaled (values, gradient, (float) -self->learning_rate, n);
  memset (gradient, 0, n * sizeof (float));
}

static void
step_member (guint    member,
             guint    n_members,
             gpointer user_data)
{
  OvOptimiser *self = user_data;
  const float *parameters = ov_network_get_parameters (self->network);

  self->squares[member] = 0.0;

  for (guint t = 0; t < ov_network_get_n_tensors (self->network); t++)
    {
      const OvTensor *tensor = ov_network_get_tensor (self->network, t);
      const gboolean penalised = tensor->is_weight && self->regularisation > 0.0;
      gsize n;
      const gsize offset = get_share (tensor, member, n_members, &n);

      for (gsize i = 0; i < n; i += BLOCK)
        {
          const gsize size = MIN (BLOCK, n - i);

          step_block (self, offset + i, size, n_members, penalised);
          if (penalised)
            self->squares[member] += sum_squares (parameters + offset + i, size);
        }
    }
}

static void
measure_member (guint    member,
                guint    n_members,
                gpointer user_data)
{
  OvOptimiser *self = user_data;
  const float *parameters = ov_network_get_parameters (self->network);

  self->squares[member] = 0.0;

  for (guint t = 0; t < ov_network_get_n_tensors (self->network); t++)
    {
      const OvTensor *tensor = ov_network_get_tensor (self->network, t);
      gsize n;
      const gsize offset = get_share (tensor, member, n_members, &n);

      if (tensor->is_weight)
        self->squares[member] += sum_squares (parameters + offset, n);
    }
}

static void
collect_penalty (OvOptimiser *self)
{
  double squares = 0.0;

  for (guint i = 0; i < ov_team_get_n_members (self->team); i++)
    squares += self->squares[i];

  self->penalty = self->regularisation * squares;
}

/**
 * ov_optimiser_new:
 * @network: the network to train, which outlives the optimiser
 * @team: the threads that share the work
 * @recipe: gives momentum and regularisation
 *
 * Returns: (transfer full): an optimiser
 */
OvOptimiser *
ov_optimiser_new (OvNetwork      *network,
                  OvTeam         *team,
                  const OvRecipe *recipe)
{
  OvOptimiser *self;

  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail (team != NULL, NULL);
  g_return_val_if_fail (recipe != NULL, NULL);

  self = g_new0 (OvOptimiser, 1);
  self->network = network;
  self->team = team;
  self->regularisation = recipe->regularisation;
  self->momentum = recipe->momentum;
  self->squares = g_new0 (double, ov_team_get_n_members (team));
  if (recipe->momentum > 0.0)
    self->velocity = g_new0 (float, ov_network_get_n_parameters (network));

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

  g_free (self->velocity);
  g_free (self->squares);
  g_free (self);
}

/**
 * ov_optimiser_reset:
 * @self: an optimiser
 *
 * Starts anew after the weights were set by someone else: without speed, and with their penalty.
 */
void
ov_optimiser_reset (OvOptimiser *self)
{
  g_return_if_fail (self != NULL);

  if (self->velocity != NULL)
    memset (self->velocity, 0,
            ov_network_get_n_parameters (self->network) * sizeof (float));
  if (self->regularisation > 0.0)
    {
      ov_team_run (self->team, measure_member, self);
      collect_penalty (self);
    }
}

/**
 * ov_optimiser_step:
 * @self: an optimiser
 * @gradients: [members][parameters], the parts of the loss's gradient that the members found;
 *   set to zero for the next batch
 * @learning_rate: the length of the step
 *
 * Makes one step: v ← momentum · v + gradient + 2 · reg · W, then W ← W − learning rate · v. The
 * members' parts are added in their order, so that the same team makes the same bits.
 */
void
ov_optimiser_step (OvOptimiser *self,
                   float      **gradients,
                   double       learning_rate)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (gradients != NULL);

  self->gradients = gradients;
  self->learning_rate = learning_rate;
  ov_team_run (self->team, step_member, self);
  collect_penalty (self);
}

/**
 * ov_optimiser_get_penalty:
 * @self: an optimiser
 *
 * Returns: reg · ‖W‖² over the weights as they are now
 */
double
ov_optimiser_get_penalty (OvOptimiser *self)
{
  g_return_val_if_fail (self != NULL, 0.0);

  return self->penalty;
}
