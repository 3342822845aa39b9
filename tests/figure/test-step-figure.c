/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The loss along a step as a page, whatever the step does. */

#include "step-figure.h"

#include <math.h>
#include <string.h>

#include "figure-command.h"
#include "figure-fixture.h"
#include "ink.h"
#include "raster.h"

typedef struct
{
  OvRecipe     recipe;
  OvStepFigure figure;
  OvFigurePage page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->recipe = figure_make_recipe ();
  fixture->figure = (OvStepFigure) {
    .recipe = &fixture->recipe,
    .n_epochs = 24,
    .learning_rate = 0.0178,
    /* Lowest at 0.0094, as high as before at 0.0188. */
    .parabola = {0.8075, -0.68, 0.68 / 0.0188},
    .limit = 0.018063,
    .dataset_name = "Test pictures",
  };
  fixture->page = (OvFigurePage) {
    .figures = {{&ov_step_figure_class, &fixture->figure}},
    .n = 1,
  };
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
      draw (fixture, 500);
    }
  g_assert_cmpfloat_with_epsilon (ov_step_figure_get_lowest (&fixture->figure), 0.0094, 1e-9);
  g_assert_cmpfloat_with_epsilon (ov_step_figure_get_break_even (&fixture->figure), 0.0188, 1e-9);
  g_assert_cmpfloat (ov_step_figure_get_reach (&fixture->figure), >, 0.0188);
}

/* A line that was measured has its own loss, and the model beside it. */
static void
test_measured (Fixture *fixture, gconstpointer data)
{
  OvStepLine line = {.learning_rate = 0.01, .landed = 1.5, .n_images = 500};

  for (guint i = 0; i < OV_STEP_LINE_POINTS; i++)
    {
      line.lengths[i] = 0.001 * i;
      line.losses[i] = 2.0 + (line.lengths[i] - 0.012) * (line.lengths[i] - 0.012);
    }
  fixture->figure.line = &line;
  fixture->figure.learning_rate = 0.01;
  draw (fixture, 500);
  g_assert_cmpfloat (ov_step_figure_get_loss (&fixture->figure, 0.01), ==, 1.5);
  g_assert_cmpfloat_with_epsilon (ov_step_figure_get_lowest (&fixture->figure), 0.012, 1e-9);
  g_assert_cmpfloat (ov_step_figure_get_reach (&fixture->figure), ==, 0.024);

  /* At another rate than that of the step which was made, it lands on the line. */
  fixture->figure.learning_rate = 0.016;
  draw (fixture, 500);
  g_assert_cmpfloat_with_epsilon (ov_step_figure_get_loss (&fixture->figure, 0.016),
                                  2.0 + 0.004 * 0.004, 1e-12);
}

/* Other steps of an epoch that fall deeper are in sight, and in words. */
static void
test_band (Fixture *fixture, gconstpointer data)
{
  OvStepLine line = {.learning_rate = 0.01, .n_steps = 3, .n_images = 500};
  g_autoptr (OvChart) chart = ov_chart_new ();
  g_autofree char *caption = NULL;
  double low;
  double high;

  for (guint i = 0; i < OV_STEP_LINE_POINTS; i++)
    {
      line.lengths[i] = 0.001 * i;
      line.losses[i] = 2.0 + (line.lengths[i] - 0.012) * (line.lengths[i] - 0.012);
      line.low[i] = line.losses[i] - 0.01 * line.lengths[i];
      line.high[i] = line.losses[i] + 0.01 * line.lengths[i];
    }
  line.landed = line.losses[10];
  fixture->figure.line = &line;
  fixture->figure.learning_rate = 0.01;
  draw (fixture, 500);
  ov_step_figure_fill (&fixture->figure, chart);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (low, <, line.low[12]);

  caption = ov_step_figure_class.make_caption (&fixture->figure, &fixture->page.style);
  g_assert_nonnull (strstr (caption, "the last 3 updates"));
}

/* Lines without a lowest point, and a step of no length. */
static void
test_edges (Fixture *fixture, gconstpointer data)
{
  static const OvStepParabola parabolas[] = {
    {1.0, 0.5, 3.0},
    {1.0, -0.5, 0.0},
    {1.0, 0.0, 0.0},
    {(double) INFINITY, NAN, NAN},
  };

  for (guint i = 0; i < G_N_ELEMENTS (parabolas); i++)
    {
      fixture->figure.parabola = parabolas[i];
      draw (fixture, 0);
    }
  fixture->figure.learning_rate = 0.0;
  draw (fixture, 0);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *title = ov_step_figure_class.make_title (&fixture->figure);
  g_autofree char *caption =
    ov_step_figure_class.make_caption (&fixture->figure, &fixture->page.style);
  g_autofree char *note = ov_figure_page_make_note (&fixture->page);

  g_assert_nonnull (strstr (title, "epoch 24"));
  g_assert_nonnull (strstr (caption, "Test pictures"));
  g_assert_nonnull (note);
}

/* An exact step is that of the recipe; whose a measured one is nobody knows. */
static void
test_command (Fixture *fixture, gconstpointer data)
{
  static const char *const file = "f.pdf";
  const OvStepLine line = {.n_images = 1};
  const char *remark = NULL;
  g_autofree char *command = ov_figure_page_make_command (&fixture->page, &file, &remark);

  g_assert_true (g_str_has_prefix (command, "overshoot-cli step --recipe linear "));
  g_assert_true (g_str_has_suffix (command, " --epoch 24 --plot f.pdf"));
  g_assert_null (remark);

  fixture->figure.line = &line;
  g_assert_null (ov_figure_page_make_command (&fixture->page, &file, &remark));
  g_assert_nonnull (remark);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/step-figure/page", Fixture, NULL, set_up, test_page, NULL);
  g_test_add ("/step-figure/measured", Fixture, NULL, set_up, test_measured, NULL);
  g_test_add ("/step-figure/band", Fixture, NULL, set_up, test_band, NULL);
  g_test_add ("/step-figure/edges", Fixture, NULL, set_up, test_edges, NULL);
  g_test_add ("/step-figure/words", Fixture, NULL, set_up, test_words, NULL);
  g_test_add ("/step-figure/command", Fixture, NULL, set_up, test_command, NULL);

  return g_test_run ();
}
