/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quadratic-trainer.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "multi-scorer.h"
#include "quadratic-private.h"
#include "quadratic-step.h"
#include "schedule.h"
#include "update-rule.h"

/* The first batch has one epoch, so that it shows at once; each further one about twice as many, so
 * that nobody who steps through the first epochs waits for more than they have seen. */
#define MAX_EPOCHS OV_QUADRATIC_TRAINER_MAX_EPOCHS

/* Rows of A that are multiplied at once: few enough for OpenBLAS's kernels without packing. A row's
 * product may depend on how many there are, so that the blocks are the same whoever takes them. */
#define ROWS_PER_BLOCK 32
#define N_BLOCKS (OV_IMAGE_SIZE / ROWS_PER_BLOCK)

/* The share of a batch's time that its steps take, for the progress. */
#define STEPS_SHARE 0.4

#define N_WEIGHTS ((gsize) OV_N_CLASSES * OV_IMAGE_SIZE)
#define N_PARAMETERS (N_WEIGHTS + OV_N_CLASSES)

G_STATIC_ASSERT (OV_IMAGE_SIZE % ROWS_PER_BLOCK == 0);
G_STATIC_ASSERT (MAX_EPOCHS + 1 == OV_MULTI_SCORER_SIZE);

struct _OvQuadraticTrainer
{
  OvQuadratic   *quadratic;
  OvNetwork     *network;
  OvDataset     *dataset;
  OvThreadPool  *pool;
  OvMultiScorer *scorer;
  OvRecipe       recipe;
  OvSchedule     schedule;

  float         *states;     /* [MAX_EPOCHS + 1][parameters], around each epoch of a batch */
  float         *velocities; /* the same, with momentum; else only one, of which nothing stays */
  gsize          stride;     /* between two velocities; 0 for one */

  /* The batch, and its records. */
  guint          first_epoch;
  guint          size;       /* that it was to have; 0 before the first batch */
  gboolean       is_waiting; /* whether it has to be computed from its first state */
  OvEpoch        epochs[MAX_EPOCHS];
  double         losses[MAX_EPOCHS]; /* the training losses without penalty */
  guint          n_epochs;
  guint          n_taken;

  /* The step that is being made. */
  const float   *weights;
  float         *next_weights;
  const float   *velocity;
  float         *next_velocity;
  double         learning_rate;
};

/* Passes a batch's progress on. */
typedef struct
{
  OvQuadraticTrainerFunc func;
  gpointer               user_data;
  double                 loss;
} Watch;

/**
 * ov_quadratic_trainer_new:
 * @quadratic: the loss; referenced
 * @network: the linear classifier to train, which outlives the descent
 * @dataset: the images that @quadratic is of, which outlive the descent
 * @pool: the threads that share the work, which outlive the descent
 * @recipe: a recipe that suits @quadratic, see ov_quadratic_suits()
 *
 * Returns: (transfer full): a trainer, to be freed with ov_quadratic_trainer_free()
 */
OvQuadraticTrainer *
ov_quadratic_trainer_new (OvQuadratic    *quadratic,
                          OvNetwork      *network,
                          OvDataset      *dataset,
                          OvThreadPool   *pool,
                          const OvRecipe *recipe)
{
  OvQuadraticTrainer *self;

  g_return_val_if_fail (ov_quadratic_suits (quadratic, recipe), NULL);
  g_return_val_if_fail (network->n_parameters == N_PARAMETERS, NULL);

  self = g_new0 (OvQuadraticTrainer, 1);
  self->quadratic = ov_quadratic_ref (quadratic);
  self->network = network;
  self->dataset = dataset;
  self->pool = pool;
  self->scorer = ov_multi_scorer_new (dataset, pool);
  self->recipe = *recipe;
  ov_schedule_init (&self->schedule, recipe);
  self->states = g_new (float, (MAX_EPOCHS + 1) * N_PARAMETERS);
  self->stride = recipe->momentum > 0.0 ? N_PARAMETERS : 0;
  self->velocities = g_new (float, MAX_EPOCHS * self->stride + N_PARAMETERS);
  ov_quadratic_trainer_reset (self);

  return self;
}

/**
 * ov_quadratic_trainer_free:
 * @self: a descent
 */
void
ov_quadratic_trainer_free (OvQuadraticTrainer *self)
{
  g_return_if_fail (self != NULL);

  ov_multi_scorer_free (self->scorer);
  ov_quadratic_unref (self->quadratic);
  g_free (self->states);
  g_free (self->velocities);
  g_free (self);
}

/**
 * ov_quadratic_trainer_reset:
 * @self: a descent
 *
 * Starts again from the network's parameters as they are, after someone else has set them: what was
 * computed ahead is forgotten, and there is no velocity.
 */
void
ov_quadratic_trainer_reset (OvQuadraticTrainer *self)
{
  g_return_if_fail (self != NULL);

  memset (self->velocities, 0, N_PARAMETERS * sizeof (float));
  self->size = 0;
  self->is_waiting = FALSE;
  self->n_epochs = 0;
  self->n_taken = 0;
}

/**
 * ov_quadratic_trainer_set_velocity:
 * @self: a descent that has not worked since it was made or reset
 * @velocity: [parameters], in the network's order, as the recipe's optimiser has it; copied
 *
 * Continues with the velocity that the network was trained with so far.
 */
void
ov_quadratic_trainer_set_velocity (OvQuadraticTrainer *self,
                                   const float        *velocity)
{
  g_return_if_fail (self != NULL && velocity != NULL);
  g_return_if_fail (self->n_epochs == 0);

  memcpy (self->velocities, velocity, N_PARAMETERS * sizeof (float));
}

/**
 * ov_quadratic_trainer_get_velocity:
 * @self: a descent
 * @epoch: the next epoch, or one that was taken of the same batch
 *
 * Returns: (transfer none) (nullable): [parameters], the velocity before @epoch, in the network's
 *   order; %NULL without momentum
 */
const float *
ov_quadratic_trainer_get_velocity (const OvQuadraticTrainer *self,
                                   guint                     epoch)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->stride == 0)
    return NULL;
  if (self->size == 0)
    return self->velocities;

  g_return_val_if_fail (epoch >= self->first_epoch, NULL);
  g_return_val_if_fail (epoch <= self->first_epoch + self->n_taken, NULL);

  return self->velocities + (epoch - self->first_epoch) * self->stride;
}

/**
 * ov_quadratic_trainer_get_batch:
 * @self: a descent
 * @batch: (out): where the last epoch that was taken belongs to; its arrays are borrowed and valid
 *   until the descent works again
 *
 * The figures of an epoch depend, in their last digits, on which others they were computed with. So
 * whoever wants to continue from here bit for bit has to begin with the batch that this epoch is
 * in. It can also be asked for after a batch was given up.
 *
 * Returns: whether there was a batch
 */
gboolean
ov_quadratic_trainer_get_batch (const OvQuadraticTrainer *self,
                                OvQuadraticBatch         *batch)
{
  g_return_val_if_fail (self != NULL && batch != NULL, FALSE);

  *batch = (OvQuadraticBatch) {
    .first_epoch = self->first_epoch,
    .size = self->size,
    .parameters = self->states,
    .velocity = self->stride > 0 ? self->velocities : NULL,
  };

  return self->size > 0;
}

/**
 * ov_quadratic_trainer_set_batch:
 * @self: a descent that has not worked since it was made or reset
 * @batch: from ov_quadratic_trainer_get_batch() of a descent with the same recipe, but for its
 *   number of epochs; its arrays are copied
 * @epoch: the next epoch
 * @velocity: (nullable): [parameters], the velocity before @epoch; %NULL without momentum
 *
 * Continues where the other descent was, whose parameters the network has to have. A batch that was
 * not taken whole is computed again, with the epochs that were taken.
 */
void
ov_quadratic_trainer_set_batch (OvQuadraticTrainer     *self,
                                const OvQuadraticBatch *batch,
                                guint                   epoch,
                                const float            *velocity)
{
  guint n_taken;

  g_return_if_fail (self != NULL && self->size == 0);
  g_return_if_fail (batch != NULL && batch->size >= 1 && batch->size <= MAX_EPOCHS);
  g_return_if_fail (epoch >= batch->first_epoch && epoch - batch->first_epoch <= batch->size);
  g_return_if_fail ((velocity != NULL) == (self->stride > 0));
  g_return_if_fail ((batch->velocity != NULL) == (self->stride > 0));

  n_taken = epoch - batch->first_epoch;
  self->first_epoch = batch->first_epoch;
  self->size = batch->size;
  self->n_epochs = n_taken;
  self->n_taken = n_taken;
  self->is_waiting = n_taken < batch->size;
  for (guint i = 0; i < n_taken; i++)
    self->losses[i] = 1.0; /* not known; only reported until there are others */

  memcpy (self->states, batch->parameters, N_PARAMETERS * sizeof (float));
  if (velocity == NULL)
    return;

  memcpy (self->velocities, batch->velocity, N_PARAMETERS * sizeof (float));
  memcpy (self->velocities + n_taken * self->stride, velocity, N_PARAMETERS * sizeof (float));
}

/**
 * ov_quadratic_trainer_get_n_ready:
 * @self: a descent
 *
 * Returns: how many epochs can be taken without work
 */
guint
ov_quadratic_trainer_get_n_ready (const OvQuadraticTrainer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->is_waiting ? 0 : self->n_epochs - self->n_taken;
}

/* One step of the weights between two rows of pixels. @products [rows × 10] is A · Wᵀ there. */
static void
step_rows (OvQuadraticTrainer *self,
           const float        *products,
           gsize               begin,
           gsize               end)
{
  const float *cross = self->quadratic->values->cross;
  const float regularisation = (float) self->recipe.regularisation;
  const float momentum = (float) self->recipe.momentum;
  const float learning_rate = (float) self->learning_rate;
  const gboolean looks_ahead = ov_update_rule_get (&self->recipe)->looks_ahead;

  for (gsize k = 0; k < OV_N_CLASSES; k++)
    for (gsize row = begin; row < end; row++)
      {
        const gsize i = k * OV_IMAGE_SIZE + row;
        const float slope = products[(row - begin) * OV_N_CLASSES + k] - cross[i];
        const float gradient = 2.0f * (slope + regularisation * self->weights[i]);
        const float velocity = momentum * self->velocity[i] + gradient;
        const float direction = looks_ahead ? gradient + momentum * velocity : velocity;

        self->next_velocity[i] = velocity;
        self->next_weights[i] = self->weights[i] - learning_rate * direction;
      }
}

static void
step_member (guint    member,
             guint    n_members,
             gpointer user_data)
{
  OvQuadraticTrainer *self = user_data;
  const float *second = self->quadratic->values->second;
  float products[ROWS_PER_BLOCK * OV_N_CLASSES];
  const OvShare share = ov_thread_pool_share (N_BLOCKS, member, n_members);

  for (gsize block = share.begin; block < share.end; block++)
    {
      const gsize row = block * ROWS_PER_BLOCK;

      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans,
                   ROWS_PER_BLOCK, OV_N_CLASSES, OV_IMAGE_SIZE,
                   1.0f, second + row * OV_IMAGE_SIZE, OV_IMAGE_SIZE,
                   self->weights, OV_IMAGE_SIZE, 0.0f, products, OV_N_CLASSES);
      step_rows (self, products, row, row + ROWS_PER_BLOCK);
    }
}

/* X is centred, so that the biases' gradient is twice their distance from the mean targets. They
 * are not penalised. */
static void
step_biases (OvQuadraticTrainer *self)
{
  const double *goals = self->quadratic->frequencies[OV_SPLIT_TRAIN];
  const double momentum = self->recipe.momentum;
  const gboolean looks_ahead = ov_update_rule_get (&self->recipe)->looks_ahead;

  for (gsize k = 0; k < OV_N_CLASSES; k++)
    {
      const gsize i = N_WEIGHTS + k;
      const double gradient = 2.0 * ((double) self->weights[i] - goals[k]);
      const float velocity = (float) (momentum * (double) self->velocity[i] + gradient);
      const double step = looks_ahead ? gradient + momentum * (double) velocity : (double) velocity;

      self->next_velocity[i] = velocity;
      self->next_weights[i] = (float) ((double) self->weights[i] - self->learning_rate * step);
    }
}

static gboolean
report (const Watch *watch,
        double       done,
        GError     **error)
{
  return watch->func == NULL || watch->func (done, watch->loss, watch->user_data, error);
}

/* Begins a batch with the network's parameters and the last velocity, unless there is one that has
 * to be computed again. */
static void
begin_batch (OvQuadraticTrainer *self,
             guint               first_epoch)
{
  if (self->is_waiting)
    return;

  memcpy (self->states, self->network->parameters, N_PARAMETERS * sizeof (float));
  if (self->n_epochs > 0 && self->stride > 0)
    memcpy (self->velocities, self->velocities + self->n_epochs * self->stride,
            N_PARAMETERS * sizeof (float));
  self->first_epoch = first_epoch;
  self->size = MIN (2 * self->size + 1, MAX_EPOCHS);
  self->n_taken = 0;
}

static gboolean
make_steps (OvQuadraticTrainer *self,
            const Watch        *watch,
            GError            **error)
{
  for (guint i = 0; i < self->n_epochs; i++)
    {
      self->weights = self->states + i * N_PARAMETERS;
      self->next_weights = self->states + (i + 1) * N_PARAMETERS;
      self->velocity = self->velocities + i * self->stride;
      self->next_velocity = self->velocities + (i + 1) * self->stride;
      self->learning_rate = ov_schedule_get_rate (&self->schedule, self->first_epoch + i);
      self->epochs[i] = (OvEpoch) {.learning_rate = self->learning_rate};

      ov_thread_pool_run (self->pool, step_member, self);
      step_biases (self);

      if (!report (watch, STEPS_SHARE * (i + 1) / self->n_epochs, error))
        return FALSE;
    }

  return TRUE;
}

/* ‖W‖² of each state. Returns how many states come before the first that is not finite. */
static guint
measure_states (OvQuadraticTrainer *self,
                double             *squares)
{
  for (guint i = 0; i <= self->n_epochs; i++)
    {
      const float *state = self->states + i * N_PARAMETERS;
      double check = 0.0;

      squares[i] = 0.0;
      for (gsize j = 0; j < N_WEIGHTS; j++)
        squares[i] += (double) state[j] * (double) state[j];
      for (gsize k = 0; k < OV_N_CLASSES; k++)
        check += (double) state[N_WEIGHTS + k];
      if (!isfinite (squares[i] + check))
        return i;
    }

  return self->n_epochs + 1;
}

static gboolean
score_split (OvQuadraticTrainer *self,
             OvSplit             split,
             double              done_before,
             const Watch        *watch,
             OvMultiScore       *score,
             GError            **error)
{
  const guint n_images = self->dataset->n_images[split];
  const guint n_all = self->dataset->n_images[OV_SPLIT_TRAIN]
                      + self->dataset->n_images[OV_SPLIT_TEST];

  for (guint first = 0; first < n_images; first += OV_MULTI_SCORER_SLICE)
    {
      const guint size = MIN (OV_MULTI_SCORER_SLICE, n_images - first);

      ov_multi_scorer_score (self->scorer, split, first, size, score);
      if (!report (watch, done_before + (1.0 - STEPS_SHARE) * (first + size) / n_all, error))
        return FALSE;
    }

  return TRUE;
}

/* The loss of a state on a split, without penalty. Weights that are not finite have a loss that is
 * not finite either; then the first class wins every comparison. */
static double
read_score (const OvQuadraticTrainer *self,
            OvSplit                   split,
            const OvMultiScore       *score,
            guint                     state,
            guint                     n_finite,
            double                   *accuracy)
{
  const guint n_images = self->dataset->n_images[split];

  if (state >= n_finite)
    {
      *accuracy = 100.0 * self->quadratic->frequencies[split][0];
      return (double) NAN;
    }

  *accuracy = 100.0 * score->n_correct[state] / n_images;

  return score->squares[state] / n_images;
}

static void
fill_records (OvQuadraticTrainer *self,
              const double       *squares,
              const OvMultiScore *scores,
              guint               n_finite)
{
  const double regularisation = self->recipe.regularisation;

  for (guint i = 0; i < self->n_epochs; i++)
    {
      OvEpoch *epoch = &self->epochs[i];
      const double penalty_before = i < n_finite ? regularisation * squares[i] : 0.0;
      const double penalty = i + 1 < n_finite ? regularisation * squares[i + 1] : 0.0;

      self->losses[i] = read_score (self, OV_SPLIT_TRAIN, &scores[OV_SPLIT_TRAIN], i, n_finite,
                                    &epoch->train_accuracy);
      epoch->train_loss = self->losses[i] + penalty_before;
      epoch->batch_loss = epoch->train_loss;
      epoch->test_loss = penalty
                         + read_score (self, OV_SPLIT_TEST, &scores[OV_SPLIT_TEST], i + 1,
                                       n_finite, &epoch->test_accuracy);
      if (self->recipe.measure_train)
        epoch->train_loss = penalty
                            + read_score (self, OV_SPLIT_TRAIN, &scores[OV_SPLIT_TRAIN], i + 1,
                                          n_finite, &epoch->train_accuracy);
    }
}

/* Computes the batch's epochs and their figures. */
static gboolean
compute_batch (OvQuadraticTrainer *self,
               const Watch        *watch,
               GError            **error)
{
  OvMultiScore scores[OV_N_SPLITS] = {0};
  double squares[MAX_EPOCHS + 1];
  double done = STEPS_SHARE;
  guint n_finite;

  if (!make_steps (self, watch, error))
    return FALSE;

  n_finite = measure_states (self, squares);
  ov_multi_scorer_set (self->scorer, self->states, n_finite);
  for (guint split = 0; split < OV_N_SPLITS; split++)
    {
      if (n_finite > 0 && !score_split (self, split, done, watch, &scores[split], error))
        return FALSE;
      done += (1.0 - STEPS_SHARE) * self->dataset->n_images[split]
              / (self->dataset->n_images[OV_SPLIT_TRAIN]
                 + self->dataset->n_images[OV_SPLIT_TEST]);
    }
  fill_records (self, squares, scores, n_finite);

  return TRUE;
}

/**
 * ov_quadratic_trainer_work:
 * @self: a descent whose epochs were all taken
 * @max_epochs: the most epochs to work ahead, at least 1
 * @first_epoch: which epoch of the run is next; decides the learning rate
 * @func: (scope call) (nullable): called with how far the batch is
 * @user_data: given to @func
 * @error: return location for an error
 *
 * Computes one batch of epochs from the network's parameters, which stay as they are. Each step is
 * W ← W − 2 · lr · (A·W − C + reg · W), or that with momentum, heavy-ball or Nesterov's.
 *
 * Returns: %TRUE, or %FALSE with the error of @func: then nothing is ready, and the descent is
 *   where it was
 */
gboolean
ov_quadratic_trainer_work (OvQuadraticTrainer    *self,
                           guint                  max_epochs,
                           guint                  first_epoch,
                           OvQuadraticTrainerFunc func,
                           gpointer               user_data,
                           GError               **error)
{
  Watch watch = {func, user_data, 1.0};
  guint n_taken;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ov_quadratic_trainer_get_n_ready (self) == 0, FALSE);
  g_return_val_if_fail (max_epochs >= 1, FALSE);

  if (self->n_epochs > 0)
    watch.loss = self->losses[self->n_epochs - 1];

  begin_batch (self, first_epoch);
  n_taken = self->n_taken;
  self->n_epochs = MIN (self->size, n_taken + max_epochs);
  self->is_waiting = TRUE;
  self->is_waiting = !compute_batch (self, &watch, error);
  if (self->is_waiting)
    self->n_epochs = n_taken;

  return !self->is_waiting;
}

/**
 * ov_quadratic_trainer_take:
 * @self: a descent that has an epoch ready
 * @epoch: (out): the record of the next epoch, without its number and its seconds
 *
 * Hands an epoch out, and gives the network the parameters that it ended with.
 *
 * Returns: the training loss of before the epoch's step, penalty excluded
 */
double
ov_quadratic_trainer_take (OvQuadraticTrainer *self,
                           OvEpoch            *epoch)
{
  guint i;

  g_return_val_if_fail (ov_quadratic_trainer_get_n_ready (self) > 0, 0.0);
  g_return_val_if_fail (epoch != NULL, 0.0);

  i = self->n_taken++;
  *epoch = self->epochs[i];
  memcpy (self->network->parameters, self->states + (i + 1) * N_PARAMETERS,
          N_PARAMETERS * sizeof (float));

  return self->losses[i];
}

/**
 * ov_quadratic_trainer_find_gradient:
 * @self: a descent
 * @parameters: [10 × 3072 + 10], in the network's order
 * @gradient: (out): [10 × 3072 + 10], that of the training loss there, penalty included
 */
void
ov_quadratic_trainer_find_gradient (const OvQuadraticTrainer *self,
                                    const float              *parameters,
                                    float                    *gradient)
{
  g_return_if_fail (self != NULL);

  ov_quadratic_step_find_gradient (self->quadratic, &self->recipe, parameters, gradient);
}
