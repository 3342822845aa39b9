/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "app-fixture.h"
#include "curve-pane.h"
#include "library.h"
#include "naive.h"
#include "palette.h"
#include "run-keeper.h"

/* A run that was saved, closed and opened again has the charts that it had while it was trained, to
 * the last pixel, and all of its numbers, to the last bit. */

static const char *const presets[] = {"linear", "two-layer-gd", "two-layer-sgd", "cnn"};

typedef struct
{
  OvDataset       *dataset;
  OvRunCollection *collection;
  OvRunKeeper     *keeper;
  OvCurvePane     *pane;
  GtkWidget       *window;
} Fixture;

static void
open_all (Fixture *fixture, const OvFigureStyle *style)
{
  g_autofree char *path = ov_library_get_default_path ();

  fixture->collection =
    ov_run_collection_new (OV_SLOT_FIRST_FREE, OV_N_SLOTS - OV_SLOT_FIRST_FREE);
  fixture->keeper = ov_run_keeper_new (fixture->collection, path);
  ov_run_keeper_open (fixture->keeper);
  wait_for (ov_run_keeper_is_open (fixture->keeper));
  fixture->pane = g_object_new (OV_TYPE_CURVE_PANE, NULL);
  ov_curve_pane_set_style (fixture->pane, style);
  fixture->window = fixture_show (fixture->pane);
}

static void
close_all (Fixture *fixture)
{
  fixture_destroy (fixture->window);
  g_object_run_dispose (G_OBJECT (fixture->keeper));
  g_clear_object (&fixture->keeper);
  g_assert_finalize_object (fixture->collection);
}

static OvRunItem *
begin (Fixture *fixture, const OvRecipe *recipe)
{
  g_autoptr (OvRun) run = ov_run_new (recipe, fixture->dataset, 1);

  return ov_run_collection_begin (fixture->collection, run, "data");
}

/* All pixels of the charts as they are on the screen. */
static GBytes *
take_picture (GtkWidget *widget)
{
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  GBytes *bytes;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  g_assert_nonnull (node);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize) cairo_image_surface_get_stride (surface) * (gsize) height);
  cairo_surface_destroy (surface);

  return bytes;
}

static GArray *
copy_epochs (OvRun *run)
{
  const OvHistory *history = ov_run_get_history (run);
  GArray *epochs = g_array_new (FALSE, FALSE, sizeof (OvEpoch));

  for (guint i = 0; i < ov_history_get_n_epochs (history); i++)
    g_array_append_vals (epochs, ov_history_get_epoch (history, i), 1);

  return epochs;
}

/* Trained under the eyes of the pane. */
static void
train (Fixture *fixture, const OvRecipe *recipe, GBytes **picture, GArray **epochs)
{
  OvRunItem *item = begin (fixture, recipe);
  OvRun *run = ov_run_item_get_run (item);

  ov_curve_pane_set_run (fixture->pane, run);
  ov_run_start (run);
  wait_for (ov_run_has_ended (run));
  fixture_wait_for_frames (fixture->pane, 3);
  *picture = take_picture (GTK_WIDGET (fixture->pane));
  *epochs = copy_epochs (run);
}

/* Fetched from the library, while another run is the current one. */
static void
look_again (Fixture *fixture, const OvRecipe *recipe, GBytes **picture, GArray **epochs)
{
  OvRecipe other = *recipe;
  g_autoptr (OvRunItem) item = NULL;

  other.learning_rate *= 2.0;
  begin (fixture, &other);
  item = g_list_model_get_item (G_LIST_MODEL (fixture->collection), 1);
  ov_run_keeper_load (fixture->keeper, item);
  wait_for (ov_run_item_get_run (item) != NULL);
  ov_curve_pane_set_run (fixture->pane, ov_run_item_get_run (item));
  fixture_wait_for_frames (fixture->pane, 3);
  *picture = take_picture (GTK_WIDGET (fixture->pane));
  *epochs = copy_epochs (ov_run_item_get_run (item));
}

static void
assert_equal (GArray *epochs, GArray *others)
{
  g_assert_cmpuint (epochs->len, ==, others->len);
  for (guint i = 0; i < epochs->len; i++)
    {
      const OvEpoch *epoch = &g_array_index (epochs, OvEpoch, i);
      const OvEpoch *other = &g_array_index (others, OvEpoch, i);

      g_assert_cmpuint (epoch->index, ==, other->index);
      for (guint f = 0; f < OV_N_EPOCH_FIELDS; f++)
        g_assert_cmpfloat (ov_epoch_get_field (epoch, f), ==, ov_epoch_get_field (other, f));
    }
}

static void
forget_runs (void)
{
  g_autofree char *path = ov_library_get_default_path ();

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
check (const char *preset, const OvFigureStyle *style)
{
  Fixture fixture = {.dataset = naive_dataset_new (40, 20)};
  OvRecipe recipe;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GArray) numbers_before = NULL;
  g_autoptr (GArray) numbers_after = NULL;

  g_assert_true (ov_recipe_init_preset (&recipe, preset, NULL));
  recipe.epochs = 24;
  if (recipe.batch_size > 0)
    recipe.batch_size = 8;

  open_all (&fixture, style);
  train (&fixture, &recipe, &before, &numbers_before);
  close_all (&fixture);
  open_all (&fixture, style);
  look_again (&fixture, &recipe, &after, &numbers_after);
  close_all (&fixture);
  forget_runs ();

  g_assert_cmpuint (numbers_before->len, ==, 24);
  assert_equal (numbers_after, numbers_before);
  g_assert_true (g_bytes_equal (before, after));
  ov_dataset_unref (fixture.dataset);
}

static void
test_plain (gconstpointer preset)
{
  const OvFigureStyle style = {0};

  check (preset, &style);
}

/* By seconds, which are measured; logarithmic, smoothed and with all that can be added. */
static void
test_full (gconstpointer preset)
{
  const OvFigureStyle style = {
    .abscissa = OV_ABSCISSA_SECONDS,
    .log_loss = TRUE,
    .smoothing = 0.6,
    .with_best = TRUE,
    .with_names = TRUE,
    .with_rate = TRUE,
  };

  check (preset, &style);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_autofree char *plain = g_strconcat ("/run-reopen/plain/", presets[i], NULL);
      g_autofree char *full = g_strconcat ("/run-reopen/full/", presets[i], NULL);

      g_test_add_data_func (plain, presets[i], test_plain);
      g_test_add_data_func (full, presets[i], test_full);
    }

  return g_test_run ();
}
