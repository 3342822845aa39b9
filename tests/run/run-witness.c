/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-witness.h"

#include <math.h>

#include "naive.h"

/* How long threads that were joined may take to leave the kernel's list, in milliseconds. */
#define PATIENCE 20000

/* ThreadSanitizer makes every step many times as long, and sees as much in fewer. */
#ifdef __SANITIZE_THREAD__
#define N_TRAIN 187
#else
#define N_TRAIN 401
#endif
#define N_TEST 53

static OvDataset *dataset;

/* Every epoch arrives once, in order, and is in the history when it is told. */
static void
epochs_added_cb (OvRun *run, guint n_added, Witness *self)
{
  const OvHistory *history = ov_run_get_history (run);

  g_assert_true (g_thread_self () == self->thread);
  g_assert_cmpuint (n_added, >, 0);
  for (guint i = 0; i < n_added; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (history, self->n_epochs + i);

      g_assert_cmpuint (epoch->index, ==, self->n_epochs + i);
    }
  self->n_epochs += n_added;
  g_assert_cmpuint (ov_history_get_n_epochs (history), ==, self->n_epochs);
  g_assert_cmpuint (self->n_epochs, <=, ov_run_get_recipe (run)->epochs);
}

static void
templates_changed_cb (OvRun *run, Witness *self)
{
  const OvTemplates *templates = ov_run_get_templates (run);

  g_assert_true (g_thread_self () == self->thread);
  g_assert_nonnull (templates);
  for (guint k = 0; k < OV_N_CLASSES; k++)
    for (guint i = 0; i < OV_IMAGE_SIZE; i++)
      g_assert_true (isfinite (templates->values[k][i]));
  self->n_templates++;
}

static void
progress_changed_cb (OvRun *run, Witness *self)
{
  const OvProgress *progress = ov_run_get_progress (run);

  g_assert_true (g_thread_self () == self->thread);
  g_assert_cmpuint (progress->images_done, >, 0);
  g_assert_cmpuint (progress->images_done, <=, progress->images_total);
  g_assert_cmpuint (progress->epoch, <, ov_run_get_recipe (run)->epochs);
  g_assert_cmpuint (progress->epoch, >=, self->n_epochs);
  self->n_progress++;
}

static void
state_changed_cb (OvRun *run, Witness *self)
{
  const OvRunState state = ov_run_get_state (run);

  g_assert_true (g_thread_self () == self->thread);
  g_assert_cmpint (state, !=, OV_RUN_IDLE);
  if (self->states->len > 0)
    g_assert_cmpint (g_array_index (self->states, OvRunState, self->states->len - 1), <,
                     OV_RUN_ENDED);
  g_assert_cmpint (ov_run_has_ended (run), ==, state == OV_RUN_ENDED);
  g_assert_cmpint (ov_run_get_outcome (run) != OV_OUTCOME_NONE, ==, state == OV_RUN_ENDED);
  g_assert_cmpint (ov_run_get_record (run)->error != NULL, ==,
                   ov_run_get_outcome (run) == OV_OUTCOME_FAILED);
  g_array_append_val (self->states, state);
}

static void
witness_init (Witness *self, OvRun *run)
{
  *self = (Witness) {.run = run, .thread = g_thread_self ()};
  self->states = g_array_new (FALSE, FALSE, sizeof (OvRunState));
  g_object_add_weak_pointer (G_OBJECT (run), (gpointer *) &self->run);
  g_signal_connect (run, "epochs-added", G_CALLBACK (epochs_added_cb), self);
  g_signal_connect (run, "templates-changed", G_CALLBACK (templates_changed_cb), self);
  g_signal_connect (run, "progress-changed", G_CALLBACK (progress_changed_cb), self);
  g_signal_connect (run, "state-changed", G_CALLBACK (state_changed_cb), self);
}

/* Gives up the run, which the caller owned alone. */
void
witness_clear (Witness *self)
{
  g_assert_finalize_object (self->run);
  g_assert_null (self->run);
  g_array_unref (self->states);
}

void
witness_wait_for_state (Witness *self, OvRunState state)
{
  wait_in_context (g_main_context_get_thread_default (), ov_run_get_state (self->run) == state);
}

/* Waits for the end, whatever it is. */
void
witness_wait_for_outcome (Witness *self, OvOutcome outcome)
{
  witness_wait_for_state (self, OV_RUN_ENDED);
  g_assert_cmpint (ov_run_get_outcome (self->run), ==, outcome);
}

void
witness_wait_for_epochs (Witness *self, guint n_epochs)
{
  wait_in_context (g_main_context_get_thread_default (), self->n_epochs >= n_epochs);
}

/* Lets everything arrive that arrives within a time. */
void
witness_drain (guint milliseconds)
{
  const gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  do
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
  while (g_get_monotonic_time () < end);
}

/* All states that were told, from the first. */
void
witness_assert_states (Witness *self, guint n_states, ...)
{
  va_list states;

  va_start (states, n_states);
  for (guint i = 0; i < n_states; i++)
    {
      g_assert_cmpuint (self->states->len, >, i);
      g_assert_cmpint (g_array_index (self->states, OvRunState, i), ==, va_arg (states, int));
    }
  va_end (states);
  g_assert_cmpuint (self->states->len, ==, n_states);
}

static guint
witness_count_threads (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, &error);
  guint n_threads = 0;

  g_assert_no_error (error);
  while (g_dir_read_name (tasks) != NULL)
    n_threads++;

  return n_threads;
}

/* A joined thread stays in the list for a moment. */
static void
witness_assert_threads (guint n_threads)
{
  for (guint i = 0; i < PATIENCE && witness_count_threads () > n_threads; i++)
    g_usleep (1000);
  g_assert_cmpuint (witness_count_threads (), <=, n_threads);
}

void
witness_init_recipe (OvRecipe *recipe, guint epochs)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, "linear", &error);
  g_assert_no_error (error);
  recipe->epochs = epochs;
}

/* What all runs train on. */
OvDataset *
witness_get_dataset (void)
{
  return dataset;
}

OvRun *
witness_run_new (Witness *self, const OvRecipe *recipe)
{
  OvRun *run = ov_run_new (recipe, dataset, 2);

  witness_init (self, run);

  return run;
}

OvRun *
witness_endless_run_new (Witness *self)
{
  OvRecipe recipe;

  witness_init_recipe (&recipe, WITNESS_ENDLESS);

  return witness_run_new (self, &recipe);
}

static gpointer
do_nothing (gpointer data)
{
  return NULL;
}

void
witness_start (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  dataset = naive_dataset_new (N_TRAIN, N_TEST);

  /* With the first thread of a program, ThreadSanitizer starts one of its own that stays. */
  g_thread_join (g_thread_new ("first", do_nothing, NULL));
}

static void
run_and_count (gconstpointer data)
{
  void (*test) (void) = (void (*) (void)) data;
  const guint n_threads = witness_count_threads ();

  test ();
  witness_assert_threads (n_threads);
}

/* Every test ends with the threads that it began with. */
void
witness_add_test (const char *path, void (*test) (void))
{
  g_test_add_data_func (path, (gconstpointer) test, run_and_count);
}

int
witness_finish (void)
{
  const int status = g_test_run ();

  ov_dataset_unref (dataset);

  return status;
}
