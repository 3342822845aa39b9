/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-export.h"

#include "sweep-figure.h"

/* Pixels a unit: a page of small charts is looked at closely. */
#define SCALE 2.0

/* A sweep as it was when the picture was asked for. */
typedef struct
{
  OvRecipe      recipe;
  OvDataset    *dataset;
  OvTrialCurve *trials;
  guint         n_trials;
  OvSweepFigure sheet;
  char         *path;
} Job;

static void
job_free (Job *job)
{
  for (guint i = 0; i < job->n_trials; i++)
    ov_history_free ((OvHistory *) job->trials[i].history);
  ov_dataset_unref (job->dataset);
  g_free (job->trials);
  g_free (job->path);
  g_free (job);
}

static Job *
freeze (OvRateSweep *sweep,
        OvQuantity   quantity,
        gboolean     overlay)
{
  Job *job = g_new0 (Job, 1);

  job->recipe = *ov_rate_sweep_get_recipe (sweep, 0);
  job->dataset = ov_dataset_ref (ov_rate_sweep_get_dataset (sweep));
  job->n_trials = ov_rate_sweep_get_n_trials (sweep);
  job->trials = g_new0 (OvTrialCurve, job->n_trials);
  for (guint i = 0; i < job->n_trials; i++)
    job->trials[i] = (OvTrialCurve) {
      ov_rate_sweep_get_recipe (sweep, i)->learning_rate,
      ov_history_copy (ov_rate_sweep_get_history (sweep, i))};
  job->sheet = (OvSweepFigure) {
    .trials = {quantity, &job->recipe, job->trials, job->n_trials},
    .overlay = overlay,
    .foretold = ov_rate_sweep_is_foretold (sweep),
    .dataset_name = ov_dataset_get_name (job->dataset),
  };

  return job;
}

static void
save_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Job *job = task_data;
  GError *error = NULL;

  if (ov_sweep_figure_write (&job->sheet, job->path, OV_SWEEP_FIGURE_WIDTH,
                             ov_sweep_figure_choose_height (&job->sheet), SCALE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * ov_sweep_export_save_async:
 * @sweep: a sweep that has trials
 * @quantity: what the charts show
 * @overlay: whether all trials are in one chart
 * @path: the file to write; an old one is replaced only when the new one is whole
 * @callback: called when it is done
 * @user_data: given to @callback
 *
 * Draws the sweep as it is now and writes a PNG file, on a thread.
 */
void
ov_sweep_export_save_async (OvRateSweep        *sweep,
                            OvQuantity          quantity,
                            gboolean            overlay,
                            const char         *path,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (OV_IS_RATE_SWEEP (sweep));
  g_return_if_fail (ov_rate_sweep_get_n_trials (sweep) > 0);
  g_return_if_fail (path != NULL);

  job = freeze (sweep, quantity, overlay);
  job->path = g_strdup (path);
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, ov_sweep_export_save_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, save_thread);
}

/**
 * ov_sweep_export_save_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: %TRUE when the file was written; %FALSE with @error set when it was not, and then an old
 *   file is as it was
 */
gboolean
ov_sweep_export_save_finish (GAsyncResult *result,
                             GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
