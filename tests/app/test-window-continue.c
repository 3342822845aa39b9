/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "banner.h"
#include "lesson-bar.h"
#include "library.h"
#include "message-dialog.h"
#include "recipe-fixture.h"
#include "run-lock.h"
#include "window-fixture.h"
#include "window-private.h"

/* Runs that are resumed, branch off, or are brought back, in the window, on the built-in sample. */

static OvRunItem *
get_current (WindowFixture *fixture)
{
  return ov_run_collection_get_current (fixture->window->collection);
}

static guint
count_runs (WindowFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->window->collection));
}

static const char *
get_notice (WindowFixture *fixture, const char *name)
{
  return ov_banner_get_text (fixture_child (fixture->window, name));
}

static void
act_on (WindowFixture *fixture, const char *action, OvRunItem *item)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, "s",
                                             ov_run_item_get_id (item)));
}

/* A run with so much work in it that nobody wants to lose it. */
static OvRunItem *
work (WindowFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (100000);
  OvRun *run;

  window_fixture_set_recipe (fixture, &recipe);
  run = window_fixture_get_run (fixture);
  wait_for (ov_history_get_seconds (ov_run_get_history (run)) > 1.1);
  g_assert_null (fixture->window->undo_toast);

  return get_current (fixture);
}

static GArray *
copy_epochs (OvRun *run)
{
  const OvHistory *history = ov_run_get_history (run);
  GArray *epochs = g_array_new (FALSE, FALSE, sizeof (OvEpoch));

  for (guint i = 0; i < ov_history_get_n_epochs (history); i++)
    g_array_append_vals (epochs, ov_history_get_epoch (history, i), 1);

  return epochs;
}

/* The run goes on where it was, with all that it had. */
static void
assert_brought_back (WindowFixture *fixture, OvRunItem *item, GArray *epochs)
{
  OvRun *run;

  wait_for (get_current (fixture) == item && ov_run_item_is_resumed (item));
  run = window_fixture_get_run (fixture);
  window_fixture_wait_for_epochs (fixture, epochs->len + 2);
  g_assert_true (window_fixture_get_run (fixture) == run);
  g_assert_cmpuint (ov_run_get_origin (run)->n_epochs, >=, epochs->len);
  for (guint i = 0; i < epochs->len; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (ov_run_get_history (run), i);

      g_assert_cmpfloat (epoch->train_loss, ==, g_array_index (epochs, OvEpoch, i).train_loss);
      g_assert_cmpuint (epoch->index, ==, i);
    }
  g_assert_cmpuint (ov_recipe_panel_get_recipe (fixture->window->recipe_panel)->epochs, ==, 100000);
  g_assert_true (ov_recipe_equal (ov_run_get_recipe (run),
                                  ov_session_get_recipe (fixture->window->session)));
}

/* Takes back what the newest toast is about. */
static void
undo (WindowFixture *fixture, OvRunItem *item)
{
  g_autofree char *start = g_strdup_printf ("%s was stopped at epoch ",
                                            ov_run_item_get_name (item));

  wait_for (fixture->window->undo_toast != NULL);
  g_assert_true (g_str_has_prefix (adw_toast_get_title (fixture->window->undo_toast), start));
  g_signal_emit_by_name (fixture->window->undo_toast, "button-clicked");
}

/* Of many runs that end while the slider is dragged on, the one with the work in it is offered. */
static void
test_undo_slider (WindowFixture *fixture)
{
  OvRunItem *item = work (fixture);
  g_autoptr (GArray) epochs = copy_epochs (window_fixture_get_run (fixture));
  const AdwToast *toast;

  window_fixture_move_rate (fixture, 6.0 / 11.0);
  window_fixture_let_go (fixture);
  wait_for (fixture->window->undo_toast != NULL);
  toast = fixture->window->undo_toast;
  for (guint i = 1; i < 4; i++)
    {
      g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));

      window_fixture_move_rate (fixture, (6.0 - 0.2 * i) / 11.0);
      window_fixture_let_go (fixture);
      window_fixture_wait_for_other (fixture, before);
      g_assert_true (fixture->window->undo_toast == toast);
    }
  undo (fixture, item);
  assert_brought_back (fixture, item, epochs);
}

static void
test_undo_restart (WindowFixture *fixture)
{
  OvRunItem *item = work (fixture);
  g_autoptr (GArray) epochs = copy_epochs (window_fixture_get_run (fixture));

  window_fixture_act (fixture, "win.restart");
  undo (fixture, item);
  assert_brought_back (fixture, item, epochs);
  g_assert_cmpint (ov_run_get_state (window_fixture_get_run (fixture)), ==, OV_RUN_RUNNING);
}

/* What was paused is paused again. */
static void
test_undo_preset (WindowFixture *fixture)
{
  OvRunItem *item = work (fixture);
  OvRecipe recipe;
  guint n_epochs;

  ov_recipe_init_preset (&recipe, "two-layer-gd", NULL);
  window_fixture_act (fixture, "win.toggle");
  fixture_let_pass (100);
  n_epochs = window_fixture_get_n_epochs (fixture);
  window_fixture_set_recipe (fixture, &recipe);
  undo (fixture, item);
  wait_for (get_current (fixture) == item);
  wait_for (ov_run_get_state (window_fixture_get_run (fixture)) == OV_RUN_PAUSED);
  fixture_let_pass (50);
  g_assert_cmpuint (window_fixture_get_n_epochs (fixture), <=, n_epochs + 1);
  g_assert_cmpstr (ov_recipe_panel_get_recipe (fixture->window->recipe_panel)->preset, ==,
                   "linear");
}

static void
test_undo_lesson (WindowFixture *fixture)
{
  const OvRecipe first = fixture_recipe (5);
  OvRunItem *other;
  OvRunItem *item;
  g_autoptr (GArray) epochs = NULL;

  window_fixture_set_recipe (fixture, &first);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  other = get_current (fixture);
  item = work (fixture);
  epochs = copy_epochs (window_fixture_get_run (fixture));
  g_assert_true (ov_run_item_is_shown (other));
  window_fixture_act (fixture, "win.lessons");
  g_signal_emit_by_name (fixture->window->lesson_bar, "run-wanted", 0);
  wait_for (get_current (fixture) != item);
  g_assert_false (ov_run_item_is_shown (other));
  undo (fixture, item);
  assert_brought_back (fixture, item, epochs);
  g_assert_true (ov_run_item_is_shown (other));
}

static void
test_undo_clear (WindowFixture *fixture)
{
  const OvRecipe first = fixture_recipe (5);
  const OvRecipe second = fixture_recipe (6);
  OvRunItem *item;

  window_fixture_set_recipe (fixture, &first);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  item = get_current (fixture);
  window_fixture_set_recipe (fixture, &second);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  g_assert_null (fixture->window->undo_toast);
  window_fixture_act (fixture, "win.clear-runs");
  g_assert_false (ov_run_item_is_shown (item));
  g_signal_emit_by_name (fixture->window->undo_toast, "button-clicked");
  g_assert_true (ov_run_item_is_shown (item));
}

/* An earlier run that was stopped is resumed, and is the current one again. */
static void
test_resume (WindowFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (7);
  OvRunItem *item = work (fixture);
  g_autoptr (GArray) epochs = copy_epochs (window_fixture_get_run (fixture));
  guint n_runs;

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  n_runs = count_runs (fixture);
  ov_run_collection_set_front (fixture->window->collection, item);
  wait_for (get_notice (fixture, "view_banner") != NULL);
  act_on (fixture, "win.resume-run", item);
  assert_brought_back (fixture, item, epochs);
  g_assert_null (get_notice (fixture, "view_banner"));
  g_assert_cmpuint (count_runs (fixture), ==, n_runs);
}

static void
test_go_on (WindowFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (7);
  OvRunItem *item;
  GtkWindow *dialog;
  GtkSpinButton *entry;

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  item = get_current (fixture);
  act_on (fixture, "win.resume-run", item);
  dialog = window_fixture_wait_for_dialog (fixture, ADW_TYPE_MESSAGE_DIALOG);
  entry = GTK_SPIN_BUTTON (ov_message_dialog_get_child (ADW_MESSAGE_DIALOG (dialog)));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (entry), ==, 14);
  gtk_spin_button_set_value (entry, 12.0);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "go-on");
  window_fixture_wait_for_epochs (fixture, 12);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  g_assert_true (get_current (fixture) == item);
  g_assert_cmpuint (ov_run_item_get_recipe (item)->epochs, ==, 12);
  g_assert_cmpuint (window_fixture_get_n_epochs (fixture), ==, 12);
}

/* More epochs would have given a run on such a schedule other rates: it is no longer the same run.
 * The steps of four epochs lie where those of five do, but not where those of eight do. */
static void
assert_refused (WindowFixture *fixture, const char *schedule)
{
  OvRecipe recipe = fixture_recipe (4);
  OvRunItem *item;
  const char *notice;

  fixture_set_value (&recipe, "schedule", schedule);
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  item = get_current (fixture);
  act_on (fixture, "win.resume-run", item);
  notice = get_notice (fixture, "run_banner");
  g_assert_nonnull (notice);
  g_assert_nonnull (strstr (notice, "branch off"));
  g_assert_cmpuint (window_fixture_get_n_epochs (fixture), ==, 4);
}

static void
test_go_on_by_schedule (WindowFixture *fixture)
{
  assert_refused (fixture, "cosine");
}

static void
test_go_on_by_steps (WindowFixture *fixture)
{
  assert_refused (fixture, "step");
}

/* The next change in the panel continues the run as another one; before that nothing happens, and
 * what cannot continue is refused. */
static void
test_branch (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (9);
  OvRecipePanel *panel = fixture->window->recipe_panel;
  OvRunItem *parent;
  OvRun *run;
  guint n_runs;
  guint n_epochs;

  window_fixture_set_recipe (fixture, &recipe);
  run = window_fixture_get_run (fixture);
  wait_for (ov_run_has_ended (run));
  parent = get_current (fixture);
  n_runs = count_runs (fixture);

  act_on (fixture, "win.branch-run", parent);
  wait_for (get_notice (fixture, "branch_banner") != NULL);
  g_assert_nonnull (strstr (get_notice (fixture, "branch_banner"), "from epoch 9"));
  g_assert_cmpuint (ov_recipe_panel_get_recipe (panel)->epochs, ==, 18);
  window_fixture_act (fixture, "win.cancel-branch");
  g_assert_null (get_notice (fixture, "branch_banner"));
  g_assert_cmpuint (ov_recipe_panel_get_recipe (panel)->epochs, ==, 9);

  /* From where the handle through the epochs stands. */
  ov_playhead_set_epoch (fixture->window->playhead, 4);
  act_on (fixture, "win.branch-run", parent);
  wait_for (get_notice (fixture, "branch_banner") != NULL);
  recipe.seed++;
  ov_recipe_panel_set_recipe (panel, &recipe);
  g_signal_emit_by_name (panel, "recipe-changed");
  g_assert_nonnull (strstr (get_notice (fixture, "branch_banner"), "cannot change"));
  g_assert_cmpuint (ov_recipe_panel_get_recipe (panel)->seed, ==, recipe.seed - 1);
  g_assert_true (window_fixture_get_run (fixture) == run);

  window_fixture_move_rate (fixture, 6.0 / 11.0);
  window_fixture_let_go (fixture);
  wait_for (window_fixture_get_run (fixture) != run);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  g_assert_null (get_notice (fixture, "branch_banner"));
  g_assert_cmpuint (count_runs (fixture), ==, n_runs + 1);
  g_assert_cmpstr (ov_run_item_get_parent (get_current (fixture), &n_epochs), ==,
                   ov_run_item_get_id (parent));
  g_assert_cmpuint (n_epochs, ==, 5);
  g_assert_cmpuint (window_fixture_get_n_epochs (fixture), ==, 9);

  /* Wherever the run that it left is named, that is the name it has now. */
  ov_run_collection_set_front (fixture->window->collection, parent);
  wait_for (get_notice (fixture, "view_banner") != NULL);
  ov_run_item_set_name (parent, "The First");
  ov_run_item_set_name (get_current (fixture), "The Second");
  g_assert_nonnull (strstr (get_notice (fixture, "view_banner"), "The First: "));
  wait_for (fixture_find_label (fixture->window, "The First @ 5") != NULL);
}

/* A run that nothing interrupts has the same epochs. */
static void
assert_uninterrupted (WindowFixture *fixture)
{
  OvRun *run = window_fixture_get_run (fixture);
  const OvHistory *history = ov_run_get_history (run);
  const guint n_epochs = ov_history_get_n_epochs (history);
  g_autoptr (OvRun) other = ov_run_new (ov_run_get_recipe (run), ov_run_get_dataset (run), 2);

  ov_run_start (other);
  wait_for (ov_history_get_n_epochs (ov_run_get_history (other)) >= n_epochs);
  ov_run_cancel (other);
  for (guint i = 0; i < n_epochs; i++)
    for (OvEpochField field = 0; field < OV_EPOCH_SECONDS; field++)
      g_assert_cmpfloat (ov_epoch_get_field (ov_history_get_epoch (history, i), field), ==,
                         ov_epoch_get_field (ov_history_get_epoch (ov_run_get_history (other), i),
                                             field));
}

/* Another program writes a run to the library after the window did. */
static void
write_another (void)
{
  const OvRecipe recipe = fixture_recipe (3);
  g_autofree char *path = ov_library_get_default_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library = ov_library_open (path, 0, &error);
  g_autoptr (OvRunRecord) record = ov_run_record_new (&recipe, NULL, 1);
  g_autoptr (OvRunEntry) entry = ov_run_entry_new (record, "data");

  g_assert_no_error (error);
  g_assert_true (ov_library_add_run (library, entry, &error));
  g_assert_no_error (error);
}

/* The window begins with the run that it was closed in the middle of, where that was, whatever was
 * written last. */
static void
test_left (WindowFixture *fixture)
{
  OvRunItem *item;
  g_autofree char *id = NULL;
  guint n_epochs, n_runs;

  wait_for (ov_run_keeper_can_write (fixture->window->keeper));
  item = work (fixture);
  id = g_strdup (ov_run_item_get_id (item));
  n_epochs = window_fixture_get_n_epochs (fixture);
  n_runs = count_runs (fixture);

  window_fixture_reopen_after (fixture, write_another);
  g_assert_true (ov_run_item_is_resumed (get_current (fixture)));
  g_assert_cmpstr (ov_run_item_get_id (get_current (fixture)), ==, id);
  g_assert_cmpuint (count_runs (fixture), ==, n_runs + 1);
  g_assert_cmpuint (ov_run_get_origin (window_fixture_get_run (fixture))->n_epochs, >=, n_epochs);
  n_epochs = window_fixture_get_n_epochs (fixture);
  window_fixture_wait_for_epochs (fixture, n_epochs + 2);
  g_assert_null (fixture->window->undo_toast);
  window_fixture_act (fixture, "win.toggle");
  assert_uninterrupted (fixture);
}

/* What another program trains is not resumed here. */
static void
test_elsewhere (WindowFixture *fixture)
{
  g_autofree char *path = ov_library_get_default_path ();
  OvRunItem *item;
  OvRun *run;
  OvRunLock *other;

  wait_for (ov_run_keeper_can_write (fixture->window->keeper));
  item = work (fixture);
  window_fixture_move_rate (fixture, 6.0 / 11.0);
  window_fixture_let_go (fixture);
  run = window_fixture_wait_for_other (fixture, ov_run_item_get_run (item));
  window_fixture_wait_for_epochs (fixture, 1);

  /* The window lets go of a run that has ended when the library has it. */
  other = ov_run_lock_new (path, TRUE);
  wait_for (ov_run_lock_hold (other, ov_run_item_get_id (item)));
  act_on (fixture, "win.resume-run", item);
  g_assert_nonnull (strstr (get_notice (fixture, "run_banner"), "another window"));
  g_assert_true (window_fixture_get_run (fixture) == run);

  ov_run_lock_free (other);
  act_on (fixture, "win.resume-run", item);
  wait_for (get_current (fixture) == item && ov_run_item_is_resumed (item));
}

/* What was paused when the window was closed is paused, after the same epoch. */
static void
test_left_paused (WindowFixture *fixture)
{
  OvRun *run;
  guint n_epochs;

  wait_for (ov_run_keeper_can_write (fixture->window->keeper));
  work (fixture);
  run = window_fixture_get_run (fixture);
  window_fixture_act (fixture, "win.toggle");
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_PAUSED);
  n_epochs = window_fixture_get_n_epochs (fixture);

  window_fixture_reopen (fixture);
  run = window_fixture_get_run (fixture);
  wait_for (ov_run_get_state (run) == OV_RUN_PAUSED);
  g_assert_cmpuint (ov_run_get_origin (run)->n_epochs, >=, n_epochs);
  window_fixture_act (fixture, "win.toggle");
  window_fixture_wait_for_epochs (fixture, ov_run_get_origin (run)->n_epochs + 2);
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  OvStatesRoom **room = data;

  *room = ov_run_keeper_measure_states_finish (result, NULL);
  g_assert_nonnull (*room);
}

static OvStatesRoom *
measure (WindowFixture *fixture)
{
  OvStatesRoom *room = NULL;

  ov_run_keeper_measure_states (fixture->window->keeper, NULL, measured_cb, &room);
  wait_for (room != NULL);

  return room;
}

/* The room for states is shown and set; what has no room any more goes. */
static void
test_budget (WindowFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (40);
  g_autofree OvStatesRoom *before = NULL;
  GtkWindow *dialog;
  GtkSpinButton *entry;
  gint64 budget = 0;

  wait_for (ov_run_keeper_can_write (fixture->window->keeper));
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  for (gint64 used = 0; used < 3000000;)
    {
      g_autofree OvStatesRoom *room = measure (fixture);

      used = room->used;
    }
  before = measure (fixture);
  window_fixture_act (fixture, "win.states");
  dialog = window_fixture_wait_for_dialog (fixture, ADW_TYPE_MESSAGE_DIALOG);
  entry = GTK_SPIN_BUTTON (ov_message_dialog_get_child (ADW_MESSAGE_DIALOG (dialog)));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (entry), ==,
                   (int) ((before->budget + 500000) / 1000000));
  gtk_spin_button_set_value (entry, 2.0);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "set");
  while (budget != 2000000)
    {
      g_autofree OvStatesRoom *room = measure (fixture);

      budget = room->budget;
      if (budget == 2000000)
        g_assert_cmpint (room->used, <=, budget);
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/window/continue/undo-slider", test_undo_slider);
  window_fixture_add ("/window/continue/undo-restart", test_undo_restart);
  window_fixture_add ("/window/continue/undo-preset", test_undo_preset);
  window_fixture_add ("/window/continue/undo-lesson", test_undo_lesson);
  window_fixture_add ("/window/continue/undo-clear", test_undo_clear);
  window_fixture_add ("/window/continue/resume", test_resume);
  window_fixture_add ("/window/continue/go-on", test_go_on);
  window_fixture_add ("/window/continue/go-on-by-schedule", test_go_on_by_schedule);
  window_fixture_add ("/window/continue/go-on-by-steps", test_go_on_by_steps);
  window_fixture_add ("/window/continue/branch", test_branch);
  window_fixture_add ("/window/continue/budget", test_budget);
  window_fixture_add ("/window/continue/left", test_left);
  window_fixture_add ("/window/continue/left-paused", test_left_paused);
  window_fixture_add ("/window/continue/elsewhere", test_elsewhere);

  return g_test_run ();
}
