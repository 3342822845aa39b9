/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "frame-times.h"
#include "library.h"
#include "run-table.h"
#include "sample.h"
#include "window-fixture.h"
#include "window-private.h"

/* Measures the window with many runs in its library: how long it takes to be there and to have them
 * all in its table, and how smooth it stays while it trains, with fifty earlier runs of 300 epochs
 * on the charts and the table scrolling. The argument is the number of runs. */

#define N_RUNS 1000
#define N_EPOCHS 300
#define N_SHOWN 50

/* Microseconds that frames are watched for. */
#define WATCH (8 * G_USEC_PER_SEC)

/* Pixels by which the table scrolls in a frame. */
#define PACE 17.0

typedef struct
{
  GtkAdjustment *place; /* of the table; NULL while it rests */
  FrameTimes     frames;
  gint64         framed_at;
  gint64         worked;
  double         pace;
} Watch;

static guint    n_runs = N_RUNS;
static gboolean is_met = TRUE;
static gint64   opened_at;

/* What /proc says about this process, in MiB. */
static double
get_memory (const char *name)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0.0;
  line = strstr (text, name);

  return line != NULL ? g_ascii_strtod (line + strlen (name) + 1, NULL) / 1024.0 : 0.0;
}

/* A run that nobody has trained, with a curve like many. */
static void
add_run (OvLibrary *library,
         OvDataset *sample,
         guint      number)
{
  g_autoptr (OvRunRecord) record = NULL;
  g_autoptr (OvRunEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe recipe = fixture_recipe (N_EPOCHS);

  recipe.learning_rate = 1e-4 * pow (1.0005, number);
  record = ov_run_record_new (&recipe, sample, 2);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      const double fall = exp (-(double) i * (0.002 + 0.05 * (number % 37) / 37.0));
      const OvEpoch epoch = {
        .index = i,
        .learning_rate = recipe.learning_rate * pow (recipe.decay, i),
        .train_loss = 0.7 + 0.3 * fall,
        .train_accuracy = 45.0 - 35.0 * fall,
        .test_loss = 0.75 + 0.25 * fall + 0.003 * sin (i + number),
        .test_accuracy = 40.0 - 30.0 * fall + 0.3 * sin (i + number),
        .batch_loss = 0.7 + 0.3 * fall,
        .seconds = 0.01,
      };

      ov_history_append (record->history, &epoch);
    }
  record->outcome = OV_OUTCOME_FINISHED;
  entry = ov_run_entry_new (record, ov_dataset_get_hash (sample));
  entry->is_hidden = number + N_SHOWN < n_runs;
  entry->started = g_get_real_time () / 1000 - 60000 * (gint64) (n_runs - number);
  ov_library_add_run (library, entry, &error);
  g_assert_no_error (error);
  ov_library_save (library, entry->id, record, &error);
  g_assert_no_error (error);
}

static gboolean
fill_cb (OvLibrary *library,
         gpointer   data,
         GError   **error)
{
  for (guint i = 0; i < n_runs; i++)
    add_run (library, data, i);

  return TRUE;
}

static void
fill_library (void)
{
  g_autofree char *path = ov_library_get_default_path ();
  g_autoptr (OvDataset) sample = ov_sample_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library =
    ov_library_open (path, OV_LIBRARY_CREATE | OV_LIBRARY_SHARED, &error);

  g_assert_no_error (error);
  ov_library_transact (library, fill_cb, sample, &error);
  g_assert_no_error (error);
  opened_at = g_get_monotonic_time ();
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Watch *watch = user_data;
  const gint64 now = g_get_monotonic_time ();
  const gint64 worked = frame_times_get_processor_time ();
  const double time = (double) (now - watch->framed_at) / 1e3;
  const double work = (double) (worked - watch->worked) / 1e3;

  if (watch->framed_at != 0)
    frame_times_add (&watch->frames, time, work);
  watch->framed_at = now;
  watch->worked = worked;
  if (watch->place != NULL)
    {
      const double last = gtk_adjustment_get_upper (watch->place)
                          - gtk_adjustment_get_page_size (watch->place);
      const double value = gtk_adjustment_get_value (watch->place) + watch->pace;

      if (value <= 0.0 || value >= last)
        watch->pace = -watch->pace;
      gtk_adjustment_set_value (watch->place, CLAMP (value, 0.0, last));
    }

  return G_SOURCE_CONTINUE;
}

static void
watch_frames (WindowFixture *fixture,
              const char    *title,
              GtkAdjustment *place)
{
  Watch watch = {.place = place, .pace = PACE};
  const gint64 start = g_get_monotonic_time ();
  guint tick;

  frame_times_init (&watch.frames);
  tick = gtk_widget_add_tick_callback (GTK_WIDGET (fixture->window), tick_cb, &watch, NULL);
  wait_for (g_get_monotonic_time () - start > WATCH);
  gtk_widget_remove_tick_callback (GTK_WIDGET (fixture->window), tick);

  is_met &= frame_times_print (&watch.frames, title);
  frame_times_clear (&watch.frames);
}

static guint
count_runs (WindowFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->window->collection));
}

static guint
count_behind (WindowFixture *fixture)
{
  return g_list_model_get_n_items (ov_run_collection_get_behind (fixture->window->collection));
}

static void
print_time (const char *title)
{
  g_print ("%-32s %6.0f ms\n", title, (double) (g_get_monotonic_time () - opened_at) / 1e3);
}

static void
bench (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (1500);
  GtkWidget *table;

  deadline_set_patience (300);
  g_settings_set_double (fixture->settings, "pace", 60.0);
  window_fixture_set_recipe (fixture, &recipe);
  window_fixture_reopen_after (fixture, fill_library);
  print_time ("window is made");
  fixture_wait_for_frames (fixture->window, 1);
  print_time ("first frame");
  wait_for (count_runs (fixture) > n_runs);
  fixture_wait_for_frames (fixture->window, 1);
  print_time ("all runs are in the table");
  wait_for (count_behind (fixture) >= MIN (N_SHOWN, n_runs));
  fixture_wait_for_frames (fixture->window, 1);
  print_time ("fifty are on the charts");
  fixture_let_pass (2000);
  g_print ("%-32s %6.0f MiB, at most %.0f MiB\n", "memory", get_memory ("VmRSS:"),
           get_memory ("VmHWM:"));

  table = fixture_find_type (fixture->window, OV_TYPE_RUN_TABLE);
  frame_times_print_header ();
  watch_frames (fixture, "training", NULL);
  watch_frames (fixture, "training, table scrolls",
                gtk_scrolled_window_get_vadjustment (fixture_child (table, "body")));
}

int
main (int    argc,
      char **argv)
{
  fixture_init (&argc, &argv);
  if (argc > 1)
    n_runs = (guint) CLAMP (g_ascii_strtoull (argv[1], NULL, 10), 1, 100000);
  window_fixture_run (bench);

  return is_met ? EXIT_SUCCESS : EXIT_FAILURE;
}
