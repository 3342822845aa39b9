/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "finder-ramp.h"

#include <sys/resource.h>
#include <unistd.h>

/* The ramp gives way to the interface. */
#define NICENESS 10

/* How often the ramp tells how far it is, in microseconds. */
#define PROGRESS_INTERVAL (50 * 1000)

/* One ramp, which belongs to its thread. */
typedef struct
{
  OvRecipe           recipe;
  OvDataset         *dataset;
  OvSnapshot        *snapshot; /* NULL for the recipe's first weights */
  guint              n_threads;
  GMainContext      *context;
  GCancellable      *cancellable;
  OvFinderReportFunc func;
  GWeakRef           receiver;
  gint64             told_at;
} Ramp;

/* A report that the main context has not handled yet. */
typedef struct
{
  OvFinderReport     report;
  OvFinderReportFunc func;
  GObject           *receiver;
} Letter;

static void
ramp_free (Ramp *ramp)
{
  ov_dataset_unref (ramp->dataset);
  g_clear_pointer (&ramp->snapshot, ov_snapshot_unref);
  g_main_context_unref (ramp->context);
  g_object_unref (ramp->cancellable);
  g_weak_ref_clear (&ramp->receiver);
  g_free (ramp);
}

static void
letter_free (Letter *letter)
{
  g_object_unref (letter->receiver);
  g_object_unref (letter->report.cancellable);
  g_clear_pointer (&letter->report.finding, ov_finding_free);
  g_clear_error (&letter->report.error);
  g_free (letter);
}

static gboolean
deliver_cb (gpointer user_data)
{
  const Letter *letter = user_data;

  letter->func (&letter->report, letter->receiver);

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
  GObject *receiver = g_weak_ref_get (&ramp->receiver);
  g_autoptr (GSource) source = NULL;
  Letter *letter;

  if (receiver == NULL)
    {
      g_clear_pointer (&finding, ov_finding_free);
      g_clear_error (&error);
      return;
    }

  letter = g_new (Letter, 1);
  *letter = (Letter) {
    .report = {
      .cancellable = g_object_ref (ramp->cancellable),
      .finding = finding,
      .error = error,
      .progress = progress,
      .is_last = is_last,
    },
    .func = ramp->func,
    .receiver = receiver,
  };

  /* Not g_main_context_invoke(), which would call back on this very thread while the main one is
   * between two iterations. */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_cb, letter, (GDestroyNotify) letter_free);
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
  if (trainer != NULL && ramp->snapshot != NULL)
    ov_trainer_set_parameters (trainer, ov_snapshot_get_parameters (ramp->snapshot),
                               ov_snapshot_get_n_parameters (ramp->snapshot));
  if (trainer != NULL)
    finding = ov_trainer_test_range (trainer, NULL, step_cb, ramp, ramp->cancellable, &error);

  /* Without its helpers there are processors for whoever waits for the end. */
  g_clear_pointer (&trainer, ov_trainer_free);
  tell (ramp, finding, error, 1.0, TRUE);
  ramp_free (ramp);

  return NULL;
}

/**
 * ov_finder_ramp_start:
 * @recipe: what the learning rate is sought for; copied
 * @dataset: what is trained on; referenced
 * @snapshot: (nullable): the weights of a network of @recipe to start from; referenced. %NULL for
 *   the recipe's first weights
 * @n_threads: how many threads compute
 * @cancellable: gives the ramp up; it is told with each report, which may come after that
 * @func: (scope notified): called with the points, at most twenty times a second, and the end
 * @receiver: given to @func; while it lives, which the ramp does not see to
 *
 * Runs a learning-rate finder on a thread of its own.
 */
void
ov_finder_ramp_start (const OvRecipe    *recipe,
                      OvDataset         *dataset,
                      OvSnapshot        *snapshot,
                      guint              n_threads,
                      GCancellable      *cancellable,
                      OvFinderReportFunc func,
                      GObject           *receiver)
{
  Ramp *ramp = g_new0 (Ramp, 1);

  ramp->recipe = *recipe;
  ramp->dataset = ov_dataset_ref (dataset);
  ramp->snapshot = snapshot != NULL ? ov_snapshot_ref (snapshot) : NULL;
  ramp->n_threads = n_threads;
  ramp->context = g_main_context_ref_thread_default ();
  ramp->cancellable = g_object_ref (cancellable);
  ramp->func = func;
  g_weak_ref_init (&ramp->receiver, receiver);
  g_thread_unref (g_thread_new ("overshoot-finder", ramp_thread, ramp));
}
