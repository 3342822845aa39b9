/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checkpoint-cache.h"

#include "checkpoint-interval.h"
#include "run-witness.h"

/* The states of runs in memory. */

/* Some of them are between two states that are kept. */
#define N_EPOCHS 150
#define ENOUGH ((gsize) 1 << 30)

/* However long a run is, its states are neither few nor many, and none comes anew. */
static void
test_interval (void)
{
  for (guint n = 1; n < 10000; n++)
    {
      const guint interval = ov_checkpoint_interval_get (n);

      g_assert_cmpuint (n / interval, <=, 64);
      if (n > 64)
        g_assert_cmpuint (n / interval, >=, 32);
      g_assert_cmpuint (ov_checkpoint_interval_get (n + 1) % interval, ==, 0);
    }
}

static void
checkpoint_taken_cb (OvRun             *run,
                     OvCheckpoint      *checkpoint,
                     OvCheckpointCache *cache)
{
  ov_checkpoint_cache_add (cache, ov_run_get_record (run), checkpoint);
}

static void
train (Witness           *witness,
       OvCheckpointCache *cache,
       double             learning_rate,
       guint              n_epochs)
{
  OvRecipe recipe;
  OvRun *run;

  witness_init_recipe (&recipe, n_epochs);
  recipe.learning_rate = learning_rate;
  run = witness_run_new (witness, &recipe);
  ov_run_set_checkpoint_interval (run, OV_CHECKPOINT_INTERVAL_GROWS);
  g_signal_connect (run, "checkpoint-taken", G_CALLBACK (checkpoint_taken_cb), cache);
  ov_run_start (run);
  witness_wait_for_outcome (witness, OV_OUTCOME_FINISHED);
}

static guint
get_best (OvRunRecord *record)
{
  return ov_history_get_best (record->history, OV_EPOCH_TEST_ACCURACY)->index + 1;
}

static gboolean
has_state (OvCheckpointCache *cache,
           OvRunRecord       *record,
           guint              n_epochs)
{
  OvCheckpoint *found = ov_checkpoint_cache_find (cache, record, n_epochs);

  return found != NULL && ov_checkpoint_get_n_epochs (found) == n_epochs;
}

static void
test_spread (void)
{
  g_autoptr (OvCheckpointCache) cache = ov_checkpoint_cache_new (ENOUGH);
  const guint interval = ov_checkpoint_interval_get (N_EPOCHS);
  guint n_states = 0;
  OvRunRecord *record;
  Witness witness;

  train (&witness, cache, 1e-3, N_EPOCHS);
  record = ov_run_get_record (witness.run);
  for (guint n = interval; n <= N_EPOCHS; n += interval)
    g_assert_true (has_state (cache, record, n));
  g_assert_true (has_state (cache, record, N_EPOCHS));
  g_assert_true (has_state (cache, record, get_best (record)));
  g_assert_null (ov_checkpoint_cache_find (cache, record, 0));
  for (guint n = 1; n <= N_EPOCHS; n++)
    n_states += has_state (cache, record, n);
  g_assert_cmpuint (n_states, >=, N_EPOCHS / interval);
  g_assert_cmpuint (n_states, <=, N_EPOCHS / interval + 3);
  witness_clear (&witness);
}

/* With little room the run that is running keeps more than those before it, but what anybody would
 * resume stays of each. */
static void
test_budget (void)
{
  g_autoptr (OvCheckpointCache) cache = NULL;
  OvRunRecord *record;
  Witness first;
  Witness second;
  gsize size;

  cache = ov_checkpoint_cache_new (ENOUGH);
  train (&first, cache, 1e-3, 1);
  record = ov_run_get_record (first.run);
  size = ov_checkpoint_get_n_bytes (ov_checkpoint_cache_find (cache, record, 1));
  witness_clear (&first);
  g_clear_pointer (&cache, ov_checkpoint_cache_free);

  cache = ov_checkpoint_cache_new (20 * size);
  train (&first, cache, 1e-3, N_EPOCHS);
  g_assert_cmpuint (ov_checkpoint_cache_get_n_bytes (cache), <=, 20 * size);
  g_assert_cmpuint (ov_checkpoint_cache_get_n_bytes (cache), >=, 8 * size);
  train (&second, cache, 2e-3, N_EPOCHS);
  g_assert_cmpuint (ov_checkpoint_cache_get_n_bytes (cache), <=, 20 * size);
  g_assert_true (has_state (cache, ov_run_get_record (first.run), N_EPOCHS));
  record = ov_run_get_record (second.run);
  g_assert_true (has_state (cache, record, N_EPOCHS));
  g_assert_true (has_state (cache, record, get_best (record)));
  g_assert_nonnull (ov_checkpoint_cache_find (cache, record, N_EPOCHS / 4));
  witness_clear (&first);
  witness_clear (&second);
}

int
main (int    argc,
      char **argv)
{
  witness_start (&argc, &argv);

  witness_add_test ("/checkpoint-cache/interval", test_interval);
  witness_add_test ("/checkpoint-cache/spread", test_spread);
  witness_add_test ("/checkpoint-cache/budget", test_budget);

  return witness_finish ();
}
