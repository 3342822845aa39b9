/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export.h"

#include <string.h>

#include "app-fixture.h"
#include "data-fixture.h"
#include "figure-command.h"
#include "ink.h"
#include "naive.h"
#include "run-figures.h"

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
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/* All that can be drawn of a run. */
static OvFigureSet *
make_set (OvRun *run, const OvFigureStyle *style)
{
  OvFigureSet *set = ov_figure_set_new ();

  ov_run_figures_add_to (ov_run_figures_new (run, NULL, style, TRUE), set);

  return set;
}

static gboolean
has_figure (OvFigureSet *set, const char *name)
{
  guint place;

  return ov_figure_set_find (set, name, &place) && ov_figure_set_get (set, place)->problem == NULL;
}

static OvFigurePage
make_page (OvFigureSet *set, const char *name, OvPageSize size)
{
  guint place;

  g_assert_true (has_figure (set, name));
  g_assert_true (ov_figure_set_find (set, name, &place));

  return (OvFigurePage) {{ov_figure_set_get (set, place)->figure}, 1, size};
}

static GAsyncResult *
save (OvFigureSet *set, const char *name, OvPageSize size, const char *path)
{
  const OvFigurePage page = make_page (set, name, size);
  GAsyncResult *result = NULL;

  ov_export_save_async (set, &page, path, done_cb, &result);
  wait_for (result != NULL);

  return result;
}

static void
test_save (Fixture *fixture, gconstpointer unused)
{
  static const OvPageSize sizes[] = {
    {NULL, 1200, 800, 72},
    {NULL, 600, 400, 144},
    {NULL, 333, 555, 216},
  };
  static const char *const names[] = {"loss", "accuracy", "curves", "rate", "templates"};
  g_autoptr (OvFigureSet) set = make_set (fixture->run, NULL);

  for (gsize n = 0; n < G_N_ELEMENTS (names); n++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        g_autoptr (GAsyncResult) result = save (set, names[n], sizes[i], fixture->path);
        g_autoptr (GError) error = NULL;

        g_assert_true (ov_export_save_finish (result, &error));
        g_assert_no_error (error);
        fixture_assert_picture (fixture->path, sizes[i].width * sizes[i].dpi / 72,
                                sizes[i].height * sizes[i].dpi / 72);
      }
  g_assert_cmpuint (fixture_count_files (fixture->folder), ==, 1);
}

/* What is exported is what was there when it was asked for, whatever happens to the run. */
static void
test_outlives_the_run (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (2);
  OvRun *run = fixture_run (&recipe, fixture->dataset);
  g_autoptr (OvFigureSet) set = make_set (run, &(OvFigureStyle) {.log_loss = TRUE});
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_finalize_object (run);
  result = save (set, "curves", (OvPageSize) {NULL, 800, 600, 72}, fixture->path);
  g_assert_true (ov_export_save_finish (result, NULL));
  fixture_assert_picture (fixture->path, 800, 600);
}

/* An earlier run is exported in the colour of its item, and a change of colour changes no export
 * that was begun before. */
static void
test_colours (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (12);
  g_autoptr (GListStore) ghosts = g_list_store_new (OV_TYPE_RUN_ITEM);
  g_autoptr (OvRunItem) front = fixture_item (fixture->run, OV_SLOT_FIRST_FREE);
  g_autoptr (OvRunItem) item = NULL;
  g_autoptr (OvRun) run = NULL;

  recipe.learning_rate = 2e-3;
  run = fixture_run (&recipe, fixture->dataset);
  item = fixture_item (run, OV_SLOT_FIRST_FREE);
  g_list_store_append (ghosts, item);
  for (guint slot = OV_SLOT_FIRST_FREE; slot < OV_N_SLOTS; slot++)
    {
      g_autoptr (OvFigureSet) set = ov_figure_set_new ();
      g_autoptr (GAsyncResult) result = NULL;
      OvRunFigures *figures;

      ov_run_item_set_slot (item, slot);
      figures = ov_run_figures_new (fixture->run, G_LIST_MODEL (ghosts), NULL, FALSE);
      ov_run_figures_set_item (figures, front);
      ov_run_figures_add_to (figures, set);
      ov_run_item_set_slot (item, OV_SLOT_TEST);
      result = save (set, "curves", (OvPageSize) {NULL, 1200, 800, 72}, fixture->path);
      g_assert_true (ov_export_save_finish (result, NULL));
      for (guint other = OV_SLOT_FIRST_FREE; other < OV_N_SLOTS; other++)
        {
          const guint n = ink_count_in_file (fixture->path,
                                             ov_palette_get_ghost (OV_THEME_PAPER, other));

          if (other == slot)
            g_assert_cmpuint (n, >, 40);
          else
            g_assert_cmpuint (n, <, 20);
        }
    }
}

static void
test_texture (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvFigureSet) set = make_set (fixture->run, NULL);
  const OvFigurePage page = make_page (set, "curves", (OvPageSize) {NULL, 500, 400, 72});
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  ov_export_texture_async (set, &page, 2.0, done_cb, &result);
  wait_for (result != NULL);
  texture = ov_export_texture_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 1000);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 800);
}

/* Those of an earlier epoch are drawn in the place of the run's own. */
static void
test_other_templates (Fixture *fixture, gconstpointer unused)
{
  g_autofree OvTemplates *templates = g_new0 (OvTemplates, 1);
  const OvTemplates *const given[] = {NULL, templates};

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    {
      g_autoptr (OvFigureSet) set = ov_figure_set_new ();
      OvRunFigures *figures = ov_run_figures_new (fixture->run, NULL, NULL, TRUE);

      ov_run_figures_set_templates (figures, given[i], 3);
      ov_run_figures_add_to (figures, set);
      g_assert_true (has_figure (set, "templates") == (given[i] != NULL));
    }
}

/* A run that has learned nothing has no templates to be drawn. */
static void
test_no_templates (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (3);
  OvRun *run = ov_run_new (&recipe, fixture->dataset, 1);
  g_autoptr (OvFigureSet) set = make_set (run, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_false (has_figure (set, "templates"));
  result = save (set, "loss", (OvPageSize) {NULL, 400, 400, 72}, fixture->path);
  g_assert_true (ov_export_save_finish (result, NULL));
  g_assert_finalize_object (run);
}

static void
test_unwritable (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "missing", "picture.png", NULL);
  const char *const places[] = {nowhere, fixture->folder, "/proc/picture.png"};
  g_autoptr (OvFigureSet) set = make_set (fixture->run, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GAsyncResult) result = save (set, "curves",
                                              (OvPageSize) {NULL, 400, 400, 72}, places[i]);
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
  static const char *const names[] = {"a.jpg", "a.eps", "a"};
  g_autoptr (OvFigureSet) set = make_set (fixture->run, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_autoptr (GAsyncResult) result = save (set, "curves",
                                              (OvPageSize) {NULL, 400, 400, 72}, path);
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
  static const char *const names[] = {"loss", "accuracy", "curves"};
  g_autoptr (OvFigureSet) set = NULL;
  OvRun *run;

  recipe.learning_rate = 10.0;
  recipe.batch_size = 1;
  recipe.pixel_scale = 255.0;
  run = fixture_run (&recipe, fixture->dataset);
  g_assert_true (ov_history_has_diverged (ov_run_get_history (run)));
  set = make_set (run, &(OvFigureStyle) {.log_loss = TRUE});
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GAsyncResult) result = save (set, names[i], (OvPageSize) {NULL, 400, 400, 72},
                                              fixture->path);

      g_assert_true (ov_export_save_finish (result, NULL));
      fixture_assert_picture (fixture->path, 400, 400);
    }
  g_assert_finalize_object (run);
}

/* The command line on the clipboard says what the dialog does. */
static void
test_command (Fixture *fixture, gconstpointer unused)
{
  static const char *const names[] = {"a.pdf", "t.pdf"};
  g_autoptr (OvFigureSet) set = make_set (fixture->run, NULL);
  OvFigurePage page = make_page (set, "curves", (OvPageSize) {NULL, 241, 260, 300});
  const OvFigurePage sheet = make_page (set, "templates", page.size);
  g_autofree char *plot = NULL;
  g_autofree char *templates = NULL;
  g_autofree char *both = NULL;
  const char *remark = NULL;

  page.style.title = "Mine & yours";
  plot = ov_figure_page_make_command (&page, names, &remark);
  g_assert_null (remark);
  g_assert_true (g_str_has_prefix (plot, "overshoot-cli train --recipe "));
  g_assert_true (g_str_has_suffix (plot, " --plot a.pdf --plot-size 241x260 --plot-dpi 300 "
                                         "--plot-title 'Mine & yours'"));
  templates = ov_figure_page_make_command (&sheet, names + 1, &remark);
  g_assert_true (g_str_has_suffix (templates, " --templates t.pdf --plot-size 241x260 "
                                              "--plot-dpi 300"));

  /* A line for each, but none twice. */
  page.figures[page.n++] = sheet.figures[0];
  both = ov_figure_page_make_command (&page, names, &remark);
  g_assert_nonnull (remark);
  g_assert_true (g_str_has_prefix (both, plot));
  g_assert_nonnull (strstr (both, "\novershoot-cli train "));
  page.figures[1] = page.figures[0];
  g_free (both);
  both = ov_figure_page_make_command (&page, names, &remark);
  g_assert_cmpstr (both, ==, plot);
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
  add ("/export/colours", test_colours);
  add ("/export/texture", test_texture);
  add ("/export/command", test_command);
  add ("/export/other-templates", test_other_templates);
  add ("/export/no-templates", test_no_templates);
  add ("/export/unwritable", test_unwritable);
  add ("/export/formats", test_formats);
  add ("/export/diverged-at-once", test_diverged_at_once);

  return g_test_run ();
}
