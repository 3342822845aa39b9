/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialog that saves pictures: its preview is the file, whatever is chosen. */

#include "config.h"

#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "data-fixture.h"
#include "export-dialog.h"
#include "finding-figure.h"
#include "naive.h"
#include "run-figures.h"
#include "window-private.h"

static AdwComboRow *
get_row (gpointer dialog, guint index)
{
  g_autofree char *name = g_strdup_printf ("row_%u", index);

  return fixture_child (fixture_child (dialog, "figures"), name);
}

/* What one of the rows shows. */
static const char *
get_chosen (gpointer dialog, guint index)
{
  return gtk_string_object_get_string (adw_combo_row_get_selected_item (get_row (dialog, index)));
}

static void
choose (gpointer dialog, guint index, const char *title)
{
  AdwComboRow *row = get_row (dialog, index);

  for (guint i = 0; g_strcmp0 (get_chosen (dialog, index), title) != 0; i++)
    {
      g_assert_cmpuint (i, <, g_list_model_get_n_items (adw_combo_row_get_model (row)));
      adw_combo_row_set_selected (row, i);
    }
}

/* Where there is nothing to be drawn, the dialog says why and what can be done. */
static void
test_without_templates (void)
{
  const OvRecipe recipe = fixture_recipe (3);
  OvDataset *dataset = naive_dataset_new (40, 20);
  OvRun *run = ov_run_new (&recipe, dataset, 1);
  OvFigureSet *set = ov_figure_set_new ();
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  GtkRevealer *revealer;
  GtkWidget *dialog;

  ov_run_figures_add_to (ov_run_figures_new (run, NULL, NULL, TRUE), set);
  dialog = ov_export_dialog_new (NULL, set, "templates", settings);
  revealer = fixture_child (dialog, "problem_revealer");

  g_assert_false (gtk_widget_get_sensitive (fixture_child (dialog, "save_button")));
  g_assert_true (gtk_revealer_get_reveal_child (revealer));
  g_assert_nonnull (strstr (gtk_label_get_text (fixture_child (dialog, "problem")), "templates"));
  choose (dialog, 0, "Loss above accuracy");
  g_assert_true (gtk_widget_get_sensitive (fixture_child (dialog, "save_button")));
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_finalize_object (run);
  ov_dataset_unref (dataset);
}

static OvExportDialog *
open_dialog (WindowFixture *fixture, const char *name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export", "s",
                                             name));

  return OV_EXPORT_DIALOG (window_fixture_wait_for_dialog (fixture, OV_TYPE_EXPORT_DIALOG));
}

static void
test_dialog (WindowFixture *fixture)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "curves.png", NULL);
  OvExportDialog *dialog;

  window_fixture_wait_for_epochs (fixture, 3);
  dialog = open_dialog (fixture, "curves");
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  g_assert_cmpstr (get_chosen (dialog, 0), ==, "Loss above accuracy");
  g_assert_nonnull (strstr (gtk_label_get_text (fixture_child (dialog, "pixels")), "1200 × 800"));

  gtk_adjustment_set_value (fixture_child (dialog, "width_adjustment"), 700.0);
  gtk_adjustment_set_value (fixture_child (dialog, "height_adjustment"), 500.0);
  gtk_adjustment_set_value (fixture_child (dialog, "dpi_adjustment"), 144.0);
  g_assert_nonnull (strstr (gtk_label_get_text (fixture_child (dialog, "pixels")), "1400 × 1000"));
  fixture_wait_for_frames (dialog, 3);

  ov_export_dialog_save (dialog, path);
  wait_for (dialog == NULL);
  fixture_assert_picture (path, 1400, 1000);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "export-width"), ==, 700);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "export-dpi"), ==, 144);
  fixture_remove (folder);
}

/* The bytes of a picture, as cairo has them. */
static GBytes *
get_pixels (GdkTexture *texture)
{
  const gsize stride = 4 * (gsize) gdk_texture_get_width (texture);
  const gsize size = stride * (gsize) gdk_texture_get_height (texture);
  guchar *pixels = g_malloc (size);

  gdk_texture_download (texture, pixels, stride);

  return g_bytes_new_take (pixels, size);
}

/* The preview is the file, pixel for pixel, whatever is chosen. */
static void
test_preview (WindowFixture *fixture)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "curves.png", NULL);
  g_autoptr (GdkTexture) preview = NULL;
  g_autoptr (GdkTexture) file = NULL;
  g_autoptr (GBytes) shown = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GError) error = NULL;
  OvExportDialog *dialog;
  GtkPicture *picture;

  window_fixture_wait_for_epochs (fixture, 3);
  dialog = open_dialog (fixture, "curves");
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  picture = fixture_child (dialog, "preview");
  adw_combo_row_set_selected (fixture_child (dialog, "size_row"), 1);
  adw_combo_row_set_selected (fixture_child (dialog, "theme_row"), OV_PAGE_DARK);
  gtk_editable_set_text (fixture_child (dialog, "title_entry"), "My own");
  gtk_switch_set_active (fixture_child (dialog, "caption_switch"), FALSE);
  choose (dialog, 1, "Map of the runs");
  choose (dialog, 2, "Templates");
  wait_for (ov_export_dialog_is_drawn (dialog));
  preview = g_object_ref (GDK_TEXTURE (gtk_picture_get_paintable (picture)));
  g_assert_cmpint (gdk_texture_get_width (preview), ==, 1920);

  ov_export_dialog_save (dialog, path);
  wait_for (dialog == NULL);
  file = gdk_texture_new_from_filename (path, &error);
  g_assert_no_error (error);
  shown = get_pixels (preview);
  written = get_pixels (file);
  g_assert_true (g_bytes_equal (shown, written));
  fixture_remove (folder);
}

/* A usual size sets width, height and resolution, and is named when they are those. */
static void
test_sizes (WindowFixture *fixture)
{
  OvExportDialog *dialog;
  GtkAdjustment *width;

  window_fixture_wait_for_epochs (fixture, 1);
  dialog = open_dialog (fixture, "loss");
  adw_combo_row_set_selected (fixture_child (dialog, "size_row"), 2);
  width = fixture_child (dialog, "width_adjustment");
  g_assert_cmpfloat (gtk_adjustment_get_value (width), ==, 241.0);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture_child (dialog, "dpi_adjustment")), ==, 300);
  gtk_adjustment_set_value (width, 300.0);
  g_assert_cmpuint (adw_combo_row_get_selected (fixture_child (dialog, "size_row")), ==, 4);
  gtk_adjustment_set_value (width, 241.0);
  g_assert_cmpuint (adw_combo_row_get_selected (fixture_child (dialog, "size_row")), ==, 2);
  adw_combo_row_set_selected (fixture_child (dialog, "format_row"), 2);
  g_assert_false (gtk_widget_get_sensitive (fixture_child (dialog, "dpi_row")));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The dialog says why, stays for another place, and an old file is as it was. */
static void
test_unwritable (WindowFixture *fixture)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *nowhere = g_build_filename (folder, "missing", "curves.png", NULL);
  g_autofree char *full = g_build_filename (folder, "full.png", NULL);
  g_autofree char *path = g_build_filename (folder, "curves.png", NULL);
  OvExportDialog *dialog;

  window_fixture_wait_for_epochs (fixture, 3);
  dialog = open_dialog (fixture, "templates");
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
  fixture_assert_picture (path, 1200, 800);
  fixture_remove (folder);
}

/* The dialog is open, and writing, when its window is closed. */
static void
test_and_close (WindowFixture *fixture)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "curves.png", NULL);
  OvExportDialog *dialog;

  window_fixture_wait_for_epochs (fixture, 3);
  dialog = open_dialog (fixture, "loss");
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  ov_export_dialog_save (dialog, path);
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_for (fixture->window == NULL);
  wait_for (dialog == NULL);
  fixture_assert_picture (path, 1200, 800);
  fixture_remove (folder);
}

static void
no_run_cb (GApplication *application, gpointer unused)
{
  static const char *const actions[] = {"win.export::", "win.copy-chart"};
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (GVariant) target = NULL;
      g_autofree char *name = NULL;

      g_assert_true (g_action_parse_detailed_name (actions[i], &name, &target, NULL));
      g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (window), name, target));
    }
  wait_for (fixture_find_label (fixture_child (window, "toasts"),
                                "There is no run to draw yet: it begins when the data is loaded")
            != NULL);
  gtk_window_close (window);
  wait_for (window == NULL);
}

/* Before the first run there is nothing to draw, which is said. */
static void
test_no_run (void)
{
  OvApplication *application = ov_application_new (G_APPLICATION_NON_UNIQUE);

  g_signal_connect_after (application, "activate", G_CALLBACK (no_run_cb), NULL);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 0, NULL), ==, 0);
  g_assert_finalize_object (application);
}

/* The choices of the last time are those of the next, but for the figure and its title. */
static void
test_remembers (WindowFixture *fixture)
{
  OvExportDialog *dialog;

  window_fixture_wait_for_epochs (fixture, 1);
  dialog = open_dialog (fixture, "loss");
  adw_combo_row_set_selected (fixture_child (dialog, "format_row"), 2);
  adw_combo_row_set_selected (fixture_child (dialog, "theme_row"), OV_PAGE_TRANSPARENT);
  adw_combo_row_set_selected (fixture_child (dialog, "names_row"), OV_PAGE_NAMES_AT_ENDS);
  gtk_switch_set_active (fixture_child (dialog, "caption_switch"), FALSE);
  gtk_adjustment_set_value (fixture_child (dialog, "font_adjustment"), 11.5);
  gtk_adjustment_set_value (fixture_child (dialog, "line_adjustment"), 2.25);
  gtk_editable_set_text (fixture_child (dialog, "title_entry"), "Once");
  gtk_window_destroy (GTK_WINDOW (dialog));

  dialog = open_dialog (fixture, "accuracy");
  g_assert_cmpstr (get_chosen (dialog, 0), ==, "Accuracy");
  g_assert_cmpuint (adw_combo_row_get_selected (fixture_child (dialog, "format_row")), ==, 2);
  g_assert_cmpuint (adw_combo_row_get_selected (fixture_child (dialog, "theme_row")), ==,
                    OV_PAGE_TRANSPARENT);
  g_assert_cmpuint (adw_combo_row_get_selected (fixture_child (dialog, "names_row")), ==,
                    OV_PAGE_NAMES_AT_ENDS);
  g_assert_false (gtk_switch_get_active (fixture_child (dialog, "caption_switch")));
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture_child (dialog, "font_adjustment")), ==,
                     11.5);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture_child (dialog, "line_adjustment")), ==,
                     2.25);
  g_assert_cmpstr (gtk_editable_get_text (fixture_child (dialog, "title_entry")), ==, "");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Every figure is listed from the start; one that is not there yet says what to do about it. A
 * figure beside another makes room for a third, and takes it away again. */
static void
test_figures (WindowFixture *fixture)
{
  static const char *const missing[] = {"Learning-rate finder", "Ladder of learning rates"};
  OvExportDialog *dialog;

  window_fixture_wait_for_epochs (fixture, 3);
  /* By no name the figure of the visible page is meant. */
  adw_view_stack_set_visible_child_name (fixture->window->stack, "map");
  dialog = open_dialog (fixture, "");
  g_assert_cmpstr (get_chosen (dialog, 0), ==, "Map of the runs");
  wait_for (ov_export_dialog_is_drawn (dialog));
  g_assert_false (gtk_widget_get_sensitive (fixture_child (dialog, "curves_group")));
  for (gsize i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      choose (dialog, 0, missing[i]);
      g_assert_false (gtk_widget_get_sensitive (fixture_child (dialog, "save_button")));
      g_assert_true (gtk_revealer_get_reveal_child (fixture_child (dialog, "problem_revealer")));
    }

  choose (dialog, 0, "Loss");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_row (dialog, 2))));
  choose (dialog, 1, "Accuracy");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (get_row (dialog, 2))));
  choose (dialog, 2, "Map of the runs");
  wait_for (ov_export_dialog_is_drawn (dialog));
  choose (dialog, 1, "Nothing");
  g_assert_cmpstr (get_chosen (dialog, 2), ==, "Nothing");
  g_assert_true (gtk_widget_get_sensitive (fixture_child (dialog, "curves_group")));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A picture of no run brings its recipe back, and says what it is. */
static void
test_brings_back (WindowFixture *fixture)
{
  double rates[] = {1e-4, 1e-3, 1e-2};
  double losses[] = {1.0, 0.9, 0.7};
  const OvFinding finding = {
    .n_points = G_N_ELEMENTS (rates),
    .learning_rates = rates,
    .losses = losses,
    .smoothed = losses,
    .best = 2,
  };
  const OvRecipe recipe = fixture_recipe (3);
  const OvFindingFigure figure = {.finding = &finding, .recipe = &recipe};
  const OvFigurePage page = {.figures = {{&ov_finding_figure_class, &figure}}, .n = 1};
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "finder.png", NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  AdwMessageDialog *dialog;
  GtkWidget *words;

  g_assert_true (ov_figure_page_write (&page, path, NULL));
  g_ptr_array_add (files, g_file_new_for_path (path));
  ov_window_open_pictures (fixture->window, files);
  dialog =
    ADW_MESSAGE_DIALOG (window_fixture_wait_for_dialog (fixture, ADW_TYPE_MESSAGE_DIALOG));
  g_assert_true (adw_message_dialog_has_response (dialog, "rerun"));
  words = gtk_widget_get_last_child (adw_message_dialog_get_extra_child (dialog));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (words)), "a learning-rate range test"));
  adw_message_dialog_response (dialog, "cancel");
  fixture_remove (folder);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add_func ("/export-dialog/no-run", test_no_run);
  g_test_add_func ("/export-dialog/without-templates", test_without_templates);
  window_fixture_add ("/export-dialog/saves", test_dialog);
  window_fixture_add ("/export-dialog/remembers", test_remembers);
  window_fixture_add ("/export-dialog/figures", test_figures);
  window_fixture_add ("/export-dialog/preview", test_preview);
  window_fixture_add ("/export-dialog/sizes", test_sizes);
  window_fixture_add ("/export-dialog/unwritable", test_unwritable);
  window_fixture_add ("/export-dialog/and-close", test_and_close);
  window_fixture_add ("/export-dialog/brings-back", test_brings_back);

  return g_test_run ();
}
