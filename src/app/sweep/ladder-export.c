/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ladder-export.h"

#include "ladder-sheet.h"

/* Pixels a unit: a page of small charts is looked at closely. */
#define SCALE 2.0

/* A ladder as it was when the picture was asked for. */
typedef struct
{
  OvRecipe      recipe;
  OvDataset    *dataset;
  OvRung       *rungs;
  guint         n_rungs;
  OvLadderSheet sheet;
  char         *path;
} Job;

static void
job_free (Job *job)
{
  for (guint i = 0; i < job->n_rungs; i++)
    ov_history_free ((OvHistory *) job->rungs[i].history);
  ov_dataset_unref (job->dataset);
  g_free (job->rungs);
  g_free (job->path);
  g_free (job);
}

static Job *
freeze (OvLadder  *ladder,
        OvQuantity quantity,
        gboolean   overlay)
{
  Job *job = g_new0 (Job, 1);

  job->recipe = *ov_ladder_get_recipe (ladder, 0);
  job->dataset = ov_dataset_ref (ov_ladder_get_dataset (ladder));
  job->n_rungs = ov_ladder_get_n_rungs (ladder);
  job->rungs = g_new0 (OvRung, job->n_rungs);
  for (guint i = 0; i < job->n_rungs; i++)
    job->rungs[i] = (OvRung) {
      ov_ladder_get_recipe (ladder, i)->learning_rate,
      ov_history_copy (ov_ladder_get_history (ladder, i))};
  job->sheet = (OvLadderSheet) {
    .rungs = {quantity, &job->recipe, job->rungs, job->n_rungs},
    .overlay = overlay,
    .foretold = ov_ladder_is_foretold (ladder),
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

  if (ov_ladder_sheet_write (&job->sheet, job->path, OV_LADDER_SHEET_WIDTH,
                             ov_ladder_sheet_choose_height (&job->sheet), SCALE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * ov_ladder_export_save_async:
 * @ladder: a ladder that has rungs
 * @quantity: what the charts show
 * @overlay: whether all rungs are in one chart
 * @path: the file to write; an old one is replaced only when the new one is whole
 * @callback: called when it is done
 * @user_data: given to @callback
 *
 * Draws the ladder as it is now and writes a PNG file, on a thread.
 */
void
ov_ladder_export_save_async (OvLadder           *ladder,
                             OvQuantity          quantity,
                             gboolean            overlay,
                             const char         *path,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (OV_IS_LADDER (ladder));
  g_return_if_fail (ov_ladder_get_n_rungs (ladder) > 0);
  g_return_if_fail (path != NULL);

  job = freeze (ladder, quantity, overlay);
  job->path = g_strdup (path);
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, ov_ladder_export_save_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, save_thread);
}

/**
 * ov_ladder_export_save_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: %TRUE when the file was written; %FALSE with @error set when it was not, and then an old
 *   file is as it was
 */
gboolean
ov_ladder_export_save_finish (GAsyncResult *result,
                              GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
