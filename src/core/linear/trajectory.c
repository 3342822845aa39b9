/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trajectory.h"

#include <cblas.h>
#include <math.h>

#include "eigenmodes.h"
#include "model.h"
#include "quadratic-private.h"
#include "schedule.h"
#include "simd.h"
#include "update-rule.h"

/*
 * Along the eigenvectors of A the weights obey, as forecast.c has it, u(t) = z₀(t) · c + z₁(t) · u₀
 * with factors z that all classes share. An epoch costs a few thousand multiplications, and the
 * weights themselves one product with the eigenvectors, at the epoch that is asked for alone.
 */

enum
{
  STRAND_GOAL,  /* z₀, which is drawn to the goal */
  STRAND_START, /* z₁, what is left of the first weights */
  N_STRANDS
};

/* States are kept at so many epochs at most, so that going back costs no more than the epochs
 * between two of them: 6 MB. */
#define MAX_KEPT 64

/* How often it is looked whether the work is still wanted, in epochs. */
#define EPOCHS_PER_LOOK 256

/* Sums are kept side by side, for vector instructions. */
#define LANES OV_EIGENMODES_UNIT

#define N_WEIGHTS ((gsize) OV_N_CLASSES * OV_IMAGE_SIZE)
#define N_COORDINATES ((gsize) OV_N_CLASSES * OV_N_MODES)

/* Where the run is after some epochs. */
typedef struct
{
  guint  n_epochs;
  double factors[N_STRANDS][OV_N_MODES];
  double speeds[N_STRANDS][OV_N_MODES];
  double biases[OV_N_CLASSES];
  double bias_speeds[OV_N_CLASSES];
} State;

struct _OvTrajectory
{
  OvQuadratic *quadratic;
  OvRecipe     recipe;
  OvSchedule   schedule;
  double       curvatures[OV_N_MODES]; /* λ + reg */
  float       *start;                  /* [10 × modes], u₀ */
  float       *modes;                  /* [10 × modes], space to work in */
  double      *products;               /* [3 × modes], see weigh_strands(), or NULL */

  State        state;          /* where it was last */
  guint        spacing;        /* between the states that are kept, in epochs */
  State       *kept[MAX_KEPT]; /* that after i · spacing epochs, or NULL */
};

/* The first weights, along the eigenvectors; and the first biases. */
static void
find_start (OvTrajectory *self)
{
  g_autoptr (OvNetwork) network = ov_model_build_network (&self->recipe);
  const float *parameters = network->parameters;

  ov_network_init_weights (network, self->recipe.seed, self->recipe.weight_std);
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans,
               OV_N_CLASSES, OV_N_MODES, OV_IMAGE_SIZE,
               1.0f, parameters, OV_IMAGE_SIZE,
               self->quadratic->values->vectors, OV_IMAGE_SIZE,
               0.0f, self->start, OV_N_MODES);
  for (guint k = 0; k < OV_N_CLASSES; k++)
    self->state.biases[k] = (double) parameters[N_WEIGHTS + k];
  for (gsize i = 0; i < OV_N_MODES; i++)
    self->state.factors[STRAND_START][i] = 1.0;
}

static void
keep (OvTrajectory *self)
{
  const guint slot = self->state.n_epochs / self->spacing;

  if (self->state.n_epochs % self->spacing == 0 && slot < MAX_KEPT && self->kept[slot] == NULL)
    self->kept[slot] = g_memdup2 (&self->state, sizeof (State));
}

/**
 * ov_trajectory_new:
 * @quadratic: the loss; referenced
 * @recipe: a recipe that suits it, see ov_quadratic_suits(); copied
 *
 * Returns: (transfer full): the way of the run with that recipe, to be freed with
 *   ov_trajectory_free()
 */
OvTrajectory *
ov_trajectory_new (OvQuadratic    *quadratic,
                   const OvRecipe *recipe)
{
  OvTrajectory *self;

  g_return_val_if_fail (quadratic != NULL, NULL);
  g_return_val_if_fail (ov_quadratic_suits (quadratic, recipe), NULL);

  self = g_new0 (OvTrajectory, 1);
  self->quadratic = ov_quadratic_ref (quadratic);
  self->recipe = *recipe;
  ov_schedule_init (&self->schedule, recipe);
  self->start = g_new (float, N_COORDINATES);
  self->modes = g_new (float, N_COORDINATES);
  self->spacing = recipe->epochs / MAX_KEPT + 1;
  for (gsize i = 0; i < OV_N_MODES; i++)
    self->curvatures[i] = (double) quadratic->values->eigenvalues[i] + recipe->regularisation;
  find_start (self);
  keep (self);

  return self;
}

/**
 * ov_trajectory_free:
 * @self: a trajectory
 */
void
ov_trajectory_free (OvTrajectory *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < MAX_KEPT; i++)
    g_free (self->kept[i]);
  ov_quadratic_unref (self->quadratic);
  g_free (self->start);
  g_free (self->modes);
  g_free (self->products);
  g_free (self);
}

/* One epoch, which is one step, as the recipe's rule makes it of the gradient. X is centred, so
 * that the biases' goal is the mean target; they are not penalised. */
static void
advance (OvTrajectory *self)
{
  State *state = &self->state;
  const double rate = ov_schedule_get_rate (&self->schedule, state->n_epochs);

  for (guint strand = 0; strand < N_STRANDS; strand++)
    ov_eigenmodes_advance (state->factors[strand], state->speeds[strand], self->curvatures,
                           strand == STRAND_GOAL ? 1.0 : 0.0, rate, &self->recipe, OV_N_MODES);
  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      const double goal = self->quadratic->frequencies[OV_SPLIT_TRAIN][k];

      state->biases[k] -= rate
                          * ov_update_rule_follow (&self->recipe, 2.0 * (state->biases[k] - goal),
                                                   &state->bias_speeds[k]);
    }
  state->n_epochs++;
  keep (self);
}

/* Goes on from where it is, or from the last state that is kept before @n_epochs. */
static void
go_back (OvTrajectory *self,
         guint         n_epochs)
{
  guint slot = MIN (n_epochs / self->spacing, MAX_KEPT - 1);

  while (self->kept[slot] == NULL)
    slot--;
  if (self->state.n_epochs > n_epochs || self->state.n_epochs < slot * self->spacing)
    self->state = *self->kept[slot];
}

/* Returns whether it came there before it was cancelled. */
static gboolean
go_to (OvTrajectory *self,
       guint         n_epochs,
       GCancellable *cancellable)
{
  go_back (self, n_epochs);
  while (self->state.n_epochs < n_epochs)
    {
      if (self->state.n_epochs % EPOCHS_PER_LOOK == 0
          && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      advance (self);
    }

  return !g_cancellable_is_cancelled (cancellable);
}

/* Σ (s₀ · c + s₁ · u₀) · v over the modes: the weights where s are the factors z, and their
 * velocity where they are its speeds. */
static void
turn_back (OvTrajectory *self,
           double        strands[N_STRANDS][OV_N_MODES],
           float        *weights)
{
  const double *goal = strands[STRAND_GOAL];
  const double *start = strands[STRAND_START];
  const float *cross = self->quadratic->values->mode_cross;

  for (gsize k = 0; k < OV_N_CLASSES; k++)
    for (gsize i = 0; i < OV_N_MODES; i++)
      {
        const gsize place = k * OV_N_MODES + i;

        self->modes[place] = (float) (goal[i] * (double) cross[place]
                                      + start[i] * (double) self->start[place]);
      }
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans,
               OV_N_CLASSES, OV_IMAGE_SIZE, OV_N_MODES,
               1.0f, self->modes, OV_N_MODES,
               self->quadratic->values->vectors, OV_IMAGE_SIZE,
               0.0f, weights, OV_IMAGE_SIZE);
}

/**
 * ov_trajectory_find_weights:
 * @self: a trajectory
 * @n_epochs: how many epochs are done
 * @parameters: (out): [10 × 3072 + 10], the weights and biases then, in the network's order
 * @cancellable: (nullable): gives it up within some milliseconds
 *
 * The weights are those of the run but for rounding. They may be not finite, as those of the run.
 *
 * Returns: whether they were found; if not, it was cancelled
 */
gboolean
ov_trajectory_find_weights (OvTrajectory *self,
                            guint         n_epochs,
                            float        *parameters,
                            GCancellable *cancellable)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (parameters != NULL, FALSE);

  if (!go_to (self, n_epochs, cancellable))
    return FALSE;

  turn_back (self, self->state.factors, parameters);
  for (guint k = 0; k < OV_N_CLASSES; k++)
    parameters[N_WEIGHTS + k] = (float) self->state.biases[k];

  return TRUE;
}

/**
 * ov_trajectory_find_velocity:
 * @self: a trajectory whose weights were found
 * @velocity: (out): [10 × 3072 + 10], v of the last step that led to those weights, in the
 *   network's order: v ← momentum · v + gradient; zero before the first step
 */
void
ov_trajectory_find_velocity (OvTrajectory *self,
                             float        *velocity)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (velocity != NULL);

  turn_back (self, self->state.speeds, velocity);
  for (guint k = 0; k < OV_N_CLASSES; k++)
    velocity[N_WEIGHTS + k] = (float) self->state.bias_speeds[k];
}

/* The products of the strands' directions over the classes, mode by mode: of c with itself, of c
 * with u₀, and of u₀ with itself. */
static void
weigh_strands (OvTrajectory *self)
{
  const float *cross = self->quadratic->values->mode_cross;

  self->products = g_new0 (double, 3 * OV_N_MODES);
  for (gsize k = 0; k < OV_N_CLASSES; k++)
    for (gsize i = 0; i < OV_N_MODES; i++)
      {
        const double goal = (double) cross[k * OV_N_MODES + i];
        const double start = (double) self->start[k * OV_N_MODES + i];

        self->products[i] += goal * goal;
        self->products[OV_N_MODES + i] += goal * start;
        self->products[2 * OV_N_MODES + i] += start * start;
      }
}

/* The numbers of some neighbouring modes, in the order of the quadratic form. */
typedef struct
{
  const double *curvatures;
  const double *goal_products; /* those of weigh_strands() */
  const double *cross_products;
  const double *start_products;
  const double *goals; /* factors of both strands */
  const double *starts;
  const double *goal_speeds; /* and their speeds */
  const double *start_speeds;
  double        kept;  /* the share of a speed in the step */
  double        share; /* and that of the gradient */
} Modes;

/* Adds what the modes make of the loss along the step: the products, over the classes, of the
 * weights with what draws them, of the gradient with the direction, and of the direction with what
 * it is bent by. All are sums of c and u₀, mode by mode. */
OV_MULTIVERSION static void
add_modes (const Modes    *modes,
           OvStepParabola *step)
{
  const double kept = modes->kept;
  const double share = modes->share;
  double losses[LANES] = {0};
  double slopes[LANES] = {0};
  double bends[LANES] = {0};

  for (gsize first = 0; first < OV_N_MODES; first += LANES)
    for (gsize lane = 0; lane < LANES; lane++)
      {
        const gsize i = first + lane;
        const double curvature = modes->curvatures[i];
        const double goal = modes->goals[i];
        const double start = modes->starts[i];
        const double goal_gradient = 2.0 * (curvature * goal - 1.0);
        const double start_gradient = 2.0 * curvature * start;
        const double goal_step = kept * modes->goal_speeds[i] + share * goal_gradient;
        const double start_step = kept * modes->start_speeds[i] + share * start_gradient;
        const double p = modes->goal_products[i];
        const double q = modes->cross_products[i];
        const double r = modes->start_products[i];

        losses[lane] += p * goal * (curvature * goal - 2.0)
                        + 2.0 * q * start * (curvature * goal - 1.0)
                        + r * curvature * start * start;
        slopes[lane] += p * goal_gradient * goal_step
                        + q * (goal_gradient * start_step + start_gradient * goal_step)
                        + r * start_gradient * start_step;
        bends[lane] += curvature
                       * (p * goal_step * goal_step + 2.0 * q * goal_step * start_step
                          + r * start_step * start_step);
      }

  for (guint lane = 0; lane < LANES; lane++)
    {
      step->loss += losses[lane];
      step->slope -= slopes[lane];
      step->bend += bends[lane];
    }
}

/* What the biases add to the loss along the step. */
static void
add_biases (const OvTrajectory *self,
            OvStepParabola     *step)
{
  const State *state = &self->state;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      const double goal = self->quadratic->frequencies[OV_SPLIT_TRAIN][k];
      const double gradient = 2.0 * (state->biases[k] - goal);
      double speed = state->bias_speeds[k];
      const double direction = ov_update_rule_follow (&self->recipe, gradient, &speed);

      step->loss += state->biases[k] * (state->biases[k] - 2.0 * goal);
      step->slope -= gradient * direction;
      step->bend += direction * direction;
    }
}

/**
 * ov_trajectory_find_step:
 * @self: a trajectory
 * @n_epochs: how many epochs are done before the step
 * @step: (out): the training loss, penalty included, along that step, in learning rates
 * @cancellable: (nullable): gives it up within some milliseconds
 *
 * Finds the loss along the step that the run makes next, for every rate at once. To go through the
 * epochs in their order takes some ten microseconds each.
 *
 * Returns: whether it was found; if not, it was cancelled
 */
gboolean
ov_trajectory_find_step (OvTrajectory   *self,
                         guint           n_epochs,
                         OvStepParabola *step,
                         GCancellable   *cancellable)
{
  const State *state = &self->state;
  Modes modes;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (step != NULL, FALSE);

  if (!go_to (self, n_epochs, cancellable))
    return FALSE;
  if (self->products == NULL)
    weigh_strands (self);
  modes = (Modes) {
    .curvatures = self->curvatures,
    .goal_products = self->products,
    .cross_products = self->products + OV_N_MODES,
    .start_products = self->products + 2 * OV_N_MODES,
    .goals = state->factors[STRAND_GOAL],
    .starts = state->factors[STRAND_START],
    .goal_speeds = state->speeds[STRAND_GOAL],
    .start_speeds = state->speeds[STRAND_START],
    .kept = ov_update_rule_follow (&self->recipe, 0.0, &(double) {1.0}),
    .share = ov_update_rule_follow (&self->recipe, 1.0, &(double) {0.0}),
  };

  /* The targets' own mean square is 1. */
  *step = (OvStepParabola) {.loss = 1.0};
  add_modes (&modes, step);
  add_biases (self, step);

  return TRUE;
}
