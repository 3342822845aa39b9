/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer.h"

#include <math.h>

#include "blas-memory.h"
#include "blas.h"
#include "model.h"
#include "trainer-private.h"

/* What one call of ov_trainer_run_epoch() is about. */
typedef struct
{
  OvProgress     progress;
  OvProgressFunc func;
  gpointer       user_data;
  GCancellable  *cancellable;
  gint64         waited; /* microseconds spent in @func, which do not count */
} Watch;

/*
 * ov_trainer_init_order:
 * @self: a trainer
 *
 * Puts the images in the order that they have after the epochs so far. GLib's random numbers cannot
 * be continued from the middle, so the epochs' shuffles are made again from the seed: half a
 * millisecond each for 50,000 images.
 */
void
ov_trainer_init_order (OvTrainer *self)
{
  const guint n_train = self->dataset->n_images[OV_SPLIT_TRAIN];

  if (!self->recipe.shuffle)
    return;

  g_clear_pointer (&self->rand, g_rand_free);
  self->rand = g_rand_new_with_seed (self->recipe.seed);
  if (self->order == NULL)
    self->order = g_new (guint, n_train);
  for (guint i = 0; i < n_train; i++)
    self->order[i] = i;
  for (guint epoch = 0; epoch < self->n_epochs; epoch++)
    ov_order_shuffle (self->order, n_train, self->rand);
}

/* Puts numbers in a new order: Fisher and Yates's shuffle. */
void
ov_order_shuffle (guint *order,
                  guint  n,
                  GRand *rand)
{
  for (guint i = n; i > 1; i--)
    {
      const guint j = (guint) g_rand_int_range (rand, 0, (gint32) i);
      const guint swapped = order[i - 1];

      order[i - 1] = order[j];
      order[j] = swapped;
    }
}

/**
 * ov_trainer_new:
 * @recipe: what to train; copied
 * @dataset: what to train on; referenced
 * @n_threads: how many threads share the work, the caller's own included
 * @error: (out) (optional): return location for an error
 *
 * Makes a network with its first weights, ready for the first epoch. The helper threads inherit
 * the priority of the calling thread.
 *
 * Returns: (transfer full): a trainer, or %NULL with @error set to an %OV_ERROR_RECIPE, or to
 *   an %OV_ERROR_LIBRARY when there is not enough memory
 */
OvTrainer *
ov_trainer_new (const OvRecipe *recipe,
                OvDataset      *dataset,
                guint           n_threads,
                GError        **error)
{
  OvTrainer *self;

  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (n_threads >= 1, NULL);

  if (!ov_recipe_validate (recipe, error))
    return NULL;

  ov_blas_single_thread ();

  self = g_new0 (OvTrainer, 1);
  self->recipe = *recipe;
  self->dataset = ov_dataset_ref (dataset);
  ov_schedule_init (&self->schedule, recipe);
  self->exact_from = OV_EPOCH_NEVER;
  self->network = ov_model_build_network (recipe);
  ov_network_init_weights (self->network, recipe->seed, recipe->weight_std);
  self->pool = ov_thread_pool_new (n_threads);
  self->optimiser = ov_optimiser_new (self->network, self->pool, recipe);
  self->runner = ov_batch_runner_new (self->network, self->dataset, self->pool,
                                      recipe->pixel_scale);
  ov_batch_runner_set_roughly (self->runner, recipe->reduced_precision);
  ov_trainer_init_order (self);

  if (!ov_blas_reserve_memory (n_threads, error))
    g_clear_pointer (&self, ov_trainer_free);

  return self;
}

/**
 * ov_trainer_free:
 * @self: a trainer
 */
void
ov_trainer_free (OvTrainer *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->descent, ov_quadratic_trainer_free);
  g_clear_pointer (&self->sensitivity, ov_sensitivity_free);
  ov_batch_runner_free (self->runner);
  ov_optimiser_free (self->optimiser);
  ov_thread_pool_free (self->pool);
  ov_network_free (self->network);
  ov_dataset_unref (self->dataset);
  g_clear_pointer (&self->rand, g_rand_free);
  g_free (self->order);
  g_free (self->direction);
  ov_trainer_set_kept_steps (self, 0);
  g_free (self->notes.start);
  g_free (self->notes.begin);
  g_free (self->notes.gradient);
  g_free (self->finite);
  g_free (self->finite_states);
  g_free (self);
}

/* Reports how far the epoch is. Returns FALSE with @error set when it is to be given up. */
static gboolean
report (Watch   *watch,
        GError **error)
{
  if (watch->func != NULL && !g_cancellable_is_cancelled (watch->cancellable))
    {
      const gint64 before = g_get_monotonic_time ();
      const gboolean go_on = watch->func (&watch->progress, watch->user_data);

      watch->waited += g_get_monotonic_time () - before;
      if (!go_on)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The epoch was given up.");
          return FALSE;
        }
    }

  return !g_cancellable_set_error_if_cancelled (watch->cancellable, error);
}

/* Where a batch stands among the batches of its epoch. */
typedef struct
{
  Watch *watch;
  double loss_before;
  guint  done_before;
} BatchWatch;

static gboolean
slice_cb (const OvScore *batch,
          gpointer       user_data,
          GError       **error)
{
  BatchWatch *self = user_data;
  OvProgress *progress = &self->watch->progress;

  progress->images_done = self->done_before + batch->n_images;
  progress->loss = (self->loss_before + batch->loss) / MAX (1, progress->images_done);

  return report (self->watch, error);
}

/* The gradient of one batch, in slices between which the progress is reported. */
static gboolean
sweep_batch (OvTrainer *self,
             guint      first,
             guint      n_images,
             Watch     *watch,
             OvScore   *batch,
             GError   **error)
{
  BatchWatch batch_watch = {
    .watch = watch,
    .loss_before = watch->progress.loss * watch->progress.images_done,
    .done_before = watch->progress.images_done,
  };

  return ov_batch_runner_train (self->runner, self->order, first, n_images, slice_cb, &batch_watch,
                                watch->cancellable, batch, error);
}

/* One pass over the training set, with an update after each batch. */
static gboolean
train (OvTrainer *self,
       OvEpoch   *epoch,
       Watch     *watch,
       GError   **error)
{
  const guint n_train = self->dataset->n_images[OV_SPLIT_TRAIN];
  const guint batch_size = self->recipe.batch_size > 0 ? MIN (self->recipe.batch_size, n_train)
                                                       : n_train;
  OvScore total = {0};
  double penalties = 0.0;

  if (self->order != NULL)
    ov_order_shuffle (self->order, n_train, self->rand);

  for (guint first = 0; first < n_train; first += batch_size)
    {
      const guint n_images = MIN (batch_size, n_train - first);
      const double penalty = self->optimiser->penalty;
      OvScore batch = {0};

      if (!sweep_batch (self, first, n_images, watch, &batch, error))
        return FALSE;
      ov_trainer_note_step (self, epoch->learning_rate, (n_train - first - 1) / batch_size);
      if (first + n_images == n_train)
        ov_trainer_note_gradient (self, first, n_images);
      ov_optimiser_step (self->optimiser, ov_batch_runner_get_gradient (self->runner),
                         epoch->learning_rate);
      self->n_images = first + n_images;

      ov_score_add (&total, &batch);
      penalties += penalty * n_images;
      epoch->batch_loss = ov_score_mean (&batch) + penalty;

      /* Nothing that comes after a loss that is not finite can be finite. */
      if (!isfinite (epoch->batch_loss))
        break;
    }

  epoch->train_loss = ov_score_mean (&total) + penalties / total.n_images;
  epoch->train_accuracy = ov_score_accuracy (&total);

  return TRUE;
}

static gboolean
evaluate_cb (const OvScore *score,
             gpointer       user_data,
             GError       **error)
{
  return report (user_data, error);
}

/* Scores a whole split with the weights as they are. */
static gboolean
evaluate (OvTrainer *self,
          OvSplit    split,
          double    *loss,
          double    *accuracy,
          Watch     *watch,
          GError   **error)
{
  const guint n_images = self->dataset->n_images[split];
  OvScore score = {0};

  if (!ov_batch_runner_score (self->runner, split, 0, n_images, evaluate_cb, watch,
                              watch->cancellable, &score, error))
    return FALSE;

  *loss = ov_score_mean (&score) + self->optimiser->penalty;
  *accuracy = ov_score_accuracy (&score);

  return TRUE;
}

static gboolean
descent_cb (double   done,
            double   loss,
            gpointer user_data,
            GError **error)
{
  Watch *watch = user_data;

  watch->progress.images_done = (guint) (done * watch->progress.images_total);
  watch->progress.loss = loss;

  return report (watch, error);
}

/* Takes the next epoch from the descent, which works some epochs ahead when it has none. */
static gboolean
descend (OvTrainer *self,
         OvEpoch   *epoch,
         Watch     *watch,
         GError   **error)
{
  const guint index = epoch->index;

  if (ov_quadratic_trainer_get_n_ready (self->descent) == 0)
    {
      const gint64 start = g_get_monotonic_time ();
      const guint n_left = self->recipe.epochs > index ? self->recipe.epochs - index : 1;

      if (!ov_quadratic_trainer_work (self->descent, n_left, index, descent_cb, watch,
                                      error))
        return FALSE;
      self->descent_share = (double) (g_get_monotonic_time () - start - watch->waited)
                            / G_USEC_PER_SEC / ov_quadratic_trainer_get_n_ready (self->descent);
    }

  ov_trainer_note_step (self, epoch->learning_rate, 0);
  ov_trainer_note_gradient (self, 0, 0);
  watch->progress.loss = ov_quadratic_trainer_take (self->descent, epoch);
  watch->progress.images_done = watch->progress.images_total;
  epoch->index = index;
  epoch->seconds = self->descent_share;

  return report (watch, error);
}

/* Makes the updates of one epoch and takes its figures. */
static gboolean
sweep_epoch (OvTrainer *self,
             OvEpoch   *epoch,
             Watch     *watch,
             GError   **error)
{
  const gint64 start = g_get_monotonic_time ();

  if (!train (self, epoch, watch, error))
    return FALSE;
  if (!evaluate (self, OV_SPLIT_TEST, &epoch->test_loss, &epoch->test_accuracy, watch, error))
    return FALSE;
  if (self->recipe.measure_train
      && !evaluate (self, OV_SPLIT_TRAIN, &epoch->train_loss, &epoch->train_accuracy,
                    watch, error))
    return FALSE;
  epoch->seconds = (double) (g_get_monotonic_time () - start - watch->waited) / G_USEC_PER_SEC;

  return TRUE;
}

/**
 * ov_trainer_set_quadratic:
 * @self: a trainer that is not at work and has no quadratic form yet: before its first epoch or
 *   between two of them
 * @quadratic: the quadratic form of the trainer's data set; referenced
 *
 * Lets the trainer continue by exact steps on the quadratic form, which is many times faster.
 * Records are the same but for rounding. It then works some epochs ahead, more and more at a time:
 * most calls of ov_trainer_run_epoch() only hand out what is ready, and the seconds of a batch are
 * shared by its epochs. The velocity is kept.
 *
 * Returns: whether @quadratic suits the recipe, see ov_quadratic_suits(); if not, nothing changes
 */
gboolean
ov_trainer_set_quadratic (OvTrainer   *self,
                          OvQuadratic *quadratic)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (quadratic != NULL, FALSE);
  g_return_val_if_fail (self->descent == NULL, FALSE);

  if (!ov_quadratic_suits (quadratic, &self->recipe))
    return FALSE;

  self->descent = ov_quadratic_trainer_new (quadratic, self->network, self->dataset, self->pool,
                                            &self->recipe);
  if (ov_optimiser_get_velocity (self->optimiser) != NULL)
    ov_quadratic_trainer_set_velocity (self->descent, ov_optimiser_get_velocity (self->optimiser));
  self->exact_from = self->n_epochs;

  return TRUE;
}

/**
 * ov_trainer_get_exact_from:
 * @self: a trainer
 *
 * Returns: the epoch from which on it makes exact steps, or %OV_EPOCH_NEVER while it trains
 *   the plain way
 */
guint
ov_trainer_get_exact_from (OvTrainer *self)
{
  g_return_val_if_fail (self != NULL, OV_EPOCH_NEVER);

  return self->exact_from;
}

/**
 * ov_trainer_run_epoch:
 * @self: a trainer
 * @epoch: (out): the epoch's record
 * @progress_func: (scope call) (nullable): called with how far the epoch is
 * @user_data: given to @progress_func
 * @cancellable: (nullable): gives the epoch up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Trains for one epoch. The train figures are those of the passes that made the updates, unless
 * the recipe asks for the training set to be scored again; the test figures are taken after the
 * epoch. Losses include the penalty reg · ‖W‖². A loss that is not finite is not an error: it is in
 * the record, and the epoch ends at the batch that gave it.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED: then the weights are those of
 *   the last update, and the trainer cannot continue
 */
gboolean
ov_trainer_run_epoch (OvTrainer     *self,
                      OvEpoch       *epoch,
                      OvProgressFunc progress_func,
                      gpointer       user_data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  Watch watch = {0};
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  watch.func = progress_func;
  watch.user_data = user_data;
  watch.cancellable = cancellable;
  watch.progress.epoch = self->n_epochs;
  watch.progress.images_total = self->dataset->n_images[OV_SPLIT_TRAIN];

  ov_trainer_keep_finite (self);
  self->step_rate = 0.0;
  self->n_steps = 0;
  self->notes.has_step = FALSE;
  self->is_torn = TRUE;
  *epoch = (OvEpoch) {
    .index = self->n_epochs,
    .learning_rate = ov_schedule_get_rate (&self->schedule, self->n_epochs),
  };

  if (self->descent != NULL)
    done = descend (self, epoch, &watch, error);
  else
    done = sweep_epoch (self, epoch, &watch, error);
  if (!done)
    return FALSE;

  self->has_diverged = self->has_diverged || !ov_epoch_is_finite (epoch);
  self->n_epochs++;
  self->n_images = 0;
  self->is_torn = FALSE;

  return TRUE;
}

/**
 * ov_trainer_get_templates:
 * @self: a trainer that is not at work, or the trainer whose %OvProgressFunc this is called from
 * @templates: (out): what each class has learned
 * @cancellable: (nullable): gives it up within some milliseconds
 *
 * For the linear classifier the templates are the weights. For the networks they are the gradients
 * of the classes' scores with respect to the pixels, averaged over the first %OV_SENSITIVITY_IMAGES
 * test images.
 *
 * Returns: whether they were taken; if not, @templates is as it was
 */
gboolean
ov_trainer_get_templates (OvTrainer    *self,
                          OvTemplates  *templates,
                          GCancellable *cancellable)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (templates != NULL, FALSE);

  if (self->sensitivity == NULL)
    self->sensitivity = ov_sensitivity_new (self->network, self->dataset, self->pool,
                                            self->recipe.pixel_scale);

  return ov_sensitivity_measure (self->sensitivity, templates, cancellable);
}

/**
 * ov_trainer_get_n_epochs:
 * @self: a trainer
 *
 * Returns: how many epochs are done, which is the number of the next one
 */
guint
ov_trainer_get_n_epochs (OvTrainer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_epochs;
}

/**
 * ov_trainer_get_network:
 * @self: a trainer
 *
 * Returns: (transfer none): the network, to be read while the trainer is not at work
 */
OvNetwork *
ov_trainer_get_network (OvTrainer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->network;
}

/**
 * ov_trainer_take_snapshot:
 * @self: a trainer that is not at work, or the trainer whose %OvProgressFunc this is called from
 *
 * Within an epoch the snapshot has the updates that were made so far. The training continues as if
 * nobody had looked.
 *
 * Returns: (transfer full) (nullable): the weights as they are, or %NULL when they are no longer
 *   finite
 */
OvSnapshot *
ov_trainer_take_snapshot (OvTrainer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ov_snapshot_new (self->network, self->n_epochs, self->n_images);
}
