/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay.h"

#include <math.h>

#include "exact-origin.h"
#include "keeper-fixture.h"
#include "quadratic-fixture.h"
#include "run-witness.h"

/* What a run had learned by an epoch, found again, is what the run itself showed then. */

#define N_EPOCHS 9

/* How far a value may be off that comes from the closed form, as a share of the largest one. */
#define TOLERANCE 5e-4

typedef struct
{
  KeeperFixture kept;
  OvPlayhead   *playhead;
  OvReplay     *replay;
  OvTemplates  *shown[N_EPOCHS]; /* by the run itself, after each epoch */
  guint         n_changes;
} Fixture;

static void
count_cb (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
open_library (Fixture *fixture)
{
  keeper_fixture_open (&fixture->kept);
  fixture->playhead = ov_playhead_new ();
  fixture->replay = ov_replay_new (fixture->playhead);
  ov_replay_set_keeper (fixture->replay, fixture->kept.collection, fixture->kept.keeper);
  g_signal_connect_swapped (fixture->replay, "changed", G_CALLBACK (count_cb), fixture);
}

static void
close_library (Fixture *fixture)
{
  ov_playhead_set_run (fixture->playhead, NULL);
  g_assert_finalize_object (fixture->replay);
  g_assert_finalize_object (fixture->playhead);
  keeper_fixture_close (&fixture->kept);
}

static void
set_up (Fixture *fixture)
{
  *fixture = (Fixture) {0};
  keeper_fixture_set_up (&fixture->kept);
  open_library (fixture);
}

static void
tear_down (Fixture *fixture)
{
  close_library (fixture);
  keeper_fixture_tear_down (&fixture->kept);
  for (guint i = 0; i < N_EPOCHS; i++)
    g_clear_pointer (&fixture->shown[i], ov_templates_free);
}

static void
init_two_layer (OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, "two-layer-sgd", &error);
  g_assert_no_error (error);
  recipe->hidden_units = 13;
  recipe->batch_size = 90;
  recipe->momentum = 0.5;
  recipe->epochs = N_EPOCHS;
}

/* Trains epoch for epoch, and copies what the run shows after each. */
static OvRunItem *
train (Fixture        *fixture,
       const OvRecipe *recipe,
       OvDataset      *dataset)
{
  g_autoptr (OvRun) run = ov_run_new (recipe, dataset, 1);
  OvRunItem *item = ov_run_collection_begin (fixture->kept.collection, run, "data");

  ov_playhead_set_run (fixture->playhead, run);
  for (guint i = 0; i < recipe->epochs; i++)
    {
      ov_run_step (run);
      wait_in_context (NULL, ov_history_get_n_epochs (ov_run_get_history (run)) == i + 1
                               && ov_run_get_state (run) >= OV_RUN_PAUSED);
      fixture->shown[i] = ov_templates_copy (ov_run_get_templates (run));
    }
  ov_run_resume (run);
  wait_in_context (NULL, ov_run_has_ended (run));

  return item;
}

/* Looks at an epoch and waits for what is shown of it. */
static OvReplayKind
look_at (Fixture *fixture,
         guint    epoch)
{
  fixture->n_changes = 0;
  ov_playhead_set_epoch (fixture->playhead, epoch);
  wait_in_context (NULL, fixture->n_changes > 0);

  return ov_replay_get_kind (fixture->replay);
}

static void
assert_shown (Fixture *fixture,
              guint    epoch)
{
  g_assert_cmpuint (ov_replay_get_epoch (fixture->replay), ==, epoch);
  g_assert_cmpmem (ov_replay_get_templates (fixture->replay), sizeof (OvTemplates),
                   fixture->shown[epoch], sizeof (OvTemplates));
}

/* From the states that are kept, to the last bit, backwards and forwards; and the next day. */
static void
test_states (void)
{
  Fixture fixture;
  OvRunItem *item;
  OvRecipe recipe;
  guint n_exact = 0;

  set_up (&fixture);
  init_two_layer (&recipe);
  item = train (&fixture, &recipe, witness_get_dataset ());
  g_assert_cmpint (ov_replay_get_kind (fixture.replay), ==, OV_REPLAY_OWN);
  g_assert_true (ov_replay_get_templates (fixture.replay)
                 == ov_run_get_templates (ov_run_item_get_run (item)));

  for (guint i = 0; i < 2 * N_EPOCHS - 3; i++)
    {
      const guint epoch = i < N_EPOCHS - 1 ? N_EPOCHS - 2 - i : i - (N_EPOCHS - 2);
      const OvReplayKind kind = look_at (&fixture, epoch);

      if (kind == OV_REPLAY_NONE)
        continue;
      g_assert_cmpint (kind, ==,
                       ov_replay_get_epoch (fixture.replay) == epoch ? OV_REPLAY_EXACT
                                                                     : OV_REPLAY_NEAREST);
      g_assert_cmpuint (ov_replay_get_epoch (fixture.replay), <=, epoch);
      assert_shown (&fixture, ov_replay_get_epoch (fixture.replay));
      g_assert_nonnull (ov_replay_get_features (fixture.replay));
      n_exact += kind == OV_REPLAY_EXACT;
    }
  g_assert_cmpuint (n_exact, >, N_EPOCHS / 2);

  /* Back at the newest epoch it is the run's own again, at once. */
  ov_playhead_follow (fixture.playhead);
  g_assert_cmpint (ov_replay_get_kind (fixture.replay), ==, OV_REPLAY_OWN);

  close_library (&fixture);
  open_library (&fixture);
  recipe.epochs = 1;
  recipe.seed++;
  g_clear_pointer (&fixture.shown[0], ov_templates_free);
  train (&fixture, &recipe, witness_get_dataset ());
  item = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture.kept.collection)); i++)
    {
      OvRunItem *other = keeper_fixture_get_item (&fixture.kept, i);

      if (!ov_run_item_is_current (other))
        item = other;
    }
  g_assert_nonnull (item);
  ov_run_collection_set_front (fixture.kept.collection, item);
  ov_run_keeper_load (fixture.kept.keeper, item);
  wait_in_context (NULL, ov_run_item_get_run (item) != NULL);
  fixture.n_changes = 0;
  ov_playhead_set_run (fixture.playhead, ov_run_item_get_run (item));
  wait_in_context (NULL, fixture.n_changes > 0);
  g_assert_cmpint (ov_replay_get_kind (fixture.replay), ==, OV_REPLAY_EXACT);
  assert_shown (&fixture, N_EPOCHS - 1);

  /* What was found is forgotten when it may be found in another way; until it is, there is nothing,
   * whoever asks. */
  fixture.n_changes = 0;
  ov_replay_set_quadratic (fixture.replay, NULL, NULL);
  g_assert_cmpuint (ov_replay_get_epoch (fixture.replay), ==, OV_EPOCH_NEVER);
  g_assert_null (ov_replay_get_templates (fixture.replay));
  g_assert_null (ov_replay_get_features (fixture.replay));
  wait_in_context (NULL, fixture.n_changes > 0);
  assert_shown (&fixture, N_EPOCHS - 1);
  tear_down (&fixture);
}

static void
computed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  OvRunOrigin **origin = data;
  g_autoptr (GError) error = NULL;

  *origin = ov_exact_origin_find_finish (result, &error);
  g_assert_no_error (error);
}

/* A branch can begin with exactly what is shown of the epoch that is looked at. */
static void
check_origin (Fixture *fixture, guint epoch)
{
  OvRun *run = ov_playhead_get_run (fixture->playhead);
  const OvTemplates *templates = ov_replay_get_templates (fixture->replay);
  OvRunOrigin *origin = NULL;
  const float *weights;

  g_assert_null (ov_replay_get_form (fixture->replay, run, N_EPOCHS + 1));
  g_assert_null (ov_replay_get_form (fixture->replay, NULL, 1));
  ov_exact_origin_find (ov_replay_get_form (fixture->replay, run, epoch + 1),
                        ov_run_collection_get_front (fixture->kept.collection), epoch + 1, NULL,
                        computed_cb, &origin);
  wait_in_context (NULL, origin != NULL);
  g_assert_cmpuint (origin->n_epochs, ==, epoch + 1);
  g_assert_true (origin->is_branch);
  g_assert_cmpuint (ov_history_get_n_epochs (origin->record->history), ==, epoch + 1);
  weights = ov_checkpoint_get_parameters (origin->checkpoint);
  for (guint k = 0; k < OV_N_CLASSES; k++)
    g_assert_cmpmem (&weights[k * OV_IMAGE_SIZE], OV_IMAGE_SIZE * sizeof (float),
                     templates->values[k], OV_IMAGE_SIZE * sizeof (float));
  ov_run_origin_unref (origin);
}

/* From the quadratic form, at every epoch; what is dragged past is not looked for. */
static void
test_form (void)
{
  OvDataset *dataset = fixture_make_images (230, 20);
  OvQuadratic *quadratic = fixture_make_quadratic (dataset);
  Fixture fixture;
  OvRecipe recipe;

  set_up (&fixture);
  fixture_init_linear (&recipe);
  recipe.epochs = N_EPOCHS;
  train (&fixture, &recipe, dataset);
  ov_replay_set_quadratic (fixture.replay, quadratic, dataset);

  for (guint epoch = 0; epoch < N_EPOCHS - 1; epoch++)
    {
      const OvTemplates *templates;
      float largest = 0.0f, distance = 0.0f;

      g_assert_cmpint (look_at (&fixture, epoch), ==, OV_REPLAY_EXACT);
      g_assert_cmpuint (ov_replay_get_epoch (fixture.replay), ==, epoch);
      templates = ov_replay_get_templates (fixture.replay);
      for (guint k = 0; k < OV_N_CLASSES; k++)
        for (guint i = 0; i < OV_IMAGE_SIZE; i++)
          {
            const float value = fixture.shown[epoch]->values[k][i];

            largest = fmaxf (largest, fabsf (value));
            distance = fmaxf (distance, fabsf (value - templates->values[k][i]));
          }
      g_assert_cmpfloat (distance, <, TOLERANCE * (double) largest);
    }
  check_origin (&fixture, N_EPOCHS - 2);

  fixture.n_changes = 0;
  for (guint i = 0; i < 200; i++)
    ov_playhead_set_epoch (fixture.playhead, i % 5);
  ov_playhead_set_epoch (fixture.playhead, 5);
  wait_in_context (NULL, ov_replay_get_epoch (fixture.replay) == 5);
  g_assert_cmpuint (fixture.n_changes, <=, 3);

  tear_down (&fixture);
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);
}

/* Where nothing is kept nothing is shown. */
static void
test_none (void)
{
  g_autoptr (OvPlayhead) playhead = ov_playhead_new ();
  g_autoptr (OvReplay) replay = ov_replay_new (playhead);
  g_autoptr (OvRun) run = NULL;
  OvRecipe recipe;

  init_two_layer (&recipe);
  run = ov_run_new (&recipe, witness_get_dataset (), 1);
  ov_run_start (run);
  wait_in_context (NULL, ov_run_has_ended (run));
  ov_playhead_set_run (playhead, run);
  g_assert_cmpint (ov_replay_get_kind (replay), ==, OV_REPLAY_OWN);
  ov_playhead_set_epoch (playhead, 3);
  g_assert_cmpint (ov_replay_get_kind (replay), ==, OV_REPLAY_NONE);
  g_assert_cmpuint (ov_replay_get_epoch (replay), ==, OV_EPOCH_NEVER);
  g_assert_null (ov_replay_get_templates (replay));
  g_assert_null (ov_replay_get_features (replay));
}

int
main (int    argc,
      char **argv)
{
  witness_start (&argc, &argv);
  g_test_add_func ("/replay/states", test_states);
  g_test_add_func ("/replay/form", test_form);
  g_test_add_func ("/replay/none", test_none);

  return witness_finish ();
}
