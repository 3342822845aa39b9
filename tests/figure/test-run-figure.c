/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Figures for paper: what they say, their sizes, and that nothing is cut off. */

#include "run-figure.h"

#include <glib/gstdio.h>
#include <math.h>

#include "figure-fixture.h"
#include "ink.h"
#include "model.h"
#include "palette.h"
#include "raster.h"
#include "sample.h"
#include "template-sheet.h"

static const OvRunFigureContent contents[] = {OV_RUN_FIGURE_LOSS, OV_RUN_FIGURE_ACCURACY,
                                              OV_RUN_FIGURE_BOTH};

typedef struct
{
  OvRunRecord *record;
  OvRunFigure  figure;
  OvFigurePage page;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->record = figure_make_record (30);
  fixture->record->data_name = g_strdup ("Test pictures");
  fixture->figure = (OvRunFigure) {
    .content = OV_RUN_FIGURE_BOTH,
    .run = fixture->record,
  };
  fixture->page = (OvFigurePage) {
    .figures = {{&ov_run_figure_class, &fixture->figure}},
    .n = 1,
  };
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  ov_run_record_unref (fixture->record);
}

static guint32
get_pixel (cairo_surface_t *surface,
           int              x,
           int              y)
{
  const guint8 *row =
    cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) row)[x] & 0xffffff;
}

/* Whether a band along all four edges is white: words that are cut off would show there. */
static gboolean
edge_is_white (cairo_surface_t *surface,
               int              band)
{
  const int width = cairo_image_surface_get_width (surface);
  const int height = cairo_image_surface_get_height (surface);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      if (x < band || y < band || x >= width - band || y >= height - band)
        if (get_pixel (surface, x, y) != 0xffffff)
          return FALSE;

  return TRUE;
}

/* The last column in which a pixel of the training curve stands. */
static int
find_last_column (cairo_surface_t *surface)
{
  const OvColour ink = ov_palette_get_slot (OV_THEME_PAPER, OV_SLOT_TRAIN);
  const guint32 pixel = (guint32) (lround (ink.red * 255) << 16 | lround (ink.green * 255) << 8
                                   | lround (ink.blue * 255));

  for (int x = cairo_image_surface_get_width (surface) - 1; x > 0; x--)
    for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
      if (get_pixel (surface, x, y) == pixel)
        return x;

  return 0;
}

static guint
count_dark_pixels (cairo_surface_t *surface)
{
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      n += get_pixel (surface, x, y) != 0xffffff;

  return n;
}

static void
test_caption (Fixture      *fixture,
              gconstpointer data)
{
  static const char *const said[] = {
    "Linear classifier",
    "0.0123",
    "0.9876",
    "0.00045",
    "60",
    "71",
    "Test pictures",
    "In epoch 29",
    "0.8067",
    "0.8167",
    "59.67",
    "58.67",
  };
  g_autofree char *caption = ov_run_figure_make_caption (&fixture->figure);

  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    if (strstr (caption, said[i]) == NULL)
      g_error ("“%s” is not in the caption: %s", said[i], caption);
}

static void
test_caption_of_nothing (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (OvRunRecord) empty = figure_make_record (0);
  g_autofree char *caption = NULL;

  fixture->figure.run = empty;
  caption = ov_run_figure_make_caption (&fixture->figure);
  g_assert_nonnull (strstr (caption, "0.0123"));
  g_assert_null (strstr (caption, "In epoch"));
}

/* Of the last epoch of a log only what it says is there. */
static void
test_caption_of_log (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *caption = NULL;
  OvEpoch epoch;

  ov_epoch_init_missing (&epoch, 30);
  epoch.train_loss = 0.5;
  epoch.test_accuracy = 87.5;
  ov_history_append (fixture->record->history, &epoch);
  caption = ov_run_figure_make_caption (&fixture->figure);
  g_assert_nonnull (strstr (caption,
                            "In epoch 30: training loss 0.5000, test accuracy 87.50 %."));
}

static void
test_sizes (Fixture      *fixture,
            gconstpointer data)
{
  static const struct
  {
    int width;
    int height;
    double scale;
  } sizes[] = {
    {1200, 800, 1.0},
    {1200, 800, 2.0},
    {1200, 800, 1.5},
    {320, 320, 1.0},
    {400, 900, 1.0},
    {2000, 400, 1.0},
    {640, 480, 4.0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (contents); j++)
      {
        g_autoptr (GError) error = NULL;
        cairo_surface_t *surface;

        fixture->figure.content = contents[j];
        surface = ov_raster_draw (sizes[i].width, sizes[i].height, sizes[i].scale,
                                  ov_figure_page_draw, &fixture->page, &error);
        g_assert_no_error (error);
        g_assert_cmpint (cairo_image_surface_get_width (surface), ==,
                         (int) round (sizes[i].width * sizes[i].scale));
        g_assert_cmpint (cairo_image_surface_get_height (surface), ==,
                         (int) round (sizes[i].height * sizes[i].scale));
        g_assert_cmpuint (count_dark_pixels (surface), >, 2000);
        g_assert_true (edge_is_white (surface, 8));
        cairo_surface_destroy (surface);
      }
}

/* Runs that have not begun, that have one epoch, that have diverged, and all three as ghosts. */
static void
test_odd_runs (Fixture      *fixture,
               gconstpointer data)
{
  const OvEpoch diverged = {.index = 30, .train_loss = INFINITY, .test_loss = NAN};
  g_autoptr (OvRunRecord) empty = figure_make_record (0);
  g_autoptr (OvRunRecord) one = figure_make_record (1);
  const OvRunRecord *const runs[] = {empty, one, fixture->record};
  const OvGhost ghosts[] = {{empty, NULL, 2}, {one, "One", 3}, {fixture->record, "All", 7}};

  ov_history_append (fixture->record->history, &diverged);
  fixture->figure.ghosts = ghosts;
  fixture->figure.n_ghosts = G_N_ELEMENTS (ghosts);
  fixture->figure.style.log_loss = TRUE;
  fixture->page.style.title =
    "A title that is far too long for the page and has to be cut short, since it says "
    "everything there is to say about this run and then some more";

  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autoptr (GError) error = NULL;
      cairo_surface_t *surface;

      fixture->figure.run = runs[i];
      surface = ov_raster_draw (1200, 800, 1.0, ov_figure_page_draw, &fixture->page,
                                &error);
      g_assert_no_error (error);
      g_assert_true (edge_is_white (surface, 8));
      cairo_surface_destroy (surface);
    }
}

/* The sharpness takes its room from the charts beside it, stands only beneath the losses, and is
 * cut off on no page. */
static void
test_sharpness (Fixture      *fixture,
                gconstpointer data)
{
  static const double epochs[] = {0.0, 10.0, 20.0};
  static const double values[] = {30.0, 80.0, 400.0};
  g_autoptr (OvRunRecord) measured = figure_make_record (30);
  const OvGhost ghost = {fixture->record, "Linear 1", 4};

  ov_sharpness_history_free (measured->sharpness);
  measured->sharpness = figure_make_sharpness (epochs, values, G_N_ELEMENTS (epochs));
  measured->data_name = g_strdup (fixture->record->data_name);
  fixture->figure.ghosts = &ghost;
  fixture->figure.n_ghosts = 1;
  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    for (int height = 400; height <= 800; height += 400)
      {
        cairo_surface_t *without;
        cairo_surface_t *with;

        fixture->figure.content = contents[i];
        fixture->figure.run = fixture->record;
        without = ov_raster_draw (900, height, 1.0, ov_figure_page_draw, &fixture->page,
                                  NULL);
        fixture->figure.run = measured;
        with = ov_raster_draw (900, height, 1.0, ov_figure_page_draw, &fixture->page,
                               NULL);
        g_assert_true (edge_is_white (with, 8));
        if (contents[i] == OV_RUN_FIGURE_ACCURACY)
          g_assert_cmpuint (count_dark_pixels (with), ==, count_dark_pixels (without));
        else
          g_assert_cmpuint (count_dark_pixels (with), >, count_dark_pixels (without) + 1000);
        cairo_surface_destroy (without);
        cairo_surface_destroy (with);
      }
}

/* An earlier run has its own colour on paper, wherever it stands in the list, and no other one. */
static void
test_colours (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (OvRunRecord) earlier = figure_make_record (30);

  earlier->recipe.learning_rate /= 2;
  fixture->record->recipe.decay = 0.9;
  for (guint i = 0; i < 30; i++)
    ((OvEpoch *) ov_history_get_epoch (earlier->history, i))->train_loss *= 1.5;
  for (guint slot = OV_SLOT_FIRST_FREE; slot < OV_N_SLOTS; slot++)
    {
      const OvGhost ghost = {earlier, "Linear 3", slot};
      cairo_surface_t *surface;

      fixture->figure.ghosts = &ghost;
      fixture->figure.n_ghosts = 1;
      surface = ov_raster_draw (1200, 800, 1.0, ov_figure_page_draw, &fixture->page, NULL);
      for (guint other = OV_SLOT_FIRST_FREE; other < OV_N_SLOTS; other++)
        {
          const OvColour ink = ov_palette_get_ghost (OV_THEME_PAPER, other);

          if (other == slot)
            g_assert_cmpuint (ink_count (surface, ink), >, 100);
          else
            g_assert_cmpuint (ink_count (surface, ink), <, 20);
        }
      cairo_surface_destroy (surface);
    }
}

/* Two kinds of loss share no axis; the accuracies of both are there. */
static void
test_other_loss (Fixture      *fixture,
                 gconstpointer data)
{
  const OvColour ink = ov_palette_get_ghost (OV_THEME_PAPER, 3);
  g_autoptr (OvRunRecord) other = figure_make_record (30);
  const OvGhost ghost = {other, "CNN 1", 3};
  guint n_losses;
  guint n_accuracies;
  cairo_surface_t *surface;

  g_assert_true (ov_recipe_init_preset (&other->recipe, "cnn", NULL));
  fixture->figure.ghosts = &ghost;
  fixture->figure.n_ghosts = 1;
  fixture->figure.content = OV_RUN_FIGURE_LOSS;
  surface = ov_raster_draw (1200, 800, 1.0, ov_figure_page_draw, &fixture->page, NULL);
  n_losses = ink_count (surface, ink);
  cairo_surface_destroy (surface);
  fixture->figure.content = OV_RUN_FIGURE_ACCURACY;
  surface = ov_raster_draw (1200, 800, 1.0, ov_figure_page_draw, &fixture->page, NULL);
  n_accuracies = ink_count (surface, ink);
  cairo_surface_destroy (surface);
  g_assert_cmpuint (n_losses, ==, 0);
  g_assert_cmpuint (n_accuracies, >, 50);
}

static void
test_write (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("overshoot-test-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "figure.png", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "figure.png", NULL);
  cairo_surface_t *surface;

  fixture->page.size.dpi = 144;
  ov_figure_page_write (&fixture->page, path, &error);
  g_assert_no_error (error);

  surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 2 * OV_RUN_FIGURE_WIDTH);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 2 * OV_RUN_FIGURE_HEIGHT);
  cairo_surface_destroy (surface);

  g_assert_false (ov_figure_page_write (&fixture->page, nowhere, &error));
  g_assert_nonnull (error);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Templates that are constant in each class make a sheet whose colours can be looked for. */
static void
test_template_sheet (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvDataset) dataset = ov_sample_new ();
  g_autofree char *folder = g_dir_make_tmp ("overshoot-test-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "sheet.png", NULL);
  g_autofree char *earlier = NULL;
  g_autofree OvTemplates *templates = g_new0 (OvTemplates, 1);
  OvTemplateSheet sheet = {
    .templates = templates,
    .scale = OV_TEMPLATE_SCALE_SHARED,
    .dataset = dataset,
    .run = fixture->record,
  };
  g_autofree char *shared = NULL;
  g_autofree char *each = NULL;
  g_autofree char *network = NULL;
  guint8 rgb[OV_N_CLASSES][OV_IMAGE_SIZE];
  const OvFigurePage page = {.figures = {{&ov_template_sheet_class, &sheet}}, .n = 1};
  cairo_surface_t *surface;

  for (guint i = 0; i < OV_N_CLASSES; i++)
    for (guint j = 0; j < OV_IMAGE_SIZE; j++)
      templates->values[i][j] = 0.01f * (float) i - 0.045f;

  shared = ov_template_sheet_make_caption (&sheet);
  g_assert_nonnull (strstr (shared, "−0.045 to +0.045"));
  g_assert_nonnull (strstr (shared, "0.0123"));

  ov_figure_page_write (&page, path, &error);
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, OV_TEMPLATE_SHEET_WIDTH);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, OV_TEMPLATE_SHEET_HEIGHT);
  g_assert_true (edge_is_white (surface, 8));

  ov_templates_all_to_rgb (templates, OV_TEMPLATE_SCALE_SHARED, rgb[0]);
  for (guint i = 0; i < OV_N_CLASSES; i++)
    {
      guint colour;
      const int x = (int) ((i % 5 + 0.5) * OV_TEMPLATE_SHEET_WIDTH / 5);
      const int y = (int) ((i < 5 ? 0.25 : 0.65) * OV_TEMPLATE_SHEET_HEIGHT);

      colour = (guint) (rgb[i][0] << 16 | rgb[i][1] << 8 | rgb[i][2]);
      g_assert_cmphex (get_pixel (surface, x, y), ==, colour);
    }

  cairo_surface_destroy (surface);

  sheet.n_epochs = 3;
  earlier = ov_template_sheet_make_caption (&sheet);
  g_assert_nonnull (strstr (earlier, "after epoch 2."));
  g_assert_null (strstr (shared, "after epoch 2."));
  sheet.n_epochs = 0;
  sheet.scale = OV_TEMPLATE_SCALE_EACH;
  fixture->record->recipe.model = ov_model_find ("linear");
  each = ov_template_sheet_make_caption (&sheet);
  g_assert_nonnull (strstr (each, "own colour scale"));
  g_assert_nonnull (strstr (each, "The weights of each class."));

  /* A network's are no weights. */
  fixture->record->recipe.model = ov_model_find ("cnn");
  network = ov_template_sheet_make_caption (&sheet);
  g_assert_nonnull (strstr (network, "gradient of each class's score"));
  g_assert_nonnull (strstr (network, "128 test images"));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* The axis of a finished run ends at its last epoch, however few there are. */
static void
test_axis_ends (Fixture      *fixture,
                gconstpointer data)
{
  static const guint n_epochs[] = {2, 3, 8, 30};

  for (gsize i = 0; i < G_N_ELEMENTS (n_epochs); i++)
    {
      g_autoptr (OvRunRecord) record = figure_make_record (n_epochs[i]);
      g_autoptr (GError) error = NULL;
      cairo_surface_t *surface;

      fixture->figure.run = record;
      surface = ov_raster_draw (1200, 800, 1.0, ov_figure_page_draw, &fixture->page,
                                &error);
      g_assert_no_error (error);
      g_assert_cmpint (find_last_column (surface), >, 1130);
      cairo_surface_destroy (surface);
    }
}

static char *
take_picture (OvFigurePage *page)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 640, 480);
  cairo_t *cr = cairo_create (surface);
  char *sum;

  ov_figure_page_draw (cr, 640, 480, page);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, cairo_image_surface_get_data (surface),
                                     (gsize) cairo_image_surface_get_stride (surface) * 480);
  cairo_surface_destroy (surface);

  return sum;
}

/* Every part of a style is seen on paper. */
static void
test_style (Fixture      *fixture,
            gconstpointer data)
{
  static const OvFigureStyle styles[] = {
    {0},
    {.log_x = TRUE},
    {.abscissa = OV_ABSCISSA_SECONDS},
    {.abscissa = OV_ABSCISSA_SECONDS, .log_x = TRUE},
    {.abscissa = OV_ABSCISSA_IMAGES},
    {.log_loss = TRUE},
    {.smoothing = 0.9},
    {.with_best = TRUE},
    {.with_names = TRUE},
    {.with_rate = TRUE},
    {.ranges = {{0.0, 3.0}, {0.0, 0.0}}},
    {.ranges = {{0.0, 0.0}, {0.0, 100.0}}},
  };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  fixture->record->n_images[OV_SPLIT_TRAIN] = 50000;
  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      fixture->figure.style = styles[i];
      g_assert_true (g_hash_table_add (seen, take_picture (&fixture->page)));
    }
}

/* Runs equal but for the seed are on paper as they are on the screen: a mean with a band, of which
 * the caption says how to get it again. */
static void
test_seeds (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (OvRunRecord) other = figure_make_record (30);
  const OvGhost ghost = {other, "Linear 3", OV_SLOT_FIRST_FREE};
  const OvColour ink = ov_palette_get_spread (OV_THEME_PAPER, OV_SLOT_TRAIN, FALSE);
  const OvColour fill = {1 - ink.alpha * (1 - ink.red), 1 - ink.alpha * (1 - ink.green),
                         1 - ink.alpha * (1 - ink.blue), 1};

  other->data_name = g_strdup ("Test pictures");
  other->recipe.seed = 72;
  fixture->record->recipe.epochs = other->recipe.epochs = 30;
  for (guint i = 0; i < 30; i++)
    ((OvEpoch *) ov_history_get_epoch (other->history, i))->train_loss += 0.1;
  fixture->figure.ghosts = &ghost;
  fixture->figure.n_ghosts = 1;
  for (OvSeeds seeds = OV_SEEDS_SINGLE; seeds < OV_N_SEEDS; seeds++)
    {
      g_autofree char *caption = NULL;
      cairo_surface_t *surface;
      guint n;

      fixture->figure.style.seeds = seeds;
      caption = ov_run_figure_make_caption (&fixture->figure);
      surface = ov_raster_draw (1200, 800, 1.0, ov_figure_page_draw, &fixture->page, NULL);
      n = ink_count (surface, fill);
      cairo_surface_destroy (surface);
      if (seeds == OV_SEEDS_SINGLE)
        {
          g_assert_null (strstr (caption, "mean"));
          g_assert_cmpuint (n, <, 1000); /* the edges of lines */
          continue;
        }
      g_assert_cmpuint (n, >, 5000);
      g_assert_true (g_str_has_suffix (caption, seeds == OV_SEEDS_RANGE
                                                  ? "mean of 2 seeds, min–max (seeds 71, 72)."
                                                  : "deviation of 2 seeds (seeds 71, 72)."));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/figure/paper/caption", Fixture, NULL, set_up, test_caption, tear_down);
  g_test_add ("/figure/paper/caption-of-nothing", Fixture, NULL, set_up, test_caption_of_nothing,
              tear_down);
  g_test_add ("/figure/paper/caption-of-log", Fixture, NULL, set_up, test_caption_of_log,
              tear_down);
  g_test_add ("/figure/paper/axis-ends", Fixture, NULL, set_up, test_axis_ends, tear_down);
  g_test_add ("/figure/paper/sizes", Fixture, NULL, set_up, test_sizes, tear_down);
  g_test_add ("/figure/paper/odd-runs", Fixture, NULL, set_up, test_odd_runs, tear_down);
  g_test_add ("/figure/paper/sharpness", Fixture, NULL, set_up, test_sharpness, tear_down);
  g_test_add ("/figure/paper/colours", Fixture, NULL, set_up, test_colours, tear_down);
  g_test_add ("/figure/paper/other-loss", Fixture, NULL, set_up, test_other_loss, tear_down);
  g_test_add ("/figure/paper/write", Fixture, NULL, set_up, test_write, tear_down);
  g_test_add ("/figure/paper/template-sheet", Fixture, NULL, set_up, test_template_sheet,
              tear_down);
  g_test_add ("/figure/paper/seeds", Fixture, NULL, set_up, test_seeds, tear_down);
  g_test_add ("/figure/paper/style", Fixture, NULL, set_up, test_style, tear_down);

  return g_test_run ();
}
