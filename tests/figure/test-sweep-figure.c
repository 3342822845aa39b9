/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The charts of a learning-rate sweep: shared axes that no diverged trial spoils, and the page. */

#include "sweep-figure.h"

#include <glib/gstdio.h>
#include <math.h>

#include "figure-fixture.h"
#include "raster.h"

#define N_RUNGS 5
#define N_EPOCHS 40

static const double rates[N_RUNGS] = {1e-4, 1e-3, 1e-2, 0.1, 1.0};

typedef struct
{
  OvRecipe      recipe;
  OvHistory    *histories[N_RUNGS];
  OvTrialCurve  trials[N_RUNGS];
  OvSweepFigure sheet;
  OvFigurePage  page;
} Fixture;

/* A run that grows by a factor an epoch until it has diverged. */
static OvHistory *
make_diverging (double growth)
{
  OvHistory *history = ov_history_new ();

  for (guint i = 0; i < N_EPOCHS && !ov_history_has_diverged (history); i++)
    {
      const double loss = pow (growth, i);
      const OvEpoch epoch = {
        .index = i,
        .train_loss = loss,
        .test_loss = loss,
        .batch_loss = loss,
        .train_accuracy = 10.0,
        .test_accuracy = 10.0,
      };

      ov_history_append (history, &epoch);
    }

  return history;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->recipe = figure_make_recipe ();
  fixture->recipe.epochs = N_EPOCHS;
  for (guint i = 0; i < N_RUNGS; i++)
    {
      fixture->histories[i] = i < 3 ? figure_make_history (N_EPOCHS) : make_diverging (i);
      fixture->trials[i] = (OvTrialCurve) {rates[i], fixture->histories[i]};
    }
  g_assert_true (ov_history_has_diverged (fixture->histories[3]));
  g_assert_true (ov_history_has_diverged (fixture->histories[4]));
  fixture->sheet = (OvSweepFigure) {
    .trials = {OV_QUANTITY_LOSS, &fixture->recipe, fixture->trials, N_RUNGS},
    .dataset_name = "Test pictures",
  };
  fixture->page = (OvFigurePage) {
    .figures = {{&ov_sweep_figure_class, &fixture->sheet}},
    .n = 1,
  };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < N_RUNGS; i++)
    ov_history_free (fixture->histories[i]);
}

static void
test_range (Fixture *fixture, gconstpointer data)
{
  double low;
  double high;
  double low_alone;
  double high_alone;

  ov_trial_curves_find_range (&fixture->sheet.trials, &low, &high);
  g_assert_cmpfloat (low, <=, 0.8);
  g_assert_cmpfloat (low, >, 0.5);
  g_assert_cmpfloat (high, >, 1.0);
  g_assert_cmpfloat (high, <, 1.3);

  fixture->sheet.trials.n = 3;
  ov_trial_curves_find_range (&fixture->sheet.trials, &low_alone, &high_alone);
  g_assert_cmpfloat (low, ==, low_alone);
  g_assert_cmpfloat (high, ==, high_alone);

  /* When all diverge there is a range all the same; when there is nothing, there is none. */
  fixture->sheet.trials.trials = &fixture->trials[3];
  fixture->sheet.trials.n = 2;
  ov_trial_curves_find_range (&fixture->sheet.trials, &low, &high);
  g_assert_true (isfinite (low) && isfinite (high));
  g_assert_cmpfloat (low, <, high);

  fixture->sheet.trials.n = 0;
  ov_trial_curves_find_range (&fixture->sheet.trials, &low, &high);
  g_assert_cmpfloat (low, >, high);
}

/* A trial that grows fast counts as lost before it has diverged. */
static void
test_growing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OvHistory) history = ov_history_new ();
  double low;
  double high;

  for (guint i = 0; i < 10; i++)
    {
      const double loss = pow (1.5, i);
      const OvEpoch epoch = {.index = i, .train_loss = loss, .test_loss = loss, .batch_loss = loss};

      ov_history_append (history, &epoch);
    }
  g_assert_false (ov_history_has_diverged (history));
  fixture->trials[3].history = history;
  ov_trial_curves_find_range (&fixture->sheet.trials, &low, &high);
  g_assert_cmpfloat (high, <, 1.3);
}

static void
test_charts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  double low;
  double high;
  double x_low;
  double x_high;

  /* Filling a chart again leaves nothing of what it was before. */
  for (guint i = 0; i < N_RUNGS; i++)
    {
      g_autoptr (GPtrArray) readings = NULL;

      ov_trial_curves_fill_chart (&fixture->sheet.trials, i, chart, 0.7, 1.1);
      ov_chart_get_y_range (chart, &low, &high);
      ov_chart_get_x_range (chart, &x_low, &x_high);
      g_assert_cmpfloat (low, ==, 0.7);
      g_assert_cmpfloat (high, ==, 1.1);
      g_assert_cmpfloat (x_low, ==, 0.0);
      g_assert_cmpfloat (x_high, ==, N_EPOCHS - 1.0);
      g_assert_cmpuint (ov_chart_count_non_finite (chart), ==, i < 3 ? 0 : 1);
      readings = ov_chart_read_out (chart, 1.0, NAN);
      g_assert_cmpuint (readings->len, ==, 2);
    }

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) readings = NULL;

      ov_trial_curves_fill_overlay (&fixture->sheet.trials, chart, 0.7, 1.1);
      readings = ov_chart_read_out (chart, 1.0, NAN);
      g_assert_cmpuint (readings->len, ==, N_RUNGS);
      g_assert_cmpuint (ov_chart_count_non_finite (chart), ==, 2);
    }
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *caption = ov_sweep_figure_make_caption (&fixture->sheet);
  g_autofree char *first = ov_trial_curves_describe (&fixture->sheet.trials, 0);
  g_autofree char *last = ov_trial_curves_describe (&fixture->sheet.trials, N_RUNGS - 1);
  g_autofree char *overlay = NULL;
  g_autofree char *title = NULL;

  g_assert_nonnull (strstr (caption, "5 learning rates, from 0.0001 to 1,"));
  g_assert_nonnull (strstr (caption, "0.9876"));
  g_assert_nonnull (strstr (caption, "Test pictures"));
  g_assert_nonnull (strstr (caption, "2 rates diverged."));
  g_assert_null (strstr (caption, "without a run"));
  g_assert_nonnull (strstr (first, "falling"));
  g_assert_nonnull (strstr (last, "diverged in epoch"));

  /* The rate that is varied is not called a fixed one. */
  g_assert_null (strstr (caption, "learning rate 0"));
  g_assert_nonnull (strstr (caption, "the recipe is: Linear classifier, decay"));

  fixture->sheet.trials.is_forecast = TRUE;
  title = ov_trial_curves_make_title (&fixture->sheet.trials, 0);
  g_assert_cmpstr (title, ==, "0.0001: forecast");
  fixture->sheet.overlay = TRUE;
  overlay = ov_sweep_figure_make_caption (&fixture->sheet);
  g_assert_nonnull (strstr (overlay, "All curves are forecasts"));
  g_assert_null (strstr (overlay, "Solid"));
}

static void
test_columns (void)
{
  const guint expected[] = {1, 1, 2, 3, 2, 3, 3, 4, 4, 3, 4, 4, 4, 3, 3, 3, 4};

  for (guint n = 0; n < G_N_ELEMENTS (expected); n++)
    g_assert_cmpuint (ov_sweep_figure_choose_columns (n), ==, expected[n]);
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row =
    cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (gconstpointer) row)[x] & 0xffffff;
}

/* Looks for words that are cut off at the edges, and for ink in the middle. */
static void
check_page (cairo_surface_t *surface, int band)
{
  const int width = cairo_image_surface_get_width (surface);
  const int height = cairo_image_surface_get_height (surface);
  guint n_dark = 0;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const gboolean is_white = get_pixel (surface, x, y) == 0xffffff;

        if (x < band || y < band || x >= width - band || y >= height - band)
          g_assert_true (is_white);
        n_dark += !is_white;
      }
  g_assert_cmpuint (n_dark, >, width * height / 100);
}

static void
test_page (Fixture *fixture, gconstpointer data)
{
  for (guint n = 0; n <= N_RUNGS; n++)
    for (guint overlay = 0; overlay < 2; overlay++)
      for (guint quantity = 0; quantity < 2; quantity++)
        {
          g_autoptr (GError) error = NULL;
          cairo_surface_t *surface;
          OvPageSize size;

          fixture->sheet.trials.n = n;
          fixture->sheet.trials.quantity = quantity;
          fixture->sheet.overlay = overlay;
          size = ov_figure_page_get_size (&fixture->page);
          surface = ov_raster_draw (size.width, size.height, 1.0, ov_figure_page_draw,
                                    &fixture->page, &error);
          g_assert_no_error (error);
          check_page (surface, 16);
          cairo_surface_destroy (surface);
        }
}

/* Pages that have no room left are drawn without harm. */
static void
test_small_pages (Fixture *fixture, gconstpointer data)
{
  for (int side = 1; side < 400; side += 57)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
      cairo_t *cr = cairo_create (surface);

      ov_figure_page_draw (cr, side, side, &fixture->page);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("ladder-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "ladder.png", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "ladder.png", NULL);
  g_autoptr (GDir) dir = NULL;
  cairo_surface_t *surface;

  g_assert_no_error (error);
  fixture->page.size = (OvPageSize) {.width = 600, .height = 400, .dpi = 144};
  g_assert_true (ov_figure_page_write (&fixture->page, path, &error));
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 1200);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 800);
  cairo_surface_destroy (surface);

  g_assert_false (ov_figure_page_write (&fixture->page, nowhere, &error));
  g_assert_nonnull (error);

  dir = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "ladder.png");
  g_assert_null (g_dir_read_name (dir));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/figure/ladder-sheet/range", test_range);
  add ("/figure/ladder-sheet/growing", test_growing);
  add ("/figure/ladder-sheet/charts", test_charts);
  add ("/figure/ladder-sheet/words", test_words);
  g_test_add_func ("/figure/ladder-sheet/columns", test_columns);
  add ("/figure/ladder-sheet/page", test_page);
  add ("/figure/ladder-sheet/small-pages", test_small_pages);
  add ("/figure/ladder-sheet/write", test_write);

  return g_test_run ();
}
