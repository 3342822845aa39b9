/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "banner.h"
#include "folder-fixture.h"
#include "library.h"
#include "message-dialog.h"
#include "window-fixture.h"
#include "window-private.h"

/* Logs of other programs, which are added to the runs. */

#define N_EPOCHS 3

static const char keras[] = "epoch,accuracy,loss,val_accuracy,val_loss\r\n"
                            "0,0.25,2.1,0.3,2.0\r\n1,0.5,1.2,0.45,1.4\r\n2,0.6,1.0,0.5,1.3\r\n";

/* No value of the test set, and none of the second epoch. */
static const char sparse[] = "epoch,step,train_loss\n0,10,2.5\n2,30,1.5\n";

static void
open_log (WindowFixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (own_folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_application_open (G_APPLICATION (fixture->application), &file, 1, "");
}

static AdwMessageDialog *
wait_for_question (WindowFixture *fixture)
{
  return ADW_MESSAGE_DIALOG (window_fixture_wait_for_dialog (fixture, ADW_TYPE_MESSAGE_DIALOG));
}

/* Returns the choice of a column, by what the column is to be. */
static AdwComboRow *
find_row (AdwMessageDialog *dialog, const char *title)
{
  GtkWidget *list = ov_message_dialog_get_child (dialog);
  GtkWidget *row = gtk_widget_get_first_child (list);

  while (row != NULL
         && !g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title))
    row = gtk_widget_get_next_sibling (row);
  g_assert_nonnull (row);

  return ADW_COMBO_ROW (row);
}

static const char *
get_choice (AdwMessageDialog *dialog, const char *title)
{
  GtkStringObject *selected =
    GTK_STRING_OBJECT (adw_combo_row_get_selected_item (find_row (dialog, title)));

  return gtk_string_object_get_string (selected);
}

static const OvEpoch *
get_epoch (OvRunItem *item, guint epoch)
{
  return ov_history_get_epoch (ov_run_get_history (ov_run_item_get_run (item)), epoch);
}

/* What the names tell is chosen already; the log stands behind the run in front, and is kept. */
static void
test_add (WindowFixture *fixture)
{
  AdwMessageDialog *dialog;
  OvRunItem *item;

  window_fixture_wait_for_epochs (fixture, 1);
  open_log (fixture, "resnet.csv", keras);
  dialog = wait_for_question (fixture);
  g_assert_cmpstr (get_choice (dialog, "Epoch"), ==, "epoch");
  g_assert_cmpstr (get_choice (dialog, "Training loss"), ==, "loss");
  g_assert_cmpstr (get_choice (dialog, "Test loss"), ==, "val_loss");
  g_assert_cmpstr (get_choice (dialog, "Test accuracy"), ==, "val_accuracy");
  g_assert_cmpstr (get_choice (dialog, "Learning rate"), ==, "None");
  g_assert_cmpstr (get_choice (dialog, "Accuracies are"), ==, "shares of one");
  fixture_click (dialog, "_Add");

  wait_for (window_fixture_find_run (fixture, "resnet") != NULL);
  item = window_fixture_find_run (fixture, "resnet");
  wait_for (ov_run_item_get_run (item) != NULL);
  g_assert_true (ov_recipe_is_foreign (ov_run_item_get_recipe (item)));
  g_assert_true (ov_run_item_is_shown (item));
  g_assert_true (ov_run_collection_get_front (fixture->window->collection) != item);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, N_EPOCHS);
  g_assert_cmpfloat (get_epoch (item, 2)->test_accuracy, ==, 50.0);
  g_assert_true (ov_epoch_is_missing (get_epoch (item, 2)->learning_rate));

  window_fixture_reopen (fixture);
  wait_for (window_fixture_find_run (fixture, "resnet") != NULL);
}

/* Another column than that which was guessed, and none where there is nothing to draw. */
static void
test_change (WindowFixture *fixture)
{
  static const char *const curves[] = {"Training loss", "Test loss", "Training accuracy",
                                       "Test accuracy"};
  AdwMessageDialog *dialog;
  OvRunItem *item;

  window_fixture_wait_for_epochs (fixture, 1);
  open_log (fixture, "changed.csv", keras);
  dialog = wait_for_question (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      g_assert_true (adw_message_dialog_get_response_enabled (dialog, "add"));
      adw_combo_row_set_selected (find_row (dialog, curves[i]), 0);
    }
  g_assert_false (adw_message_dialog_get_response_enabled (dialog, "add"));

  /* What was chosen against all appearances stays while the losses are chosen. */
  adw_combo_row_set_selected (find_row (dialog, "Accuracies are"), 0);
  adw_combo_row_set_selected (find_row (dialog, "Test loss"), 5);
  g_assert_cmpstr (get_choice (dialog, "Accuracies are"), ==, "per cent");
  adw_combo_row_set_selected (find_row (dialog, "Test loss"), 0);

  /* "val_loss", which is not a share of one. */
  adw_combo_row_set_selected (find_row (dialog, "Training accuracy"), 5);
  g_assert_cmpstr (get_choice (dialog, "Accuracies are"), ==, "per cent");
  adw_message_dialog_response (dialog, "add");

  wait_for (window_fixture_find_run (fixture, "changed") != NULL);
  item = window_fixture_find_run (fixture, "changed");
  wait_for (ov_run_item_get_run (item) != NULL);
  g_assert_cmpfloat (get_epoch (item, 1)->train_accuracy, ==, 1.4);
  g_assert_true (ov_epoch_is_missing (get_epoch (item, 1)->train_loss));
}

/* One can be looked at like any other, on every page, and is not continued. */
static void
test_view (WindowFixture *fixture)
{
  AdwViewStack *stack = fixture->window->stack;
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (stack);
  OvRunItem *item;

  window_fixture_wait_for_epochs (fixture, 1);
  open_log (fixture, "sparse.csv", sparse);
  adw_message_dialog_response (wait_for_question (fixture), "add");
  wait_for (window_fixture_find_run (fixture, "sparse") != NULL);
  item = window_fixture_find_run (fixture, "sparse");
  ov_run_collection_set_front (fixture->window->collection, item);
  wait_for (ov_banner_get_text (fixture->window->view_banner) != NULL);
  g_assert_nonnull (strstr (ov_banner_get_text (fixture->window->view_banner),
                            "Log of another program"));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      gtk_selection_model_select_item (pages, i, TRUE);
      fixture_wait_for_frames (fixture->window, 3);
    }
  wait_for (fixture_find_label (fixture->window, "No diagnosis") != NULL);
  wait_for (fixture_find_label (fixture->window, "A Log Has No Weights") != NULL);
  wait_for (fixture_find_label (fixture->window, "3 epochs") != NULL);
}

static void
test_refused (WindowFixture *fixture)
{
  window_fixture_wait_for_epochs (fixture, 1);
  open_log (fixture, "bad.csv", "epoch,loss\n0,1,2\n");
  fixture_answer_error (fixture->window, "The Log Cannot Be Added", "close");
  g_assert_null (window_fixture_find_run (fixture, "bad"));
}

static void
test_cancelled (WindowFixture *fixture)
{
  window_fixture_wait_for_epochs (fixture, 1);
  open_log (fixture, "late.csv", keras);
  fixture_click (wait_for_question (fixture), "_Cancel");
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_null (window_fixture_find_run (fixture, "late"));
}

/* A window that is closed while it asks is gone. */
static void
test_closed (WindowFixture *fixture)
{
  window_fixture_wait_for_epochs (fixture, 1);
  open_log (fixture, "closed.csv", keras);
  wait_for_question (fixture);
}

int
main (int argc, char **argv)
{
  int status;

  fixture_init (&argc, &argv);
  own_folder = fixture_make_folder ();

  window_fixture_add ("/logs/add", test_add);
  window_fixture_add ("/logs/change", test_change);
  window_fixture_add ("/logs/view", test_view);
  window_fixture_add ("/logs/refused", test_refused);
  window_fixture_add ("/logs/cancelled", test_cancelled);
  window_fixture_add ("/logs/closed", test_closed);
  status = g_test_run ();
  fixture_remove (own_folder);

  return status;
}
