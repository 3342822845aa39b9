/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "valley.h"

#include <cblas.h>
#include <math.h>

#include "eigenmodes.h"
#include "model.h"
#include "quadratic-private.h"
#include "schedule.h"
#include "update-rule.h"

/*
 * Along an eigenvector v of A the weights of the ten classes are a vector u of ten numbers, whose
 * part of the loss is (λ + reg) |u|² − 2 u·c, with c = C v. The gradient along c depends on nothing
 * but the coordinate a = u·c / |c|, and neither does the penalty's: so each coordinate makes its
 * own way, v ← momentum · v + 2 ((λ + reg) a − |c|) and a ← a − rate · v, whatever all others do;
 * and so it does with Nesterov's momentum.
 */

/* Where the numbers of the numberth steepest mode are; eigenvalues ascend. */
static gsize
find_place (guint number)
{
  return OV_N_MODES - number;
}

/* ‖c‖ of the mode at @place. */
static double
measure_drive (const OvQuadratic *quadratic,
               gsize              place)
{
  const float *cross = quadratic->values->mode_cross;
  double sum = 0.0;

  for (gsize k = 0; k < OV_N_CLASSES; k++)
    {
      const double value = (double) cross[k * OV_N_MODES + place];

      sum += value * value;
    }

  return sqrt (sum);
}

/**
 * ov_valley_count_modes:
 *
 * Returns: how many modes there are to choose from
 */
guint
ov_valley_count_modes (void)
{
  return OV_N_MODES;
}

/**
 * ov_valley_init:
 * @self: (out): a valley
 * @quadratic: the loss, which is read and not kept
 * @steep: the number of a mode, from 1 for the steepest to ov_valley_count_modes()
 * @flat: that of another
 * @regularisation: the factor of ‖W‖² in the loss
 *
 * Returns: whether there are two such modes; if not, @self is as it was
 */
gboolean
ov_valley_init (OvValley          *self,
                const OvQuadratic *quadratic,
                guint              steep,
                guint              flat,
                double             regularisation)
{
  const guint numbers[OV_N_VALLEY_SIDES] = {steep, flat};

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (quadratic != NULL, FALSE);

  if (MIN (steep, flat) < 1 || MAX (steep, flat) > OV_N_MODES || steep == flat)
    return FALSE;

  for (guint i = 0; i < OV_N_VALLEY_SIDES; i++)
    {
      const gsize place = find_place (numbers[i]);

      self->modes[i] = (OvValleyMode) {
        .number = numbers[i],
        .eigenvalue = (double) quadratic->values->eigenvalues[place],
        .drive = measure_drive (quadratic, place),
      };
    }
  self->regularisation = regularisation;
  /* The targets' own mean square. */
  self->base = 1.0;

  return TRUE;
}

static double
get_curvature (const OvValley *self,
               OvValleySide    side)
{
  return self->modes[side].eigenvalue + self->regularisation;
}

/**
 * ov_valley_get_optimum:
 * @self: a valley
 * @side: one of its directions
 *
 * Returns: the coordinate of the lowest point; 0 along a direction that the data does not bend, in
 *   which a sum over a few images may leave a curvature of some rounding below 0
 */
double
ov_valley_get_optimum (const OvValley *self,
                       OvValleySide    side)
{
  double curvature;

  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (side < OV_N_VALLEY_SIDES, NAN);

  curvature = get_curvature (self, side);

  return curvature > 0.0 ? self->modes[side].drive / curvature : 0.0;
}

/* What the coordinates add to the loss. Written as a product, it becomes infinite with them, where
 * a difference of infinities would be NaN. */
static double
measure_form (const OvValley *self,
              const double   *place)
{
  double sum = 0.0;

  for (guint i = 0; i < OV_N_VALLEY_SIDES; i++)
    sum += place[i] * (get_curvature (self, i) * place[i] - 2.0 * self->modes[i].drive);

  return sum;
}

/**
 * ov_valley_get_loss:
 * @self: a valley
 * @place: [%OV_N_VALLEY_SIDES], coordinates
 *
 * Returns: the training loss there, penalty included, when everything else is as in the base
 */
double
ov_valley_get_loss (const OvValley *self,
                    const double   *place)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (place != NULL, NAN);

  return self->base + measure_form (self, place);
}

/**
 * ov_valley_set_loss:
 * @self: a valley
 * @place: [%OV_N_VALLEY_SIDES], the coordinates of some weights
 * @loss: the training loss of those weights, penalty included
 *
 * Moves the plane to those weights, so that what they are outside of it counts in the base.
 */
void
ov_valley_set_loss (OvValley     *self,
                    const double *place,
                    double        loss)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (place != NULL);

  self->base = loss - measure_form (self, place);
}

/* The coordinate of [10 × 3072] weights along a mode. */
static double
project (const OvValleyMode *mode,
         const OvQuadratic  *quadratic,
         const float        *weights)
{
  const gsize place = find_place (mode->number);
  const float *vector = quadratic->values->vectors + place * OV_IMAGE_SIZE;
  double sum = 0.0;

  if (!(mode->drive > 0.0))
    return 0.0;

  for (gsize k = 0; k < OV_N_CLASSES; k++)
    sum += (double) quadratic->values->mode_cross[k * OV_N_MODES + place]
           * cblas_dsdot (OV_IMAGE_SIZE, weights + k * OV_IMAGE_SIZE, 1, vector, 1);

  return sum / mode->drive;
}

/**
 * ov_valley_find_state:
 * @self: a valley
 * @quadratic: the loss that it is of
 * @parameters: [10 × 3072 + 10], the linear classifier's weights and biases in the network's order
 * @velocity: (nullable): the same of what momentum keeps; %NULL when it keeps nothing
 * @n_epochs: how many epochs led to these weights
 * @state: (out): where they are in the plane
 */
void
ov_valley_find_state (const OvValley    *self,
                      const OvQuadratic *quadratic,
                      const float       *parameters,
                      const float       *velocity,
                      guint              n_epochs,
                      OvValleyState     *state)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (quadratic != NULL);
  g_return_if_fail (parameters != NULL);
  g_return_if_fail (state != NULL);

  *state = (OvValleyState) {.n_epochs = n_epochs};
  for (guint i = 0; i < OV_N_VALLEY_SIDES; i++)
    {
      state->place[i] = project (&self->modes[i], quadratic, parameters);
      if (velocity != NULL)
        state->velocity[i] = project (&self->modes[i], quadratic, velocity);
    }
}

/**
 * ov_valley_find_start:
 * @self: a valley of @quadratic
 * @quadratic: the loss
 * @recipe: a recipe that suits it; its seed and the size of its first weights count
 * @state: (out): where its first weights are in the plane
 *
 * Takes a millisecond, most of it for the random numbers.
 */
void
ov_valley_find_start (const OvValley    *self,
                      const OvQuadratic *quadratic,
                      const OvRecipe    *recipe,
                      OvValleyState     *state)
{
  g_autoptr (OvNetwork) network = NULL;

  g_return_if_fail (recipe != NULL);

  network = ov_model_build_network (recipe);
  ov_network_init_weights (network, recipe->seed, recipe->weight_std);
  ov_valley_find_state (self, quadratic, network->parameters, NULL, 0, state);
}

/**
 * ov_valley_walk:
 * @self: a valley
 * @recipe: the rate with its schedule, and the momentum; a recipe that suits the loss, see
 *   ov_quadratic_suits(). The regularisation is the valley's.
 * @state: (nullable): where the run goes on; %NULL for weights of zero before the first epoch
 * @points: (out): [@n_points], the way: the first is that of @state, the others follow on one epoch
 *   each
 * @n_points: one more than there are epochs
 *
 * Finds the way of a run as exactly as doubles can, in some tens of nanoseconds an epoch.
 */
void
ov_valley_walk (const OvValley      *self,
                const OvRecipe      *recipe,
                const OvValleyState *state,
                OvValleyPoint       *points,
                guint                n_points)
{
  OvValleyState now = {0};
  OvSchedule schedule;

  g_return_if_fail (self != NULL);
  g_return_if_fail (recipe != NULL);
  g_return_if_fail (points != NULL || n_points == 0);

  if (state != NULL)
    now = *state;
  ov_schedule_init (&schedule, recipe);

  for (guint i = 0; i < n_points; i++)
    {
      const double rate = ov_schedule_get_rate (&schedule, now.n_epochs++);

      points[i].loss = ov_valley_get_loss (self, now.place);
      for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
        {
          const double pull = get_curvature (self, side) * now.place[side]
                              - self->modes[side].drive;

          points[i].place[side] = now.place[side];
          now.place[side] -= rate * ov_update_rule_follow (recipe, 2.0 * pull, &now.velocity[side]);
        }
    }
}

/**
 * ov_valley_count_until_middle:
 * @self: a valley
 * @points: [@n_points], a way from ov_valley_walk()
 * @n_points: their number
 *
 * Returns: after how many epochs the run is in the middle across the valley and stays there, see
 *   %OV_VALLEY_MIDDLE; @n_points where it is not there at the end
 */
guint
ov_valley_count_until_middle (const OvValley      *self,
                              const OvValleyPoint *points,
                              guint                n_points)
{
  double room;
  guint n = n_points;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (points != NULL && n_points > 0, 0);

  room = OV_VALLEY_MIDDLE
         * fabs (points[0].place[OV_VALLEY_STEEP] - ov_valley_get_optimum (self, OV_VALLEY_STEEP));
  while (n > 0
         && fabs (points[n - 1].place[OV_VALLEY_STEEP]
                  - ov_valley_get_optimum (self, OV_VALLEY_STEEP))
              <= room)
    n--;

  return n;
}

/* What all modes have in common on their ways: each is a number of times its drive. */
typedef struct
{
  double curvatures[OV_N_MODES];
  double factors[OV_N_MODES];
  double speeds[OV_N_MODES];
} Modes;

static Modes *
modes_new (const OvQuadratic *quadratic,
           double             regularisation)
{
  Modes *self = g_new0 (Modes, 1);

  for (gsize i = 0; i < OV_N_MODES; i++)
    self->curvatures[i] = (double) quadratic->values->eigenvalues[i] + regularisation;

  return self;
}

static void
modes_advance (Modes          *self,
               const OvRecipe *recipe,
               OvSchedule     *schedule,
               guint           begin,
               guint           end)
{
  for (guint epoch = begin; epoch < end; epoch++)
    ov_eigenmodes_advance (self->factors, self->speeds, self->curvatures, 1.0,
                           ov_schedule_get_rate (schedule, epoch), recipe, OV_N_MODES);
}

/**
 * ov_valley_choose_mode:
 * @quadratic: a loss
 * @recipe: a recipe that suits it
 *
 * Returns: the number of the mode along which the loss falls most in the second half of a run from
 *   weights of zero; the steepest one is not chosen, since that is what the other stands against
 */
guint
ov_valley_choose_mode (const OvQuadratic *quadratic,
                       const OvRecipe    *recipe)
{
  g_autofree double *losses = g_new (double, OV_N_MODES);
  g_autofree Modes *modes = NULL;
  OvSchedule schedule;
  double most = 0.0;
  guint chosen = 2;

  g_return_val_if_fail (quadratic != NULL, 0);
  g_return_val_if_fail (recipe != NULL, 0);

  modes = modes_new (quadratic, recipe->regularisation);
  ov_schedule_init (&schedule, recipe);
  modes_advance (modes, recipe, &schedule, 0, recipe->epochs / 2);
  for (gsize i = 0; i < OV_N_MODES; i++)
    losses[i] = modes->factors[i] * (modes->curvatures[i] * modes->factors[i] - 2.0);
  modes_advance (modes, recipe, &schedule, recipe->epochs / 2, recipe->epochs);

  for (guint number = 2; number <= OV_N_MODES; number++)
    {
      const gsize i = find_place (number);
      const double drive = measure_drive (quadratic, i);
      const double later = modes->factors[i] * (modes->curvatures[i] * modes->factors[i] - 2.0);
      const double fall = drive * drive * (losses[i] - later);

      if (fall > most && isfinite (fall))
        {
          most = fall;
          chosen = number;
        }
    }

  return chosen;
}
