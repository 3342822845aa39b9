/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app-fixture.h"
#include "application.h"
#include "blas.h"
#include "chart-view.h"
#include "curve-pane.h"
#include "frame-times.h"
#include "recipe-panel.h"
#include "window.h"

/* Measures the window on the real CIFAR-10 while both cores train. Each trial is a process of its
 * own, since half of what is measured is its start; it says what it saw in lines of a word and a
 * number, and the first process makes a table of them. */

#define N_TRIALS 5

/* How many of them begin with an empty cache; the others find the quadratic form in it. */
#define N_WITHOUT_CACHE 2
#define N_RELEASES 10

/* Microseconds that frames are watched for, once the charts hold earlier runs as well. */
#define WATCH (6 * G_USEC_PER_SEC)

/* Seconds that a trial may take on a slow machine. */
#define PATIENCE 1000

/* The epoch whose end tells how fast the first run is. */
#define SOME_EPOCHS 20

#define START_VARIABLE "OVERSHOOT_BENCH_START"

typedef enum
{
  FIRST_FRAME,
  FIRST_EPOCH,
  FIRST_EPOCH_CACHED,
  SOME_EPOCHS_PLAIN,
  SOME_EPOCHS_CACHED,
  RELEASE,
  FRAME,
  WORK,
  N_MEASURES
} Measure;

static const struct
{
  const char *word;
  const char *title;
  double      percentile; /* of the values that has to be within the target */
  double      target;     /* in milliseconds */
} measures[N_MEASURES] = {
  [FIRST_FRAME] = {"first-frame", "start to first frame", 1.0, 1000.0},
  [FIRST_EPOCH] = {"first-epoch", "start to first epoch, empty cache", 1.0, 2500.0},
  [FIRST_EPOCH_CACHED] = {"first-epoch-cached", "start to first epoch, cached form", 1.0, 2500.0},
  [SOME_EPOCHS_PLAIN] = {"some-epochs", "start to epoch 20, empty cache", 1.0, 15000.0},
  [SOME_EPOCHS_CACHED] = {"some-epochs-cached", "start to epoch 20, cached form", 1.0, 2500.0},
  [RELEASE] = {"release", "slider let go to first epoch on the chart", 1.0, 300.0},
  [FRAME] = {"frame", "between frames, during a run", 0.95, 20.0},
  [WORK] = {"work", "processor time of the interface a frame", 0.95, 20.0},
};

typedef struct
{
  OvWindow *window;
  OvRun    *former; /* borrowed: the run that is to be replaced */
  gint64    started_at;
  gint64    let_go_at;  /* 0 while nothing was let go of */
  gint64    watched_at; /* when the watching of frames began, or 0 */
  gint64    framed_at;
  gint64    worked; /* processor time of this thread up to the last frame */
  guint     n_frames;
  guint     n_releases;
  gboolean  has_epoch;
  gboolean  has_some_epochs;
  gboolean  is_done;
} Trial;

static void
report (Measure measure,
        gint64  microseconds)
{
  g_print ("%s %.3f\n", measures[measure].word, (double) microseconds / 1e3);
}

static OvSession *
get_session (Trial *trial)
{
  return ov_window_get_session (trial->window);
}

/* Whether the current run's first epoch is among what was just drawn. */
static gboolean
chart_has_epoch (Trial *trial)
{
  OvRun *run = ov_session_get_run (get_session (trial));
  GtkWidget *pane = fixture_find_type (trial->window, OV_TYPE_CURVE_PANE);
  OvChart *chart = ov_chart_view_get_chart (fixture_child (pane, "loss_view"));
  g_autoptr (GPtrArray) readings = NULL;

  if (run == NULL || run == trial->former
      || ov_history_get_n_epochs (ov_run_get_history (run)) == 0)
    return FALSE;

  readings = ov_chart_read_out (chart, 0.0, NAN);
  for (guint i = 0; i < readings->len; i++)
    if (!((OvReading *) g_ptr_array_index (readings, i))->faint)
      return TRUE;

  return FALSE;
}

static void
move_and_let_go (Trial *trial)
{
  GtkWidget *panel = fixture_child (trial->window, "recipe_panel");
  GtkWidget *row = fixture_child (panel, "learning_rate_row");
  GtkAdjustment *adjustment = fixture_child (row, "adjustment");

  /* The hand drags through some places first. */
  for (guint i = 0; i < 3; i++)
    gtk_adjustment_set_value (adjustment, 0.45 + 0.01 * (3 * trial->n_releases % 17 + i));

  trial->former = ov_session_get_run (get_session (trial));
  trial->let_go_at = g_get_monotonic_time ();
  g_signal_emit_by_name (row, "changed", TRUE);
}

static gboolean
move_cb (gpointer user_data)
{
  move_and_let_go (user_data);

  return G_SOURCE_REMOVE;
}

/* There is always a run: when one has come to its end, another one follows. */
static void
keep_running (Trial *trial)
{
  OvRun *run = ov_session_get_run (get_session (trial));

  if (trial->has_epoch && trial->let_go_at == 0 && run != NULL && ov_run_has_ended (run))
    gtk_widget_activate_action (GTK_WIDGET (trial->window), "win.restart", NULL);
}

static guint
count_epochs (Trial *trial)
{
  return ov_history_get_n_epochs (ov_run_get_history (ov_session_get_run (get_session (trial))));
}

/* Whether the first run makes exact steps from its first epoch on. */
static gboolean
is_exact (Trial *trial)
{
  return ov_run_get_record (ov_session_get_run (get_session (trial)))->exact_from == 0;
}

static void
look_at_start (Trial *trial,
               gint64 now)
{
  if (trial->n_frames == 1)
    report (FIRST_FRAME, now - trial->started_at);
  if (!trial->has_epoch && chart_has_epoch (trial))
    {
      trial->has_epoch = TRUE;
      report (is_exact (trial) ? FIRST_EPOCH_CACHED : FIRST_EPOCH, now - trial->started_at);
    }
  if (trial->has_epoch && !trial->has_some_epochs && count_epochs (trial) >= SOME_EPOCHS)
    {
      trial->has_some_epochs = TRUE;
      report (is_exact (trial) ? SOME_EPOCHS_CACHED : SOME_EPOCHS_PLAIN, now - trial->started_at);
      g_timeout_add (1500, move_cb, trial);
    }
}

static void
look_at_release (Trial *trial,
                 gint64 now)
{
  if (trial->let_go_at == 0 || !chart_has_epoch (trial))
    return;

  report (RELEASE, now - trial->let_go_at);
  trial->let_go_at = 0;
  trial->n_releases++;
  if (trial->n_releases < N_RELEASES)
    g_timeout_add (300 + 37 * trial->n_releases, move_cb, trial);
  else
    trial->watched_at = now;
}

static void
after_paint_cb (GdkFrameClock *clock,
                Trial         *trial)
{
  const gint64 now = g_get_monotonic_time ();

  if (!gtk_widget_get_mapped (GTK_WIDGET (trial->window)))
    return;

  trial->n_frames++;
  look_at_start (trial, now);
  look_at_release (trial, now);
}

/* Asks for every frame that there can be, and measures from the beginning of one to the next's:
 * the screen shows what is drawn until the frame is due, however soon that was. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Trial *trial = user_data;
  const gint64 now = g_get_monotonic_time ();
  const gint64 worked = frame_times_get_processor_time ();

  if (trial->framed_at != 0 && trial->watched_at != 0)
    {
      report (FRAME, now - trial->framed_at);
      report (WORK, worked - trial->worked);
      trial->is_done = now - trial->watched_at > WATCH;
    }
  trial->framed_at = now;
  trial->worked = worked;
  keep_running (trial);

  return G_SOURCE_CONTINUE;
}

static void
activate_cb (GApplication *application,
             Trial        *trial)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  trial->window = OV_WINDOW (window);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                    G_CALLBACK (after_paint_cb), trial);
  gtk_widget_add_tick_callback (GTK_WIDGET (window), tick_cb, trial, NULL);
  deadline_set_patience (PATIENCE);
  wait_for (trial->is_done);
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (GTK_WIDGET (window)), trial);
  gtk_window_close (window);
}

static void
run_trial (const char *start)
{
  OvApplication *application = ov_application_new (G_APPLICATION_NON_UNIQUE);
  Trial trial = {.started_at = g_ascii_strtoll (start, NULL, 10)};

  g_signal_connect_after (application, "activate", G_CALLBACK (activate_cb), &trial);
  g_application_run (G_APPLICATION (application), 0, NULL);
  g_object_unref (application);
  fflush (stdout);

  /* As the program does, since a thread may still be in OpenBLAS. */
  _exit (EXIT_SUCCESS);
}

/* Puts what a trial with its own folder for the cache says with what the others have said. */
static gboolean
collect (GArray     *values[N_MEASURES],
         const char *cache,
         GError    **error)
{
  g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), START_VARIABLE, start, TRUE);
  char *argv[] = {(char *) "/proc/self/exe", NULL};
  int status;

  environment = g_environ_setenv (environment, "XDG_CACHE_HOME", cache, TRUE);
  /* As in race.py: a machine's own setting would keep the program from its best kernels. */
  if (g_getenv ("DNNL_MAX_CPU_ISA") == NULL)
    environment = g_environ_unsetenv (environment, "OPENBLAS_CORETYPE");
  argv[0] = g_file_read_link ("/proc/self/exe", error);
  if (argv[0] == NULL)
    return FALSE;
  if (!g_spawn_sync (NULL, argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status,
                     error)
      || !g_spawn_check_wait_status (status, error))
    {
      g_free (argv[0]);
      return FALSE;
    }
  g_free (argv[0]);

  lines = g_strsplit (output, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    for (guint m = 0; m < N_MEASURES; m++)
      {
        const gsize length = strlen (measures[m].word);

        if (g_str_has_prefix (lines[i], measures[m].word) && lines[i][length] == ' ')
          {
            const double value = g_ascii_strtod (lines[i] + length, NULL);

            g_array_append_val (values[m], value);
          }
      }

  return TRUE;
}

static gboolean
print_row (Measure measure,
           GArray *values)
{
  double decisive;

  if (values->len == 0)
    {
      g_print ("%-42s nothing was seen\n", measures[measure].title);
      return FALSE;
    }

  decisive = frame_times_get_percentile (values, measures[measure].percentile);
  g_print ("%-42s %6u %9.1f %9.1f %9.1f %9.0f%s\n", measures[measure].title, values->len,
           frame_times_get_percentile (values, 0.5), frame_times_get_percentile (values, 0.95),
           frame_times_get_percentile (values, 1.0), measures[measure].target,
           decisive <= measures[measure].target ? "" : "  missed");

  return decisive <= measures[measure].target;
}

/* Frees the folder's name as well. */
static void
remove_cache (char *path)
{
  g_autofree char *folder = g_build_filename (path, "overshoot", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      g_unlink (file);
    }
  g_rmdir (folder);
  g_rmdir (path);
  g_free (path);
}

int
main (int    argc,
      char **argv)
{
  const char *start = g_getenv (START_VARIABLE);
  GArray *values[N_MEASURES];
  gboolean is_met = TRUE;
  char *cache = NULL;

  if (start != NULL)
    {
      ov_blas_choose_kernels ();
      run_trial (start);
    }

  for (guint m = 0; m < N_MEASURES; m++)
    values[m] = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < N_TRIALS; i++)
    {
      g_autoptr (GError) error = NULL;

      if (i < N_WITHOUT_CACHE)
        {
          g_clear_pointer (&cache, remove_cache);
          cache = g_dir_make_tmp ("overshoot-bench-XXXXXX", &error);
        }
      if (cache == NULL || !collect (values, cache, &error))
        {
          g_printerr ("A trial failed: %s\n", error->message);
          return EXIT_FAILURE;
        }
    }

  remove_cache (cache);

  g_print ("%-42s %6s %9s %9s %9s %9s\n", "milliseconds", "number", "median", "95 %", "worst",
           "target");
  for (guint m = 0; m < N_MEASURES; m++)
    {
      is_met &= print_row (m, values[m]);
      g_array_unref (values[m]);
    }

  return is_met ? EXIT_SUCCESS : EXIT_FAILURE;
}
