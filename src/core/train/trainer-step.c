/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-step.h"

#include <math.h>
#include <string.h>

#include "hessian.h"
#include "trainer-private.h"

/* How far the points reach: a little past where the quadratic model says that the loss is as high
 * as it was, and past where the step landed. */
#define PAST_BREAK_EVEN 1.25
#define PAST_LANDING 1.5

/* Where the model knows no such place, and the farthest, in steps. */
#define USUAL_REACH 4.0
#define MOST_REACH 1000.0

/* How often the reach is halved or doubled at most where the loss is another than the model. */
#define MOST_TRIES 8

/* A line that is being measured. */
typedef struct
{
  OvTrainer    *trainer;
  const float  *begin;     /* [parameters], where the step began */
  float        *direction; /* [parameters], the step */
  OvStepLine   *line;
  GCancellable *cancellable;
  GError      **error;
} Work;

/**
 * ov_trainer_set_kept_steps:
 * @self: a trainer that is not at work, or the trainer whose %OvProgressFunc this is called from
 * @n_steps: how many of the last steps of each epoch it keeps in memory for
 *   ov_trainer_measure_step(), at most %OV_STEP_LINES; 0 for none
 *
 * What it trains is the same to the last bit.
 */
void
ov_trainer_set_kept_steps (OvTrainer *self,
                           guint      n_steps)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (n_steps <= OV_STEP_LINES);

  for (guint i = 0; i < OV_STEP_LINES; i++)
    if (i >= n_steps)
      g_clear_pointer (&self->step_begins[i], g_free);
    else if (self->step_begins[i] == NULL)
      self->step_begins[i] = g_new (float, self->network->n_parameters);
  self->n_kept_steps = n_steps;
  self->n_steps = 0;
  self->step_rate = 0.0;
}

/* Keeps where a step begins, which is about to be made, if it is one of the last steps of its
 * epoch, in which @n_left follow. */
void
ov_trainer_note_step (OvTrainer *self,
                      double     learning_rate,
                      guint      n_left)
{
  float *begin;

  if (n_left >= self->n_kept_steps)
    return;

  begin = self->step_begins[self->n_kept_steps - 1];
  for (guint i = self->n_kept_steps - 1; i > 0; i--)
    self->step_begins[i] = self->step_begins[i - 1];
  self->step_begins[0] = begin;
  memcpy (begin, self->network->parameters, self->network->n_parameters * sizeof (float));
  self->n_steps++;
  self->step_rate = n_left == 0 ? learning_rate : 0.0;
}

/**
 * ov_trainer_has_step:
 * @self: a trainer
 *
 * Returns: whether there is a step that ov_trainer_measure_step() can measure: the last one of the
 *   last epoch, at a rate above 0
 */
gboolean
ov_trainer_has_step (OvTrainer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->n_steps > 0 && self->step_rate > 0.0 && !self->is_torn
         && !self->has_diverged;
}

/* Puts the network where a step of some length lands. */
static void
move_to (const Work *work,
         double      length)
{
  OvTrainer *self = work->trainer;
  const double share = length / self->step_rate;

  for (gsize i = 0; i < self->network->n_parameters; i++)
    self->network->parameters[i] =
      (float) ((double) work->begin[i] + share * (double) work->direction[i]);
}

static gboolean
measure_at (const Work *work,
            double      length,
            double     *loss)
{
  OvTrainer *self = work->trainer;
  OvScore score = {0};

  move_to (work, length);
  if (!ov_batch_runner_score (self->runner, OV_SPLIT_TRAIN, 0, work->line->n_images, NULL, NULL,
                              work->cancellable, &score, work->error))
    return FALSE;
  *loss = ov_score_mean (&score)
          + self->recipe.regularisation * ov_network_sum_squares (self->network);

  return TRUE;
}

/* Adds the gradient of the penalty, and returns the product with the step. */
static double
find_slope (const Work *work,
            float      *gradient)
{
  const OvNetwork *network = work->trainer->network;
  double slope = 0.0;

  for (guint t = 0; t < network->n_tensors; t++)
    {
      const OvTensor *tensor = &network->tensors[t];
      const double penalty =
        tensor->is_weight ? 2.0 * work->trainer->recipe.regularisation : 0.0;

      for (gsize i = tensor->offset; i < tensor->offset + tensor->size; i++)
        slope += ((double) gradient[i] + penalty * (double) network->parameters[i])
                 * (double) work->direction[i];
    }

  return slope;
}

/* The loss, its slope and its curvature along the step where it begins. */
static gboolean
measure_model (const Work *work)
{
  OvTrainer *self = work->trainer;
  const gsize n = self->network->n_parameters;
  const double rate = self->step_rate;
  g_autofree float *vector = g_new (float, n);
  g_autoptr (OvHessian) hessian = ov_hessian_new (self->network, self->runner, self->pool,
                                                  work->line->n_images,
                                                  self->recipe.regularisation);
  OvStepParabola *model = &work->line->model;
  OvScore score = {0};

  move_to (work, 0.0);
  if (!ov_batch_runner_train (self->runner, NULL, 0, work->line->n_images, NULL, NULL,
                              work->cancellable, &score, work->error))
    return FALSE;
  ov_gradient_read (ov_batch_runner_get_gradient (self->runner), 0, n, vector);
  model->loss = ov_score_mean (&score)
                + self->recipe.regularisation * ov_network_sum_squares (self->network);
  model->slope = find_slope (work, vector) / rate;

  if (!ov_hessian_multiply (hessian, work->direction, vector, work->cancellable, work->error))
    return FALSE;
  model->bend = 0.0;
  for (gsize i = 0; i < n; i++)
    model->bend += (double) vector[i] * (double) work->direction[i];
  model->bend /= 2.0 * rate * rate;

  return TRUE;
}

/* Chooses how far the points reach: as the model says, unless the loss says otherwise. */
static gboolean
find_reach (const Work *work,
            double     *reach)
{
  const double rate = work->trainer->step_rate;
  const double break_even = ov_step_parabola_get_break_even (&work->line->model);
  double loss;

  *reach = USUAL_REACH * rate;
  if (isfinite (break_even) && break_even > 0.0)
    *reach = CLAMP (PAST_BREAK_EVEN * break_even, PAST_LANDING * rate, MOST_REACH * rate);

  for (guint i = 0; i < MOST_TRIES && *reach / 2.0 >= PAST_LANDING * rate; i++)
    {
      if (!measure_at (work, *reach / 2.0, &loss))
        return FALSE;
      if (loss < work->line->model.loss)
        break;
      *reach /= 2.0;
    }
  for (guint i = 0; i < MOST_TRIES && *reach <= MOST_REACH / 2.0 * rate; i++)
    {
      if (!measure_at (work, *reach, &loss))
        return FALSE;
      if (!(loss < work->line->model.loss))
        break;
      *reach *= 2.0;
    }

  return TRUE;
}

static void
choose_step (Work        *work,
             const float *begin,
             const float *end)
{
  work->begin = begin;
  for (gsize i = 0; i < work->trainer->network->n_parameters; i++)
    work->direction[i] = end[i] - begin[i];
}

/* The band of the lines of all steps that are kept, at the lengths of the last one. */
static gboolean
measure_band (Work *work)
{
  const OvTrainer *self = work->trainer;
  OvStepLine *line = work->line;

  memcpy (line->low, line->losses, sizeof line->low);
  memcpy (line->high, line->losses, sizeof line->high);
  for (line->n_steps = 1; line->n_steps < self->n_steps; line->n_steps++)
    {
      double start = 0.0;

      choose_step (work, self->step_begins[line->n_steps], self->step_begins[line->n_steps - 1]);
      for (guint i = 0; i < OV_STEP_LINE_POINTS; i++)
        {
          double loss;

          if (!measure_at (work, line->lengths[i], &loss))
            return FALSE;
          if (i == 0)
            start = loss - line->losses[0];
          line->low[i] = fmin (line->low[i], loss - start);
          line->high[i] = isnan (loss) ? (double) INFINITY : MAX (line->high[i], loss - start);
        }
    }

  return TRUE;
}

static gboolean
measure (Work *work)
{
  OvStepLine *line = work->line;
  double reach;

  if (!measure_model (work) || !find_reach (work, &reach))
    return FALSE;

  for (guint i = 0; i < OV_STEP_LINE_POINTS; i++)
    {
      line->lengths[i] = reach * i / (OV_STEP_LINE_POINTS - 1);
      if (!measure_at (work, line->lengths[i], &line->losses[i]))
        return FALSE;
    }

  return measure_at (work, line->learning_rate, &line->landed) && measure_band (work);
}

/**
 * ov_trainer_measure_step:
 * @self: a trainer that is not at work and has a step, see ov_trainer_has_step(): between two
 *   epochs, before someone else sets its weights
 * @n_images: on how many of the first training images to measure; all of them when there are fewer
 * @line: (out): the loss along the last step
 * @cancellable: (nullable): gives the measurement up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Measures the recipe's loss, penalty included, on a fixed part of the training images along the
 * last step that was made, beyond where it landed, and the band of the steps that are kept before
 * it. In mini-batches each step followed the gradient of other images. It costs as much as some
 * thirty passes over @n_images, and 25 more for each step before the last one; the course of the
 * training is left as it is to the last bit, whether it ends well or not.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED: then @line is undefined
 */
gboolean
ov_trainer_measure_step (OvTrainer    *self,
                         guint         n_images,
                         OvStepLine   *line,
                         GCancellable *cancellable,
                         GError      **error)
{
  const gint64 start = g_get_monotonic_time ();
  g_autofree float *after = NULL;
  g_autofree float *direction = NULL;
  Work work = {self, .line = line, .cancellable = cancellable, .error = error};
  gsize size;
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ov_trainer_has_step (self), FALSE);
  g_return_val_if_fail (n_images >= 1, FALSE);
  g_return_val_if_fail (line != NULL, FALSE);

  size = self->network->n_parameters * sizeof (float);
  after = g_memdup2 (self->network->parameters, size);
  work.direction = direction = g_new (float, self->network->n_parameters);
  choose_step (&work, self->step_begins[0], after);

  *line = (OvStepLine) {
    .epoch = self->n_epochs - 1,
    .learning_rate = self->step_rate,
    .n_images = MIN (n_images, self->dataset->n_images[OV_SPLIT_TRAIN]),
  };
  done = measure (&work);
  memcpy (self->network->parameters, after, size);
  line->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;

  return done;
}
