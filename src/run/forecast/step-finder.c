/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step-finder.h"

#include <math.h>

#include "job.h"
#include "trainer-step.h"
#include "trajectory.h"

/* The search gives way to the interface. */
#define NICENESS 10

/* The way of a run. It is the thread's while there is a job. */
typedef struct
{
  OvQuadratic  *quadratic; /* NULL where the run has to be trained */
  OvDataset    *dataset;   /* NULL where it has not */
  OvRecipe      recipe;
  OvTrajectory *trajectory; /* made when it is needed */
} Way;

/* Where on its way a thread looks, and whom it reports to. */
typedef struct
{
  Way          *way;
  guint         n_epochs;
  OvStepFinder *finder; /* not to be touched by the thread */
} Task;

/**
 * OvStepFinder:
 *
 * Finds the loss along the next step of a run, on a thread. The linear classifier is not trained
 * for it: that is as fast as the run goes on or a handle is moved over its epochs, since only the
 * newest of what was asked for meanwhile is looked for. A network is trained as far as that, and
 * only for who has given the finder the data.
 */
struct _OvStepFinder
{
  GObject      parent_instance;

  OvQuadratic *quadratic; /* NULL while there is none */
  OvDataset   *dataset;   /* NULL where networks are of no interest */
  Way         *way;       /* the last one, or NULL */
  OvFoundStep *step;      /* the newest, or NULL */

  OvJob       *job; /* that looks, or NULL */
  gboolean     has_asked;
  gboolean     is_waiting; /* what was asked for last has not been begun */
  OvRecipe     asked;
  guint        asked_epochs;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvStepFinder, ov_step_finder, G_TYPE_OBJECT)

static void start (OvStepFinder *self);

/* The quadratic form on which a run goes, or NULL. */
static OvQuadratic *
find_form (OvStepFinder   *self,
           const OvRecipe *recipe)
{
  return self->quadratic != NULL && ov_quadratic_suits (self->quadratic, recipe) ? self->quadratic
                                                                                 : NULL;
}

static Way *
way_new (OvStepFinder   *self,
         const OvRecipe *recipe)
{
  Way *way = g_atomic_rc_box_new0 (Way);
  OvQuadratic *form = find_form (self, recipe);

  if (form != NULL)
    way->quadratic = ov_quadratic_ref (form);
  else
    way->dataset = ov_dataset_ref (self->dataset);
  way->recipe = *recipe;

  return way;
}

static void
way_clear (gpointer data)
{
  Way *way = data;

  g_clear_pointer (&way->trajectory, ov_trajectory_free);
  g_clear_pointer (&way->quadratic, ov_quadratic_unref);
  g_clear_pointer (&way->dataset, ov_dataset_unref);
}

static void
way_unref (Way *way)
{
  g_atomic_rc_box_release_full (way, way_clear);
}

static void
task_free (gpointer data)
{
  Task *task = data;

  way_unref (task->way);
  g_free (task);
}

static gboolean
compute (const Task   *task,
         OvFoundStep  *step,
         GCancellable *cancellable)
{
  Way *way = task->way;

  if (way->trajectory == NULL)
    way->trajectory = ov_trajectory_new (way->quadratic, &way->recipe);

  return ov_trajectory_find_step (way->trajectory, task->n_epochs, &step->parabola, cancellable);
}

/* Trains the run until the step has been made. */
static gboolean
measure (const Task   *task,
         OvFoundStep  *step,
         GCancellable *cancellable)
{
  g_autoptr (OvTrainer) trainer =
    ov_trainer_new (&task->way->recipe, task->way->dataset, g_get_num_processors (), NULL);
  OvEpoch epoch;

  if (trainer == NULL)
    return FALSE;

  ov_trainer_set_kept_steps (trainer, 1);
  for (guint i = 0; i <= task->n_epochs; i++)
    if (!ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, cancellable, NULL))
      return FALSE;
  if (!ov_trainer_has_step (trainer)
      || !ov_trainer_measure_step (trainer, OV_STEP_IMAGES, &step->line, cancellable, NULL))
    return FALSE;
  step->is_measured = TRUE;
  step->parabola = step->line.model;

  return TRUE;
}

static void
run (OvJob   *job,
     gpointer data)
{
  const Task *task = data;
  Way *way = task->way;
  GCancellable *cancellable = ov_job_get_cancellable (job);
  g_autofree OvFoundStep *step = g_new0 (OvFoundStep, 1);

  if (!(way->quadratic != NULL ? compute (task, step, cancellable)
                               : measure (task, step, cancellable)))
    return;

  step->recipe = way->recipe;
  step->n_epochs = task->n_epochs;
  ov_job_send (job, g_steal_pointer (&step));
}

static void
receive (GPtrArray *steps,
         gboolean   has_ended,
         gpointer   user_data)
{
  const Task *task = user_data;
  g_autoptr (OvStepFinder) self = g_object_ref (task->finder);

  if (has_ended)
    g_clear_pointer (&self->job, ov_job_free);

  if (steps->len > 0)
    {
      g_free (self->step);
      self->step = g_ptr_array_steal_index (steps, 0);
      g_signal_emit (self, signals[CHANGED], 0);
    }

  if (self->is_waiting)
    start (self);
}

static const OvJobKind kind = {
  .name = "overshoot-step",
  .niceness = NICENESS,
  .run = run,
  .free_task = task_free,
  .free_value = g_free,
  .receive = receive,
};

static void
start (OvStepFinder *self)
{
  Task *task;

  if (self->job != NULL)
    return;

  self->is_waiting = FALSE;
  if (self->way == NULL || !ov_recipe_equal (&self->way->recipe, &self->asked))
    {
      g_clear_pointer (&self->way, way_unref);
      self->way = way_new (self, &self->asked);
    }

  task = g_new (Task, 1);
  *task = (Task) {g_atomic_rc_box_acquire (self->way), self->asked_epochs, self};
  self->job = ov_job_start (&kind, task, task);
}

/* Forgets what was asked for, and leaves the way to a thread that is still on it. */
static void
drop (OvStepFinder *self)
{
  self->has_asked = FALSE;
  self->is_waiting = FALSE;
  g_clear_pointer (&self->step, g_free);
  g_clear_pointer (&self->way, way_unref);
  g_clear_pointer (&self->job, ov_job_abandon);
}

static void
ov_step_finder_dispose (GObject *object)
{
  OvStepFinder *self = OV_STEP_FINDER (object);

  drop (self);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  g_clear_pointer (&self->dataset, ov_dataset_unref);

  G_OBJECT_CLASS (ov_step_finder_parent_class)->dispose (object);
}

static void
ov_step_finder_class_init (OvStepFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_step_finder_dispose;

  /**
   * OvStepFinder::changed:
   * @self: the finder
   *
   * There is another step, or none any more.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_STEP_FINDER, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_step_finder_init (OvStepFinder *self)
{
}

/**
 * ov_step_finder_new:
 *
 * Returns: (transfer full): a finder that knows no data yet
 */
OvStepFinder *
ov_step_finder_new (void)
{
  return g_object_new (OV_TYPE_STEP_FINDER, NULL);
}

/**
 * ov_step_finder_set_quadratic:
 * @self: a finder
 * @quadratic: (nullable): the quadratic form of the data in use; referenced
 */
void
ov_step_finder_set_quadratic (OvStepFinder *self,
                              OvQuadratic  *quadratic)
{
  g_return_if_fail (OV_IS_STEP_FINDER (self));

  drop (self);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  if (quadratic != NULL)
    self->quadratic = ov_quadratic_ref (quadratic);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * ov_step_finder_set_dataset:
 * @self: a finder
 * @dataset: (nullable): the data in use, referenced; %NULL if steps of networks are not looked for
 *
 * Has the steps of networks found too, by training a network of its own up to there.
 */
void
ov_step_finder_set_dataset (OvStepFinder *self,
                            OvDataset    *dataset)
{
  g_return_if_fail (OV_IS_STEP_FINDER (self));

  drop (self);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  if (dataset != NULL)
    self->dataset = ov_dataset_ref (dataset);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Before there is a quadratic form of the data, the linear classifier waits for it. */
static gboolean
is_found (OvStepFinder   *self,
          const OvRecipe *recipe)
{
  if (self->dataset != NULL && !ov_quadratic_would_suit (self->dataset, recipe))
    return TRUE;

  return find_form (self, recipe) != NULL;
}

/**
 * ov_step_finder_request:
 * @self: a finder
 * @recipe: of a run from its first weights; copied
 * @n_epochs: how many of its epochs are done before the step
 *
 * Asks for the next step; in mini-batches for the last one of the next epoch. What was asked for
 * last is not looked for again. A recipe whose step is not looked for takes the last step away;
 * before anything is known of the data, nothing happens.
 */
void
ov_step_finder_request (OvStepFinder   *self,
                        const OvRecipe *recipe,
                        guint           n_epochs)
{
  g_return_if_fail (OV_IS_STEP_FINDER (self));
  g_return_if_fail (recipe != NULL);

  if (self->quadratic == NULL && self->dataset == NULL)
    return;

  if (!is_found (self, recipe))
    {
      drop (self);
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }

  if (self->has_asked && n_epochs == self->asked_epochs && ov_recipe_equal (recipe, &self->asked))
    return;

  self->has_asked = TRUE;
  self->asked = *recipe;
  self->asked_epochs = n_epochs;
  self->is_waiting = TRUE;
  /* Nobody waits for a step of another recipe, which may be long in coming. */
  if (self->job != NULL && !ov_recipe_equal (&self->way->recipe, recipe))
    ov_job_cancel (self->job);
  start (self);
}

/**
 * ov_step_finder_get_step:
 * @self: a finder
 *
 * Returns: (transfer none) (nullable): the newest step, valid until the next OvStepFinder::changed
 */
const OvFoundStep *
ov_step_finder_get_step (OvStepFinder *self)
{
  g_return_val_if_fail (OV_IS_STEP_FINDER (self), NULL);

  return self->step;
}

/**
 * ov_found_step_get_lowest:
 * @self: a step
 *
 * Returns: the length, as a learning rate, of a step to the lowest point of the line
 */
double
ov_found_step_get_lowest (const OvFoundStep *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->is_measured ? ov_step_line_get_lowest (&self->line)
                           : ov_step_parabola_get_lowest (&self->parabola);
}

/**
 * ov_found_step_get_longest:
 * @self: a step
 *
 * Returns: up to which length, as a learning rate, the loss is known; %INFINITY where it is for any
 */
double
ov_found_step_get_longest (const OvFoundStep *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->is_measured ? self->line.lengths[OV_STEP_LINE_POINTS - 1] : (double) INFINITY;
}

/**
 * ov_found_step_get_loss:
 * @self: a step
 * @length: a learning rate
 *
 * Returns: the loss where a step with that rate lands; not a number beyond the longest one
 */
double
ov_found_step_get_loss (const OvFoundStep *self,
                        double             length)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->is_measured ? ov_step_line_get_loss (&self->line, length)
                           : ov_step_parabola_get_loss (&self->parabola, length);
}
