/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-slurm.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "file-error.h"
#include "output.h"
#include "progress-line.h"
#include "sweep-line.h"
#include "sweep-queue.h"

/* How many tasks an array may have where the cluster does not say, which is Slurm's own default. */
#define DEFAULT_ARRAY_SIZE 1001

/* Between two questions to the queue, in seconds: a share of the time so far, within limits, so
 * that neither a short sweep nor the cluster's controller is kept waiting. */
#define INTERVAL_SHARE 0.02
#define SHORTEST_INTERVAL 0.25
#define LONGEST_INTERVAL 30.0

/* So often in a row the controller may fail to answer, as when it is started anew. */
#define MOST_SILENCES 20

static gboolean
explain (GError **error)
{
  GError *cause = *error;
  g_autofree char *said = NULL;

  if (g_error_matches (cause, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    {
      g_clear_error (error);
      g_set_error_literal (error, OV_ERROR, OV_ERROR_FILE,
                           _("Slurm’s commands (sbatch, squeue) are not installed here. Give this "
                             "command where jobs are submitted, or use --print-jobs."));
      return FALSE;
    }

  said = g_strdup (cause->message);
  g_clear_error (error);
  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               /* Translators: %s is what Slurm has said, in English. */
               _("Slurm refused: %s. Change the options for it, or ask who runs the cluster."),
               said);

  return FALSE;
}

/* The numbers of tasks are below the size of an array. */
static guint
find_most_tasks (const OvSweepOrder *order)
{
  const char *const argv[] = {"scontrol", "show", "config", NULL};
  g_autofree char *text = NULL;
  const char *entry;
  guint64 size = DEFAULT_ARRAY_SIZE;

  if (ov_sweep_engine_call (argv, NULL, order->cancellable, &text, NULL)
      && (entry = strstr (text, "MaxArraySize")) != NULL && (entry = strchr (entry, '=')) != NULL)
    size = g_ascii_strtoull (entry + 1, NULL, 10);

  return (guint) CLAMP (size, 2, OV_GRID_MOST + 1) - 1;
}

static char *
make_script (const OvSweepOrder *order,
             const guint        *places,
             guint               n_places)
{
  GString *script = g_string_new ("#!/bin/sh\n"
                                  "# A task trains one run of a sweep.\n"
                                  "case $SLURM_ARRAY_TASK_ID in\n");

  for (guint i = 0; i < n_places; i++)
    {
      g_autofree char *line =
        ov_sweep_line_make (order->plan, places[i], order->options, order->data);

      g_string_append_printf (script, "%u) exec %s ;;\n", i + 1, line);
    }
  g_string_append (script, "esac\n");

  return g_string_free (script, FALSE);
}

/* @before is a job that has to have ended, or NULL: so that a limit holds for all arrays. Returns
 * the number of the new job. */
static char *
call_sbatch (const OvSweepOrder *order,
             const OvSweepQueue *queue,
             const char         *script,
             guint               n_tasks,
             const char         *before,
             GError            **error)
{
  const OvSweepOptions *options = order->options;
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *log = ov_sweep_queue_make_log (queue);
  g_autofree char *limit =
    options->limit > 0 ? g_strdup_printf ("%%%u", options->limit) : g_strdup ("");
  g_autofree char *output = NULL;

  g_ptr_array_add (argv, g_strdup ("sbatch"));
  g_ptr_array_add (argv, g_strdup ("--parsable"));
  g_ptr_array_add (argv, g_strdup ("--job-name=" OV_SWEEP_JOB_NAME));
  g_ptr_array_add (argv, g_strdup_printf ("--array=1-%u%s", n_tasks, limit));
  g_ptr_array_add (argv, g_strdup_printf ("--cpus-per-task=%u", options->n_cpus));
  g_ptr_array_add (argv, g_strconcat ("--output=", log, NULL));
  g_ptr_array_add (argv, g_strdup ("--open-mode=append"));
  if (options->partition != NULL)
    g_ptr_array_add (argv, g_strconcat ("--partition=", options->partition, NULL));
  if (options->time != NULL)
    g_ptr_array_add (argv, g_strconcat ("--time=", options->time, NULL));
  if (before != NULL && options->limit > 0)
    g_ptr_array_add (argv, g_strconcat ("--dependency=afterany:", before, NULL));
  g_ptr_array_add (argv, NULL);

  if (!ov_sweep_engine_call ((const char *const *) argv->pdata, script, order->cancellable,
                             &output, error))
    return NULL;

  /* The number of the job, and the name of the cluster where there are several. */
  return g_strndup (output, strspn (output, "0123456789"));
}

/* Submits some runs as one array. */
static gboolean
submit_array (const OvSweepOrder *order,
              OvSweepQueue       *queue,
              const guint        *places,
              guint               n_places,
              char              **job,
              GError            **error)
{
  g_autofree char *script = make_script (order, places, n_places);
  g_autofree char *made = call_sbatch (order, queue, script, n_places, *job, error);
  g_autofree const char **names = g_new0 (const char *, n_places + 1);

  if (made == NULL && g_cancellable_is_cancelled (order->cancellable))
    ov_output_complain (_("Interrupted while runs were being submitted: “squeue --me” shows "
                          "whether some are in Slurm’s queue, and “scancel” takes them out."));
  if (made == NULL)
    return explain (error);

  for (guint i = 0; i < n_places; i++)
    names[i] = order->plan->runs[places[i]].name;
  g_free (*job);
  *job = g_steal_pointer (&made);

  return ov_sweep_queue_add (queue, *job, names, error);
}

/* Whether a run is neither in the queue nor done: it may have left the one for the other since the
 * plan was looked at. */
static gboolean
is_wanted (OvSweepQueue *queue,
           OvSweepRun   *run)
{
  if (ov_sweep_queue_has (queue, run->name))
    return FALSE;

  ov_sweep_run_look (run);

  return ov_sweep_run_is_to_do (run);
}

/* Submits the runs that are not in the queue. When Slurm takes some of them only, they are waited
 * for first. */
static gboolean
submit (const OvSweepOrder *order,
        OvSweepQueue       *queue,
        const guint        *places,
        guint               n_places,
        GError            **error)
{
  const guint most = find_most_tasks (order);
  g_autofree guint *chosen = g_new (guint, n_places);
  g_autofree char *job = NULL;
  guint n_chosen = 0;

  for (guint i = 0; i < n_places; i++)
    if (is_wanted (queue, &order->plan->runs[places[i]]))
      chosen[n_chosen++] = places[i];

  for (guint i = 0; i < n_chosen; i += most)
    {
      g_autoptr (GError) refusal = NULL;

      if (submit_array (order, queue, chosen + i, MIN (most, n_chosen - i), &job, &refusal))
        continue;
      if (ov_sweep_queue_get_n_runs (queue) == 0)
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return FALSE;
        }
      if (g_cancellable_is_cancelled (order->cancellable))
        break;
      ov_output_complain (ngettext ("%s %u run is in the queue meanwhile.",
                                    "%s %u runs are in the queue meanwhile.",
                                    ov_sweep_queue_get_n_runs (queue)),
                          refusal->message, ov_sweep_queue_get_n_runs (queue));
      break;
    }

  return TRUE;
}

/* Waits until no run is in the queue any more. */
static gboolean
wait_for_runs (const OvSweepOrder *order,
               OvSweepQueue       *queue,
               GError            **error)
{
  const guint n_runs = ov_sweep_queue_get_n_runs (queue);
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (OvProgressLine) line = ov_progress_line_new (n_runs);
  guint n_silences = 0;

  while (ov_sweep_queue_get_n_runs (queue) > 0)
    {
      const double elapsed = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
      const guint n_ended = n_runs - MIN (ov_sweep_queue_get_n_runs (queue), n_runs);
      g_autoptr (GError) silence = NULL;

      ov_progress_line_show_runs (line, n_ended, (double) n_ended / n_runs);
      if (!ov_sweep_engine_sleep (order, CLAMP (INTERVAL_SHARE * elapsed, SHORTEST_INTERVAL,
                                                LONGEST_INTERVAL)))
        return TRUE;
      if (ov_sweep_queue_refresh (queue, order->cancellable, &silence))
        n_silences = 0;
      else if (++n_silences == MOST_SILENCES)
        {
          g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                       _("Slurm does not answer any more: %s. The runs stay in the queue; the same "
                         "command waits for them again."),
                       silence->message);
          return FALSE;
        }
    }

  return TRUE;
}

/* Takes runs out of the queue that are not waited for any more. What Slurm has not cancelled may
 * still train, and is not to be submitted once more by the next call. */
static gboolean
cancel (OvSweepQueue *queue)
{
  g_autoptr (GError) error = NULL;

  if (ov_sweep_queue_get_n_runs (queue) == 0 || ov_sweep_queue_cancel (queue, &error))
    return TRUE;

  ov_output_complain (_("Slurm has not cancelled the runs: %s. They stay in the queue: the same "
                        "command waits for them again, and “scancel” takes them out."),
                      error->message);

  return FALSE;
}

static gboolean
run_round (const OvSweepOrder *order,
           const guint        *places,
           guint               n_places,
           GError            **error)
{
  g_autoptr (OvSweepQueue) queue =
    ov_sweep_queue_open (order->plan->folder, order->cancellable, error);

  if (queue == NULL)
    return explain (error);
  if (ov_sweep_queue_get_n_runs (queue) == 0)
    ov_sweep_queue_clear (queue);
  if (!submit (order, queue, places, n_places, error))
    return FALSE;
  if (!order->options->waits)
    {
      ov_output_complain (ngettext ("%u run is in Slurm’s queue. The same command without "
                                    "--no-wait waits for it.",
                                    "%u runs are in Slurm’s queue. The same command without "
                                    "--no-wait waits for them.",
                                    ov_sweep_queue_get_n_runs (queue)),
                          ov_sweep_queue_get_n_runs (queue));
      return TRUE;
    }

  if (!wait_for_runs (order, queue, error))
    return FALSE;
  if (cancel (queue))
    ov_sweep_queue_clear (queue);

  return TRUE;
}

/**
 * ov_sweep_slurm_run:
 * @order: what is to be done
 * @error: return location for an error
 *
 * Has the runs trained as tasks of an array of Slurm's, or of several where one would be larger
 * than the cluster allows. Runs that are in the queue since an earlier call are not submitted
 * again. Whoever interrupts the waiting takes the runs out of the queue.
 *
 * Returns: %FALSE with @error set when Slurm is not there or takes no run
 */
gboolean
ov_sweep_slurm_run (const OvSweepOrder *order,
                    GError            **error)
{
  g_autofree char *shown = NULL;

  if (!ov_sweep_engine_run_rounds (order, run_round, error))
    return FALSE;

  if (order->options->waits && !g_cancellable_is_cancelled (order->cancellable)
      && ov_sweep_plan_is_to_do (order->plan))
    {
      shown = ov_file_display_name (order->plan->folder);
      ov_output_complain (_("What the tasks have said is in “%s/slurm”."), shown);
    }

  return TRUE;
}
