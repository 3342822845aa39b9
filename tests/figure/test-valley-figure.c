/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs as paths on a map of the loss: the page, whatever the runs do. */

#include "valley-figure.h"

#include <math.h>
#include <string.h>

#include "cut-figure.h"
#include "figure-command.h"
#include "ink.h"
#include "raster.h"
#include "valley-cut.h"

#define N_EPOCHS 40
#define N_RATES 4

/* CIFAR-10's first and ninth modes. */
static const OvValley valley = {
  .modes = {{1, 55.3622, 0.8243}, {9, 3.9311, 0.1978}},
  .base = 1.0,
};

static const double rates[N_RATES] = {0.001, 0.009, 0.0175, 0.0185};

typedef struct
{
  OvRecipe       recipe;
  OvValleyPoint  points[N_RATES][N_EPOCHS + 1];
  OvValleyWay    ways[N_RATES];
  OvValleyFigure figure;
  OvFigurePage   page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_assert_true (ov_recipe_init_preset (&fixture->recipe, "linear", NULL));
  fixture->recipe.epochs = N_EPOCHS;
  fixture->recipe.decay = 1.0;
  for (guint i = 0; i < N_RATES; i++)
    {
      OvRecipe recipe = fixture->recipe;

      recipe.learning_rate = rates[i];
      fixture->ways[i] = (OvValleyWay) {rates[i], fixture->points[i]};
      ov_valley_walk (&valley, &recipe, NULL, fixture->points[i], N_EPOCHS + 1);
    }
  fixture->figure = (OvValleyFigure) {
    .valley = &valley,
    .recipe = &fixture->recipe,
    .ways = fixture->ways,
    .n_ways = N_RATES,
    .dataset_name = "Test pictures",
  };
  fixture->page = (OvFigurePage) {
    .figures = {{&ov_valley_figure_class, &fixture->figure}},
    .n = 1,
  };
}

static cairo_surface_t *
draw (const Fixture *fixture)
{
  const OvPageSize size = ov_figure_page_get_size (&fixture->page);
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = ov_raster_draw (size.width, size.height, 1.0, ov_figure_page_draw,
                                             (gpointer) &fixture->page, &error);

  g_assert_no_error (error);

  return surface;
}

/* Each rate has its own colour, in every theme and for any number of rates. */
static void
test_page (Fixture *fixture, gconstpointer data)
{
  for (guint theme = OV_PAGE_LIGHT; theme <= OV_PAGE_TRANSPARENT; theme++)
    for (guint n = 1; n <= N_RATES; n++)
      {
        cairo_surface_t *surface;

        fixture->page.style.theme = theme;
        fixture->figure.n_ways = n;
        surface = draw (fixture);
        for (guint i = 0; i < n; i++)
          {
            const guint slot = n > 1 ? OV_SLOT_FIRST_FREE + i : OV_SLOT_TRAIN;
            const OvColour colour =
              ov_palette_get_slot (ov_page_style_get_theme (&fixture->page.style), slot);

            g_assert_cmpuint (ink_count (surface, colour), >, 100);
          }
        cairo_surface_destroy (surface);
      }
}

/* A run that is no longer finite, and one that does not move, are drawn as well. */
static void
test_edges (Fixture *fixture, gconstpointer data)
{
  static const OvValley level = {.modes = {{1, 55.0, 0.0}, {9, 0.0, 0.0}}, .base = 1.0};

  for (guint i = N_EPOCHS / 2; i <= N_EPOCHS; i++)
    fixture->points[3][i] = (OvValleyPoint) {{NAN, (double) INFINITY}, (double) INFINITY};
  cairo_surface_destroy (draw (fixture));

  fixture->figure.valley = &level;
  for (guint i = 0; i < N_RATES; i++)
    ov_valley_walk (&level, &fixture->recipe, NULL, fixture->points[i], N_EPOCHS + 1);
  cairo_surface_destroy (draw (fixture));
}

/* The file tells a run for each rate, and the caption what is seen. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *note = ov_figure_page_make_note (&fixture->page);
  g_autofree char *caption =
    ov_valley_figure_class.make_caption (&fixture->figure, &fixture->page.style);

  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, "0.0185"));
  g_assert_nonnull (strstr (caption, "eigenvectors 1 and 9"));
  g_assert_nonnull (strstr (caption, "from weights of zero"));
  g_assert_nonnull (strstr (caption, "Test pictures"));
}

/* What starts elsewhere than the command does is told. */
static void
test_start (Fixture *fixture, gconstpointer data)
{
  static const char *const file = "f.pdf";
  const char *remark = NULL;
  g_autofree char *command = NULL;
  g_autofree char *caption = NULL;

  fixture->figure.has_start = TRUE;
  caption = ov_valley_figure_class.make_caption (&fixture->figure, &fixture->page.style);
  g_assert_nonnull (strstr (caption, "from its first weights"));
  command = ov_figure_page_make_command (&fixture->page, &file, &remark);
  g_assert_nonnull (command);
  g_assert_nonnull (strstr (remark, "zero"));
}

/* The command has the way of the recipe, or several with rates of their own. */
static void
test_command (Fixture *fixture, gconstpointer data)
{
  static const char *const file = "f.pdf";
  const char *remark = NULL;
  g_autofree char *several = ov_figure_page_make_command (&fixture->page, &file, &remark);
  g_autofree char *single = NULL;

  g_assert_cmpstr (several, ==,
                   "overshoot-cli valley --recipe linear --decay 1 --epochs 40 --modes 1,9 "
                   "--rates 0.001,0.009,0.0175,0.0185 --plot f.pdf");

  fixture->figure.n_ways = 1;
  fixture->recipe.learning_rate = 0.001;
  fixture->figure.dataset_name = "Built-in sample";
  single = ov_figure_page_make_command (&fixture->page, &file, &remark);
  g_assert_cmpstr (single, ==,
                   "overshoot-cli valley --recipe linear --learning-rate 0.001 --decay 1 "
                   "--epochs 40 --data sample --modes 1,9 --plot f.pdf");
  g_assert_null (remark);
}

/* Both cuts are on paper, through where the run is, with all that goes along in sight. */
static void
test_cuts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *caption = NULL;
  g_autofree char *note = NULL;
  double low[OV_N_VALLEY_SIDES];
  double high[OV_N_VALLEY_SIDES];
  double lowest[OV_N_VALLEY_SIDES];
  double corner[OV_N_VALLEY_SIDES];
  double height;

  fixture->figure.n_ways = 1;
  fixture->figure.position = 3.0;
  fixture->page.figures[0].class = &ov_cut_figure_class;
  cairo_surface_destroy (draw (fixture));
  caption = ov_cut_figure_class.make_caption (&fixture->figure, &fixture->page.style);
  g_assert_nonnull (strstr (caption, "eigenvectors 1 and 9"));
  g_assert_nonnull (strstr (caption, "after 3 epochs"));
  note = ov_figure_page_make_note (&fixture->page);
  g_assert_nonnull (note);

  /* What is seen above the lowest point holds the highest corner. */
  ov_valley_figure_find_range (&fixture->figure, low, high);
  height = ov_valley_cut_find_height (&valley, low, high);
  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    {
      lowest[side] = ov_valley_get_optimum (&valley, side);
      corner[side] = lowest[side] - low[side] > high[side] - lowest[side] ? low[side] : high[side];
      g_assert_cmpfloat (low[side], <, lowest[side]);
      g_assert_cmpfloat (high[side], >, lowest[side]);
      g_assert_cmpfloat (low[side], <, fixture->points[0][0].place[side]);
    }
  g_assert_cmpfloat_with_epsilon (
    1.04 * (ov_valley_get_loss (&valley, corner) - ov_valley_get_loss (&valley, lowest)), height,
    1e-9 * height);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/valley-figure/page", Fixture, NULL, set_up, test_page, NULL);
  g_test_add ("/valley-figure/edges", Fixture, NULL, set_up, test_edges, NULL);
  g_test_add ("/valley-figure/words", Fixture, NULL, set_up, test_words, NULL);
  g_test_add ("/valley-figure/start", Fixture, NULL, set_up, test_start, NULL);
  g_test_add ("/valley-figure/cuts", Fixture, NULL, set_up, test_cuts, NULL);
  g_test_add ("/valley-figure/command", Fixture, NULL, set_up, test_command, NULL);

  return g_test_run ();
}
