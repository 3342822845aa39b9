/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "playhead.h"

#include "run-witness.h"

#define N_EPOCHS 41

static void
count_cb (OvPlayhead *playhead,
          guint      *n_changes)
{
  (*n_changes)++;
}

/* A run that is over, with so many epochs. */
static OvRun *
make_run (guint n_epochs)
{
  g_autoptr (OvRunRecord) record = NULL;
  OvRecipe recipe;

  witness_init_recipe (&recipe, n_epochs);
  record = ov_run_record_new (&recipe, witness_get_dataset (), 1);
  for (guint i = 0; i < n_epochs; i++)
    ov_history_append (record->history, &(OvEpoch) {.index = i, .train_loss = 1.0 / (i + 1.0)});
  record->outcome = OV_OUTCOME_FINISHED;

  return ov_run_new_ended (record, witness_get_dataset ());
}

static void
assert_text (OvPlayhead *playhead,
             const char *expected)
{
  g_autofree char *text = ov_playhead_format (playhead);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_epochs (void)
{
  g_autoptr (OvPlayhead) playhead = ov_playhead_new ();
  g_autoptr (OvRun) run = make_run (N_EPOCHS);
  g_autoptr (OvRun) other = make_run (3);
  guint n_changes = 0;

  g_signal_connect (playhead, "changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==, OV_EPOCH_NEVER);
  g_assert_null (ov_playhead_get_record (playhead));
  ov_playhead_set_epoch (playhead, 7);
  g_assert_true (ov_playhead_is_newest (playhead));

  ov_playhead_set_run (playhead, run);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_true (ov_playhead_get_run (playhead) == run);
  g_assert_false (ov_playhead_looks_back (playhead, run));
  g_assert_cmpuint (ov_playhead_get_n_epochs (playhead), ==, N_EPOCHS);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==, N_EPOCHS - 1);
  assert_text (playhead, "40");

  ov_playhead_set_epoch (playhead, 7);
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_false (ov_playhead_is_newest (playhead));
  g_assert_true (ov_playhead_looks_back (playhead, run));
  g_assert_false (ov_playhead_looks_back (playhead, other));
  g_assert_false (ov_playhead_looks_back (playhead, NULL));
  g_assert_cmpuint (ov_playhead_get_record (playhead)->index, ==, 7);
  assert_text (playhead, "07");
  ov_playhead_set_epoch (playhead, 7);
  g_assert_cmpuint (n_changes, ==, 2);

  /* The last epoch, and whatever is past it, is the newest. */
  ov_playhead_set_epoch (playhead, N_EPOCHS - 1);
  g_assert_true (ov_playhead_is_newest (playhead));
  ov_playhead_set_epoch (playhead, 7);
  ov_playhead_set_epoch (playhead, OV_EPOCH_NEVER);
  g_assert_true (ov_playhead_is_newest (playhead));

  /* Another run is looked at as it is now. */
  ov_playhead_set_epoch (playhead, 7);
  ov_playhead_set_run (playhead, other);
  g_assert_true (ov_playhead_is_newest (playhead));
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==, 2);
  ov_playhead_set_epoch (playhead, 1);
  ov_playhead_follow (playhead);
  g_assert_true (ov_playhead_is_newest (playhead));
}

/* Ten seconds for the whole run, at whatever pace the frames come; it stops at the ends. */
static void
test_play (void)
{
  g_autoptr (OvPlayhead) playhead = ov_playhead_new ();
  g_autoptr (OvRun) run = make_run (N_EPOCHS);

  ov_playhead_play (playhead, OV_PLAY_FORWARDS);
  g_assert_cmpint (ov_playhead_get_direction (playhead), ==, OV_PLAY_STOPPED);
  ov_playhead_set_run (playhead, run);

  ov_playhead_play (playhead, OV_PLAY_FORWARDS);
  ov_playhead_advance (playhead, 0.0);
  g_assert_cmpint (ov_playhead_get_direction (playhead), ==, OV_PLAY_FORWARDS);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==, 0);
  for (guint i = 0; i < 100; i++)
    ov_playhead_advance (playhead, OV_PLAYHEAD_SECONDS / 200.0);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==, N_EPOCHS / 2);
  g_assert_cmpint (ov_playhead_get_direction (playhead), ==, OV_PLAY_FORWARDS);
  ov_playhead_advance (playhead, 0.51 * OV_PLAYHEAD_SECONDS);
  g_assert_cmpint (ov_playhead_get_direction (playhead), ==, OV_PLAY_STOPPED);
  g_assert_true (ov_playhead_is_newest (playhead));

  ov_playhead_play (playhead, OV_PLAY_BACKWARDS);
  ov_playhead_advance (playhead, 0.25 * OV_PLAYHEAD_SECONDS);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==, 30);
  ov_playhead_advance (playhead, OV_PLAYHEAD_SECONDS);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==, 0);
  g_assert_cmpint (ov_playhead_get_direction (playhead), ==, OV_PLAY_STOPPED);

  /* From the first epoch, backwards begins at the end. */
  ov_playhead_play (playhead, OV_PLAY_BACKWARDS);
  g_assert_true (ov_playhead_is_newest (playhead));

  /* A hand on the handle stops it, and so does another run. */
  ov_playhead_set_epoch (playhead, 5);
  g_assert_cmpint (ov_playhead_get_direction (playhead), ==, OV_PLAY_STOPPED);
  ov_playhead_advance (playhead, 1.0);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==, 5);
  ov_playhead_play (playhead, OV_PLAY_FORWARDS);
  ov_playhead_set_run (playhead, NULL);
  g_assert_cmpint (ov_playhead_get_direction (playhead), ==, OV_PLAY_STOPPED);
}

/* While a run goes on, the handle stays where it was put, and at the end it follows. */
static void
test_running (void)
{
  g_autoptr (OvPlayhead) playhead = ov_playhead_new ();
  OvRecipe recipe;
  Witness witness;
  OvRun *run;

  witness_init_recipe (&recipe, WITNESS_ENDLESS);
  run = witness_run_new (&witness, &recipe);
  ov_playhead_set_run (playhead, run);
  assert_text (playhead, "-----");
  ov_run_start (run);
  witness_wait_for_epochs (&witness, 5);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==,
                    ov_history_get_n_epochs (ov_run_get_history (run)) - 1);
  ov_playhead_set_epoch (playhead, 2);
  witness_wait_for_epochs (&witness, 9);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==, 2);
  assert_text (playhead, "00002");
  ov_playhead_follow (playhead);
  witness_wait_for_epochs (&witness, 12);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), >=, 11);
  ov_run_cancel (run);
  witness_wait_for_state (&witness, OV_RUN_ENDED);
  ov_playhead_set_run (playhead, NULL);
  witness_clear (&witness);
}

int
main (int    argc,
      char **argv)
{
  witness_start (&argc, &argv);
  witness_add_test ("/playhead/epochs", test_epochs);
  witness_add_test ("/playhead/play", test_play);
  witness_add_test ("/playhead/running", test_running);

  return witness_finish ();
}
