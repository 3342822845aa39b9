/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The path of a network as a page, and on a chart. */

#include "path-figure.h"

#include <math.h>
#include <string.h>

#include "figure-command.h"
#include "figure-fixture.h"
#include "ink.h"
#include "path-scene.h"
#include "raster.h"

#define N_POINTS 7

/* How many runs there are. */
#define ONE GUINT_TO_POINTER (1)
#define TWO GUINT_TO_POINTER (2)

typedef struct
{
  OvRecipe     recipes[2];
  OvPathRun    runs[2];
  OvPathMap   *map;
  OvPathFigure figure;
  OvFigurePage page;
} Fixture;

static OvPathMap *
make_map (guint n_paths)
{
  OvPathMap *map = g_new0 (OvPathMap, 1);

  map->n_paths = n_paths;
  map->paths = g_new0 (OvMapPath, n_paths);
  for (guint p = 0; p < n_paths; p++)
    {
      OvMapPath *path = &map->paths[p];

      path->n_points = N_POINTS;
      path->n_epochs = g_new (guint, N_POINTS);
      path->places = g_malloc_n (N_POINTS, sizeof *path->places);
      for (guint i = 0; i < N_POINTS; i++)
        {
          path->n_epochs[i] = 2 * i;
          path->places[i][0] = 0.5 * i;
          path->places[i][1] = (p == 0 ? 0.3 : -0.25) * sin (i);
        }
    }
  map->shares[0] = 0.871;
  map->shares[1] = 0.062;
  map->n_images = 512;
  map->grid = ov_loss_grid_new_around (map->paths->places, N_POINTS, 9);
  for (guint row = 0; row < 9; row++)
    for (guint column = 0; column < 9; column++)
      {
        double place[OV_PLANE_AXES];

        ov_loss_grid_get_place (map->grid, column, row, place);
        map->grid->losses[row * 9 + column] =
          1.0 + (place[0] - 3.0) * (place[0] - 3.0) + 9.0 * place[1] * place[1];
        map->grid->is_known[row * 9 + column] = TRUE;
      }

  return map;
}

/* The data is how many runs there are. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->recipes); i++)
    {
      fixture->recipes[i] = figure_make_recipe ();
      fixture->recipes[i].epochs = 2 * (N_POINTS - 1);
      fixture->recipes[i].learning_rate = i == 0 ? 0.01 : 0.04;
      fixture->runs[i] = (OvPathRun) {&fixture->recipes[i], i == 0 ? "First" : "Second",
                                      i == 0 ? OV_SLOT_TRAIN : OV_SLOT_FIRST_FREE + 1};
    }
  fixture->map = make_map (GPOINTER_TO_UINT (data));
  fixture->figure = (OvPathFigure) {
    .runs = fixture->runs,
    .map = fixture->map,
    .is_whole = TRUE,
    .dataset_name = "Test pictures",
  };
  fixture->page = (OvFigurePage) {
    .figures = {{&ov_path_figure_class, &fixture->figure}},
    .n = 1,
  };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ov_path_map_free (fixture->map);
}

static void
draw (const Fixture *fixture, guint least)
{
  const OvPageSize size = ov_figure_page_get_size (&fixture->page);
  const OvColour colour =
    ov_palette_get_slot (ov_page_style_get_theme (&fixture->page.style), OV_SLOT_TRAIN);
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = ov_raster_draw (size.width, size.height, 1.0, ov_figure_page_draw,
                                             (gpointer) &fixture->page, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ink_count (surface, colour), >=, least);
  cairo_surface_destroy (surface);
}

static void
test_page (Fixture *fixture, gconstpointer data)
{
  for (guint theme = OV_PAGE_LIGHT; theme <= OV_PAGE_TRANSPARENT; theme++)
    {
      fixture->page.style.theme = theme;
      draw (fixture, 300);
    }

  /* Ground that is nowhere finite. */
  for (guint i = 0; i < 81; i++)
    fixture->map->grid->losses[i] = NAN;
  draw (fixture, 300);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *title = ov_path_figure_class.make_title (&fixture->figure);
  g_autofree char *caption =
    ov_path_figure_class.make_caption (&fixture->figure, &fixture->page.style);
  g_autofree char *note = ov_figure_page_make_note (&fixture->page);

  g_assert_nonnull (strstr (title, "valley"));
  g_assert_nonnull (strstr (caption, "explain 93.3 % of the movement"));
  g_assert_nonnull (strstr (caption, "512 training images"));
  g_assert_nonnull (strstr (caption, "over 12 epochs"));
  g_assert_nonnull (strstr (caption, "Test pictures"));
  g_assert_nonnull (strstr (note, "\"epochs\""));
}

/* A whole run has a command, others have a reason. */
static void
test_command (Fixture *fixture, gconstpointer data)
{
  const char *remark = NULL;
  OvPathFigure *copy = ov_path_figure_copy (&fixture->figure);
  g_autoptr (GPtrArray) words =
    ov_path_figure_class.make_command (copy, &fixture->page.style, "x.pdf", &remark);
  g_autoptr (GPtrArray) none = NULL;

  g_assert_nonnull (words);
  ov_path_figure_free (copy);

  fixture->recipes[0].epochs = 99;
  none = ov_path_figure_class.make_command (&fixture->figure, &fixture->page.style, "x.pdf",
                                            &remark);
  g_assert_null (none);
  g_assert_nonnull (remark);
}

/* The chart shows the ground, and keeps showing it when the map is gone. */
static void
test_scene (Fixture *fixture, gconstpointer data)
{
  OvPathMap *map = make_map (1);
  g_autoptr (OvPathScene) scene = ov_path_scene_new (map);
  g_autoptr (OvChart) chart = ov_chart_new ();
  OvGeometry geometry;

  ov_path_scene_show (scene, chart, fixture->runs, 4);
  ov_chart_get_geometry (chart, 600, 400, &geometry);
  g_assert_cmpfloat (geometry.x.low, ==, map->grid->low[0]);
  g_assert_cmpfloat (geometry.y.high, ==, map->grid->high[1]);
  ov_path_map_free (map);

  for (guint n_epochs = 0; n_epochs < 20; n_epochs += 4)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 600, 400);
      cairo_t *cr = cairo_create (surface);

      ov_path_scene_show (scene, chart, fixture->runs, n_epochs);
      ov_chart_draw (chart, cr, 600, 400);
      g_assert_cmpuint (ink_count (surface, ov_palette_get_slot (OV_THEME_LIGHT, OV_SLOT_TRAIN)), >,
                        n_epochs == 0 ? 10 : 100);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  ov_chart_set_ground (chart, NULL, NULL);
}

/* Several runs have their colours, and say in what they differ. */
static void
test_together (Fixture *fixture, gconstpointer data)
{
  const OvPageSize size = ov_figure_page_get_size (&fixture->page);
  g_autofree char *caption =
    ov_path_figure_class.make_caption (&fixture->figure, &fixture->page.style);
  g_autofree char *note = ov_figure_page_make_note (&fixture->page);
  g_autofree char *random = NULL;
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;
  const char *remark = NULL;
  guint place;

  g_assert_nonnull (strstr (caption, "of the weights of 2 runs"));
  g_assert_nonnull (strstr (caption, "learning rate 0.01"));
  g_assert_nonnull (strstr (caption, "learning rate 0.04"));
  g_assert_nonnull (strstr (note, "First"));
  g_assert_nonnull (strstr (note, "Second"));

  surface = ov_raster_draw (size.width, size.height, 1.0, ov_figure_page_draw, &fixture->page,
                            &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (ink_count (surface, ov_palette_get_slot (OV_THEME_PAPER,
                                                               fixture->runs[i].slot)),
                      >, 300);
  cairo_surface_destroy (surface);

  words = ov_path_figure_class.make_command (&fixture->figure, &fixture->page.style, "x.pdf",
                                             &remark);
  g_assert_nonnull (words);
  g_ptr_array_add (words, NULL);
  g_assert_true (g_strv_contains ((const char *const *) words->pdata, "--rates"));
  for (place = 0; !g_str_equal (words->pdata[place], "--rates"); place++)
    ;
  g_assert_cmpstr (words->pdata[place + 1], ==, "0.01,0.04");
  g_assert_false (g_strv_contains ((const char *const *) words->pdata, "--learning-rate"));

  /* Other directions are named. */
  fixture->map->directions = OV_PLANE_RANDOM;
  fixture->map->shares[0] = 0.0002;
  fixture->map->shares[1] = 0.0001;
  random = ov_path_figure_class.make_caption (&fixture->figure, &fixture->page.style);
  g_assert_nonnull (strstr (random, "random directions that explain 0.03 % of"));
  g_assert_nonnull (strstr (random, "filter-normalised"));
  g_clear_pointer (&words, g_ptr_array_unref);
  words = ov_path_figure_class.make_command (&fixture->figure, &fixture->page.style, "x.pdf",
                                             &remark);
  g_ptr_array_add (words, NULL);
  g_assert_true (g_strv_contains ((const char *const *) words->pdata, "--directions"));
  g_assert_true (g_strv_contains ((const char *const *) words->pdata, "random"));

  /* Those that differ in more have none. */
  fixture->recipes[1].momentum = 0.7;
  none = ov_path_figure_class.make_command (&fixture->figure, &fixture->page.style, "x.pdf",
                                            &remark);
  g_assert_null (none);
  g_assert_nonnull (strstr (remark, "differ in their rates"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/path-figure/page", Fixture, ONE, set_up, test_page, tear_down);
  g_test_add ("/path-figure/words", Fixture, ONE, set_up, test_words, tear_down);
  g_test_add ("/path-figure/command", Fixture, ONE, set_up, test_command, tear_down);
  g_test_add ("/path-figure/scene", Fixture, ONE, set_up, test_scene, tear_down);

  g_test_add ("/path-figure/together", Fixture, TWO, set_up, test_together, tear_down);

  return g_test_run ();
}
