/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "range-test.h"

#include <math.h>
#include <string.h>

#include "trainer-private.h"

/* A smoothed loss this many times its best has left the valley. */
#define STOP_FACTOR 4.0

/* Images in a step of a full-batch recipe. A thousand bend the loss as all of them do, within some
 * per cent, which is nothing on a scale of nine decades. */
#define SUBSET_SIZE 1000

/* What a ramp needs besides its finding. */
typedef struct
{
  OvTrainer   *trainer;
  OvOptimiser *optimiser; /* without the velocity of the run's own */
  guint       *order;     /* [training images], in an order of the recipe's seed */
  guint        n_train;
  guint        n_images; /* in a step */
  gboolean     moves_on; /* whether each step takes other images */
  double       running;  /* the exponential mean, which starts at 0 */
  double       smoothing;
} Ramp;

static guint *
make_order (guint seed,
            guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint *order = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  ov_order_shuffle (order, n, rand);

  return order;
}

static void
ramp_init (Ramp                     *self,
           OvTrainer                *trainer,
           const OvRangeTestOptions *options)
{
  const OvRecipe *recipe = &trainer->recipe;
  const guint wanted = options->n_images > 0    ? options->n_images
                       : recipe->batch_size > 0 ? recipe->batch_size
                                                : SUBSET_SIZE;

  *self = (Ramp) {
    .trainer = trainer,
    .optimiser = ov_optimiser_new (trainer->network, trainer->pool, recipe),
    .n_train = trainer->dataset->n_images[OV_SPLIT_TRAIN],
    .moves_on = recipe->batch_size > 0,
    .smoothing = options->smoothing,
  };
  self->n_images = MIN (wanted, self->n_train);
  self->order = make_order (recipe->seed, self->n_train);

  /* Here the losses are what it is about. */
  ov_batch_runner_set_roughly (trainer->runner, FALSE);
}

static void
ramp_clear (Ramp *self)
{
  ov_batch_runner_set_roughly (self->trainer->runner, self->trainer->recipe.reduced_precision);
  ov_optimiser_free (self->optimiser);
  g_free (self->order);
}

/* One step of the trainer at a rate of its own. Sets the loss before it. */
static gboolean
make_step (Ramp         *self,
           guint         step,
           double        learning_rate,
           double       *loss,
           GCancellable *cancellable,
           GError      **error)
{
  OvBatchRunner *runner = self->trainer->runner;
  const guint n_batches = self->n_train / self->n_images;
  const guint first = self->moves_on ? step % n_batches * self->n_images : 0;
  const double penalty = self->optimiser->penalty;
  OvScore score = {0};

  if (!ov_batch_runner_train (runner, self->order, first, self->n_images, NULL, NULL, cancellable,
                              &score, error))
    return FALSE;

  ov_optimiser_step (self->optimiser, ov_batch_runner_get_gradient (runner), learning_rate);
  *loss = ov_score_mean (&score) + penalty;

  return TRUE;
}

/* The exponential mean starts at 0, which is corrected for as in Kingma and Ba (2015). */
static void
append_point (Ramp      *self,
              OvFinding *finding,
              double     learning_rate,
              double     loss)
{
  const guint i = finding->n_points++;
  const double weight = 1.0 - pow (self->smoothing, i + 1);

  self->running = self->smoothing * self->running + (1.0 - self->smoothing) * loss;
  finding->learning_rates[i] = learning_rate;
  finding->losses[i] = loss;
  finding->smoothed[i] = self->running / weight;
  if (finding->smoothed[i] < finding->smoothed[finding->best])
    finding->best = i;
}

static double
get_rate (const OvRangeTestOptions *options,
          guint                     step)
{
  const double share = (double) step / (options->n_steps - 1);

  return options->minimum * pow (options->maximum / options->minimum, share);
}

static gboolean
run_ramp (Ramp                     *self,
          const OvRangeTestOptions *options,
          OvFinding                *finding,
          OvRangeTestFunc           func,
          gpointer                  user_data,
          GCancellable             *cancellable,
          GError                  **error)
{
  for (guint step = 0; step < options->n_steps; step++)
    {
      const double learning_rate = get_rate (options, step);
      double loss;

      if (!make_step (self, step, learning_rate, &loss, cancellable, error))
        return FALSE;
      if (!isfinite (loss))
        {
          finding->end = OV_RANGE_TEST_END_NOT_FINITE;
          return TRUE;
        }

      append_point (self, finding, learning_rate, loss);
      if (func != NULL && !func (finding, options->n_steps, user_data))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The ramp was given up.");
          return FALSE;
        }
      if (finding->smoothed[step] > STOP_FACTOR * finding->smoothed[finding->best])
        {
          finding->end = OV_RANGE_TEST_END_ROSE;
          return TRUE;
        }
    }

  return TRUE;
}

/**
 * ov_trainer_test_range:
 * @self: a trainer that is not at work: a new one for the recipe's first weights, or one between
 *   two epochs for those that it has come to
 * @options: (nullable): how to run the ramp; %NULL for %OV_RANGE_TEST_OPTIONS_INIT, nine decades in
 *   steps of a thirtieth of a decade
 * @func: (scope call) (nullable): called with each point
 * @user_data: given to @func
 * @cancellable: (nullable): gives the ramp up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Finds the learning rates that suit a recipe (Smith, 2017): makes steps whose learning rate grows
 * exponentially, and writes the loss down, until it has risen to four times its best.
 *
 * A mini-batch recipe takes its own batch size, from batches that are shuffled by the recipe's seed
 * whatever its order, so that each stands for the whole set. A full-batch recipe takes the same
 * thousand images in each step: that keeps its nature, a loss without noise that has one limit, at
 * a fiftieth of the cost. Momentum and regularisation are those of the recipe. The same recipe and
 * weights give the same bits, whatever the number of threads.
 *
 * The weights, the velocity and the course of the training are left as they are to the last bit,
 * whether it ends well or not.
 *
 * Returns: (transfer full): what was found, or %NULL with @error set to %G_IO_ERROR_CANCELLED
 */
OvFinding *
ov_trainer_test_range (OvTrainer                *self,
                       const OvRangeTestOptions *options,
                       OvRangeTestFunc           func,
                       gpointer                  user_data,
                       GCancellable             *cancellable,
                       GError                  **error)
{
  static const OvRangeTestOptions defaults = OV_RANGE_TEST_OPTIONS_INIT;
  const gint64 start = g_get_monotonic_time ();
  const OvRangeTestOptions *how = options != NULL ? options : &defaults;
  g_autoptr (OvFinding) finding = NULL;
  g_autofree float *weights = NULL;
  gsize n_bytes;
  gboolean done;
  Ramp ramp;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (how->minimum > 0.0 && how->minimum < how->maximum, NULL);
  g_return_val_if_fail (how->n_steps >= 2, NULL);
  g_return_val_if_fail (how->smoothing >= 0.0 && how->smoothing < 1.0, NULL);

  n_bytes = self->network->n_parameters * sizeof (float);
  weights = g_memdup2 (self->network->parameters, n_bytes);
  finding = g_new0 (OvFinding, 1);
  finding->learning_rates = g_new0 (double, how->n_steps);
  finding->losses = g_new0 (double, how->n_steps);
  finding->smoothed = g_new0 (double, how->n_steps);

  ramp_init (&ramp, self, how);
  done = run_ramp (&ramp, how, finding, func, user_data, cancellable, error);
  ramp_clear (&ramp);
  memcpy (self->network->parameters, weights, n_bytes);
  if (!done)
    return NULL;

  ov_finding_suggest (finding);
  finding->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;

  return g_steal_pointer (&finding);
}
