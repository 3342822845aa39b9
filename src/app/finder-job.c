/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "finder-job.h"

#include <sys/resource.h>
#include <unistd.h>

/* The ramp gives way to the interface. */
#define NICENESS 10

/* How often the ramp tells how far it is, in microseconds. */
#define PROGRESS_INTERVAL (50 * 1000)

/**
 * OvFinderJob:
 *
 * A learning-rate finder on a thread of its own. What it has found so far comes to the main context
 * while it goes on. A ramp that was stopped is forgotten at once; its thread ends some milliseconds
 * later, and what it still reports is recognised by its cancellable and dropped.
 */
struct _OvFinderJob
{
  GObject       parent_instance;

  guint         n_threads;
  OvRecipe      recipe;
  OvFinding    *finding;     /* NULL before the first step is told */
  GError       *error;
  GCancellable *cancellable; /* NULL unless a ramp goes on */
  double        progress;
  gboolean      is_complete;
};

enum
{
  PROGRESS_CHANGED,
  STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvFinderJob, ov_finder_job, G_TYPE_OBJECT)

/* One ramp, which belongs to its thread. */
typedef struct
{
  OvRecipe      recipe;
  OvDataset    *dataset;
  guint         n_threads;
  GMainContext *context;
  GCancellable *cancellable;
  GWeakRef      job;
  gint64        told_at;
} Ramp;

/* What a ramp has to tell, on its way to the main context. */
typedef struct
{
  OvFinderJob  *job;
  GCancellable *cancellable; /* of the ramp that tells it */
  OvFinding    *finding;     /* NULL when an error ended the ramp */
  GError       *error;
  double        progress;
  gboolean      is_last;
} Report;

static void
ramp_free (Ramp *ramp)
{
  ov_dataset_unref (ramp->dataset);
  g_main_context_unref (ramp->context);
  g_object_unref (ramp->cancellable);
  g_weak_ref_clear (&ramp->job);
  g_free (ramp);
}

static void
report_free (Report *report)
{
  g_object_unref (report->job);
  g_object_unref (report->cancellable);
  g_clear_pointer (&report->finding, ov_finding_free);
  g_clear_error (&report->error);
  g_free (report);
}

static gboolean
report_cb (gpointer user_data)
{
  Report *report = user_data;
  OvFinderJob *self = report->job;

  if (report->cancellable != self->cancellable)
    return G_SOURCE_REMOVE;

  if (report->finding != NULL)
    {
      g_clear_pointer (&self->finding, ov_finding_free);
      self->finding = g_steal_pointer (&report->finding);
    }
  self->progress = report->progress;
  if (!report->is_last)
    {
      g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
      return G_SOURCE_REMOVE;
    }

  g_clear_object (&self->cancellable);
  self->error = g_steal_pointer (&report->error);
  self->is_complete = self->error == NULL;
  g_signal_emit (self, signals[STATE_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* On the ramp's thread. Takes the finding and the error. */
static void
tell (Ramp      *ramp,
      OvFinding *finding,
      GError    *error,
      double     progress,
      gboolean   is_last)
{
  OvFinderJob *job = g_weak_ref_get (&ramp->job);
  g_autoptr (GSource) source = NULL;
  Report *report;

  if (job == NULL)
    {
      g_clear_pointer (&finding, ov_finding_free);
      g_clear_error (&error);
      return;
    }

  report = g_new (Report, 1);
  *report = (Report) {
    .job = job,
    .cancellable = g_object_ref (ramp->cancellable),
    .finding = finding,
    .error = error,
    .progress = progress,
    .is_last = is_last,
  };

  /* Not g_main_context_invoke(), which would call back on this very thread while the main one is
   * between two iterations. */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, report_cb, report, (GDestroyNotify) report_free);
  g_source_attach (source, ramp->context);
}

/* On the ramp's thread. */
static gboolean
step_cb (const OvFinding *finding,
         guint            n_steps,
         gpointer         user_data)
{
  Ramp *ramp = user_data;
  const gint64 now = g_get_monotonic_time ();

  if (g_cancellable_is_cancelled (ramp->cancellable))
    return FALSE;

  if (now - ramp->told_at >= PROGRESS_INTERVAL)
    {
      ramp->told_at = now;
      tell (ramp, ov_finding_copy (finding), NULL, (double) finding->n_points / n_steps, FALSE);
    }

  return TRUE;
}

static gpointer
ramp_thread (gpointer data)
{
  Ramp *ramp = data;
  g_autoptr (OvTrainer) trainer = NULL;
  OvFinding *finding = NULL;
  GError *error = NULL;

  setpriority (PRIO_PROCESS, (id_t) gettid (), NICENESS);

  trainer = ov_trainer_new (&ramp->recipe, ramp->dataset, ramp->n_threads, &error);
  if (trainer != NULL)
    finding = ov_trainer_find_rate (trainer, NULL, step_cb, ramp, ramp->cancellable, &error);

  /* Without its helpers there are processors for whoever waits for the end. */
  g_clear_pointer (&trainer, ov_trainer_free);
  tell (ramp, finding, error, 1.0, TRUE);
  ramp_free (ramp);

  return NULL;
}

static void
forget (OvFinderJob *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
ov_finder_job_dispose (GObject *object)
{
  OvFinderJob *self = OV_FINDER_JOB (object);

  forget (self);
  g_clear_pointer (&self->finding, ov_finding_free);
  g_clear_error (&self->error);

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
  Ramp *ramp;

  g_return_if_fail (OV_IS_FINDER_JOB (self));
  g_return_if_fail (recipe != NULL);
  g_return_if_fail (dataset != NULL);

  forget (self);
  g_clear_pointer (&self->finding, ov_finding_free);
  g_clear_error (&self->error);
  self->progress = 0.0;
  self->is_complete = FALSE;
  self->recipe = *recipe;
  self->cancellable = g_cancellable_new ();

  ramp = g_new0 (Ramp, 1);
  ramp->recipe = *recipe;
  ramp->dataset = ov_dataset_ref (dataset);
  ramp->n_threads = self->n_threads;
  ramp->context = g_main_context_ref_thread_default ();
  ramp->cancellable = g_object_ref (self->cancellable);
  g_weak_ref_init (&ramp->job, self);
  g_thread_unref (g_thread_new ("overshoot-finder", ramp_thread, ramp));
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

/**
 * ov_finder_job_stop:
 * @self: a job
 *
 * Stops the ramp if one goes on. The points that were told stay, without suggestions.
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

  forget (self);
  g_clear_pointer (&self->finding, ov_finding_free);
  g_clear_error (&self->error);
  self->progress = 0.0;
  self->is_complete = FALSE;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

/**
 * ov_finder_job_is_running:
 * @self: a job
 *
 * Returns: whether a ramp goes on
 */
gboolean
ov_finder_job_is_running (OvFinderJob *self)
{
  g_return_val_if_fail (OV_IS_FINDER_JOB (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * ov_finder_job_is_complete:
 * @self: a job
 *
 * Returns: whether the finding is that of a ramp which came to its own end
 */
gboolean
ov_finder_job_is_complete (OvFinderJob *self)
{
  g_return_val_if_fail (OV_IS_FINDER_JOB (self), FALSE);

  return self->is_complete;
}

/**
 * ov_finder_job_get_progress:
 * @self: a job
 *
 * Returns: which share of the ramp is done, 0 to 1
 */
double
ov_finder_job_get_progress (OvFinderJob *self)
{
  g_return_val_if_fail (OV_IS_FINDER_JOB (self), 0.0);

  return self->progress;
}

/**
 * ov_finder_job_get_finding:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): what was found so far, valid until the next signal; its
 *   suggestions count only when the job is complete
 */
const OvFinding *
ov_finder_job_get_finding (OvFinderJob *self)
{
  g_return_val_if_fail (OV_IS_FINDER_JOB (self), NULL);

  return self->finding;
}

/**
 * ov_finder_job_get_recipe:
 * @self: a job
 *
 * Returns: (transfer none): what the last ramp was started for
 */
const OvRecipe *
ov_finder_job_get_recipe (OvFinderJob *self)
{
  g_return_val_if_fail (OV_IS_FINDER_JOB (self), NULL);

  return &self->recipe;
}

/**
 * ov_finder_job_get_error:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): why the last ramp failed
 */
const GError *
ov_finder_job_get_error (OvFinderJob *self)
{
  g_return_val_if_fail (OV_IS_FINDER_JOB (self), NULL);

  return self->error;
}
