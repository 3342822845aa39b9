/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scrubber.h"

#include <math.h>
#include <string.h>

#include "chart-view.h"
#include "epoch-log.h"
#include "model.h"
#include "status-bar.h"
#include "template-view.h"
#include "window-fixture.h"
#include "window-private.h"

/* More epochs than any test waits for. */
#define ENDLESS 100000

/* Everything that follows the handle. */
typedef struct
{
  OvScrubber  *scrubber;
  GtkRange    *scale;
  GtkLabel    *read_out;
  GtkWidget   *backwards;
  GtkWidget   *forwards;
  GtkWidget   *newest;
  OvChartView *losses;
  OvEpochLog  *log;
  GtkLabel    *details;
  GtkLabel    *title;
} Parts;

static void
find_parts (WindowFixture *fixture, Parts *parts)
{
  OvPage *page = g_ptr_array_index (fixture->window->pages, 0);
  OvScrubber *scrubber = fixture_child (page, "scrubber");

  *parts = (Parts) {
    .scrubber = scrubber,
    .scale = fixture_child (scrubber, "scale"),
    .read_out = fixture_child (scrubber, "read_out"),
    .backwards = fixture_child (scrubber, "backwards_button"),
    .forwards = fixture_child (scrubber, "forwards_button"),
    .newest = fixture_child (scrubber, "newest_button"),
    .losses = fixture_child (fixture_child (page, "curve_pane"), "loss_view"),
    .log = fixture_child (page, "epoch_log"),
    .details = fixture_child (fixture->window->status_bar, "details"),
    .title = fixture_child (page, "templates_title"),
  };
}

/* As a hand or a key on the handle does. */
static void
move_handle (Parts *parts, GtkScrollType scroll, double value)
{
  gboolean is_taken = FALSE;

  g_signal_emit_by_name (parts->scale, "change-value", scroll, value, &is_taken);
  g_assert_true (is_taken);
}

static void
remember_cb (OvChartView *view, double x, double y, double *crosshair)
{
  *crosshair = x;
}

/* Where the crosshair stands: the right arrow key goes to the next epoch. */
static double
find_crosshair (Parts *parts)
{
  double x = NAN;
  const gulong handler =
    g_signal_connect (parts->losses, "crosshair-moved", G_CALLBACK (remember_cb), &x);

  g_assert_true (fixture_press (parts->losses, GDK_KEY_Right, 0));
  g_signal_handler_disconnect (parts->losses, handler);

  return x - 1.0;
}

/* The number of the line that the cursor of the log is in. */
static int
find_line (Parts *parts)
{
  GtkTextBuffer *buffer = fixture_child (parts->log, "buffer");
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));

  return gtk_text_iter_get_line (&iter);
}

/* The charts' axis, which is the handle's way, follows the epochs with the next frame. */
static void
wait_for_axis (WindowFixture *fixture)
{
  fixture_wait_for_frames (fixture->window, 2);
}

/* A run of the linear classifier that stops after some epochs. */
static OvRun *
run_epochs (WindowFixture *fixture, guint n_epochs)
{
  const OvRecipe recipe = fixture_recipe (n_epochs);

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  wait_for_axis (fixture);

  return window_fixture_get_run (fixture);
}

/* One handle moves everything that shows an epoch. */
static void
test_handle (WindowFixture *fixture)
{
  OvRun *run = run_epochs (fixture, 60);
  const OvEpoch *epoch = ov_history_get_epoch (ov_run_get_history (run), 7);
  g_autofree char *accuracy = g_strdup_printf ("train %.1f", epoch->train_accuracy);
  Parts parts;

  find_parts (fixture, &parts);
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 59");
  g_assert_cmpfloat (gtk_range_get_value (parts.scale), ==, 59.0);
  g_assert_false (gtk_widget_get_sensitive (parts.newest));
  g_assert_null (strstr (gtk_label_get_text (parts.details), "at epoch"));

  move_handle (&parts, GTK_SCROLL_JUMP, 7.2);
  fixture_wait_for_frames (fixture->window, 2);
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 07");
  g_assert_cmpfloat (gtk_range_get_value (parts.scale), ==, 7.0);
  g_assert_true (gtk_widget_get_sensitive (parts.newest));
  g_assert_nonnull (strstr (gtk_label_get_text (parts.details), "at epoch 07"));
  g_assert_nonnull (strstr (gtk_label_get_text (parts.details), accuracy));
  g_assert_cmpint (find_line (&parts), ==, 7);
  g_assert_cmpfloat (find_crosshair (&parts), ==, 7.0);

  /* Before the first epoch there is nothing, and after the last one only the newest. */
  move_handle (&parts, GTK_SCROLL_STEP_LEFT, -1.0);
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 00");
  move_handle (&parts, GTK_SCROLL_JUMP, 70.0);
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 59");
  g_assert_false (gtk_widget_get_sensitive (parts.newest));
  move_handle (&parts, GTK_SCROLL_JUMP, 20.0);
  g_signal_emit_by_name (parts.newest, "clicked");
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 59");
}

/* The arrow keys in a chart move what is looked at as those on the handle do; at the newest epoch
 * the crosshair is there as well. */
static void
test_chart_keys (WindowFixture *fixture)
{
  Parts parts;

  run_epochs (fixture, 60);
  find_parts (fixture, &parts);
  fixture_wait_for_frames (fixture->window, 2);
  g_assert_true (fixture_press (parts.losses, GDK_KEY_Left, 0));
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 58");
  g_assert_cmpfloat (gtk_range_get_value (parts.scale), ==, 58.0);
  g_assert_true (fixture_press (parts.losses, GDK_KEY_Home, 0));
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 00");
  g_assert_true (fixture_press (parts.losses, GDK_KEY_Page_Down, 0));
  g_assert_cmpfloat (gtk_range_get_value (parts.scale), ==, 10.0);
  g_assert_true (fixture_press (parts.losses, GDK_KEY_Right, 0));
  g_assert_cmpint (find_line (&parts), ==, 11);

  /* And the crosshair goes with the handle. */
  move_handle (&parts, GTK_SCROLL_JUMP, 40.0);
  fixture_wait_for_frames (fixture->window, 2);
  g_assert_true (fixture_press (parts.losses, GDK_KEY_Left, 0));
  g_assert_cmpfloat (gtk_range_get_value (parts.scale), ==, 39.0);

  g_settings_set_string (fixture->settings, "abscissa", "images");
  fixture_wait_for_frames (fixture->window, 2);
  g_assert_true (fixture_press (parts.losses, GDK_KEY_Left, 0));
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 38");
  g_settings_reset (fixture->settings, "abscissa");
  fixture_wait_for_frames (fixture->window, 2);
  g_assert_true (fixture_press (parts.losses, GDK_KEY_End, 0));
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 59");
  g_assert_false (gtk_widget_get_sensitive (parts.newest));
  g_assert_true (fixture_press (parts.losses, GDK_KEY_Left, 0));
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 58");
}

/* The keys of a slider: the arrows for one epoch, the page keys for ten, Home and End. */
static void
test_keys (WindowFixture *fixture)
{
  static const struct
  {
    GtkScrollType scroll;
    double expected;
  } keys[] = {
    {GTK_SCROLL_START, 0.0},
    {GTK_SCROLL_STEP_RIGHT, 1.0},
    {GTK_SCROLL_PAGE_RIGHT, 11.0},
    {GTK_SCROLL_STEP_LEFT, 10.0},
    {GTK_SCROLL_PAGE_LEFT, 0.0},
    {GTK_SCROLL_END, 59.0},
  };
  Parts parts;

  run_epochs (fixture, 60);
  find_parts (fixture, &parts);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_signal_emit_by_name (parts.scale, "move-slider", keys[i].scroll);
      g_assert_cmpfloat (gtk_range_get_value (parts.scale), ==, keys[i].expected);
    }
  g_assert_true (ov_playhead_is_newest (fixture->window->playhead));
}

/* While a run goes on the handle stays where it was put, and at its end it follows. */
static void
test_running (WindowFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (ENDLESS);
  double way;
  Parts parts;

  find_parts (fixture, &parts);
  window_fixture_set_recipe (fixture, &recipe);
  window_fixture_wait_for_epochs (fixture, 5);
  wait_for_axis (fixture);
  move_handle (&parts, GTK_SCROLL_JUMP, 3.0);
  way = gtk_adjustment_get_upper (gtk_range_get_adjustment (parts.scale));
  g_assert_cmpfloat (way, <, ENDLESS / 10.0);
  window_fixture_wait_for_epochs (fixture, 20);
  wait_for_axis (fixture);
  g_assert_cmpfloat (gtk_range_get_value (parts.scale), ==, 3.0);
  g_assert_cmpfloat (gtk_range_get_fill_level (parts.scale), >=, 19.0);
  g_assert_cmpint (find_line (&parts), ==, 3);

  g_signal_emit_by_name (parts.newest, "clicked");
  window_fixture_wait_for_epochs (fixture, 30);
  wait_for_axis (fixture);
  g_assert_cmpfloat (gtk_range_get_value (parts.scale), >=, 29.0);

  /* Another run is looked at from its end. */
  move_handle (&parts, GTK_SCROLL_JUMP, 3.0);
  run_epochs (fixture, 12);
  g_assert_cmpfloat (gtk_range_get_value (parts.scale), ==, 11.0);
}

/* Played to its end and back, whatever the frames are. */
static void
test_play (WindowFixture *fixture)
{
  OvPlayhead *playhead = fixture->window->playhead;
  Parts parts;

  run_epochs (fixture, 60);
  find_parts (fixture, &parts);
  g_signal_emit_by_name (parts.forwards, "clicked");
  g_assert_cmpstr (gtk_label_get_text (parts.read_out), ==, "Epoch 00");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (parts.forwards), ==, "Stop Playing");
  wait_for (ov_playhead_get_epoch (playhead) >= 2);
  ov_playhead_advance (playhead, OV_PLAYHEAD_SECONDS);
  g_assert_true (ov_playhead_is_newest (playhead));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (parts.forwards), ==, "Play Forwards");

  g_signal_emit_by_name (parts.backwards, "clicked");
  wait_for (ov_playhead_get_epoch (playhead) <= 57);
  g_signal_emit_by_name (parts.backwards, "clicked");
  g_assert_cmpint (ov_playhead_get_direction (playhead), ==, OV_PLAY_STOPPED);
  g_signal_emit_by_name (parts.backwards, "clicked");
  ov_playhead_advance (playhead, OV_PLAYHEAD_SECONDS);
  g_assert_cmpuint (ov_playhead_get_epoch (playhead), ==, 0);
}

/* A pointer on a chart has the crosshair to itself for as long as it is there. */
static void
test_hover (WindowFixture *fixture)
{
  GtkEventController *motion;
  OvGeometry geometry;
  double x = NAN;
  Parts parts;

  run_epochs (fixture, 60);
  find_parts (fixture, &parts);
  move_handle (&parts, GTK_SCROLL_JUMP, 7.0);
  fixture_wait_for_frames (fixture->window, 2);
  ov_chart_get_geometry (ov_chart_view_get_chart (parts.losses),
                         gtk_widget_get_width (GTK_WIDGET (parts.losses)),
                         gtk_widget_get_height (GTK_WIDGET (parts.losses)), &geometry);
  motion = fixture_controller (parts.losses, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  g_signal_emit_by_name (motion, "motion", ov_scale_to_position (&geometry.x, 40.0),
                         geometry.plot.y + 5.0);
  move_handle (&parts, GTK_SCROLL_JUMP, 9.0);
  fixture_wait_for_frames (fixture->window, 2);
  x = find_crosshair (&parts);
  g_assert_cmpfloat (x, ==, 40.0);

  /* The key has moved the handle along. */
  g_assert_cmpfloat (gtk_range_get_value (parts.scale), ==, 41.0);
  move_handle (&parts, GTK_SCROLL_JUMP, 9.0);
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpfloat (find_crosshair (&parts), ==, 9.0);
}

/* The handle's way is the axis of the charts, as far as epochs stand at equal distances there; the
 * number makes way for the charts where they have no room for it. */
static void
test_axis (void)
{
  OvScrubber *scrubber = g_object_new (OV_TYPE_SCRUBBER, NULL);
  g_autoptr (OvPlayhead) playhead = ov_playhead_new ();
  GtkWidget *window = fixture_show (scrubber);
  GtkAdjustment *adjustment = fixture_child (scrubber, "adjustment");
  GtkWidget *corner = fixture_child (scrubber, "corner");
  OvCurveAxis axis = {.left = 90.0, .right = 14.0, .bottom = 40.0, .first = -1.0, .last = 31.0};

  ov_scrubber_set_playhead (scrubber, playhead);
  ov_scrubber_set_axis (scrubber, &axis);
  g_assert_cmpfloat (gtk_adjustment_get_lower (adjustment), ==, -1.0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), ==, 31.0);
  g_assert_true (GTK_IS_OVERLAY (gtk_widget_get_parent (corner)));
  g_assert_cmpint (gtk_widget_get_margin_end (fixture_child (scrubber, "scale")), ==, 14);
  g_assert_cmpint (gtk_widget_get_margin_start (fixture_child (scrubber, "scale")), >, 0);

  axis.bottom = 20.0;
  axis.last = NAN;
  ov_scrubber_set_axis (scrubber, &axis);
  g_assert_cmpfloat (gtk_adjustment_get_lower (adjustment), ==, 0.0);
  g_assert_true (gtk_widget_get_parent (corner) == fixture_child (scrubber, "row"));
  axis.bottom = 40.0;
  ov_scrubber_set_axis (scrubber, &axis);
  g_assert_true (GTK_IS_OVERLAY (gtk_widget_get_parent (corner)));
  g_assert_true (gtk_widget_is_sensitive (corner));
  fixture_destroy (window);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/scrubber/axis", test_axis);
  window_fixture_add ("/scrubber/handle", test_handle);
  window_fixture_add ("/scrubber/chart-keys", test_chart_keys);
  window_fixture_add ("/scrubber/keys", test_keys);
  window_fixture_add ("/scrubber/running", test_running);
  window_fixture_add ("/scrubber/play", test_play);
  window_fixture_add ("/scrubber/hover", test_hover);

  return g_test_run ();
}
