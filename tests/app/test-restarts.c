/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <malloc.h>

#include "naive.h"
#include "run-keeper-private.h"
#include "window-fixture.h"
#include "window-private.h"

/* A lesson: as many runs as one lets go of a slider. */
#define N_RESTARTS 200

/* Of each other kind of run. */
#define N_MORE_RESTARTS 40

/* Until the map and the ghosts hold as many runs as they keep. */
#define WARM_UP 60

/* How often as many restarts are tried before they count as a leak. */
#define N_BLOCKS 3

/* Bytes that a restart may leave behind. A history that is kept would be more; what is left is the
 * heap's raggedness, which comes and goes by some hundred kilobytes. */
#define LEAST_LEAK 1000.0

/* Fewer than the preset's, which take their time to be drawn, but enough that an array of theirs
 * for each image is more than may be left behind. */
#define N_HIDDEN 80

/* A convolution's arrays are large for each single image: two batches and a rest. */
#define CNN_TRAIN 12
#define CNN_TEST 6
#define CNN_BATCH 5

/* What the process holds. */
typedef struct
{
  double heap; /* bytes in use, but for the states of runs: those have a budget */
  guint  n_threads;
  guint  n_files;
} Use;

static guint
count_entries (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

/* Until what is loaded or drawn once more for the last runs is there. */
#define SETTLING 500

static gboolean
tell_written (OvLibrary *library G_GNUC_UNUSED,
              gpointer           is_written,
              GError **error     G_GNUC_UNUSED)
{
  g_atomic_int_set ((gint *) is_written, TRUE);

  return TRUE;
}

/* Until the library has what the last runs have left, however slow the disk is: the writer does in
 * order what it is given. */
static void
wait_until_written (WindowFixture *fixture)
{
  gint is_written = FALSE;

  ov_library_writer_push (fixture->window->keeper->writer, tell_written, &is_written, NULL);
  wait_for (g_atomic_int_get (&is_written));
}

/* With the run paused and nothing left to draw, so that two measurements are of the same state. */
static Use
measure (WindowFixture *fixture)
{
  struct mallinfo2 info;
  gsize n_state_bytes;

  ov_run_pause (window_fixture_get_run (fixture));
  fixture_let_pass (SETTLING);
  wait_until_written (fixture);
  info = mallinfo2 ();
  n_state_bytes = ov_checkpoint_cache_get_n_bytes (fixture->window->keeper->states);

  return (Use) {
    .heap = (double) (info.uordblks + info.hblkhd - n_state_bytes),
    .n_threads = fixture_count_threads (),
    .n_files = count_entries ("/proc/self/fd"),
  };
}

static void
restart (WindowFixture *fixture, guint n_times)
{
  for (guint i = 0; i < n_times; i++)
    {
      window_fixture_restart (fixture);
      window_fixture_wait_for_epochs (fixture, 1 + i % 4);
    }
}

static gboolean
has_grown (const Use *start, const Use *end, double least_leak)
{
  return end->heap - start->heap >= least_leak || end->n_threads > start->n_threads
         || end->n_files > start->n_files;
}

/* A leak grows in every block of restarts; what is made once, when first asked for, in one. */
static void
assert_bounded (WindowFixture *fixture, const char *what, guint n_warm_up, guint n_restarts)
{
  const double least_leak = LEAST_LEAK * n_restarts + 300e3;
  Use start;
  Use end;

  restart (fixture, n_warm_up);
  end = measure (fixture);
  for (guint i = 0; i < N_BLOCKS && (i == 0 || has_grown (&start, &end, least_leak)); i++)
    {
      start = end;
      restart (fixture, n_restarts);
      end = measure (fixture);
      g_test_message ("%s, %u restarts: %.0f KB, %u threads, %u descriptors before; %.0f KB, %u, "
                      "%u after; %.0f bytes a restart",
                      what, n_restarts, start.heap / 1e3, start.n_threads, start.n_files,
                      end.heap / 1e3, end.n_threads, end.n_files,
                      (end.heap - start.heap) / n_restarts);
    }
  g_assert_cmpfloat (end.heap - start.heap, <, least_leak);

  /* A pool of GLib lets its idle threads go by and by. */
  g_assert_cmpuint (end.n_threads, <=, start.n_threads);
  g_assert_cmpuint (end.n_files, <=, start.n_files);
}

static void
use_small_data (WindowFixture *fixture, guint n_train, guint n_test)
{
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));
  g_autoptr (OvDataset) dataset = naive_dataset_new (n_train, n_test);

  ov_session_set_dataset (ov_window_get_session (fixture->window), dataset);
  window_fixture_wait_for_other (fixture, before);
}

static void
test_linear (WindowFixture *fixture)
{
  use_small_data (fixture, 200, 50);
  assert_bounded (fixture, "linear", WARM_UP, N_RESTARTS);
}

/* On the form of the data, whose steps are exact, and with a forecast beside each run. */
static void
test_exact (WindowFixture *fixture)
{
  use_small_data (fixture, 200, 50);
  g_settings_set_boolean (fixture->settings, "forecast", TRUE);
  wait_for (ov_quadratic_store_get_quadratic (fixture->window->quadratics) != NULL);
  assert_bounded (fixture, "linear with exact steps", WARM_UP, N_MORE_RESTARTS);
}

static void
use_preset (WindowFixture *fixture, const char *preset, guint batch_size)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, preset, NULL));
  recipe.batch_size = batch_size;
  recipe.hidden_units = N_HIDDEN;
  window_fixture_set_recipe (fixture, &recipe);
}

static void
test_two_layer (WindowFixture *fixture)
{
  use_small_data (fixture, 200, 50);
  use_preset (fixture, "two-layer-sgd", 500);
  assert_bounded (fixture, "two layers", WARM_UP, N_MORE_RESTARTS);
}

static void
test_cnn (WindowFixture *fixture)
{
  use_small_data (fixture, CNN_TRAIN, CNN_TEST);
  use_preset (fixture, "cnn", CNN_BATCH);
  assert_bounded (fixture, "CNN", WARM_UP, N_MORE_RESTARTS);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/restarts/linear", test_linear);
  window_fixture_add ("/restarts/exact", test_exact);
  window_fixture_add ("/restarts/two-layer", test_two_layer);
  window_fixture_add ("/restarts/cnn", test_cnn);

  return g_test_run ();
}
