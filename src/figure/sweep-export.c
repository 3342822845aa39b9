/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-export.h"

#include "picture-file.h"

/* Pixels a unit: a page of small charts is looked at closely. */
#define SCALE 2.0

/* A figure that owns what it shows. */
typedef struct
{
  OvSweepFigure figure;
  char         *path;
} Job;

static void
job_free (Job *job)
{
  OvTrialCurve *trials = (OvTrialCurve *) job->figure.trials.trials;

  for (guint i = 0; i < job->figure.trials.n; i++)
    ov_history_free ((OvHistory *) trials[i].history);
  g_free (trials);
  g_free ((OvRecipe *) job->figure.trials.recipe);
  g_free ((char *) job->figure.dataset_name);
  g_free (job->path);
  g_free (job);
}

static Job *
job_new (const OvSweepFigure *figure,
         const char          *path)
{
  const guint n = figure->trials.n;
  Job *job = g_new0 (Job, 1);
  OvTrialCurve *trials = g_memdup2 (figure->trials.trials, n * sizeof *trials);

  for (guint i = 0; i < n; i++)
    trials[i].history = ov_history_copy (trials[i].history);
  job->figure = *figure;
  job->figure.trials.trials = trials;
  job->figure.trials.recipe = g_memdup2 (figure->trials.recipe, sizeof *figure->trials.recipe);
  job->figure.dataset_name = g_strdup (figure->dataset_name);
  job->path = g_strdup (path);

  return job;
}

static void
save_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  if (ov_picture_file_write (job->path, OV_SWEEP_FIGURE_WIDTH,
                             ov_sweep_figure_choose_height (&job->figure), SCALE,
                             ov_sweep_figure_draw, &job->figure, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * ov_sweep_export_save_async:
 * @figure: a sweep that has trials; copied
 * @path: the file to write; an old one is replaced only when the new one is whole
 * @callback: called when it is done
 * @user_data: given to @callback
 *
 * Draws a sweep and writes a PNG file, on a thread.
 */
void
ov_sweep_export_save_async (const OvSweepFigure *figure,
                            const char          *path,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (figure != NULL && figure->trials.n > 0);
  g_return_if_fail (path != NULL);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, ov_sweep_export_save_async);
  g_task_set_task_data (task, job_new (figure, path), (GDestroyNotify) job_free);
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
