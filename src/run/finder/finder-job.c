/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finder-job.h"

#include "finder-ramp.h"

/**
 * OvFinderJob:
 *
 * A learning-rate finder on a thread of its own. What it has found so far comes to the main context
 * while it is running. A ramp that was stopped is forgotten at once; its thread ends some
 * milliseconds later.
 *
 * It starts from a recipe's first weights, or from those that a run has come to. These belong to
 * the run's own thread, so they are asked for and waited for before the ramp begins.
 */
struct _OvFinderJob
{
  GObject       parent_instance;

  guint         n_threads;
  OvFinderState state;
  GCancellable *cancellable; /* NULL unless a ramp is running or waits for its weights */
  OvJob        *ramp;        /* NULL unless it is running */
};

enum
{
  PROGRESS_CHANGED,
  STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvFinderJob, ov_finder_job, G_TYPE_OBJECT)

/* What a run was asked for. */
typedef struct
{
  OvFinderJob  *job;
  OvDataset    *dataset;
  GCancellable *cancellable; /* of the ramp that is to begin */
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->job);
  ov_dataset_unref (request->dataset);
  g_object_unref (request->cancellable);
  g_free (request);
}

static void
forget (OvFinderJob *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ramp, ov_job_abandon);
  self->state.is_running = FALSE;
}

/* Gives up what is running as well. */
static void
clear (OvFinderJob *self)
{
  forget (self);
  g_clear_pointer (&self->state.finding, ov_finding_free);
  g_clear_pointer (&self->state.snapshot, ov_snapshot_unref);
  g_clear_error (&self->state.error);
  self->state.progress = 0.0;
  self->state.is_complete = FALSE;
}

static void
told_cb (OvFinderReport *report,
         gpointer        user_data)
{
  OvFinderJob *self = user_data;

  if (report->finding != NULL)
    {
      g_clear_pointer (&self->state.finding, ov_finding_free);
      self->state.finding = g_steal_pointer (&report->finding);
    }
  self->state.progress = report->progress;
  if (!report->is_last)
    {
      g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
      return;
    }

  self->state.error = g_steal_pointer (&report->error);
  self->state.is_complete = self->state.error == NULL;
  forget (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
ov_finder_job_dispose (GObject *object)
{
  OvFinderJob *self = OV_FINDER_JOB (object);

  clear (self);

  G_OBJECT_CLASS (ov_finder_job_parent_class)->dispose (object);
}

static void
ov_finder_job_class_init (OvFinderJobClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_finder_job_dispose;

  /**
   * OvFinderJob::progress-changed:
   * @self: the job
   *
   * There are more points, at most twenty times a second.
   */
  signals[PROGRESS_CHANGED] = g_signal_new ("progress-changed", OV_TYPE_FINDER_JOB,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);

  /**
   * OvFinderJob::state-changed:
   * @self: the job
   *
   * A ramp has begun or ended, or its finding is gone.
   */
  signals[STATE_CHANGED] = g_signal_new ("state-changed", OV_TYPE_FINDER_JOB, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_finder_job_init (OvFinderJob *self)
{
}

/**
 * ov_finder_job_new:
 * @n_threads: how many threads compute
 *
 * Returns: (transfer full): a job that has not found anything yet
 */
OvFinderJob *
ov_finder_job_new (guint n_threads)
{
  OvFinderJob *self;

  g_return_val_if_fail (n_threads >= 1, NULL);

  self = g_object_new (OV_TYPE_FINDER_JOB, NULL);
  self->n_threads = n_threads;

  return self;
}

/* Forgets what was found. From now on a ramp is running, or is about to. */
static void
begin (OvFinderJob    *self,
       const OvRecipe *recipe,
       gboolean        is_from_run)
{
  clear (self);
  self->state.recipe = *recipe;
  self->state.is_from_run = is_from_run;
  self->state.is_running = TRUE;
  self->cancellable = g_cancellable_new ();
}

/**
 * ov_finder_job_start:
 * @self: a job
 * @recipe: what the learning rate is sought for; copied
 * @dataset: what is trained on; referenced
 *
 * Forgets what was found and begins a ramp from the recipe's first weights. The signals come in the
 * thread-default main context of the caller.
 */
void
ov_finder_job_start (OvFinderJob    *self,
                     const OvRecipe *recipe,
                     OvDataset      *dataset)
{
  g_return_if_fail (OV_IS_FINDER_JOB (self));
  g_return_if_fail (recipe != NULL);
  g_return_if_fail (dataset != NULL);

  begin (self, recipe, FALSE);
  self->ramp = ov_finder_ramp_start (recipe, dataset, NULL, self->n_threads, told_cb, self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
snapshot_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Request *request = user_data;
  OvFinderJob *self = request->job;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvSnapshot) snapshot = ov_run_take_snapshot_finish (result, &error);

  if (request->cancellable == self->cancellable && snapshot != NULL)
    {
      self->state.snapshot = ov_snapshot_ref (snapshot);
      self->ramp = ov_finder_ramp_start (&self->state.recipe, request->dataset, snapshot,
                                         self->n_threads, told_cb, self);
    }
  else if (request->cancellable == self->cancellable)
    {
      /* Nobody has to be told that a run is gone. */
      forget (self);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        self->state.error = g_steal_pointer (&error);
      g_signal_emit (self, signals[STATE_CHANGED], 0);
    }

  request_free (request);
}

/**
 * ov_finder_job_start_from_run:
 * @self: a job
 * @run: whose recipe and data it is for, and whose weights it starts from
 *
 * Forgets what was found and begins a ramp from the weights that a run has come to, as soon as the
 * run has handed them out. The job is running from now on, and says so before it asks: whoever
 * pauses the run in a handler of OvFinderJob::state-changed gets the weights that it paused at.
 */
void
ov_finder_job_start_from_run (OvFinderJob *self,
                              OvRun       *run)
{
  g_autoptr (GCancellable) cancellable = NULL;
  Request *request;

  g_return_if_fail (OV_IS_FINDER_JOB (self));
  g_return_if_fail (OV_IS_RUN (run));

  begin (self, ov_run_get_recipe (run), TRUE);
  cancellable = g_object_ref (self->cancellable);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
  if (cancellable != self->cancellable)
    return;

  request = g_new (Request, 1);
  *request = (Request) {
    .job = g_object_ref (self),
    .dataset = ov_dataset_ref (ov_run_get_dataset (run)),
    .cancellable = g_object_ref (cancellable),
  };
  ov_run_take_snapshot (run, cancellable, snapshot_cb, request);
}

/**
 * ov_finder_job_stop:
 * @self: a job
 *
 * Stops the ramp if one is running. The points that were reported stay, without suggestions.
 */
void
ov_finder_job_stop (OvFinderJob *self)
{
  g_return_if_fail (OV_IS_FINDER_JOB (self));

  if (self->cancellable == NULL)
    return;

  forget (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

/**
 * ov_finder_job_clear:
 * @self: a job
 *
 * Stops the ramp and forgets what was found.
 */
void
ov_finder_job_clear (OvFinderJob *self)
{
  g_return_if_fail (OV_IS_FINDER_JOB (self));

  clear (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

/**
 * ov_finder_job_get_state:
 * @self: a job
 *
 * Returns: (transfer none): what the last ramp has come to, which is there as long as the job
 */
const OvFinderState *
ov_finder_job_get_state (OvFinderJob *self)
{
  g_return_val_if_fail (OV_IS_FINDER_JOB (self), NULL);

  return &self->state;
}
