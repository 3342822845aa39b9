/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-jobs.h"

#include "progress-line.h"

/* Between two looks at the progress. */
#define INTERVAL (G_USEC_PER_SEC / 10)

#define WHOLE 1000000

/* The mutex guards what follows it. */
typedef struct
{
  OvSweepPlan           *plan;
  const OvSweepTraining *training;
  guint                 *places;   /* of the runs that are to be trained */
  gint                  *progress; /* of each of them, in millionths; atomic */
  guint                  n_places;

  GMutex                 mutex;
  GCond                  ended; /* some thread has */
  guint                  next;  /* among the places */
  guint                  n_done;
  guint                  n_threads;
} Jobs;

/* Returns whether there is a run to train, and which. */
static gboolean
take_next (Jobs  *self,
           guint *next)
{
  gboolean is_taken;

  g_mutex_lock (&self->mutex);
  is_taken = self->next < self->n_places
             && !g_cancellable_is_cancelled (self->training->cancellable);
  if (is_taken)
    *next = self->next++;
  g_mutex_unlock (&self->mutex);

  return is_taken;
}

static gpointer
work_thread (gpointer data)
{
  Jobs *self = data;
  guint next;

  while (take_next (self, &next))
    {
      ov_sweep_run_train (&self->plan->runs[self->places[next]], self->training,
                          &self->progress[next]);
      g_atomic_int_set (&self->progress[next], WHOLE);
      g_mutex_lock (&self->mutex);
      self->n_done++;
      g_mutex_unlock (&self->mutex);
    }

  g_mutex_lock (&self->mutex);
  self->n_threads--;
  g_cond_signal (&self->ended);
  g_mutex_unlock (&self->mutex);

  return NULL;
}

/* Runs of more epochs count for more. */
static double
find_share (const Jobs *self)
{
  double done = 0.0;
  double all = 0.0;

  for (guint i = 0; i < self->n_places; i++)
    {
      const double weight = MAX (self->plan->runs[self->places[i]].recipe.epochs, 1);

      done += weight * g_atomic_int_get (&self->progress[i]) / WHOLE;
      all += weight;
    }

  return done / all;
}

/* Shows the progress until all threads have ended. */
static void
watch (Jobs *self)
{
  g_autoptr (OvProgressLine) line = ov_progress_line_new (self->n_places);

  g_mutex_lock (&self->mutex);
  while (self->n_threads > 0)
    {
      g_cond_wait_until (&self->ended, &self->mutex, g_get_monotonic_time () + INTERVAL);
      ov_progress_line_show_runs (line, self->n_done, find_share (self));
    }
  g_mutex_unlock (&self->mutex);
}

/**
 * ov_sweep_jobs_run:
 * @plan: the runs, which have been looked at
 * @training: what they have in common
 * @n_jobs: how many are trained at the same time
 *
 * Trains the runs that are to be trained, on threads of this program: so the data is in memory
 * once, and no run has to wait for a process to start. A run that fails does not keep the others
 * from being trained; when the training is cancelled, those that have begun are saved as far as
 * they got. Shows the progress on standard error.
 */
void
ov_sweep_jobs_run (OvSweepPlan           *plan,
                   const OvSweepTraining *training,
                   guint                  n_jobs)
{
  g_autofree guint *places = g_new (guint, plan->n_runs);
  g_autofree gint *progress = g_new0 (gint, plan->n_runs);
  g_autofree GThread **threads = g_new0 (GThread *, n_jobs);
  Jobs jobs = {.plan = plan, .training = training, .places = places, .progress = progress};

  for (guint i = 0; i < plan->n_runs; i++)
    if (ov_sweep_run_is_to_do (&plan->runs[i]))
      places[jobs.n_places++] = i;

  n_jobs = MIN (n_jobs, jobs.n_places);
  jobs.n_threads = n_jobs;
  g_mutex_init (&jobs.mutex);
  g_cond_init (&jobs.ended);
  for (guint i = 0; i < n_jobs; i++)
    threads[i] = g_thread_new ("sweep", work_thread, &jobs);
  watch (&jobs);
  for (guint i = 0; i < n_jobs; i++)
    g_thread_join (threads[i]);

  g_cond_clear (&jobs.ended);
  g_mutex_clear (&jobs.mutex);
}
