/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finder-ramp.h"

/* The ramp gives way to the interface. */
#define NICENESS 10

/* How often the ramp reports how far it is, in microseconds. */
#define PROGRESS_INTERVAL (50 * 1000)

/* One ramp, and whom it reports to. */
typedef struct
{
  OvRecipe           recipe;
  OvDataset         *dataset;
  OvSnapshot        *snapshot; /* NULL for the recipe's first weights */
  guint              n_threads;
  OvFinderReportFunc func;
  gpointer           user_data;

  OvJob             *job; /* the thread's */
  gint64             told_at;
} Ramp;

static void
ramp_free (gpointer data)
{
  Ramp *ramp = data;

  ov_dataset_unref (ramp->dataset);
  g_clear_pointer (&ramp->snapshot, ov_snapshot_unref);
  g_free (ramp);
}

static void
report_free (gpointer data)
{
  OvFinderReport *report = data;

  g_clear_pointer (&report->finding, ov_finding_free);
  g_clear_error (&report->error);
  g_free (report);
}

/* On the ramp's thread. Takes the finding and the error. Returns FALSE when the ramp has to end. */
static gboolean
tell (Ramp      *ramp,
      OvFinding *finding,
      GError    *error,
      double     progress,
      gboolean   is_last)
{
  OvFinderReport *report = g_new (OvFinderReport, 1);

  *report = (OvFinderReport) {finding, error, progress, is_last};

  return ov_job_send (ramp->job, report);
}

/* On the ramp's thread. */
static gboolean
step_cb (const OvFinding *finding,
         guint            n_steps,
         gpointer         user_data)
{
  Ramp *ramp = user_data;
  const gint64 now = g_get_monotonic_time ();

  if (now - ramp->told_at < PROGRESS_INTERVAL)
    return !g_cancellable_is_cancelled (ov_job_get_cancellable (ramp->job));
  ramp->told_at = now;

  return tell (ramp, ov_finding_copy (finding), NULL, (double) finding->n_points / n_steps, FALSE);
}

static void
run (OvJob   *job,
     gpointer task)
{
  Ramp *ramp = task;
  g_autoptr (OvTrainer) trainer = NULL;
  OvFinding *finding = NULL;
  GError *error = NULL;

  ramp->job = job;
  trainer = ov_trainer_new (&ramp->recipe, ramp->dataset, ramp->n_threads, &error);
  if (trainer != NULL && ramp->snapshot != NULL)
    ov_trainer_set_parameters (trainer, ramp->snapshot->parameters,
                               ramp->snapshot->n_parameters);
  if (trainer != NULL)
    finding = ov_trainer_test_range (trainer, NULL, step_cb, ramp,
                                     ov_job_get_cancellable (job), &error);

  /* Without its helpers there are processors free for whoever waits for the end. */
  g_clear_pointer (&trainer, ov_trainer_free);
  tell (ramp, finding, error, 1.0, TRUE);
}

static void
receive (GPtrArray *reports,
         gboolean   has_ended,
         gpointer   user_data)
{
  const Ramp *ramp = user_data;

  if (reports->len > 0)
    ramp->func (g_ptr_array_index (reports, 0), ramp->user_data);
}

static const OvJobKind kind = {
  .name = "overshoot-find",
  .niceness = NICENESS,
  .is_newest_only = TRUE,
  .run = run,
  .free_task = ramp_free,
  .free_value = report_free,
  .receive = receive,
};

/**
 * ov_finder_ramp_start:
 * @recipe: what the learning rate is sought for; copied
 * @dataset: what is trained on; referenced
 * @snapshot: (nullable): the weights of a network of @recipe to start from; referenced. %NULL for
 *   the recipe's first weights
 * @n_threads: how many threads compute
 * @func: (scope notified): called with the points, at most twenty times a second, and at the end
 * @user_data: given to @func
 *
 * Runs a learning-rate finder on a thread of its own.
 *
 * Returns: (transfer full): the job
 */
OvJob *
ov_finder_ramp_start (const OvRecipe    *recipe,
                      OvDataset         *dataset,
                      OvSnapshot        *snapshot,
                      guint              n_threads,
                      OvFinderReportFunc func,
                      gpointer           user_data)
{
  Ramp *ramp = g_new0 (Ramp, 1);

  ramp->recipe = *recipe;
  ramp->dataset = ov_dataset_ref (dataset);
  ramp->snapshot = snapshot != NULL ? ov_snapshot_ref (snapshot) : NULL;
  ramp->n_threads = n_threads;
  ramp->func = func;
  ramp->user_data = user_data;

  return ov_job_start (&kind, ramp, ramp);
}
