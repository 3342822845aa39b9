/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All modes at once on a page: their colours, words and command. */

#include "mode-figure.h"

#include <math.h>
#include <string.h>

#include "figure-command.h"
#include "ink.h"
#include "mode-map.h"
#include "raster.h"

#define N_MODES 1000

typedef struct
{
  OvRecipe       recipe;
  OvMode         modes[N_MODES];
  OvModeSpectrum spectrum;
  OvModeFigure   figure;
  OvFigurePage   page;
} Fixture;

static void
set_fate (Fixture *fixture, guint begin, guint end, OvModeFate fate, double factor, double left)
{
  for (guint i = begin; i < end; i++)
    fixture->modes[i] = (OvMode) {55.0 / (1.0 + i), factor, left, fate};
  fixture->spectrum.counts[fate] += end - begin;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_assert_true (ov_recipe_init_preset (&fixture->recipe, "linear", NULL));
  fixture->spectrum = (OvModeSpectrum) {
    .n_epochs = 40,
    .learning_rate = 0.0185,
    .condition = 5.5e5,
    .n = N_MODES,
    .modes = fixture->modes,
  };
  set_fate (fixture, 0, 1, OV_MODE_GROWS, -1.05, 7.0);
  set_fate (fixture, 1, 4, OV_MODE_FLIPS, -0.9, 0.02);
  set_fate (fixture, 4, 30, OV_MODE_DONE, 0.1, 1e-4);
  set_fate (fixture, 30, 80, OV_MODE_SWINGS, 0.9, 0.5);
  set_fate (fixture, 80, N_MODES, OV_MODE_CREEPS, 0.99, 0.9);
  fixture->figure = (OvModeFigure) {
    .spectrum = &fixture->spectrum,
    .recipe = &fixture->recipe,
    .across = 1,
    .along = 9,
    .dataset_name = "Test pictures",
  };
  fixture->page = (OvFigurePage) {
    .figures = {{&ov_mode_figure_class, &fixture->figure}},
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

static guint
count_fate (const Fixture *fixture, OvModeFate fate)
{
  const OvColour colour = ov_palette_get_slot (ov_page_style_get_theme (&fixture->page.style),
                                               ov_mode_map_get_slot (fate));
  cairo_surface_t *surface = draw (fixture);
  const guint count = ink_count (surface, colour);

  cairo_surface_destroy (surface);

  return count;
}

/* Each fate has its colour on the strip, in every theme; what no mode does is nowhere. */
static void
test_colours (Fixture *fixture, gconstpointer data)
{
  for (guint theme = OV_PAGE_LIGHT; theme <= OV_PAGE_TRANSPARENT; theme++)
    {
      fixture->page.style.theme = theme;
      for (guint fate = 0; fate < OV_N_MODE_FATES; fate++)
        g_assert_cmpuint (count_fate (fixture, fate), >, 200);
    }

  set_fate (fixture, 0, 1, OV_MODE_DONE, 0.0, 0.0);
  g_assert_cmpuint (count_fate (fixture, OV_MODE_GROWS), ==, 0);
  g_assert_cmpuint (count_fate (fixture, OV_MODE_FLIPS), >, 200);
}

/* Whatever the numbers are, it is drawn. */
static void
test_edges (Fixture *fixture, gconstpointer data)
{
  set_fate (fixture, 0, 10, OV_MODE_GROWS, -1e300, (double) INFINITY);
  fixture->figure.across = 0;
  fixture->figure.along = N_MODES + 1;
  cairo_surface_destroy (draw (fixture));
  fixture->page.size = (OvPageSize) {NULL, OV_PAGE_LEAST_SIDE, OV_PAGE_LEAST_SIDE, 72};
  cairo_surface_destroy (draw (fixture));
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *note = ov_figure_page_make_note (&fixture->page);
  g_autofree char *counts = ov_mode_figure_count (&fixture->spectrum);
  g_autofree char *caption =
    ov_mode_figure_class.make_caption (&fixture->figure, &fixture->page.style);
  g_autofree char *other = NULL;

  g_assert_nonnull (note);
  g_assert_cmpstr (counts, ==, "26 of 1,000 modes done, 920 creep, 50 swing, "
                               "3 flip sides each epoch, 1 grows");
  g_assert_nonnull (strstr (caption, "After 40 epochs: 26 of 1,000"));
  g_assert_nonnull (strstr (caption, "1 − 2 · rate"));
  g_assert_nonnull (strstr (caption, "Test pictures"));

  /* What is shown with momentum is another number, and is called so. */
  fixture->spectrum.momentum = 0.9;
  other = ov_mode_figure_class.make_caption (&fixture->figure, &fixture->page.style);
  g_assert_null (strstr (other, "1 − 2 · rate"));
  g_assert_nonnull (strstr (other, "larger of two factors"));
}

static void
test_command (Fixture *fixture, gconstpointer data)
{
  static const char *const file = "f.pdf";
  const char *remark = NULL;
  g_autofree char *command = ov_figure_page_make_command (&fixture->page, &file, &remark);

  g_assert_cmpstr (command, ==,
                   "overshoot-cli valley --recipe linear --epochs 40 --modes all --plot f.pdf");
  g_assert_null (remark);
}

/* A copy owns what it shows. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  OvModeFigure *copy = ov_mode_figure_copy (&fixture->figure);

  g_assert_true (copy->spectrum != &fixture->spectrum);
  for (guint i = 0; i < N_MODES; i++)
    {
      g_assert_cmpfloat (copy->spectrum->modes[i].eigenvalue, ==, fixture->modes[i].eigenvalue);
      g_assert_cmpint (copy->spectrum->modes[i].fate, ==, fixture->modes[i].fate);
    }
  g_assert_cmpstr (copy->dataset_name, ==, "Test pictures");
  ov_mode_figure_free (copy);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/mode-figure/colours", Fixture, NULL, set_up, test_colours, NULL);
  g_test_add ("/mode-figure/edges", Fixture, NULL, set_up, test_edges, NULL);
  g_test_add ("/mode-figure/words", Fixture, NULL, set_up, test_words, NULL);
  g_test_add ("/mode-figure/command", Fixture, NULL, set_up, test_command, NULL);
  g_test_add ("/mode-figure/copy", Fixture, NULL, set_up, test_copy, NULL);

  return g_test_run ();
}
