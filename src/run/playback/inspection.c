/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inspection.h"

#include "thread-pool.h"
#include "trajectory.h"

struct _OvInspection
{
  OvRecipe      recipe;
  OvDataset    *dataset;
  OvQuadratic  *quadratic; /* or NULL */

  /* The thread's while there is a job; made when they are needed. */
  OvInspector  *inspector;
  OvTrajectory *trajectory;
  float        *parameters; /* that the trajectory has found */
};

/* What a thread inspects, and whom it reports to. */
typedef struct
{
  OvInspection    *inspection;
  OvCheckpoint    *checkpoint; /* or NULL for the trajectory */
  guint            n_epochs;
  OvInspectionFunc func;
  gpointer         user_data;
  OvLearned       *learned; /* the starter's: what has arrived */
} Task;

/**
 * ov_inspection_new:
 * @recipe: of the run; copied
 * @dataset: what it was trained on; referenced
 * @quadratic: (nullable): the quadratic form of it, if it suits the recipe; referenced
 *
 * Returns: (transfer full): an inspection, to be let go of with ov_inspection_unref()
 */
OvInspection *
ov_inspection_new (const OvRecipe *recipe,
                   OvDataset      *dataset,
                   OvQuadratic    *quadratic)
{
  OvInspection *self;

  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);

  self = g_atomic_rc_box_new0 (OvInspection);
  self->recipe = *recipe;
  self->dataset = ov_dataset_ref (dataset);
  self->quadratic = quadratic != NULL ? ov_quadratic_ref (quadratic) : NULL;

  return self;
}

static void
clear (gpointer data)
{
  OvInspection *self = data;

  g_clear_pointer (&self->inspector, ov_inspector_free);
  g_clear_pointer (&self->trajectory, ov_trajectory_free);
  g_free (self->parameters);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  ov_dataset_unref (self->dataset);
}

/**
 * ov_inspection_unref:
 * @self: (transfer full): an inspection; a job that is running keeps it
 */
void
ov_inspection_unref (OvInspection *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* Returns NULL when it was cancelled. */
static const float *
find_parameters (OvInspection *self,
                 const Task   *task,
                 gsize        *n_parameters,
                 GCancellable *cancellable)
{
  if (task->checkpoint != NULL)
    {
      *n_parameters = ov_checkpoint_get_n_parameters (task->checkpoint);
      return ov_checkpoint_get_parameters (task->checkpoint);
    }

  *n_parameters = (gsize) OV_N_CLASSES * (OV_IMAGE_SIZE + 1);
  if (self->trajectory == NULL)
    {
      self->trajectory = ov_trajectory_new (self->quadratic, &self->recipe);
      self->parameters = g_new (float, *n_parameters);
    }

  return ov_trajectory_find_weights (self->trajectory, task->n_epochs, self->parameters,
                                     cancellable)
           ? self->parameters
           : NULL;
}

static void
run (OvJob   *job,
     gpointer data)
{
  const Task *task = data;
  OvInspection *self = task->inspection;
  GCancellable *cancellable = ov_job_get_cancellable (job);
  gsize n_parameters;
  const float *parameters = find_parameters (self, task, &n_parameters, cancellable);

  if (parameters == NULL)
    return;

  if (self->inspector == NULL)
    self->inspector = ov_inspector_new (&self->recipe, self->dataset,
                                        ov_thread_pool_default_size ());
  ov_job_send (job, ov_inspector_inspect (self->inspector, parameters, n_parameters,
                                          task->n_epochs, cancellable));
}

static void
receive (GPtrArray *values,
         gboolean   has_ended,
         gpointer   user_data)
{
  Task *task = user_data;

  if (values->len > 0)
    task->learned = g_ptr_array_steal_index (values, 0);
  if (has_ended)
    task->func (g_steal_pointer (&task->learned), task->user_data);
}

static void
task_free (gpointer data)
{
  Task *task = data;

  ov_inspection_unref (task->inspection);
  g_clear_pointer (&task->checkpoint, ov_checkpoint_unref);
  g_clear_pointer (&task->learned, ov_learned_free);
  g_free (task);
}

static const OvJobKind kind = {
  .name = "overshoot-look",
  .run = run,
  .free_task = task_free,
  .free_value = (GDestroyNotify) ov_learned_free,
  .receive = receive,
};

/**
 * ov_inspection_start:
 * @self: an inspection that has no job
 * @checkpoint: (nullable): a state of the run, with as many weights as its recipe says; referenced.
 *   %NULL to follow the quadratic form, which the inspection has to have
 * @n_epochs: how many epochs lead to what is looked for: those of @checkpoint, if there is one
 * @func: (scope notified): called, on the main context that is the thread's default now
 * @user_data: given to @func
 *
 * Returns: (transfer full): the job
 */
OvJob *
ov_inspection_start (OvInspection    *self,
                     OvCheckpoint    *checkpoint,
                     guint            n_epochs,
                     OvInspectionFunc func,
                     gpointer         user_data)
{
  Task *task;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (checkpoint != NULL || self->quadratic != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  task = g_new0 (Task, 1);
  task->inspection = g_atomic_rc_box_acquire (self);
  task->checkpoint = checkpoint != NULL ? ov_checkpoint_ref (checkpoint) : NULL;
  task->n_epochs = n_epochs;
  task->func = func;
  task->user_data = user_data;

  return ov_job_start (&kind, task, task);
}
