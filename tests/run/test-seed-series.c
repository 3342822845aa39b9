/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seed-series.h"

#include "run-witness.h"

#define N_EPOCHS 4

typedef struct
{
  OvSession       *session;
  OvRunCollection *collection;
  OvSeedSeries    *series;
  GArray          *seeds; /* of guint: of the runs that the session started */
  guint            n_changes;
  guint            n_finishes;
} Fixture;

static void
run_started_cb (OvSession *session,
                OvRun     *run,
                OvRun     *previous,
                Fixture   *fixture)
{
  ov_run_collection_begin (fixture->collection, run, "data");
  g_array_append_val (fixture->seeds, ov_run_get_recipe (run)->seed);
}

/* As the window does it. */
static void
recipe_wanted_cb (OvSeedSeries   *series,
                  const OvRecipe *recipe,
                  Fixture        *fixture)
{
  if (ov_recipe_equal (recipe, ov_session_get_recipe (fixture->session)))
    ov_session_restart (fixture->session);
  else
    ov_session_set_recipe (fixture->session, recipe);
}

static void
count_cb (OvSeedSeries *series,
          guint        *n)
{
  (*n)++;
}

static void
set_up (Fixture *fixture)
{
  *fixture = (Fixture) {.session = ov_session_new (1),
                        .collection = ov_run_collection_new (2, 6),
                        .seeds = g_array_new (FALSE, FALSE, sizeof (guint))};
  g_signal_connect (fixture->session, "run-started", G_CALLBACK (run_started_cb), fixture);
  fixture->series = ov_seed_series_new (fixture->session, fixture->collection);
  g_signal_connect (fixture->series, "recipe-wanted", G_CALLBACK (recipe_wanted_cb), fixture);
  g_signal_connect (fixture->series, "changed", G_CALLBACK (count_cb), &fixture->n_changes);
  g_signal_connect (fixture->series, "finished", G_CALLBACK (count_cb), &fixture->n_finishes);
}

static void
tear_down (Fixture *fixture)
{
  OvRun *run = ov_session_get_run (fixture->session);

  ov_session_stop (fixture->session);
  wait_in_context (NULL, run == NULL || ov_run_has_ended (run));
  g_assert_finalize_object (fixture->series);
  g_object_unref (fixture->session);
  g_object_unref (fixture->collection);
  g_array_unref (fixture->seeds);
}

static OvRecipe
make_recipe (guint seed,
             guint n_epochs)
{
  OvRecipe recipe;

  witness_init_recipe (&recipe, n_epochs);
  recipe.seed = seed;

  return recipe;
}

/* Sets the data and a recipe, which the session begins to run. */
static void
begin (Fixture        *fixture,
       const OvRecipe *recipe)
{
  ov_session_set_recipe (fixture->session, recipe);
  ov_session_set_dataset (fixture->session, witness_get_dataset ());
}

static void
wait_for_end (Fixture *fixture)
{
  wait_in_context (NULL, !ov_seed_series_is_running (fixture->series));
}

static void
assert_seeds (Fixture     *fixture,
              const guint *seeds,
              guint        n)
{
  g_assert_cmpmem (fixture->seeds->data, fixture->seeds->len * sizeof (guint), seeds,
                   n * sizeof (guint));
}

/* Five seeds, one after the other: the first one is the run that is under way. */
static void
test_all (void)
{
  static const guint expected[] = {7, 8, 9, 10, 11};
  const OvRecipe recipe = make_recipe (7, N_EPOCHS);
  g_autoptr (GPtrArray) items = NULL;
  Fixture fixture;

  set_up (&fixture);
  begin (&fixture, &recipe);
  ov_seed_series_start (fixture.series, &recipe);
  g_assert_true (ov_seed_series_is_running (fixture.series));
  g_assert_cmpuint (ov_seed_series_get_position (fixture.series), ==, 0);
  wait_for_end (&fixture);
  assert_seeds (&fixture, expected, 5);
  g_assert_cmpuint (fixture.n_finishes, ==, 1);
  g_assert_cmpuint (fixture.n_changes, ==, 6);

  items = ov_seed_series_list_items (fixture.series);
  g_assert_cmpuint (items->len, ==, 5);
  for (guint i = 0; i < items->len; i++)
    {
      const OvHistory *history = ov_run_get_history (ov_run_item_get_run (items->pdata[i]));

      g_assert_true (ov_run_item_is_shown (items->pdata[i]));
      g_assert_cmpuint (ov_history_get_n_epochs (history), ==, N_EPOCHS);

      /* Each has a result of its own. */
      for (guint k = 0; k < i; k++)
        g_assert_cmpfloat (
          ov_history_get_last (history)->train_loss, !=,
          ov_history_get_last (ov_run_get_history (ov_run_item_get_run (items->pdata[k])))
            ->train_loss);
    }

  /* All are there, so that none is run again. */
  ov_seed_series_start (fixture.series, &recipe);
  g_assert_false (ov_seed_series_is_running (fixture.series));
  g_assert_cmpuint (fixture.n_finishes, ==, 2);
  assert_seeds (&fixture, expected, 5);
  tear_down (&fixture);
}

/* What was run before is not run again, unless it was broken off. */
static void
test_missing (void)
{
  static const guint seeds[] = {3, 2};
  static const guint expected[] = {3, 2, 1, 4, 5};
  Fixture fixture;

  set_up (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      const OvRecipe recipe = make_recipe (seeds[i], N_EPOCHS);

      if (i == 0)
        begin (&fixture, &recipe);
      else
        ov_session_set_recipe (fixture.session, &recipe);
      wait_in_context (NULL, ov_run_has_ended (ov_session_get_run (fixture.session)));
    }
  {
    const OvRecipe first = make_recipe (1, N_EPOCHS);

    ov_seed_series_start (fixture.series, &first);
  }
  wait_for_end (&fixture);
  assert_seeds (&fixture, expected, 5);
  tear_down (&fixture);
}

/* A stop lets the run that is under way go on, and begins no other. */
static void
test_stop (void)
{
  static const guint expected[] = {0};
  const OvRecipe recipe = make_recipe (0, N_EPOCHS);
  Fixture fixture;

  set_up (&fixture);
  begin (&fixture, &recipe);
  ov_seed_series_start (fixture.series, &recipe);
  ov_seed_series_stop (fixture.series);
  g_assert_false (ov_seed_series_is_running (fixture.series));
  wait_in_context (NULL, ov_run_has_ended (ov_session_get_run (fixture.session)));
  witness_drain (20);
  g_assert_cmpint (ov_run_get_outcome (ov_session_get_run (fixture.session)), ==,
                   OV_OUTCOME_FINISHED);
  assert_seeds (&fixture, expected, 1);
  g_assert_cmpuint (fixture.n_finishes, ==, 0);
  tear_down (&fixture);
}

/* A person who looks at an earlier run is not torn away from it when the next seed begins. */
static void
test_view (void)
{
  const OvRecipe recipe = make_recipe (0, N_EPOCHS);
  Fixture fixture;
  OvRunItem *first;

  set_up (&fixture);
  begin (&fixture, &recipe);
  ov_seed_series_start (fixture.series, &recipe);
  first = ov_run_collection_get_current (fixture.collection);
  wait_in_context (NULL, fixture.seeds->len == 2);
  g_assert_true (ov_run_collection_get_front (fixture.collection) != first);
  ov_run_collection_set_front (fixture.collection, first);
  wait_for_end (&fixture);
  g_assert_true (ov_run_collection_get_front (fixture.collection) == first);
  tear_down (&fixture);
}

/* The seed has a say in the result of every recipe. */
static void
test_every_recipe (void)
{
  const char *const *presets = ov_recipe_list_presets ();

  for (guint i = 0; presets[i] != NULL; i++)
    {
      double losses[2];

      for (guint seed = 0; seed < G_N_ELEMENTS (losses); seed++)
        {
          OvRecipe recipe;
          OvRun *run;

          g_assert_true (ov_recipe_init_preset (&recipe, presets[i], NULL));
          recipe.epochs = 1;
          recipe.seed = seed;
          run = ov_run_new (&recipe, witness_get_dataset (), 1);
          ov_run_start (run);
          wait_in_context (NULL, ov_run_has_ended (run));
          losses[seed] = ov_history_get_last (ov_run_get_history (run))->test_loss;
          g_assert_finalize_object (run);
        }
      g_assert_cmpfloat (losses[0], !=, losses[1]);
    }
}

/* Whoever runs something else has other plans. The same recipe once more is still the series'. */
static void
test_interrupted (void)
{
  static const guint expected[] = {0, 0, 50};
  const OvRecipe recipe = make_recipe (0, WITNESS_ENDLESS);
  const OvRecipe other = make_recipe (50, N_EPOCHS);
  Fixture fixture;

  set_up (&fixture);
  begin (&fixture, &recipe);
  ov_seed_series_start (fixture.series, &recipe);
  ov_session_restart (fixture.session);
  wait_in_context (NULL, fixture.seeds->len == 2);
  g_assert_true (ov_seed_series_is_running (fixture.series));
  ov_session_set_recipe (fixture.session, &other);
  wait_for_end (&fixture);
  wait_in_context (NULL, ov_run_has_ended (ov_session_get_run (fixture.session)));
  witness_drain (20);
  assert_seeds (&fixture, expected, 3);
  g_assert_cmpuint (fixture.n_finishes, ==, 0);
  tear_down (&fixture);
}

/* A run that is paused goes on; near the largest seed there are still five. */
static void
test_edges (void)
{
  static const guint expected[] = {G_MAXUINT32 - 4, G_MAXUINT32 - 3, G_MAXUINT32 - 2,
                                   G_MAXUINT32 - 1, G_MAXUINT32};
  const OvRecipe last = make_recipe (G_MAXUINT32, N_EPOCHS);
  OvRecipe first = last;
  Fixture fixture;

  set_up (&fixture);
  first.seed = G_MAXUINT32 - 4;
  begin (&fixture, &first);
  ov_run_pause (ov_session_get_run (fixture.session));
  ov_seed_series_start (fixture.series, &last);
  wait_for_end (&fixture);
  assert_seeds (&fixture, expected, 5);
  tear_down (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  witness_start (&argc, &argv);

  witness_add_test ("/seed-series/all", test_all);
  witness_add_test ("/seed-series/missing", test_missing);
  witness_add_test ("/seed-series/stop", test_stop);
  witness_add_test ("/seed-series/interrupted", test_interrupted);
  witness_add_test ("/seed-series/edges", test_edges);
  witness_add_test ("/seed-series/view", test_view);
  witness_add_test ("/seed-series/every-recipe", test_every_recipe);

  return witness_finish ();
}
