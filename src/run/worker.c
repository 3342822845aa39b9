/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker-private.h"

#include <math.h>

#include "checkpoint-interval.h"
#include "sharpness.h"
#include "training-loop.h"

/* How much the training gives way to the interface while all processors are busy. */
#define NICENESS 10

/* The least time between two reports of the progress within an epoch, in microseconds, and that
 * between two looks at what has been learned so far. */
#define PROGRESS_INTERVAL (50 * 1000)
#define TEMPLATES_INTERVAL G_USEC_PER_SEC

/* How many times as long as a look at the templates took the training continues before the next
 * one, so that looking takes 2 % of the time at most. */
#define TEMPLATES_REST 50

/* The same for states, where the interval between them grows with the run. */
#define CHECKPOINT_REST 100

/* What the slowest pace waits between two epochs, in microseconds: some decades, which a sum with
 * the present time still has room for. */
#define LONGEST_WAIT 1e15

/* On the starting thread. The receiver may free the worker, so nothing of it is used afterwards. */
static void
receive (GPtrArray *values,
         gboolean   has_ended,
         gpointer   user_data)
{
  OvWorker *self = user_data;
  g_autoptr (OvJobUpdate) update = NULL;

  g_mutex_lock (&self->mutex);
  update = self->update;
  self->update = ov_job_update_new ();
  g_mutex_unlock (&self->mutex);

  self->func (update, self->user_data);
}

/*
 * ov_worker_post:
 * @self: a worker, whose mutex is held
 *
 * Makes sure that the update is delivered.
 */
void
ov_worker_post (OvWorker *self)
{
  ov_job_send (self->own_job, NULL);
}

/* Puts the weights as they are into the update, if they were asked for. The mutex is held, but not
 * while they are copied, so that the other thread does not wait: what is waited for may have
 * happened meanwhile, and has to be checked after this. */
static void
serve_snapshot (OvWorker *self)
{
  while (self->wants_snapshot)
    {
      OvSnapshot *snapshot;

      self->wants_snapshot = FALSE;
      g_mutex_unlock (&self->mutex);
      snapshot = ov_trainer_take_snapshot (self->trainer);
      g_mutex_lock (&self->mutex);

      ov_job_update_put_snapshot (self->update, snapshot);
      ov_worker_post (self);
    }
}

/* Waits while the training is paused. The mutex is held. Returns FALSE when it was cancelled. */
static gboolean
wait_while_paused (OvWorker *self)
{
  serve_snapshot (self);
  while (self->gear == OV_GEAR_PAUSE && !g_cancellable_is_cancelled (self->cancellable))
    {
      g_cond_wait (&self->changed, &self->mutex);
      serve_snapshot (self);
    }

  return !g_cancellable_is_cancelled (self->cancellable);
}

/* Waits until the next epoch is due at the pace that was asked for. The mutex is held. A change
 * of the pace takes effect at once. */
static void
wait_for_pace (OvWorker *self,
               gint64    epoch_start)
{
  serve_snapshot (self);
  while (self->gear == OV_GEAR_RUN && self->settings.pace > 0.0
         && !g_cancellable_is_cancelled (self->cancellable))
    {
      const gint64 wait = (gint64) MIN (G_USEC_PER_SEC / self->settings.pace, LONGEST_WAIT);
      const gint64 due = epoch_start + wait;

      if (g_get_monotonic_time () >= due
          || !g_cond_wait_until (&self->changed, &self->mutex, due))
        break;
      serve_snapshot (self);
    }
}

/* Whether enough time has passed since the last look. */
static gboolean
are_templates_due (const OvWorker *self,
                   gint64          interval)
{
  const gint64 passed = g_get_monotonic_time () - self->last_templates;

  return passed >= MAX (interval, TEMPLATES_REST * self->templates_cost);
}

/* Returns NULL when the weights are not finite any more, which the losses show only later when an
 * update has just blown up: the last finite templates stay. */
static OvTemplates *
take_templates (OvWorker *self)
{
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (OvTemplates) templates = g_new (OvTemplates, 1);

  if (!ov_trainer_get_templates (self->trainer, templates, self->cancellable))
    return NULL;
  self->last_templates = g_get_monotonic_time ();
  self->templates_cost = MAX (1, self->last_templates - start);

  return ov_templates_are_finite (templates) ? g_steal_pointer (&templates) : NULL;
}

/* What the first layer looks for is many numbers, so it is not looked at after each epoch; but it
 * is when nothing newer follows in the run. */
static OvFeatures *
take_features (OvWorker *self,
               gboolean  is_last)
{
  const gint64 now = g_get_monotonic_time ();

  if (self->recipe.model->features_title == NULL
      || (!is_last && now - self->last_features < TEMPLATES_INTERVAL))
    return NULL;

  self->last_features = now;

  return ov_features_new (ov_trainer_get_network (self->trainer));
}

static gboolean
progress_cb (const OvProgress *progress,
             gpointer          user_data)
{
  OvWorker *self = user_data;
  const gint64 now = g_get_monotonic_time ();
  OvTemplates *templates = NULL;
  OvFeatures *features = NULL;
  gboolean go_on;

  ov_worker_take_step (self);
  if (are_templates_due (self, TEMPLATES_INTERVAL) && isfinite (progress->loss))
    templates = take_templates (self);
  if (templates != NULL)
    features = take_features (self, FALSE);

  g_mutex_lock (&self->mutex);
  ov_job_update_put_learned (self->update, templates, features);
  if (templates != NULL || now - self->last_report >= PROGRESS_INTERVAL
      || self->gear == OV_GEAR_PAUSE)
    {
      self->last_report = now;
      self->update->progress = *progress;
      self->update->has_progress = TRUE;
      ov_worker_post (self);
    }
  go_on = wait_while_paused (self);
  g_mutex_unlock (&self->mutex);

  return go_on;
}

/* Tells a state, unless that was done. The mutex is held. */
static void
post_checkpoint (OvWorker     *self,
                 OvCheckpoint *checkpoint)
{
  if (checkpoint == NULL || ov_checkpoint_get_n_epochs (checkpoint) <= self->told_epochs)
    return;

  self->told_epochs = ov_checkpoint_get_n_epochs (checkpoint);
  g_ptr_array_add (self->update->checkpoints, ov_checkpoint_ref (checkpoint));
  ov_worker_post (self);
}

/* Reports the best state so far and the newest one, but for what was reported already. Nobody would
 * continue from a loss that has no way back. The mutex is not held. */
static void
post_checkpoints (OvWorker *self)
{
  g_autoptr (OvCheckpoint) best = ov_best_checkpoint_take_new (self->best);
  g_autoptr (OvCheckpoint) newest = NULL;
  const gint64 start = g_get_monotonic_time ();

  if (!self->has_diverged)
    newest = ov_trainer_take_checkpoint (self->trainer);
  self->last_checkpoint = g_get_monotonic_time ();
  self->checkpoint_cost = self->last_checkpoint - start;

  g_mutex_lock (&self->mutex);
  post_checkpoint (self, best);
  post_checkpoint (self, newest);
  g_mutex_unlock (&self->mutex);
}

static guint
get_checkpoint_interval (OvWorker *self)
{
  guint interval;

  g_mutex_lock (&self->mutex);
  interval = self->settings.checkpoint_interval;
  g_mutex_unlock (&self->mutex);

  return interval;
}

/* Whether the state after so many epochs is wanted. Where the interval grows, the states that the
 * run will have when it is complete are always taken, and the closer ones of its beginning while
 * that costs next to nothing. */
static gboolean
is_checkpoint_due (const OvWorker *self,
                   guint           interval,
                   guint           n_epochs)
{
  if (interval != OV_CHECKPOINT_INTERVAL_GROWS)
    return interval > 0 && n_epochs % interval == 0;
  if (n_epochs % ov_checkpoint_interval_get (MAX (n_epochs, self->recipe.epochs)) == 0)
    return TRUE;

  return n_epochs % ov_checkpoint_interval_get (n_epochs) == 0
         && g_get_monotonic_time () - self->last_checkpoint
              >= CHECKPOINT_REST * self->checkpoint_cost;
}

/* Whether the training comes to rest after this epoch, so that nothing newer follows soon. */
static gboolean
is_stepping (OvWorker *self)
{
  gboolean is_stepping;

  g_mutex_lock (&self->mutex);
  is_stepping = self->gear != OV_GEAR_RUN;
  g_mutex_unlock (&self->mutex);

  return is_stepping;
}

/* Puts an epoch, and what the classes have learned by it, into the update. */
static void
post_epoch (OvWorker      *self,
            const OvEpoch *epoch)
{
  const gboolean is_last = epoch->index + 1 == self->recipe.epochs;
  const gboolean is_wanted = is_last || self->templates_cost == 0 || is_stepping (self)
                             || are_templates_due (self, 0);

  /* After an epoch that blew up, the last finite templates stay. */
  OvTemplates *templates = ov_epoch_is_finite (epoch) && is_wanted ? take_templates (self) : NULL;
  OvFeatures *features = templates != NULL ? take_features (self, is_last) : NULL;

  g_mutex_lock (&self->mutex);
  g_array_append_val (self->update->epochs, *epoch);
  ov_job_update_put_learned (self->update, templates, features);
  if (self->gear == OV_GEAR_STEP)
    {
      self->gear = OV_GEAR_PAUSE;
      self->update->has_paused = TRUE;
    }
  ov_worker_post (self);
  g_mutex_unlock (&self->mutex);
}

/* Looks whether a measurement is due, says that it begins, and makes its cancellable. A paused
 * worker waits before it. */
static GCancellable *
begin_measurement (OvWorker *self,
                   guint     epoch)
{
  const OvSharpnessPoint *last = self->has_sharpness ? &self->sharpness : NULL;
  GCancellable *cancellable = NULL;

  if (!ov_trainer_has_sharpness (self->trainer))
    return NULL;

  g_mutex_lock (&self->mutex);
  if (ov_sharpness_is_due (self->settings.sharpness_interval, epoch, last)
      && wait_while_paused (self)
      && ov_sharpness_is_due (self->settings.sharpness_interval, epoch, last))
    {
      g_clear_object (&self->measurement);
      self->measurement = g_cancellable_new ();
      cancellable = g_object_ref (self->measurement);
      self->update->has_measuring = TRUE;
      self->update->is_measuring = TRUE;
      ov_worker_post (self);
    }
  g_mutex_unlock (&self->mutex);

  return cancellable;
}

static void
end_measurement (OvWorker *self,
                 gboolean  is_done)
{
  g_mutex_lock (&self->mutex);
  if (is_done)
    g_array_append_val (self->update->sharpness, self->sharpness);
  self->update->has_measuring = TRUE;
  self->update->is_measuring = FALSE;
  ov_worker_post (self);
  g_mutex_unlock (&self->mutex);
}

/* Measures the sharpness when it is due before an epoch. A pause gives the measurement up, for it
 * can take many seconds; when the training continues it is made again from its start, so that a
 * pause changes no digit of it. None of it affects the course of the training. */
static gboolean
measure_sharpness (OvWorker *self,
                   guint     epoch,
                   GError  **error)
{
  GCancellable *next;

  while ((next = begin_measurement (self, epoch)) != NULL)
    {
      g_autoptr (GCancellable) cancellable = next;
      OvSharpness sharpness;
      const gboolean is_done =
        ov_trainer_measure_sharpness (self->trainer, OV_SHARPNESS_IMAGES, OV_SHARPNESS_ITERATIONS,
                                      OV_SHARPNESS_TOLERANCE, &sharpness, cancellable, NULL);

      if (is_done)
        {
          self->sharpness = ov_sharpness_make_point (epoch, &sharpness);
          self->has_sharpness = TRUE;
        }
      end_measurement (self, is_done);
    }

  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static void
tell_exact_from (OvWorker *self)
{
  const guint exact_from = ov_trainer_get_exact_from (self->trainer);

  if (exact_from == OV_EPOCH_NEVER)
    return;

  g_mutex_lock (&self->mutex);
  self->update->has_exact_from = TRUE;
  self->update->exact_from = exact_from;
  ov_worker_post (self);
  g_mutex_unlock (&self->mutex);
}

/* Changes over to exact steps before an epoch, when there is a quadratic form and the recipe is one
 * that it suits. */
static void
take_quadratic (OvWorker *self)
{
  g_autoptr (OvQuadratic) quadratic = NULL;

  g_mutex_lock (&self->mutex);
  quadratic = g_steal_pointer (&self->quadratic);
  g_mutex_unlock (&self->mutex);

  if (quadratic == NULL || ov_trainer_get_exact_from (self->trainer) != OV_EPOCH_NEVER
      || !ov_trainer_set_quadratic (self->trainer, quadratic))
    return;

  tell_exact_from (self);
}

/* Waits until an epoch is due, and prepares it. A worker that was cancelled meanwhile notices it in
 * what follows. */
static gboolean
begin_epoch_cb (guint    epoch,
                gpointer user_data,
                GError **error)
{
  OvWorker *self = user_data;

  if (epoch > 0)
    {
      g_mutex_lock (&self->mutex);
      wait_for_pace (self, self->epoch_start);
      wait_while_paused (self);
      g_mutex_unlock (&self->mutex);
    }
  self->epoch_start = g_get_monotonic_time ();
  take_quadratic (self);
  ov_worker_take_instruments (self);
  ov_worker_take_step (self);

  return measure_sharpness (self, epoch, error);
}

static gboolean
end_epoch_cb (const OvEpoch *epoch,
              gpointer       user_data,
              GError       **error)
{
  OvWorker *self = user_data;
  const guint interval = get_checkpoint_interval (self);

  if (epoch->index == 0)
    self->first = *epoch;
  self->has_diverged = ov_epoch_has_diverged (epoch, &self->first);
  if (!ov_worker_read_instruments (self, epoch, error))
    return FALSE;
  if (interval > 0)
    ov_best_checkpoint_note (self->best, self->trainer, epoch);
  post_epoch (self, epoch);
  if (is_checkpoint_due (self, interval, epoch->index + 1))
    post_checkpoints (self);

  ov_worker_measure_step (self);

  return TRUE;
}

/* Continues from the state that was given, if one was. Exact steps that are continued have to be
 * such before that. */
static gboolean
restore (OvWorker *self,
         GError  **error)
{
  if (self->checkpoint == NULL)
    return TRUE;

  if (ov_checkpoint_get_exact_from (self->checkpoint) != OV_EPOCH_NEVER)
    take_quadratic (self);
  if (!ov_trainer_restore_checkpoint (self->trainer, self->checkpoint, error))
    return FALSE;
  tell_exact_from (self);

  return TRUE;
}

static OvOutcome
train (OvWorker *self,
       GError  **error)
{
  const OvTrainingLoop loop = {begin_epoch_cb, progress_cb, end_epoch_cb, self};

  self->trainer = ov_trainer_new (&self->recipe, self->dataset, self->n_threads, error);
  if (self->trainer == NULL)
    return OV_OUTCOME_FAILED;
  self->last_templates = g_get_monotonic_time ();
  self->last_features = self->last_templates;
  if (!restore (self, error))
    return OV_OUTCOME_FAILED;

  return ov_training_loop_run (&loop, self->trainer,
                               self->checkpoint != NULL ? &self->first : NULL,
                               self->recipe.epochs, self->cancellable, error);
}

static void
run (OvJob   *job,
     gpointer task)
{
  OvWorker *self = task;
  g_autoptr (GError) error = NULL;
  OvSnapshot *last = NULL;
  OvOutcome outcome;

  self->own_job = job;
  self->cancellable = ov_job_get_cancellable (job);
  outcome = train (self, &error);
  if (outcome == OV_OUTCOME_FINISHED)
    last = ov_trainer_take_snapshot (self->trainer);
  if (self->trainer != NULL && get_checkpoint_interval (self) > 0)
    post_checkpoints (self);
  g_clear_pointer (&self->trainer, ov_trainer_free);

  g_mutex_lock (&self->mutex);
  if (outcome == OV_OUTCOME_FINISHED)
    ov_job_update_put_snapshot (self->update, last);
  self->update->has_ended = TRUE;
  self->update->outcome = outcome;
  if (outcome == OV_OUTCOME_FAILED)
    self->update->error = g_steal_pointer (&error);
  ov_worker_post (self);
  g_mutex_unlock (&self->mutex);
}

static const OvJobKind kind = {
  .name = "overshoot-train",
  .niceness = NICENESS,
  .run = run,
  .receive = receive,
};

/**
 * ov_worker_start:
 * @recipe: what to train; copied
 * @dataset: what to train on; referenced
 * @quadratic: (nullable): the quadratic form of @dataset, for the recipes that it suits; referenced
 * @start: (nullable): where to continue, or %NULL for a run of its own; copied
 * @n_threads: how many threads compute
 * @settings: what may change while it trains; copied
 * @gear: how far it trains at first
 * @func: (scope notified): called with each update, on the main context that is the thread's
 *   default now
 * @user_data: given to @func
 *
 * Starts a thread that trains.
 *
 * Returns: (transfer full): the worker, to be freed with ov_worker_free()
 */
OvWorker *
ov_worker_start (const OvRecipe         *recipe,
                 OvDataset              *dataset,
                 OvQuadratic            *quadratic,
                 const OvWorkerStart    *start,
                 guint                   n_threads,
                 const OvWorkerSettings *settings,
                 OvGear                  gear,
                 OvJobUpdateFunc         func,
                 gpointer                user_data)
{
  OvWorker *self = g_new0 (OvWorker, 1);

  self->recipe = *recipe;
  self->dataset = ov_dataset_ref (dataset);
  self->quadratic = quadratic != NULL ? ov_quadratic_ref (quadratic) : NULL;
  self->n_threads = n_threads;
  self->best = ov_best_checkpoint_new (start != NULL ? start->best_accuracy : -1.0);
  if (start != NULL)
    {
      self->checkpoint = ov_checkpoint_ref (start->checkpoint);
      self->told_epochs = ov_checkpoint_get_n_epochs (start->checkpoint);
      self->first = start->first;
      self->has_sharpness = start->sharpness != NULL;
      if (start->sharpness != NULL)
        self->sharpness = *start->sharpness;
    }
  self->func = func;
  self->user_data = user_data;
  self->gear = gear;
  self->settings = *settings;
  self->update = ov_job_update_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->job = ov_job_start (&kind, self, self);

  return self;
}

/**
 * ov_worker_free:
 * @self: a worker
 *
 * Cancels the training, waits for the thread, and drops updates that were not delivered.
 */
void
ov_worker_free (OvWorker *self)
{
  g_return_if_fail (self != NULL);

  ov_worker_cancel (self);
  ov_job_free (self->job);
  ov_job_update_free (self->update);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_clear_object (&self->measurement);
  ov_best_checkpoint_free (self->best);
  g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  ov_dataset_unref (self->dataset);
  g_free (self);
}
