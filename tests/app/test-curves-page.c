/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page.h"

#include <string.h>

#include "app-fixture.h"
#include "chart-view.h"
#include "curve-pane.h"
#include "naive.h"
#include "run-item.h"

GType ov_curves_page_get_type (void);

typedef struct
{
  OvPage    *page;
  GtkWidget *window;
  OvDataset *dataset;
  GSettings *settings;
  char      *told; /* the last that the page told */
} Fixture;

static void
told_cb (OvPage *page, const char *text, Fixture *fixture)
{
  g_free (fixture->told);
  fixture->told = g_strdup (text);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GListStore) ghosts = g_list_store_new (OV_TYPE_RUN_ITEM);

  fixture->dataset = naive_dataset_new (40, 20);
  fixture->settings = g_settings_new (APPLICATION_ID);
  fixture->page = g_object_new (ov_curves_page_get_type (), NULL);
  ov_page_set_settings (fixture->page, fixture->settings);
  ov_page_set_ghosts (fixture->page, G_LIST_MODEL (ghosts));
  g_signal_connect (fixture->page, "told", G_CALLBACK (told_cb), fixture);
  fixture->window = fixture_show (fixture->page);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->page);
  g_object_unref (fixture->settings);
  ov_dataset_unref (fixture->dataset);
  g_free (fixture->told);
}

/* Before the first run there is nothing to export, which is said; the log may be copied. */
static void
test_no_run (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (ov_page_can_export (fixture->page));
  ov_page_export (fixture->page, 2);
  g_assert_nonnull (strstr (fixture->told, "no run"));
  g_clear_pointer (&fixture->told, g_free);
  ov_page_copy_picture (fixture->page);
  g_assert_nonnull (strstr (fixture->told, "no run"));
}

/* The picture and the log are those of the run that is shown. */
static void
test_copy (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (3);
  g_autoptr (OvRun) run = ov_run_new (&recipe, fixture->dataset, 1);

  ov_page_show_run (fixture->page, run);
  ov_run_start (run);
  wait_for (ov_run_has_ended (run));

  ov_page_copy_picture (fixture->page);
  wait_for (fixture->told != NULL);
  g_assert_nonnull (strstr (fixture->told, "charts"));
  ov_page_copy_text (fixture->page);
  g_assert_nonnull (strstr (fixture->told, "log"));
}

/* A guess is drawn on the page's pad, which is hidden until one is wanted. */
static void
test_guess_pad (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *pad = ov_page_get_guess_pad (fixture->page);

  g_assert_true (OV_IS_GUESS_PAD (pad));
  g_assert_false (gtk_widget_get_visible (pad));
}

/* The switches of the menu are settings. */
static void
test_settings (Fixture *fixture, gconstpointer unused)
{
  OvCurvePane *pane = fixture_find_type (fixture->page, OV_TYPE_CURVE_PANE);
  gboolean log_loss;

  g_settings_set_boolean (fixture->settings, "log-loss", TRUE);
  g_object_get (pane, "log-loss", &log_loss, NULL);
  g_assert_true (log_loss);
  g_settings_reset (fixture->settings, "log-loss");
}

/* The charts look as the settings say, from the next moment on. */
static void
test_style (Fixture *fixture, gconstpointer unused)
{
  OvCurvePane *pane = fixture_child (fixture->page, "curve_pane");
  OvChart *loss = ov_chart_view_get_chart (fixture_child (pane, "loss_view"));
  double high;

  g_assert_false (ov_chart_get_log_x (loss));
  g_settings_set_boolean (fixture->settings, "log-x", TRUE);
  g_settings_set_double (fixture->settings, "loss-maximum", 7.0);
  g_settings_set_boolean (fixture->settings, "loss-range", TRUE);
  g_assert_true (ov_chart_get_log_x (loss));
  ov_chart_get_y_range (loss, NULL, &high);
  g_assert_cmpfloat (high, ==, 7.0);
  g_settings_reset (fixture->settings, "log-x");
  g_settings_reset (fixture->settings, "loss-maximum");
  g_settings_reset (fixture->settings, "loss-range");
  g_assert_false (ov_chart_get_log_x (loss));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add ("/curves-page/no-run", Fixture, NULL, set_up, test_no_run, tear_down);
  g_test_add ("/curves-page/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/curves-page/guess-pad", Fixture, NULL, set_up, test_guess_pad, tear_down);
  g_test_add ("/curves-page/style", Fixture, NULL, set_up, test_style, tear_down);
  g_test_add ("/curves-page/settings", Fixture, NULL, set_up, test_settings, tear_down);

  return g_test_run ();
}
