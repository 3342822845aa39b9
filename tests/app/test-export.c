/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "data-fixture.h"
#include "export-dialog.h"
#include "naive.h"

/* As many epochs as make a run worth a picture. */
#define N_EPOCHS 6

typedef struct
{
  OvDataset *dataset;
  OvRun     *run;
  char      *folder;
  char      *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (N_EPOCHS);

  fixture->dataset = naive_dataset_new (40, 20);
  fixture->run = fixture_run (&recipe, fixture->dataset);
  fixture->folder = fixture_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "picture.png", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_finalize_object (fixture->run);
  ov_dataset_unref (fixture->dataset);
  fixture_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
assert_picture (const char *path, int width, int height)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new_from_file (path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, width);
  g_assert_cmpint (gdk_pixbuf_get_height (picture), ==, height);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
save (OvExport *export, OvExportContent content, OvExportSize size, const char *path)
{
  GAsyncResult *result = NULL;

  ov_export_save_async (export, content, size, path, done_cb, &result);
  wait_for (result != NULL);

  return result;
}

static void
test_save (Fixture *fixture, gconstpointer unused)
{
  static const OvExportSize sizes[] = {{1200, 800, 1}, {600, 400, 2}, {333, 555, 3}};
  g_autoptr (OvExport) export = ov_export_new (fixture->run, NULL, NULL, TRUE);

  g_assert_true (ov_export_has_templates (export));
  for (OvExportContent content = OV_EXPORT_LOSS; content <= OV_EXPORT_TEMPLATES; content++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        g_autoptr (GAsyncResult) result = save (export, content, sizes[i], fixture->path);
        g_autoptr (GError) error = NULL;

        g_assert_true (ov_export_save_finish (result, &error));
        g_assert_no_error (error);
        assert_picture (fixture->path, sizes[i].width * sizes[i].scale,
                        sizes[i].height * sizes[i].scale);
      }
  g_assert_cmpuint (fixture_count_files (fixture->folder), ==, 1);
}

/* What is exported is what was there when it was asked for, whatever happens to the run. */
static void
test_outlives_the_run (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (2);
  OvRun *run = fixture_run (&recipe, fixture->dataset);
  g_autoptr (OvExport) export = ov_export_new (run, NULL, &(OvFigureStyle) {.log_loss = TRUE},
                                               FALSE);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_finalize_object (run);
  result = save (export, OV_EXPORT_BOTH, (OvExportSize) {800, 600, 1}, fixture->path);
  g_assert_true (ov_export_save_finish (result, NULL));
  assert_picture (fixture->path, 800, 600);
}

static void
test_texture (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvExport) export = ov_export_new (fixture->run, NULL, NULL, TRUE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  ov_export_texture_async (export, OV_EXPORT_BOTH, (OvExportSize) {500, 400, 2}, done_cb, &result);
  wait_for (result != NULL);
  texture = ov_export_texture_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 1000);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 800);
}

/* A run that has learned nothing has no templates to be drawn. */
static void
test_no_templates (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (3);
  OvRun *run = ov_run_new (&recipe, fixture->dataset, 1);
  g_autoptr (OvExport) export = ov_export_new (run, NULL, NULL, TRUE);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_false (ov_export_has_templates (export));
  result = save (export, OV_EXPORT_LOSS, (OvExportSize) {400, 400, 1}, fixture->path);
  g_assert_true (ov_export_save_finish (result, NULL));
  g_assert_finalize_object (run);
}

static void
test_unwritable (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "missing", "picture.png", NULL);
  const char *const places[] = {nowhere, fixture->folder, "/proc/picture.png"};
  g_autoptr (OvExport) export = ov_export_new (fixture->run, NULL, NULL, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GAsyncResult) result = save (export, OV_EXPORT_BOTH,
                                              (OvExportSize) {400, 400, 1}, places[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (ov_export_save_finish (result, &error));
      g_assert_nonnull (error);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
  g_assert_cmpuint (fixture_count_files (fixture->folder), ==, 0);
}

/* The ending of the name is the format, or there is no file. */
static void
test_formats (Fixture *fixture, gconstpointer unused)
{
  static const char *const names[] = {"a.jpg", "a.svg", "a"};
  g_autoptr (OvExport) export = ov_export_new (fixture->run, NULL, NULL, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_autoptr (GAsyncResult) result = save (export, OV_EXPORT_BOTH,
                                              (OvExportSize) {400, 400, 1}, path);
      g_autoptr (GError) error = NULL;

      g_assert_false (ov_export_save_finish (result, &error));
      g_assert_nonnull (strstr (error->message, ".png"));
    }
  g_assert_cmpuint (fixture_count_files (fixture->folder), ==, 0);
}

/* A run that diverges in its first epoch has charts, and none of its templates are drawn. */
static void
test_diverged_at_once (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (3);
  g_autoptr (OvExport) export = NULL;
  OvRun *run;

  recipe.learning_rate = 10.0;
  recipe.batch_size = 1;
  recipe.pixel_scale = 255.0;
  run = fixture_run (&recipe, fixture->dataset);
  g_assert_true (ov_history_has_diverged (ov_run_get_history (run)));
  export = ov_export_new (run, NULL, &(OvFigureStyle) {.log_loss = TRUE}, TRUE);
  for (OvExportContent content = OV_EXPORT_LOSS; content <= OV_EXPORT_BOTH; content++)
    {
      g_autoptr (GAsyncResult) result = save (export, content, (OvExportSize) {400, 400, 1},
                                              fixture->path);

      g_assert_true (ov_export_save_finish (result, NULL));
      assert_picture (fixture->path, 400, 400);
    }
  g_assert_finalize_object (run);
}

/* Where there is nothing to be drawn, the dialog says why and what can be done. */
static void
test_dialog_without_templates (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (3);
  OvRun *run = ov_run_new (&recipe, fixture->dataset, 1);
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  GtkWidget *dialog = ov_export_dialog_new (NULL, ov_export_new (run, NULL, NULL, TRUE),
                                            OV_EXPORT_TEMPLATES, settings);
  GtkRevealer *revealer = fixture_child (dialog, "problem_revealer");

  g_assert_false (gtk_widget_get_sensitive (fixture_child (dialog, "save_button")));
  g_assert_true (gtk_revealer_get_reveal_child (revealer));
  g_assert_nonnull (strstr (gtk_label_get_text (fixture_child (dialog, "problem")), "templates"));
  adw_combo_row_set_selected (fixture_child (dialog, "content_row"), OV_EXPORT_BOTH);
  g_assert_true (gtk_widget_get_sensitive (fixture_child (dialog, "save_button")));
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_finalize_object (run);
}

static OvExportDialog *
open_dialog (WindowFixture *fixture, OvExportContent content)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export", "i",
                                             (int) content));

  return OV_EXPORT_DIALOG (window_fixture_wait_for_dialog (fixture, OV_TYPE_EXPORT_DIALOG));
}

static void
test_dialog (WindowFixture *fixture)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "curves.png", NULL);
  OvExportDialog *dialog;

  window_fixture_wait_for_epochs (fixture, 3);
  dialog = open_dialog (fixture, OV_EXPORT_BOTH);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  g_assert_cmpuint (adw_combo_row_get_selected (fixture_child (dialog, "content_row")), ==,
                    OV_EXPORT_BOTH);
  g_assert_nonnull (strstr (gtk_label_get_text (fixture_child (dialog, "pixels")), "1200 × 800"));

  gtk_adjustment_set_value (fixture_child (dialog, "width_adjustment"), 700.0);
  gtk_adjustment_set_value (fixture_child (dialog, "height_adjustment"), 500.0);
  gtk_adjustment_set_value (fixture_child (dialog, "scale_adjustment"), 2.0);
  g_assert_nonnull (strstr (gtk_label_get_text (fixture_child (dialog, "pixels")), "1400 × 1000"));
  fixture_wait_for_frames (dialog, 3);

  ov_export_dialog_save (dialog, path);
  wait_for (dialog == NULL);
  assert_picture (path, 1400, 1000);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "export-width"), ==, 700);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "export-scale"), ==, 2);
  fixture_remove (folder);
}

/* The dialog says why, stays for another place, and an old file is as it was. */
static void
test_dialog_unwritable (WindowFixture *fixture)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *nowhere = g_build_filename (folder, "missing", "curves.png", NULL);
  g_autofree char *full = g_build_filename (folder, "full.png", NULL);
  g_autofree char *path = g_build_filename (folder, "curves.png", NULL);
  OvExportDialog *dialog;

  window_fixture_wait_for_epochs (fixture, 3);
  dialog = open_dialog (fixture, OV_EXPORT_TEMPLATES);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);

  ov_export_dialog_save (dialog, nowhere);
  fixture_answer_error (dialog, "The Picture Was Not Saved", "close");
  g_assert_true (gtk_widget_get_sensitive (fixture_child (dialog, "save_button")));
  g_assert_cmpuint (fixture_count_files (folder), ==, 0);

  /* A folder of that name stands where the file should be. */
  g_assert_cmpint (g_mkdir (full, 0700), ==, 0);
  ov_export_dialog_save (dialog, full);
  fixture_answer_error (dialog, "The Picture Was Not Saved", "close");
  g_assert_true (g_file_test (full, G_FILE_TEST_IS_DIR));
  g_assert_cmpuint (fixture_count_files (folder), ==, 1);

  ov_export_dialog_save (dialog, path);
  wait_for (dialog == NULL);
  assert_picture (path, 1200, 800);
  fixture_remove (folder);
}

/* The dialog is open, and writing, when its window is closed. */
static void
test_dialog_and_close (WindowFixture *fixture)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "curves.png", NULL);
  OvExportDialog *dialog;

  window_fixture_wait_for_epochs (fixture, 3);
  dialog = open_dialog (fixture, OV_EXPORT_LOSS);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  ov_export_dialog_save (dialog, path);
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_for (fixture->window == NULL);
  wait_for (dialog == NULL);
  assert_picture (path, 1200, 800);
  fixture_remove (folder);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  add ("/export/save", test_save);
  add ("/export/outlives-the-run", test_outlives_the_run);
  add ("/export/texture", test_texture);
  add ("/export/no-templates", test_no_templates);
  add ("/export/unwritable", test_unwritable);
  add ("/export/formats", test_formats);
  add ("/export/diverged-at-once", test_diverged_at_once);
  add ("/export/dialog-without-templates", test_dialog_without_templates);
  window_fixture_add ("/export/dialog", test_dialog);
  window_fixture_add ("/export/dialog-unwritable", test_dialog_unwritable);
  window_fixture_add ("/export/dialog-and-close", test_dialog_and_close);

  return g_test_run ();
}
