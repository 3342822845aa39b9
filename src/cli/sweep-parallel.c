/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-parallel.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>

#include "error.h"
#include "progress-line.h"
#include "sweep-line.h"

#define PROGRAM "parallel"

/* The file in which GNU parallel writes a line for each run that has ended, below a heading. */
#define LOG "parallel.log"

/* Between two looks at the log, in seconds. */
#define INTERVAL 0.2

/* GNU parallel lets its jobs end at the first SIGTERM, and ends them at the second. */
#define N_SIGNALS 2

/* There are other programs of that name. */
static gboolean
find_program (const OvSweepOrder *order,
              GError            **error)
{
  const char *const argv[] = {PROGRAM, "--version", NULL};
  g_autofree char *version = NULL;

  if (ov_sweep_engine_call (argv, "", order->cancellable, &version, NULL)
      && g_str_has_prefix (version, "GNU parallel"))
    return TRUE;

  g_set_error_literal (error, OV_ERROR, OV_ERROR_FILE,
                       _("GNU parallel is not installed here. Install it (Debian’s package is "
                         "parallel), or leave out --engine."));

  return FALSE;
}

static GSubprocess *
start (const OvSweepOrder *order,
       const char         *log,
       GError            **error)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  const OvSweepOptions *options = order->options;

  g_ptr_array_add (argv, g_strdup (PROGRAM));
  g_ptr_array_add (argv, g_strdup ("--will-cite"));
  g_ptr_array_add (argv, g_strdup ("--joblog"));
  g_ptr_array_add (argv, g_strdup (log));
  if (options->n_jobs > 0)
    g_ptr_array_add (argv, g_strdup_printf ("--jobs=%u", options->n_jobs));
  if (options->sshlogin != NULL)
    {
      g_ptr_array_add (argv, g_strdup ("--sshlogin"));
      g_ptr_array_add (argv, g_strdup (options->sshlogin));
    }
  g_ptr_array_add (argv, NULL);

  /* The table of each run is of no interest, its complaints are. */
  return g_subprocess_newv ((const char *const *) argv->pdata,
                            G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                            error);
}

static guint
count_ended (const char *log)
{
  g_autofree char *text = NULL;
  guint n_lines = 0;

  if (!g_file_get_contents (log, &text, NULL, NULL))
    return 0;
  for (const char *c = text; *c != '\0'; c++)
    n_lines += *c == '\n';

  return MAX (n_lines, 1) - 1;
}

static void
note_end_cb (GObject      *process,
             GAsyncResult *result,
             gpointer      has_ended)
{
  g_subprocess_wait_finish (G_SUBPROCESS (process), result, NULL);
  *(gboolean *) has_ended = TRUE;
}

/* When it does not read them, it has said why. */
static void
note_input_cb (GObject      *input,
               GAsyncResult *result,
               gpointer      is_written)
{
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (input), result, NULL, NULL);
  g_output_stream_close (G_OUTPUT_STREAM (input), NULL, NULL);
  *(gboolean *) is_written = TRUE;
}

/* GNU parallel reads the lines only as it comes to them: a pipe does not hold all of a large
 * sweep. */
static void
watch (const OvSweepOrder *order,
       GSubprocess        *process,
       const GString      *lines,
       const char         *log,
       guint               n_runs)
{
  g_autoptr (OvProgressLine) line = ov_progress_line_new (n_runs);
  g_autoptr (GCancellable) writing = g_cancellable_new ();
  gboolean has_ended = FALSE;
  gboolean is_written = FALSE;
  guint n_signals = 0;

  g_output_stream_write_all_async (g_subprocess_get_stdin_pipe (process), lines->str, lines->len,
                                   G_PRIORITY_DEFAULT, writing, note_input_cb, &is_written);
  g_subprocess_wait_async (process, NULL, note_end_cb, &has_ended);
  while (!has_ended)
    {
      const guint n_ended = MIN (count_ended (log), n_runs);

      ov_progress_line_show_runs (line, n_ended, (double) n_ended / n_runs);
      if (!ov_sweep_engine_sleep (order, INTERVAL))
        {
          if (n_signals++ < N_SIGNALS)
            g_subprocess_send_signal (process, SIGTERM);
          g_usleep ((gulong) (INTERVAL * G_USEC_PER_SEC));
        }
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }

  g_cancellable_cancel (writing);
  while (!is_written)
    g_main_context_iteration (NULL, TRUE);
}

/* Its exit status says how many runs have failed, which their files say better. */
static gboolean
run_round (const OvSweepOrder *order,
           const guint        *places,
           guint               n_places,
           GError            **error)
{
  g_autofree char *log = g_build_filename (order->plan->folder, LOG, NULL);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GSubprocess) process = NULL;

  for (guint i = 0; i < n_places; i++)
    {
      g_autofree char *line =
        ov_sweep_line_make (order->plan, places[i], order->options, order->data);

      g_string_append_printf (lines, "%s\n", line);
    }

  g_remove (log);
  process = start (order, log, error);
  if (process == NULL)
    return FALSE;

  watch (order, process, lines, log, n_places);

  return TRUE;
}

/**
 * ov_sweep_parallel_run:
 * @order: what is to be done
 * @error: return location for an error
 *
 * Has the runs trained by GNU parallel, on this machine or on those that were named.
 *
 * Returns: %FALSE with @error set when there is no GNU parallel
 */
gboolean
ov_sweep_parallel_run (const OvSweepOrder *order,
                       GError            **error)
{
  return find_program (order, error) && ov_sweep_engine_run_rounds (order, run_round, error);
}
