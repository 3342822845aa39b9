/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The map of a run's path, drawn from its states while it is running and afterwards. */

#include "path-finder.h"

#include "keeper-fixture.h"
#include "run-witness.h"

#define N_EPOCHS 6

typedef struct
{
  KeeperFixture kept;
  OvPlayhead   *playhead;
  OvReplay     *replay;
  OvPathFinder *finder;
  OvRun        *run;
} Fixture;

static void
set_up (Fixture *fixture, guint n_epochs)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  *fixture = (Fixture) {0};
  keeper_fixture_set_up (&fixture->kept);
  keeper_fixture_open (&fixture->kept);
  fixture->playhead = ov_playhead_new ();
  fixture->replay = ov_replay_new (fixture->playhead);
  ov_replay_set_keeper (fixture->replay, fixture->kept.collection, fixture->kept.keeper);
  fixture->finder = ov_path_finder_new ();
  ov_path_finder_set_replay (fixture->finder, fixture->replay);

  ov_recipe_init_preset (&recipe, "two-layer-sgd", &error);
  g_assert_no_error (error);
  recipe.hidden_units = 5;
  recipe.batch_size = 90;
  recipe.momentum = 0.5;
  recipe.epochs = n_epochs;
  fixture->run = ov_run_new (&recipe, witness_get_dataset (), 1);
  ov_run_collection_begin (fixture->kept.collection, fixture->run, "data");
  ov_playhead_set_run (fixture->playhead, fixture->run);
}

static void
tear_down (Fixture *fixture)
{
  if (fixture->finder != NULL)
    g_assert_finalize_object (fixture->finder);
  ov_run_cancel (fixture->run);
  wait_in_context (NULL, ov_run_has_ended (fixture->run));
  ov_playhead_set_run (fixture->playhead, NULL);
  g_assert_finalize_object (fixture->replay);
  g_assert_finalize_object (fixture->playhead);
  g_object_unref (fixture->run);
  keeper_fixture_close (&fixture->kept);
  keeper_fixture_tear_down (&fixture->kept);
}

static void
run_to_end (Fixture *fixture)
{
  ov_run_start (fixture->run);
  wait_in_context (NULL, ov_run_has_ended (fixture->run));
}

static void
note_stage_cb (OvPathFinder *finder, guint *stages)
{
  const OvPathMap *map = ov_path_finder_get_map (finder);

  if (map != NULL)
    *stages |= 1u << map->stage;
}

/* Waits until the map is done: each better one is told of when it is there, and not only with the
 * last. */
static void
wait_for_stages (Fixture *fixture)
{
  OvPathFinder *finder = fixture->finder;
  guint stages = 0;
  guint n_maps = 0;

  g_signal_connect (finder, "changed", G_CALLBACK (note_stage_cb), &stages);
  while (ov_path_finder_get_state (finder) != OV_PATH_DONE)
    {
      const OvPathMap *before = ov_path_finder_get_map (finder);

      g_main_context_iteration (NULL, TRUE);
      if (ov_path_finder_get_map (finder) != before)
        {
          n_maps++;
          g_assert_true (stages & 1u << ov_path_finder_get_map (finder)->stage);
        }
    }
  g_assert_cmpuint (n_maps, >=, 1);
  g_signal_handlers_disconnect_by_func (finder, note_stage_cb, &stages);
}

/* Of a run that has ended the map becomes fine, and is what its states say. */
static void
test_ended (void)
{
  Fixture fixture;
  g_autoptr (OvPathMapper) mapper = NULL;
  g_autoptr (OvPathMap) expected = NULL;
  g_autoptr (GPtrArray) states = NULL;
  g_autoptr (GError) error = NULL;
  const OvPathMap *map;

  set_up (&fixture, N_EPOCHS);
  run_to_end (&fixture);
  ov_path_finder_request (fixture.finder, fixture.run, NULL);
  g_assert_cmpint (ov_path_finder_get_state (fixture.finder), ==, OV_PATH_SEARCHING);
  wait_for_stages (&fixture);

  states = ov_run_keeper_list_states (
    fixture.kept.keeper, ov_run_collection_get_front (fixture.kept.collection));
  mapper = ov_path_mapper_new (ov_run_get_recipe (fixture.run), witness_get_dataset (), 1);
  g_assert_true (ov_path_mapper_set_paths (mapper, &states, 1, TRUE, NULL));
  expected = ov_path_mapper_draw (mapper, OV_PATH_MAP_FINE, NULL, &error);
  g_assert_no_error (error);

  map = ov_path_finder_get_map (fixture.finder);
  g_assert_cmpint (map->stage, ==, OV_PATH_MAP_FINE);
  g_assert_cmpuint (map->paths->n_points, ==, N_EPOCHS + 1);
  g_assert_cmpmem (map->paths->places, map->paths->n_points * sizeof *map->paths->places,
                   expected->paths->places,
                   expected->paths->n_points * sizeof *expected->paths->places);
  g_assert_cmpmem (map->grid->losses, map->grid->n * map->grid->n * sizeof (double),
                   expected->grid->losses, expected->grid->n * expected->grid->n * sizeof (double));
  tear_down (&fixture);
}

/* The map follows a run that is running, and is refined to the end when that is over. */
static void
test_live (void)
{
  Fixture fixture;
  guint n_epochs;
  const OvPathMap *map;

  set_up (&fixture, WITNESS_ENDLESS);
  ov_run_start (fixture.run);
  ov_path_finder_request (fixture.finder, fixture.run, NULL);
  wait_in_context (NULL, ov_path_finder_get_map (fixture.finder) != NULL);
  map = ov_path_finder_get_map (fixture.finder);
  n_epochs = map->paths->n_epochs[map->paths->n_points - 1];
  wait_in_context (NULL, (map = ov_path_finder_get_map (fixture.finder)) != NULL
                           && map->paths->n_epochs[map->paths->n_points - 1] > n_epochs);

  ov_run_cancel (fixture.run);
  wait_in_context (NULL, ov_path_finder_get_state (fixture.finder) == OV_PATH_DONE
                           && ov_path_finder_get_map (fixture.finder)->stage == OV_PATH_MAP_FINE);
  tear_down (&fixture);
}

/* Nothing is computed while nobody looks; what was begun is taken up again. */
static void
test_inactive (void)
{
  Fixture fixture;

  set_up (&fixture, N_EPOCHS);
  run_to_end (&fixture);
  ov_path_finder_set_active (fixture.finder, FALSE);
  ov_path_finder_request (fixture.finder, fixture.run, NULL);
  witness_drain (50);
  g_assert_null (ov_path_finder_get_map (fixture.finder));

  for (guint i = 0; i < 5; i++)
    {
      ov_path_finder_set_active (fixture.finder, TRUE);
      witness_drain (3 * i);
      ov_path_finder_set_active (fixture.finder, FALSE);
    }
  ov_path_finder_set_active (fixture.finder, TRUE);
  wait_in_context (NULL, ov_path_finder_get_state (fixture.finder) == OV_PATH_DONE);
  g_assert_cmpint (ov_path_finder_get_map (fixture.finder)->stage, ==, OV_PATH_MAP_FINE);

  ov_path_finder_request (fixture.finder, NULL, NULL);
  g_assert_null (ov_path_finder_get_map (fixture.finder));
  g_assert_cmpint (ov_path_finder_get_state (fixture.finder), ==, OV_PATH_NONE);
  tear_down (&fixture);
}

/* A run of the fixture's recipe but for its rate, in front of the others from now on. */
static OvRunItem *
begin_other (Fixture *fixture, double learning_rate)
{
  OvRecipe recipe = *ov_run_get_recipe (fixture->run);

  recipe.learning_rate = learning_rate;
  recipe.epochs = 3;
  g_object_unref (fixture->run);
  fixture->run = ov_run_new (&recipe, witness_get_dataset (), 1);
  ov_playhead_set_run (fixture->playhead, fixture->run);

  return ov_run_collection_begin (fixture->kept.collection, fixture->run, "data");
}

/* Runs from one start are on one map, but for those of whom nothing is kept; they come and go while
 * the map stays. */
static void
test_peers (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) peers = g_ptr_array_new ();
  g_autoptr (OvRunItem) unknown = NULL;
  OvRunItem *first;

  set_up (&fixture, N_EPOCHS);
  run_to_end (&fixture);
  first = ov_run_collection_get_front (fixture.kept.collection);
  unknown = ov_run_item_new ("nobody", "Nobody", 3, ov_run_item_get_recipe (first), "data", "Data",
                             0);
  begin_other (&fixture, 3e-4);
  run_to_end (&fixture);

  g_ptr_array_add (peers, unknown);
  g_ptr_array_add (peers, first);
  ov_path_finder_request (fixture.finder, fixture.run, peers);
  wait_in_context (NULL, ov_path_finder_get_state (fixture.finder) == OV_PATH_DONE);
  g_assert_cmpuint (ov_path_finder_get_map (fixture.finder)->n_paths, ==, 2);
  g_assert_cmpuint (ov_path_finder_get_map (fixture.finder)->paths[0].n_points, ==, 3 + 1);
  g_assert_cmpuint (ov_path_finder_get_map (fixture.finder)->paths[1].n_points, ==, N_EPOCHS + 1);
  g_assert_cmpuint (ov_path_finder_get_company (fixture.finder)->peers->len, ==, 1);
  g_assert_true (ov_path_finder_get_company (fixture.finder)->peers->pdata[0] == first);
  g_assert_cmpuint (ov_path_finder_get_company (fixture.finder)->n_stateless, ==, 1);

  g_ptr_array_set_size (peers, 0);
  ov_path_finder_request (fixture.finder, fixture.run, peers);
  g_assert_nonnull (ov_path_finder_get_map (fixture.finder));
  g_assert_cmpint (ov_path_finder_get_state (fixture.finder), ==, OV_PATH_SEARCHING);
  wait_in_context (NULL, ov_path_finder_get_state (fixture.finder) == OV_PATH_DONE);
  g_assert_cmpuint (ov_path_finder_get_map (fixture.finder)->n_paths, ==, 1);
  g_assert_cmpuint (ov_path_finder_get_company (fixture.finder)->peers->len, ==, 0);
  tear_down (&fixture);
}

/* The run in front may be over while another one on its map goes on. */
static void
test_live_peer (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) peers = g_ptr_array_new ();
  g_autoptr (OvRun) front = NULL;
  OvRunItem *first;
  guint n_points;

  set_up (&fixture, N_EPOCHS);
  run_to_end (&fixture);
  front = g_object_ref (fixture.run);
  first = ov_run_collection_get_front (fixture.kept.collection);
  g_ptr_array_add (peers, begin_other (&fixture, 3e-4));
  ov_run_step (fixture.run);
  wait_in_context (NULL, ov_run_get_state (fixture.run) == OV_RUN_PAUSED);
  g_assert_cmpuint (ov_history_get_n_epochs (ov_run_get_history (fixture.run)), ==, 1);
  ov_run_collection_set_front (fixture.kept.collection, first);
  ov_playhead_set_run (fixture.playhead, front);

  ov_path_finder_request (fixture.finder, front, peers);
  wait_in_context (NULL, ov_path_finder_get_map (fixture.finder) != NULL
                           && ov_path_finder_get_map (fixture.finder)->n_paths == 2);
  n_points = ov_path_finder_get_map (fixture.finder)->paths[1].n_points;
  ov_run_resume (fixture.run);
  wait_in_context (NULL, ov_run_has_ended (fixture.run));
  wait_in_context (NULL, ov_path_finder_get_map (fixture.finder)->paths[1].n_points > n_points);
  tear_down (&fixture);
}

/* One epoch has no plane. A finder that goes while it draws waits for nobody. */
static void
test_too_short (void)
{
  Fixture fixture;

  set_up (&fixture, 1);
  run_to_end (&fixture);
  ov_path_finder_request (fixture.finder, fixture.run, NULL);
  wait_in_context (NULL, ov_path_finder_get_state (fixture.finder) == OV_PATH_TOO_SHORT);
  g_assert_null (ov_path_finder_get_map (fixture.finder));
  tear_down (&fixture);

  set_up (&fixture, N_EPOCHS);
  run_to_end (&fixture);
  ov_path_finder_request (fixture.finder, fixture.run, NULL);
  wait_in_context (NULL, ov_path_finder_get_map (fixture.finder) != NULL);
  g_assert_finalize_object (g_steal_pointer (&fixture.finder));
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  witness_start (&argc, &argv);
  g_test_add_func ("/path-finder/ended", test_ended);
  g_test_add_func ("/path-finder/live", test_live);
  g_test_add_func ("/path-finder/inactive", test_inactive);
  g_test_add_func ("/path-finder/peers", test_peers);
  g_test_add_func ("/path-finder/live-peer", test_live_peer);
  g_test_add_func ("/path-finder/too-short", test_too_short);

  return witness_finish ();
}
