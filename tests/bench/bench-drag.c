/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "app-fixture.h"
#include "blas.h"
#include "chart-view.h"
#include "data-source.h"
#include "forecaster.h"
#include "frame-times.h"
#include "thread-pool.h"
#include "valley-page.h"

/* Measures what a slider that is dragged on the valley's page has to draw, on the real CIFAR-10:
 * the contours, the way of 300 steps, the balls, the step and all modes, and the forecast of that
 * rate, which is made on a thread and drawn beside them. Each frame has another rate. */

#define N_EPOCHS 300
#define WIDTH 1280
#define HEIGHT 800

/* Microseconds that frames are watched for. */
#define WATCH (8 * G_USEC_PER_SEC)

/* Redraws a second that there have to be. */
#define TARGET 30.0

/* The rates go up and down between two ends, so many steps from one to the other. */
#define N_RATES 60

typedef struct
{
  OvPage       *page;
  OvForecaster *forecaster;
  OvChartView  *view; /* of the forecast */
  OvRecipe      recipe;
  FrameTimes    frames;
  gint64        framed_at;
  gint64        worked;
  guint         n_frames;
  guint         n_redraws;
  guint         n_forecasts;
} Watch;

static void
forecast_cb (OvForecaster *forecaster, Watch *watch)
{
  const OvForecastResult *result = ov_forecaster_get_result (forecaster);
  OvChart *chart = ov_chart_view_get_chart (watch->view);
  guint series;

  if (result == NULL)
    return;

  ov_chart_remove_all_series (chart);
  series = ov_chart_add_series (chart, "Training", OV_SLOT_TRAIN, OV_LINE_DASHED);
  ov_chart_set_points (chart, series, result->epochs, result->train_loss, result->n_epochs);
  series = ov_chart_add_series (chart, "Test", OV_SLOT_TEST, OV_LINE_DOTTED);
  ov_chart_set_points (chart, series, result->test_epochs, result->test_loss, result->n_test);
  ov_chart_view_changed (watch->view);
  watch->n_forecasts++;
}

/* The words about the way are set anew whenever it is drawn anew: at first to a title, and then to
 * what the rate does, which is what counts. */
static void
redrawn_cb (GtkLabel *note, GParamSpec *unused, Watch *watch)
{
  if (g_str_has_prefix (gtk_label_get_text (note), "Rate "))
    watch->n_redraws++;
}

/* A slider that goes to and fro, by a step a frame. */
static void
drag (Watch *watch)
{
  const guint step = watch->n_frames % (2 * N_RATES);
  const double share = (double) (step < N_RATES ? step : 2 * N_RATES - step) / N_RATES;

  watch->recipe.learning_rate = 0.001 + share * (0.0185 - 0.001);
  ov_page_preview_recipe (watch->page, &watch->recipe);
  ov_forecaster_request (watch->forecaster, &watch->recipe);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Watch *watch = user_data;
  const gint64 now = g_get_monotonic_time ();
  const gint64 worked = frame_times_get_processor_time ();

  if (watch->framed_at != 0)
    frame_times_add (&watch->frames, (double) (now - watch->framed_at) / 1e3,
                     (double) (worked - watch->worked) / 1e3);
  watch->framed_at = now;
  watch->worked = worked;
  watch->n_frames++;

  return G_SOURCE_CONTINUE;
}

/* A hand moves before a frame is made, not while it is. */
static void
before_paint_cb (GdkFrameClock *clock, Watch *watch)
{
  drag (watch);
}

static OvQuadratic *
prepare (OvDataset **dataset)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "bench-drag", NULL);
  g_autoptr (GFile) cache = g_file_new_for_path (path);
  g_autoptr (GFile) source = NULL;
  const OvDataReader *reader;
  OvQuadratic *quadratic;

  *dataset = ov_data_source_load (NULL, &source, &reader, NULL, &error);
  if (*dataset == NULL)
    g_error ("%s", error->message);
  quadratic = ov_quadratic_prepare (*dataset, ov_thread_pool_default_size (), cache, NULL, NULL,
                                    NULL, NULL, NULL, &error);
  if (quadratic == NULL)
    g_error ("%s", error->message);

  return quadratic;
}

/* Both on one page, as large as a laptop's window. */
static GtkWidget *
show (Watch *watch)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  watch->page = g_object_new (OV_TYPE_VALLEY_PAGE, "vexpand", TRUE, NULL);
  watch->view = OV_CHART_VIEW (ov_chart_view_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (watch->page));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (watch->view));
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

int
main (int argc, char **argv)
{
  g_autoptr (OvDataset) dataset = NULL;
  OvQuadratic *quadratic;
  Watch watch = {0};
  GtkWidget *window;
  gint64 start;
  double redraws;

  ov_blas_choose_kernels ();
  fixture_init (&argc, &argv);
  deadline_set_patience (300);
  quadratic = prepare (&dataset);
  window = show (&watch);
  watch.recipe = fixture_recipe (N_EPOCHS);
  watch.forecaster = ov_forecaster_new ();
  g_signal_connect (watch.forecaster, "changed", G_CALLBACK (forecast_cb), &watch);
  ov_forecaster_set_quadratic (watch.forecaster, quadratic);
  ov_page_set_dataset (watch.page, dataset);
  drag (&watch);
  ov_page_set_quadratic (watch.page, quadratic);
  wait_for (watch.n_forecasts > 0);
  fixture_wait_for_frames (watch.page, 5);

  frame_times_init (&watch.frames);
  watch.n_forecasts = 0;
  g_signal_connect (fixture_child (watch.page, "note"), "notify::label", G_CALLBACK (redrawn_cb),
                    &watch);
  g_signal_connect (gtk_widget_get_frame_clock (window), "before-paint",
                    G_CALLBACK (before_paint_cb), &watch);
  start = g_get_monotonic_time ();
  gtk_widget_add_tick_callback (window, tick_cb, &watch, NULL);
  wait_for (g_get_monotonic_time () - start > WATCH);

  redraws = watch.n_redraws / ((double) WATCH / G_USEC_PER_SEC);
  frame_times_print_header ();
  frame_times_print (&watch.frames, "dragged over the valley");
  g_print ("%.1f redraws a second (target %.0f), %.1f forecasts a second\n", redraws, TARGET,
           watch.n_forecasts / ((double) WATCH / G_USEC_PER_SEC));

  g_object_unref (watch.forecaster);
  fixture_destroy (window);
  frame_times_clear (&watch.frames);
  ov_quadratic_unref (quadratic);

  return redraws >= TARGET ? EXIT_SUCCESS : EXIT_FAILURE;
}
