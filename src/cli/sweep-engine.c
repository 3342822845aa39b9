/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-engine.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "output.h"

/* So often what is missing is tried without any run being done. */
#define MOST_ATTEMPTS 3

/* Before what has failed altogether is tried again, in seconds; twice as long before the time after
 * that. What was in its way, such as a disk that is being mounted, may be over by then. */
#define PAUSE 5.0

/* How soon a signal is noticed. */
#define NAP (G_USEC_PER_SEC / 20)

/**
 * ov_sweep_engine_run_rounds:
 * @order: what is to be done
 * @round: gives runs to the engine
 * @error: return location for an error
 *
 * Lets the engine train what is missing, and again what is still missing then: a machine may have
 * failed, or a time limit been met. Ends after three attempts by which no run was done, with pauses
 * between them.
 *
 * Returns: %FALSE with @error set when the engine cannot be given any
 */
gboolean
ov_sweep_engine_run_rounds (const OvSweepOrder *order,
                            OvSweepRound        round,
                            GError            **error)
{
  OvSweepPlan *plan = order->plan;
  g_autofree guint *places = g_new (guint, plan->n_runs);
  guint n_attempts = 0;
  guint n_before = G_MAXUINT;

  while (n_attempts < MOST_ATTEMPTS && !g_cancellable_is_cancelled (order->cancellable))
    {
      guint n_places = 0;

      for (guint i = 0; i < plan->n_runs; i++)
        if (ov_sweep_run_is_to_do (&plan->runs[i]))
          places[n_places++] = i;
      if (n_places == 0)
        break;

      if (n_before != G_MAXUINT)
        ov_output_complain (ngettext ("%u run is missing, and is tried again.",
                                      "%u runs are missing, and are tried again.", n_places),
                            n_places);
      n_attempts = n_places < n_before ? 1 : n_attempts + 1;
      n_before = n_places;
      if (!ov_sweep_engine_sleep (order, PAUSE * (n_attempts - 1)))
        break;
      if (!round (order, places, n_places, error))
        return FALSE;
      if (!order->options->waits)
        break;
      ov_sweep_plan_look (plan);
    }

  return TRUE;
}

/**
 * ov_sweep_engine_call:
 * @argv: a program and its arguments, ended by %NULL
 * @input: (nullable): what it reads
 * @cancellable: (nullable): kills it
 * @output: (out): what it has written
 * @error: return location for an error
 *
 * Runs a program that ends soon, unless what it asks does not answer.
 *
 * Returns: %FALSE with @error set to a %G_SPAWN_ERROR_NOENT when it is not there, to a
 *   %G_IO_ERROR_CANCELLED, otherwise to what it complained about
 */
gboolean
ov_sweep_engine_call (const char *const *argv,
                      const char        *input,
                      GCancellable      *cancellable,
                      char             **output,
                      GError           **error)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *written = NULL;
  g_autofree char *complaint = NULL;

  process = g_subprocess_newv (argv,
                               (input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : 0)
                                 | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               error);
  if (process == NULL)
    return FALSE;
  if (!g_subprocess_communicate_utf8 (process, input, cancellable, &written, &complaint, error))
    {
      g_subprocess_force_exit (process);
      return FALSE;
    }
  if (!g_subprocess_get_successful (process))
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_FILE, g_strstrip (complaint));
      return FALSE;
    }
  *output = g_steal_pointer (&written);

  return TRUE;
}

/**
 * ov_sweep_engine_sleep:
 * @order: what is being done
 * @seconds: for how long to sleep
 *
 * Returns: whether nobody wants the program to end
 */
gboolean
ov_sweep_engine_sleep (const OvSweepOrder *order,
                       double              seconds)
{
  const gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (g_get_monotonic_time () < end && !g_cancellable_is_cancelled (order->cancellable))
    g_usleep (NAP);

  return !g_cancellable_is_cancelled (order->cancellable);
}
