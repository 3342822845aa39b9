/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "banner.h"
#include "curve-pane.h"
#include "epoch-log.h"
#include "library.h"
#include "naive.h"
#include "raster.h"
#include "run-notes.h"
#include "run-table.h"
#include "window-fixture.h"
#include "window-private.h"

#define N_EPOCHS 12

/* Files that are opened in the window, and runs that are saved from it. */

static char *folder;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
make_folder (void)
{
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("overshoot-files-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = in_folder (name);

      g_remove (path);
    }
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

/* Adds a run to a file. One on the window's data needs its hash; %NULL stands for other data. */
static void
write_run (const char *file, const char *name, double learning_rate, const char *hash)
{
  g_autofree char *path = in_folder (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library = ov_library_open (path, OV_LIBRARY_CREATE, &error);
  g_autoptr (OvDataset) dataset = naive_dataset_new (40, 20);
  g_autoptr (OvRunEntry) entry = NULL;
  OvRecipe recipe = fixture_recipe (N_EPOCHS);
  OvRun *run;

  g_assert_no_error (error);
  recipe.learning_rate = learning_rate;
  run = fixture_run (&recipe, dataset);
  entry = ov_run_entry_new (ov_run_get_record (run), hash != NULL ? hash : "elsewhere");
  g_free (entry->name);
  entry->name = g_strdup (name);
  entry->colour = 6;
  g_assert_true (ov_library_add_run (library, entry, &error));
  g_assert_true (ov_library_save (library, entry->id, ov_run_get_record (run), &error));
  g_assert_finalize_object (run);
}

/* As from the desktop, or from the command line while the program runs. */
static void
open_file (WindowFixture *fixture, const char *name)
{
  g_autofree char *path = in_folder (name);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_application_open (G_APPLICATION (fixture->application), &file, 1, "");
}

static const char *
get_hash (WindowFixture *fixture)
{
  return ov_dataset_get_hash (ov_run_get_dataset (window_fixture_get_run (fixture)));
}

static guint
count_runs (WindowFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->window->collection));
}

static OvRunTable *
get_table (WindowFixture *fixture)
{
  return fixture_find_type (fixture->window, OV_TYPE_RUN_TABLE);
}

static void
wait_for_text (WindowFixture *fixture, const char *text)
{
  wait_for (fixture_find_label (fixture->window, text) != NULL);
}

static const char *
get_view_notice (WindowFixture *fixture)
{
  return ov_banner_get_text (fixture_child (fixture->window, "view_banner"));
}

/* Runs on the same data are selected in the table, stand behind the current one in their colours,
 * and are gone again after an undo. */
static void
test_open (WindowFixture *fixture)
{
  g_autoptr (GPtrArray) selected = NULL;
  OvRunItem *current = ov_run_collection_get_current (fixture->window->collection);
  OvRunItem *first;
  OvRunItem *second;

  write_run ("two.overshoot", "The slow one", 1e-3, get_hash (fixture));
  write_run ("two.overshoot", "The fast one", 2e-3, get_hash (fixture));
  g_object_set (get_table (fixture), "open", FALSE, NULL);
  open_file (fixture, "two.overshoot");
  wait_for_text (fixture, "2 runs added");
  first = window_fixture_find_run (fixture, "The slow one");
  second = window_fixture_find_run (fixture, "The fast one");
  g_assert_cmpuint (count_runs (fixture), ==, 3);
  g_assert_cmpuint (ov_run_item_get_slot (first), ==, 6);
  selected = ov_run_table_get_selected (get_table (fixture));
  g_assert_cmpuint (selected->len, ==, 2);
  g_assert_true (g_ptr_array_find (selected, first, NULL));
  g_assert_true (g_ptr_array_find (selected, second, NULL));
  g_assert_true (gtk_widget_get_visible (fixture_child (get_table (fixture), "body")));
  wait_for (ov_run_item_get_run (first) != NULL && ov_run_item_get_run (second) != NULL);
  g_assert_true (ov_run_collection_get_current (fixture->window->collection) == current);
  g_assert_null (get_view_notice (fixture));

  fixture_click (fixture->window, "_Undo");
  g_assert_cmpuint (count_runs (fixture), ==, 1);
  window_fixture_reopen (fixture);
  wait_for (ov_run_keeper_is_open (fixture->window->keeper));
  g_assert_null (window_fixture_find_run (fixture, "The slow one"));
}

/* What is known is said, and selected. */
static void
test_known (WindowFixture *fixture)
{
  write_run ("known.overshoot", "The slow one", 1e-3, get_hash (fixture));
  open_file (fixture, "known.overshoot");
  wait_for_text (fixture, "1 run added");
  write_run ("known.overshoot", "The fast one", 2e-3, get_hash (fixture));
  open_file (fixture, "known.overshoot");
  wait_for (count_runs (fixture) == 3);
  g_assert_nonnull (window_fixture_find_run (fixture, "The fast one"));
}

/* A run that is opened alone is viewed; of one on other data that is said, and no other run is
 * beside it. */
static void
test_other_data (WindowFixture *fixture)
{
  GtkWidget *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);
  OvRun *current = window_fixture_get_run (fixture);
  g_autofree char *log = NULL;
  OvRunItem *item;
  gboolean was_shown;

  window_fixture_wait_for_epochs (fixture, 3);
  write_run ("afar.overshoot", "From afar", 1e-3, NULL);
  open_file (fixture, "afar.overshoot");
  wait_for (get_view_notice (fixture) != NULL);
  g_test_message ("%s", get_view_notice (fixture));
  g_assert_nonnull (strstr (get_view_notice (fixture), "From afar"));
  g_assert_nonnull (strstr (get_view_notice (fixture), "other data"));
  item = window_fixture_find_run (fixture, "From afar");
  g_assert_null (ov_run_get_dataset (ov_run_item_get_run (item)));
  g_assert_cmpuint (g_list_model_get_n_items (
                      ov_run_collection_get_behind (fixture->window->collection)),
                    ==, 0);
  log = ov_epoch_log_get_text (fixture_find_type (fixture->window, OV_TYPE_EPOCH_LOG));
  g_assert_nonnull (strstr (log, "Epoch 011"));
  fixture_wait_for_frames (pane, 3);

  /* Its row offers nothing that would put both on the same charts. */
  window_fixture_act (fixture, "win.view-current");
  was_shown = ov_run_item_is_shown (item);
  gtk_widget_activate_action (GTK_WIDGET (get_table (fixture)), "runs.toggle-shown", NULL);
  g_assert_true (ov_run_item_is_shown (item) == was_shown);
  ov_run_collection_set_front (fixture->window->collection, item);
  wait_for (get_view_notice (fixture) != NULL);

  /* Every page and picture does without its data. */
  for (guint i = 0; i < fixture->window->pages->len; i++)
    {
      adw_view_stack_set_visible_child (fixture->window->stack,
                                        fixture->window->pages->pdata[i]);
      fixture_wait_for_frames (fixture->window->pages->pdata[i], 2);
    }
  window_fixture_act (fixture, "win.copy-chart");
  wait_for_text (fixture, "The charts are on the clipboard");

  g_assert_true (window_fixture_get_run (fixture) == current);
  window_fixture_act (fixture, "win.view-current");
  g_assert_null (get_view_notice (fixture));
  g_assert_cmpuint (g_list_model_get_n_items (
                      ov_run_collection_get_behind (fixture->window->collection)),
                    ==, 0);
}

/* One run after the other is viewed whose curves have to be fetched first. */
static void
test_view_in_turn (WindowFixture *fixture)
{
  static const char *const names[] = {"From afar", "From farther", "From afar"};

  window_fixture_wait_for_epochs (fixture, 1);
  write_run ("far.overshoot", names[0], 1e-3, NULL);
  write_run ("far.overshoot", names[1], 2e-3, NULL);
  open_file (fixture, "far.overshoot");
  wait_for_text (fixture, "2 runs added");
  g_assert_null (get_view_notice (fixture));
  ov_run_item_set_shown (window_fixture_find_run (fixture, names[0]), FALSE);
  ov_run_item_set_shown (window_fixture_find_run (fixture, names[1]), FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *said = g_strdup_printf ("%s, trained on other data", names[i]);

      ov_run_collection_set_front (fixture->window->collection,
                                   window_fixture_find_run (fixture, names[i]));
      wait_for (get_view_notice (fixture) != NULL
                && strstr (get_view_notice (fixture), said) != NULL);
    }
}

/* One sentence for what is no file of runs, and the charts as they were. */
static void
test_bad_files (WindowFixture *fixture)
{
  static const char *const names[] = {"missing.overshoot", "empty.overshoot", "text.overshoot",
                                      "pipe.overshoot"};
  g_autofree char *empty = in_folder (names[1]);
  g_autofree char *text = in_folder (names[2]);
  g_autofree char *pipe = in_folder (names[3]);

  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_true (g_file_set_contents (text, "Dear student,", -1, NULL));
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      open_file (fixture, names[i]);
      fixture_answer_error (fixture->window, "The Runs Cannot Be Opened", "win.open-runs");
      wait_for (fixture->window->chooser != NULL);
      g_signal_emit_by_name (fixture->window->chooser, "response", GTK_RESPONSE_CANCEL);
      g_assert_null (fixture->window->chooser);
    }
  g_assert_cmpuint (count_runs (fixture), ==, 1);
}

/* A file's kind is in what it holds, not in its name; what is no file of runs is taken for data. */
static void
test_kinds (WindowFixture *fixture)
{
  g_autofree char *path = in_folder ("runs");
  g_autofree char *named = in_folder ("renamed.zip");
  g_autofree char *text = in_folder ("archive.tar.gz");

  write_run ("runs", "The slow one", 1e-3, get_hash (fixture));
  g_assert_cmpint (g_rename (path, named), ==, 0);
  open_file (fixture, "renamed.zip");
  wait_for_text (fixture, "1 run added");

  g_assert_true (g_file_set_contents (text, "This is no archive.", -1, NULL));
  open_file (fixture, "archive.tar.gz");
  fixture_answer_error (fixture->window, "The Data Cannot Be Read", "close");
}

/* Several files at once, dropped on the window. */
static void
test_drop (WindowFixture *fixture)
{
  GtkDropTarget *target = fixture_controller (fixture->window, GTK_TYPE_DROP_TARGET);
  g_autofree char *first = in_folder ("first.overshoot");
  g_autofree char *second = in_folder ("second.overshoot");
  GFile *files[] = {g_file_new_for_path (first), g_file_new_for_path (second)};
  GdkFileList *list = NULL;
  GValue value = G_VALUE_INIT;
  gboolean is_taken = FALSE;

  write_run ("first.overshoot", "The slow one", 1e-3, get_hash (fixture));
  write_run ("second.overshoot", "The fast one", 2e-3, get_hash (fixture));
  list = gdk_file_list_new_from_array (files, 2);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, list);
  g_signal_emit_by_name (target, "drop", &value, 1.0, 1.0, &is_taken);
  g_assert_true (is_taken);
  g_value_unset (&value);
  g_object_unref (files[0]);
  g_object_unref (files[1]);
  wait_for_text (fixture, "2 runs added");
  g_assert_nonnull (window_fixture_find_run (fixture, "The slow one"));
  g_assert_nonnull (window_fixture_find_run (fixture, "The fast one"));
}

static void
spoil_library (void)
{
  g_autofree char *library = ov_library_get_default_path ();

  g_assert_true (g_file_set_contents (library, "This is no library.", -1, NULL));
}

/* Without a library the runs are there for as long as the window, which is said, and come into one
 * as soon as there is one. */
static void
test_not_kept (WindowFixture *fixture)
{
  g_autofree char *library = ov_library_get_default_path ();
  OvRunItem *item;

  window_fixture_wait_for_epochs (fixture, 1);
  window_fixture_reopen_after (fixture, spoil_library);
  write_run ("session.overshoot", "The slow one", 1e-3, get_hash (fixture));
  write_run ("session.overshoot", "The fast one", 2e-3, get_hash (fixture));
  open_file (fixture, "session.overshoot");
  wait_for_text (fixture, "2 runs are here until the window closes");
  g_assert_nonnull (ov_banner_get_text (fixture_child (fixture->window, "library_banner")));
  item = window_fixture_find_run (fixture, "The slow one");
  g_assert_nonnull (ov_run_item_get_run (item));
  g_assert_true (g_list_store_find (
    G_LIST_STORE (ov_run_collection_get_behind (fixture->window->collection)), item, NULL));

  g_assert_cmpint (g_remove (library), ==, 0);
  window_fixture_act (fixture, "win.open-library");
  wait_for (ov_run_keeper_can_write (fixture->window->keeper));
  window_fixture_reopen (fixture);
  wait_for (window_fixture_find_run (fixture, "The slow one") != NULL);
  g_assert_nonnull (window_fixture_find_run (fixture, "The fast one"));
}

/* Waits for a dialog that knows its folder: GTK 4.18 complains when it is sent to another one
 * meanwhile. */
static GtkFileChooser *
wait_for_chooser (WindowFixture *fixture)
{
  wait_for (fixture->window->chooser != NULL);
  wait_for (fixture_has_folder ());

  return GTK_FILE_CHOOSER (fixture->window->chooser);
}

static void
choose (WindowFixture *fixture, const char *name, int response)
{
  GtkFileChooser *chooser = wait_for_chooser (fixture);
  g_autoptr (GFile) place = g_file_new_for_path (folder);
  g_autofree char *wanted = in_folder (name);
  g_autoptr (GFile) chosen = g_file_new_for_path (wanted);

  /* The dialog reads the folder in its own time, and may forget the name meanwhile. */
  g_assert_true (gtk_file_chooser_set_current_folder (chooser, place, NULL));
  for (deadline_set (name); !deadline_is_met (FALSE);)
    {
      g_autoptr (GFile) file = NULL;

      gtk_file_chooser_set_current_name (chooser, name);
      file = gtk_file_chooser_get_file (chooser);
      if (file != NULL && g_file_equal (file, chosen))
        break;
      fixture_let_pass (20);
    }
  g_signal_emit_by_name (chooser, "response", response);
  g_assert_null (fixture->window->chooser);
}

static void
save_all (WindowFixture *fixture)
{
  GtkWidget *table = GTK_WIDGET (get_table (fixture));

  fixture_wait_for_frames (table, 3);
  gtk_selection_model_select_all (gtk_column_view_get_model (fixture_child (table, "view")));
  g_assert_true (gtk_widget_activate_action (table, "runs.save", NULL));
}

static guint
count_saved (const char *name)
{
  g_autofree char *path = in_folder (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) file = ov_library_open (path, OV_LIBRARY_UNTRUSTED, &error);
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_no_error (error);
  entries = ov_library_list (file, NULL, &error);
  g_assert_no_error (error);

  return entries->len;
}

/* What is selected in the table is saved under a name with the suffix; an old file is replaced as a
 * whole, but only one that was named. */
static void
test_save (WindowFixture *fixture)
{
  g_autofree char *path = in_folder ("saved.overshoot");
  g_autofree char *name = NULL;

  window_fixture_wait_for_epochs (fixture, 2);
  save_all (fixture);
  name = gtk_file_chooser_get_current_name (wait_for_chooser (fixture));
  g_assert_cmpstr (name, ==, "Linear 1.overshoot");
  choose (fixture, "saved", GTK_RESPONSE_CANCEL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  save_all (fixture);
  choose (fixture, "saved", GTK_RESPONSE_ACCEPT);
  wait_for_text (fixture, "1 run is saved");
  g_assert_cmpuint (count_saved ("saved.overshoot"), ==, 1);

  save_all (fixture);
  choose (fixture, "saved", GTK_RESPONSE_ACCEPT);
  fixture_answer_error (fixture->window, "The Runs Were Not Saved", "close");

  write_run ("more.overshoot", "The slow one", 1e-3, get_hash (fixture));
  open_file (fixture, "more.overshoot");
  wait_for (count_runs (fixture) == 2);
  save_all (fixture);
  choose (fixture, "saved.overshoot", GTK_RESPONSE_ACCEPT);
  wait_for (count_saved ("saved.overshoot") == 2);
}

static void
draw_nothing (cairo_t *cr, double width, double height, gpointer data)
{
}

/* Writes a picture of a run that was trained on the images of that hash, or of none. */
static void
write_picture (const char *file, const OvRecipe *recipe, const char *hash)
{
  g_autofree char *path = in_folder (file);
  g_autoptr (OvRunNotes) notes = ov_run_notes_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  if (recipe != NULL)
    ov_run_notes_add (notes, recipe, "From a paper", 4, "Other images", hash);
  text = ov_run_notes_write (notes);
  bytes = ov_raster_render (40, 30, 1.0, draw_nothing, NULL, text, NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
}

/* Opens a picture, and waits for what is offered. */
static AdwMessageDialog *
open_picture (WindowFixture *fixture, const char *file)
{
  open_file (fixture, file);

  return ADW_MESSAGE_DIALOG (window_fixture_wait_for_dialog (fixture, ADW_TYPE_MESSAGE_DIALOG));
}

/* What stands below the heading. */
static const char *
get_words (AdwMessageDialog *dialog)
{
  GtkWidget *box = adw_message_dialog_get_extra_child (dialog);

  return gtk_label_get_text (GTK_LABEL (gtk_widget_get_last_child (box)));
}

/* A picture offers to run its recipe again, and says when the images are others. */
static void
test_picture (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (N_EPOCHS);
  OvRun *before;
  AdwMessageDialog *dialog;

  window_fixture_wait_for_epochs (fixture, 1);
  before = window_fixture_get_run (fixture);
  recipe.learning_rate = 0.0123;
  write_picture ("paper.png", &recipe, "elsewhere");
  dialog = open_picture (fixture, "paper.png");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "From a paper");
  g_assert_nonnull (strstr (get_words (dialog), "0.0123"));
  g_assert_nonnull (strstr (get_words (dialog), "Other images"));
  g_assert_false (adw_message_dialog_has_response (dialog, "compare"));
  adw_message_dialog_response (dialog, "rerun");
  window_fixture_wait_for_other (fixture, before);
  g_assert_true (ov_recipe_equal (ov_run_get_recipe (window_fixture_get_run (fixture)), &recipe));
}

/* A run that is kept is shown, and nothing is started; when that is not wanted, nothing happens. */
static void
test_picture_of_kept (WindowFixture *fixture)
{
  AdwViewStack *stack = fixture->window->stack;
  GtkWidget *other = fixture->window->pages->pdata[1];
  OvRunItem *current;
  OvRun *run;
  AdwMessageDialog *dialog;

  window_fixture_wait_for_epochs (fixture, 1);
  run = window_fixture_get_run (fixture);
  current = ov_run_collection_get_current (fixture->window->collection);
  write_picture ("own.png", ov_run_get_recipe (run), get_hash (fixture));
  dialog = open_picture (fixture, "own.png");
  g_assert_null (strstr (get_words (dialog), "Other images"));
  g_assert_true (adw_message_dialog_has_response (dialog, "compare"));
  adw_message_dialog_response (dialog, "compare");
  g_assert_true (ov_run_collection_get_front (fixture->window->collection) == current);
  g_assert_true (window_fixture_get_run (fixture) == run);

  adw_view_stack_set_visible_child (stack, other);
  adw_message_dialog_response (open_picture (fixture, "own.png"), "cancel");
  g_assert_true (adw_view_stack_get_visible_child (stack) == other);
}

/* A picture of anything else gets a sentence. */
static void
test_picture_without_runs (WindowFixture *fixture)
{
  write_picture ("cat.png", NULL, NULL);
  open_file (fixture, "cat.png");
  fixture_answer_error (fixture->window, "The Picture Brings No Runs Back", "close");
}

/* Of several pictures none is left out: each is asked about after the one before it. */
static void
test_pictures (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (N_EPOCHS);
  const char *const names[] = {"paper.png", "cat.png"};
  GFile *files[G_N_ELEMENTS (names)];

  window_fixture_wait_for_epochs (fixture, 1);
  write_picture (names[0], &recipe, "elsewhere");
  write_picture (names[1], NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    files[i] = g_file_new_build_filename (folder, names[i], NULL);
  g_application_open (G_APPLICATION (fixture->application), files, G_N_ELEMENTS (files), "");
  gtk_window_close (
    GTK_WINDOW (window_fixture_wait_for_dialog (fixture, ADW_TYPE_MESSAGE_DIALOG)));
  fixture_answer_error (fixture->window, "The Picture Brings No Runs Back", "close");
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    g_object_unref (files[i]);
}

static void
add (const char *path, WindowTest test)
{
  window_fixture_add (path, test);
}

int
main (int argc, char **argv)
{
  int status;

  fixture_init (&argc, &argv);
  make_folder ();

  add ("/files/open", test_open);
  add ("/files/known", test_known);
  add ("/files/other-data", test_other_data);
  add ("/files/view-in-turn", test_view_in_turn);
  add ("/files/bad-files", test_bad_files);
  add ("/files/kinds", test_kinds);
  add ("/files/drop", test_drop);
  add ("/files/not-kept", test_not_kept);
  add ("/files/save", test_save);
  add ("/files/picture", test_picture);
  add ("/files/picture-of-kept", test_picture_of_kept);
  add ("/files/picture-without-runs", test_picture_without_runs);
  add ("/files/pictures", test_pictures);
  status = g_test_run ();
  remove_folder ();

  return status;
}
