/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-training.h"

#include "run-file.h"
#include "sweep-lock.h"
#include "training-loop.h"

/* A run while it is trained. */
typedef struct
{
  OvSweepRun            *run;
  const OvSweepTraining *training;
  OvRunFile             *file;
  OvRunRecord           *record;
  OvTrainer             *trainer;
  OvBestCheckpoint      *best;
  GError                *save_error; /* the first one; there may be room again before the end */
  gint                  *progress;
} Work;

static void
work_clear (Work *self)
{
  g_clear_pointer (&self->file, ov_run_file_free);
  g_clear_pointer (&self->record, ov_run_record_unref);
  g_clear_pointer (&self->trainer, ov_trainer_free);
  g_clear_pointer (&self->best, ov_best_checkpoint_free);
  g_clear_error (&self->save_error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
begin_epoch_cb (guint    epoch,
                gpointer user_data,
                GError **error)
{
  return TRUE;
}

static gboolean
progress_cb (const OvProgress *progress,
             gpointer          user_data)
{
  Work *self = user_data;
  double done = progress->epoch;

  if (progress->images_total > 0)
    done += (double) progress->images_done / progress->images_total;
  g_atomic_int_set (self->progress, (gint) (1e6 * done / self->run->recipe.epochs));

  return TRUE;
}

static gboolean
end_epoch_cb (const OvEpoch *epoch,
              gpointer       user_data,
              GError       **error)
{
  Work *self = user_data;

  ov_history_append (self->record->history, epoch);
  ov_best_checkpoint_note (self->best, self->trainer, epoch);
  ov_run_file_note_epoch (self->file, self->record, self->trainer, self->best,
                          self->save_error == NULL ? &self->save_error : NULL);

  return TRUE;
}

/* Opens the run's file, and makes a trainer that stands where the run does. */
static gboolean
prepare (Work    *self,
         GError **error)
{
  const OvSweepRun *run = self->run;
  const OvSweepTraining *training = self->training;
  const OvEpoch *best;

  self->file = run->state == OV_SWEEP_UNFINISHED ? ov_run_file_resume (run->path, 0, error)
                                                 : ov_run_file_create (run->path, 0, error);
  if (self->file == NULL)
    return FALSE;

  self->record = ov_run_record_new (&run->recipe, training->dataset, training->n_threads);
  self->trainer = ov_trainer_new (&run->recipe, training->dataset, training->n_threads, error);
  if (self->trainer == NULL)
    return FALSE;

  if (run->is_exact)
    ov_trainer_set_quadratic (self->trainer, training->quadratic);
  if (!ov_run_file_begin (self->file, self->record, training->dataset, self->trainer, error))
    return FALSE;

  best = ov_history_get_best (self->record->history, OV_EPOCH_TEST_ACCURACY);
  self->best = ov_best_checkpoint_new (best != NULL ? best->test_accuracy : -1.0);

  return TRUE;
}

/* Returns whether the run was trained and saved: also one that diverged or was interrupted. */
static gboolean
train (Work    *self,
       GError **error)
{
  const OvTrainingLoop loop = {begin_epoch_cb, progress_cb, end_epoch_cb, self};
  g_autoptr (GError) fault = NULL;

  if (!prepare (self, error))
    return FALSE;

  self->record->outcome =
    ov_training_loop_run (&loop, self->trainer, ov_history_get_first (self->record->history),
                          self->run->recipe.epochs, self->training->cancellable,
                          &self->record->error);
  if (self->record->error != NULL)
    fault = g_error_copy (self->record->error);

  if (!ov_run_file_end (self->file, self->record, self->trainer, self->best, error))
    return FALSE;
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));

  return self->record->outcome != OV_OUTCOME_FAILED;
}

/**
 * ov_sweep_run_train:
 * @self: a run that has been looked at
 * @training: what all runs have in common
 * @progress: (inout): is set to the millionths that are done, as the training goes on; atomic
 *
 * Trains a run and saves it while it is running, or resumes it, as `overshoot-cli train` does with
 * --save-run and --resume, bit for bit. One that another program has finished meanwhile is left as
 * it is. May be called for several runs at the same time.
 *
 * Afterwards @self says what there is of the run, and why it was not trained.
 */
void
ov_sweep_run_train (OvSweepRun            *self,
                    const OvSweepTraining *training,
                    gint                  *progress)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvSweepLock) lock = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (training != NULL);
  g_return_if_fail (progress != NULL);

  lock = ov_sweep_lock_take (self->path, &error);
  if (lock == NULL)
    {
      ov_sweep_run_set_error (self, error->message);
      return;
    }

  ov_sweep_run_look (self);
  if (!ov_sweep_run_is_to_do (self))
    return;

  {
    g_auto (Work) work = {.run = self, .training = training, .progress = progress};

    train (&work, &error);
  }
  ov_sweep_run_look (self);
  if (error != NULL)
    ov_sweep_run_set_error (self, error->message);
}
