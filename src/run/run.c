/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-private.h"

enum
{
  EPOCHS_ADDED,
  CHECKPOINT_TAKEN,
  TEMPLATES_CHANGED,
  FEATURES_CHANGED,
  PROGRESS_CHANGED,
  SHARPNESS_CHANGED,
  STEP_MEASURED,
  STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * OvRun:
 *
 * One recipe trained on one data set. A run never changes its recipe: another recipe is another
 * run. It lives on the thread that made it; the training is done by a worker thread, whose update
 * arrives on the main context that was that thread's default when the run was started.
 */
G_DEFINE_FINAL_TYPE (OvRun, ov_run, G_TYPE_OBJECT)

static void
ov_run_dispose (GObject *object)
{
  OvRun *self = OV_RUN (object);

  g_clear_pointer (&self->worker, ov_worker_free);
  g_clear_pointer (&self->snapshots, ov_snapshot_queue_free);

  G_OBJECT_CLASS (ov_run_parent_class)->dispose (object);
}

static void
ov_run_finalize (GObject *object)
{
  OvRun *self = OV_RUN (object);

  ov_run_record_unref (self->record);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  g_clear_pointer (&self->origin, ov_run_origin_unref);
  g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
  g_clear_pointer (&self->templates, ov_templates_free);
  g_clear_pointer (&self->features, ov_features_free);

  G_OBJECT_CLASS (ov_run_parent_class)->finalize (object);
}

static void
ov_run_class_init (OvRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ov_run_dispose;
  object_class->finalize = ov_run_finalize;

  /**
   * OvRun::epochs-added:
   * @self: the run
   * @n_added: how many epochs were appended to the history
   */
  signals[EPOCHS_ADDED] = g_signal_new ("epochs-added", OV_TYPE_RUN, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * OvRun::checkpoint-taken:
   * @self: the run
   * @checkpoint: (type OvCheckpoint): its state after an epoch that has been added before
   */
  signals[CHECKPOINT_TAKEN] = g_signal_new ("checkpoint-taken", OV_TYPE_RUN, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, OV_TYPE_CHECKPOINT);

  /**
   * OvRun::templates-changed:
   * @self: the run
   */
  signals[TEMPLATES_CHANGED] = g_signal_new ("templates-changed", OV_TYPE_RUN, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OvRun::features-changed:
   * @self: the run
   */
  signals[FEATURES_CHANGED] = g_signal_new ("features-changed", OV_TYPE_RUN, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OvRun::progress-changed:
   * @self: the run
   */
  signals[PROGRESS_CHANGED] = g_signal_new ("progress-changed", OV_TYPE_RUN, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OvRun::sharpness-changed:
   * @self: the run
   *
   * A measurement of the sharpness has begun or ended, or what is measured has changed.
   */
  signals[SHARPNESS_CHANGED] = g_signal_new ("sharpness-changed", OV_TYPE_RUN, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OvRun::step-measured:
   * @self: the run
   */
  signals[STEP_MEASURED] = g_signal_new ("step-measured", OV_TYPE_RUN, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OvRun::state-changed:
   * @self: the run
   */
  signals[STATE_CHANGED] = g_signal_new ("state-changed", OV_TYPE_RUN, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_run_init (OvRun *self)
{
  self->snapshots = ov_snapshot_queue_new ();
}

/**
 * ov_run_new:
 * @recipe: what to train; copied
 * @dataset: what to train on; referenced
 * @n_threads: how many threads compute
 *
 * Returns: (transfer full): a run that has not started yet
 */
OvRun *
ov_run_new (const OvRecipe *recipe,
            OvDataset      *dataset,
            guint           n_threads)
{
  OvRun *self;

  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (n_threads >= 1, NULL);

  self = g_object_new (OV_TYPE_RUN, NULL);
  self->record = ov_run_record_new (recipe, dataset, n_threads);
  self->dataset = ov_dataset_ref (dataset);

  return self;
}

/**
 * ov_run_new_ended:
 * @record: what a run has left, with its outcome; referenced
 * @dataset: (nullable): what it was trained on; referenced; %NULL when that is not there
 *
 * Returns: (transfer full): a run that is over, with its curves and without its weights
 */
OvRun *
ov_run_new_ended (OvRunRecord *record,
                  OvDataset   *dataset)
{
  OvRun *self;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (record->outcome != OV_OUTCOME_NONE, NULL);

  self = g_object_new (OV_TYPE_RUN, NULL);
  self->record = ov_run_record_ref (record);
  self->dataset = dataset != NULL ? ov_dataset_ref (dataset) : NULL;
  self->state = OV_RUN_ENDED;
  ov_snapshot_queue_close (self->snapshots, NULL);

  return self;
}

static void
set_state (OvRun     *self,
           OvRunState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
end (OvRun       *self,
     OvJobUpdate *update)
{
  g_clear_pointer (&self->worker, ov_worker_free);
  self->is_measuring = FALSE;
  self->record->error = g_steal_pointer (&update->error);

  /* Before the state is reported, since a handler of that may drop the last weights. */
  ov_snapshot_queue_close (self->snapshots,
                           update->outcome == OV_OUTCOME_FINISHED ? update->snapshot : NULL);
  self->record->outcome = update->outcome;
  set_state (self, OV_RUN_ENDED);
}

/* Where exact steps continue exact steps, they began there. */
static guint
join_exact_steps (const OvRunOrigin *origin,
                  guint              exact_from)
{
  return origin != NULL && exact_from == origin->n_epochs
             && origin->record->exact_from <= exact_from
           ? origin->record->exact_from
           : exact_from;
}

/* What the network shows of what it has learned. */
static void
take_learned (OvRun       *self,
              OvJobUpdate *update)
{
  if (update->templates != NULL)
    {
      g_clear_pointer (&self->templates, ov_templates_free);
      self->templates = g_steal_pointer (&update->templates);
      g_signal_emit (self, signals[TEMPLATES_CHANGED], 0);
    }

  if (update->features != NULL)
    {
      g_clear_pointer (&self->features, ov_features_free);
      self->features = g_steal_pointer (&update->features);
      g_signal_emit (self, signals[FEATURES_CHANGED], 0);
    }
}

static void
update_cb (OvJobUpdate *update,
           gpointer     user_data)
{
  g_autoptr (OvRun) self = g_object_ref (user_data);
  const gboolean pauses = update->has_paused && !update->has_ended && self->state == OV_RUN_RUNNING;

  /* The worker rests already, so that a handler of the signals below may step or resume. The state
   * is reported last, when the epochs are there. */
  if (pauses)
    self->state = OV_RUN_PAUSED;

  if (update->has_exact_from)
    self->record->exact_from = join_exact_steps (self->origin, update->exact_from);

  if (update->has_progress)
    {
      self->progress = update->progress;
      ov_batch_losses_add (self->record->batch_losses, &update->progress);
      g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
    }

  if (update->has_measuring)
    {
      for (guint i = 0; i < update->sharpness->len; i++)
        ov_sharpness_history_add (self->record->sharpness,
                                  &g_array_index (update->sharpness, OvSharpnessPoint, i));
      self->is_measuring = update->is_measuring;
      g_signal_emit (self, signals[SHARPNESS_CHANGED], 0);
    }

  take_learned (self, update);

  for (guint i = 0; i < update->readings->points->len; i++)
    ov_readings_add (self->record->readings, ov_readings_get (update->readings, i));

  if (update->epochs->len > 0)
    {
      for (guint i = 0; i < update->epochs->len; i++)
        ov_history_append (self->record->history, &g_array_index (update->epochs, OvEpoch, i));
      g_signal_emit (self, signals[EPOCHS_ADDED], 0, update->epochs->len);
    }

  if (update->has_step)
    {
      self->step = update->step;
      self->has_step = TRUE;
      g_signal_emit (self, signals[STEP_MEASURED], 0);
    }

  for (guint i = 0; i < update->checkpoints->len; i++)
    {
      g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
      self->checkpoint = ov_checkpoint_ref (g_ptr_array_index (update->checkpoints, i));
      g_signal_emit (self, signals[CHECKPOINT_TAKEN], 0,
                     g_ptr_array_index (update->checkpoints, i));
    }

  if (update->has_snapshot)
    ov_snapshot_queue_answer (self->snapshots, update->snapshot);

  if (update->has_ended && self->worker != NULL)
    end (self, update);
  else if (pauses && self->state == OV_RUN_PAUSED)
    g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
start (OvRun *self,
       OvGear gear)
{
  const OvRunRecord *record = self->record;
  const OvHistory *history = record->history;
  const OvEpoch *first = ov_history_get_first (history);
  const OvEpoch *best = ov_history_get_best (history, OV_EPOCH_TEST_ACCURACY);
  const OvWorkerStart where = {
    .checkpoint = self->origin != NULL ? self->origin->checkpoint : NULL,
    .first = first != NULL ? *first : (OvEpoch) {0},
    .best_accuracy = best != NULL ? best->test_accuracy : -1.0,
    .sharpness = ov_sharpness_history_get_last (record->sharpness),
  };

  self->worker = ov_worker_start (&record->recipe, self->dataset, self->quadratic,
                                  self->origin != NULL ? &where : NULL, record->n_threads,
                                  &self->settings, gear, update_cb, self);
  if (self->origin != NULL)
    g_clear_pointer (&self->origin->checkpoint, ov_checkpoint_unref);
  if (!ov_snapshot_queue_is_empty (self->snapshots))
    ov_worker_snapshot (self->worker);
  set_state (self, OV_RUN_RUNNING);
}

/**
 * ov_run_set_quadratic:
 * @self: a run
 * @quadratic: (nullable): the quadratic form of its data; referenced
 *
 * Lets the run make exact steps on the quadratic form, which is many times faster, if its recipe is
 * one that the form suits. The epochs are the same but for rounding. A run that has started
 * changes over at the end of its present epoch, see #OvRunRecord, and never back.
 */
void
ov_run_set_quadratic (OvRun       *self,
                      OvQuadratic *quadratic)
{
  g_return_if_fail (OV_IS_RUN (self));

  if (quadratic != NULL)
    ov_quadratic_ref (quadratic);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  self->quadratic = quadratic;
  if (quadratic != NULL && self->worker != NULL)
    ov_worker_set_quadratic (self->worker, quadratic);
}

/**
 * ov_run_set_origin:
 * @self: an idle run without epochs
 * @origin: where another run with the same data stood, whose recipe may differ in what
 *   ov_trainer_restore_checkpoint() lets differ; referenced
 *
 * Lets the run continue from there: for more epochs, or as a branch with another recipe. Its record
 * begins with the epochs of the other run. A state that does not fit makes the run fail.
 */
void
ov_run_set_origin (OvRun       *self,
                   OvRunOrigin *origin)
{
  g_return_if_fail (OV_IS_RUN (self));
  g_return_if_fail (self->state == OV_RUN_IDLE);
  g_return_if_fail (self->origin == NULL);
  g_return_if_fail (origin != NULL && origin->checkpoint != NULL);

  self->origin = ov_run_origin_ref (origin);
  self->checkpoint = ov_checkpoint_ref (origin->checkpoint);
  ov_run_record_go_on (self->record, origin->record, origin->n_epochs);
}

/**
 * ov_run_start:
 * @self: an idle run
 *
 * Starts the training.
 */
void
ov_run_start (OvRun *self)
{
  g_return_if_fail (OV_IS_RUN (self));
  g_return_if_fail (self->state == OV_RUN_IDLE);

  start (self, OV_GEAR_RUN);
}

/**
 * ov_run_start_paused:
 * @self: a new run that continues another one
 *
 * Starts the run where it continues, and leaves it there until it is resumed.
 */
void
ov_run_start_paused (OvRun *self)
{
  g_return_if_fail (OV_IS_RUN (self));
  g_return_if_fail (self->state == OV_RUN_IDLE && self->origin != NULL);

  start (self, OV_GEAR_PAUSE);
  set_state (self, OV_RUN_PAUSED);
}

/**
 * ov_run_pause:
 * @self: a run
 *
 * Pauses a running run. Does nothing in any other state.
 */
void
ov_run_pause (OvRun *self)
{
  g_return_if_fail (OV_IS_RUN (self));

  if (self->state != OV_RUN_RUNNING)
    return;

  ov_worker_set_gear (self->worker, OV_GEAR_PAUSE);
  set_state (self, OV_RUN_PAUSED);
}

/**
 * ov_run_resume:
 * @self: a run
 *
 * Lets a paused run continue. Does nothing in any other state.
 */
void
ov_run_resume (OvRun *self)
{
  g_return_if_fail (OV_IS_RUN (self));

  if (self->state != OV_RUN_PAUSED)
    return;

  ov_worker_set_gear (self->worker, OV_GEAR_RUN);
  set_state (self, OV_RUN_RUNNING);
}

/**
 * ov_run_step:
 * @self: a run
 *
 * Trains to the end of an epoch and pauses there: the first epoch of an idle run, the next one of a
 * paused run, the present one of a running run. Does nothing after the end.
 */
void
ov_run_step (OvRun *self)
{
  g_return_if_fail (OV_IS_RUN (self));

  if (ov_run_has_ended (self))
    return;

  if (self->state == OV_RUN_IDLE)
    {
      start (self, OV_GEAR_STEP);
      return;
    }

  ov_worker_set_gear (self->worker, OV_GEAR_STEP);
  set_state (self, OV_RUN_RUNNING);
}

/**
 * ov_run_cancel:
 * @self: a run
 *
 * Tells a run to end. Returns at once; the state changes when the worker has reported its end. A
 * run that never started is cancelled at once; one that has ended stays as it is.
 */
void
ov_run_cancel (OvRun *self)
{
  g_return_if_fail (OV_IS_RUN (self));

  if (self->state == OV_RUN_IDLE)
    {
      self->record->outcome = OV_OUTCOME_CANCELLED;
      set_state (self, OV_RUN_ENDED);
      ov_snapshot_queue_close (self->snapshots, NULL);
    }
  else if (self->worker != NULL)
    ov_worker_cancel (self->worker);
}

/**
 * ov_run_set_pace:
 * @self: a run
 * @epochs_per_second: how many epochs a second are trained at most; 0 for as many as there can be
 */
void
ov_run_set_pace (OvRun *self,
                 double epochs_per_second)
{
  g_return_if_fail (OV_IS_RUN (self));
  g_return_if_fail (epochs_per_second >= 0.0);

  self->settings.pace = epochs_per_second;
  if (self->worker != NULL)
    ov_worker_set_settings (self->worker, &self->settings);
}

/**
 * ov_run_set_sharpness_interval:
 * @self: a run
 * @n_epochs: how many epochs lie between two measurements of the sharpness; 0 for none
 *
 * Lets the sharpness be measured from the next epoch on: before that one, and then before every
 * @n_epochs-th. It takes its time, and changes nothing in the course of the training. A recipe for
 * which ov_sharpness_unused() has a reason is never measured.
 */
void
ov_run_set_sharpness_interval (OvRun *self,
                               guint  n_epochs)
{
  g_return_if_fail (OV_IS_RUN (self));

  if (ov_sharpness_unused (&self->record->recipe) != NULL)
    n_epochs = 0;
  if (self->settings.sharpness_interval == n_epochs)
    return;

  self->settings.sharpness_interval = n_epochs;
  if (self->worker != NULL)
    ov_worker_set_settings (self->worker, &self->settings);
  g_signal_emit (self, signals[SHARPNESS_CHANGED], 0);
}

/**
 * ov_run_take_snapshot:
 * @self: a run
 * @cancellable: (nullable): for whoever no longer wants them
 * @callback: (scope async): called when the weights are there; its source object is %NULL, since
 *   waiting does not keep the run
 * @user_data: given to @callback
 *
 * Asks for the weights as they are now, without disturbing the training. They come within some
 * milliseconds while the run is running or paused, and after it is finished; those of an idle run
 * when it is started. A run that has ended in another way has none.
 */
void
ov_run_take_snapshot (OvRun              *self,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_return_if_fail (OV_IS_RUN (self));

  ov_snapshot_queue_add (self->snapshots, cancellable, callback, user_data);
  if (self->worker != NULL)
    ov_worker_snapshot (self->worker);
}

/**
 * ov_run_take_snapshot_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full): the weights, or %NULL with @error set to %G_IO_ERROR_CANCELLED when
 *   they are no longer wanted or the run is gone, or to %G_IO_ERROR_FAILED when there are none
 */
OvSnapshot *
ov_run_take_snapshot_finish (GAsyncResult *result,
                             GError      **error)
{
  return ov_snapshot_queue_finish (result, error);
}

/**
 * ov_run_drop_snapshot:
 * @self: a run that has ended
 *
 * Lets go of the last weights, which take some megabytes, when nobody will start from them.
 */
void
ov_run_drop_snapshot (OvRun *self)
{
  g_return_if_fail (OV_IS_RUN (self));
  g_return_if_fail (ov_run_has_ended (self));

  ov_snapshot_queue_close (self->snapshots, NULL);
}
