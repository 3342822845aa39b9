/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "app-fixture.h"
#include "banner.h"
#include "epoch-columns.h"
#include "epoch-log.h"
#include "naive.h"
#include "status-bar.h"
#include "template-view.h"

static OvDataset *dataset;

static OvRun *
make_run (guint n_epochs, double learning_rate)
{
  OvRecipe recipe = fixture_recipe (n_epochs);

  recipe.learning_rate = learning_rate;

  return fixture_run (&recipe, dataset);
}

static char *
get_line (const char *text, guint index)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), >, index);

  return g_strdup (lines[index]);
}

static guint
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_length (lines);
}

/* Returns: how many columns the table has, each with a number in each row, which are all whole. */
static guint
check_table (OvEpochLog *log, guint n_epochs)
{
  GtkTextView *view = fixture_child (log, "view");
  GtkLabel *headings = fixture_child (log, "headings");
  g_auto (GStrv) columns = g_strsplit (gtk_label_get_text (headings), "\t", -1);
  const int right =
    gtk_widget_get_width (GTK_WIDGET (view)) - gtk_text_view_get_right_margin (view);

  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (headings)));
  for (guint i = 0; i < n_epochs; i++)
    {
      GtkTextIter start, end;
      GdkRectangle first, last;
      g_autofree char *row = NULL;
      g_auto (GStrv) cells = NULL;

      gtk_text_buffer_get_iter_at_line (gtk_text_view_get_buffer (view), &start, (int) i);
      end = start;
      gtk_text_iter_forward_to_line_end (&end);
      row = gtk_text_iter_get_text (&start, &end);
      cells = g_strsplit (row, "\t", -1);
      g_assert_cmpuint (g_strv_length (cells), ==, g_strv_length (columns));
      g_assert_cmpuint ((guint) g_ascii_strtoull (cells[1], NULL, 10), ==, i);
      gtk_text_view_get_iter_location (view, &start, &first);
      gtk_text_view_get_iter_location (view, &end, &last);
      g_assert_cmpint (last.y, ==, first.y);
      g_assert_cmpint (last.x, <=, right);
    }

  return g_strv_length (columns) - 1;
}

static gboolean
has_columns (OvEpochLog *log, guint n_columns)
{
  g_auto (GStrv) columns =
    g_strsplit (gtk_label_get_text (fixture_child (log, "headings")), "\t", -1);

  return g_strv_length (columns) == n_columns + 1;
}

/* A line an epoch at any width: the rate goes first, and a number is never cut. */
static void
test_log_columns (void)
{
  OvRun *run = make_run (12, 0.01);
  OvEpochLog *log = g_object_new (OV_TYPE_EPOCH_LOG, NULL);
  GtkWidget *window = fixture_show (log);
  const int width = gtk_widget_get_width (GTK_WIDGET (log));
  g_autofree char *text = NULL;

  ov_epoch_log_set_run (log, run);
  fixture_wait_for_frames (window, 3);
  g_assert_cmpuint (check_table (log, 12), ==, OV_N_EPOCH_COLUMNS);
  for (guint n = OV_N_EPOCH_COLUMNS - 1; n > 2; n--)
    {
      for (int room = 400; !has_columns (log, n); room -= 10)
        {
          g_assert_cmpint (room, >, 100);
          gtk_widget_set_margin_start (GTK_WIDGET (log), width - room);
          fixture_wait_for_frames (window, 3);
        }
      g_assert_cmpuint (check_table (log, 12), ==, n);
      g_assert_null (strstr (gtk_label_get_text (fixture_child (log, "headings")), "Rate"));
    }

  /* Nothing but the look has changed, and there is room again. */
  text = ov_epoch_log_get_text (log);
  g_assert_cmpuint (count_lines (text), ==, 13);
  gtk_widget_set_margin_start (GTK_WIDGET (log), 0);
  wait_for (has_columns (log, OV_N_EPOCH_COLUMNS));
  fixture_wait_for_frames (window, 2);
  g_assert_cmpuint (check_table (log, 12), ==, OV_N_EPOCH_COLUMNS);
  fixture_destroy (window);
  g_assert_finalize_object (run);
}

/* Line for line as the exercise printed them, with the time taken at the end. */
static void
test_log_lines (void)
{
  OvRun *run = make_run (12, 0.01);
  OvEpochLog *log = g_object_new (OV_TYPE_EPOCH_LOG, NULL);
  GtkWidget *window = fixture_show (log);
  g_autofree char *text = NULL;
  g_autofree char *third = NULL;
  g_autofree char *closing = NULL;

  ov_epoch_log_set_run (log, run);
  text = ov_epoch_log_get_text (log);
  g_assert_cmpuint (count_lines (text), ==, 13);
  third = get_line (text, 3);
  closing = get_line (text, 12);
  g_assert_true (g_regex_match_simple ("^Epoch 003 - Train Loss \\d+\\.\\d{4} - "
                                       "Training Accuracy: \\d+\\.\\d{3} - "
                                       "Testing Accuracy: \\d+\\.\\d{3} - "
                                       "Learning Rate: 0\\.00997$",
                                       third, 0, 0));
  g_assert_true (g_regex_match_simple ("^End of Training. time taken: \\d+\\.\\d\\d seconds$",
                                       closing, 0, 0));
  fixture_destroy (window);
  g_assert_finalize_object (run);
}

static void
test_log_follows (void)
{
  const OvRecipe recipe = fixture_recipe (60);
  OvRun *run = ov_run_new (&recipe, dataset, 1);
  OvRun *other = make_run (2, 0.01);
  OvEpochLog *log = g_object_new (OV_TYPE_EPOCH_LOG, NULL);
  GtkWidget *window = fixture_show (log);
  g_autofree char *text = NULL;
  g_autofree char *other_text = NULL;
  g_autofree char *table = NULL;

  ov_epoch_log_set_run (log, run);
  text = ov_epoch_log_get_text (log);
  g_assert_cmpstr (text, ==, "");
  ov_run_start (run);
  wait_for (ov_run_has_ended (run));
  g_free (text);
  text = ov_epoch_log_get_text (log);
  g_assert_cmpuint (count_lines (text), ==, 61);

  /* All rates have the fourth digit that some need, from the first line on. */
  g_object_get (fixture_child (log, "buffer"), "text", &table, NULL);
  g_assert_false (g_regex_match_simple ("\\t0\\.00\\d{3}$", table, G_REGEX_MULTILINE, 0));

  /* Another run begins another log, in which none needs it yet. */
  ov_epoch_log_set_run (log, other);
  other_text = ov_epoch_log_get_text (log);
  g_assert_cmpuint (count_lines (other_text), ==, 3);
  g_free (table);
  g_object_get (fixture_child (log, "buffer"), "text", &table, NULL);
  g_assert_nonnull (strstr (table, "\t0.01000\n"));
  fixture_destroy (window);
  g_assert_finalize_object (run);
  g_assert_finalize_object (other);
}

static void
test_log_diverged (void)
{
  OvRun *run = make_run (300, 10.0);
  OvEpochLog *log = g_object_new (OV_TYPE_EPOCH_LOG, NULL);
  GtkWidget *window = fixture_show (log);
  g_autofree char *text = NULL;

  g_assert_cmpint (ov_run_get_outcome (run), ==, OV_OUTCOME_DIVERGED);
  ov_epoch_log_set_run (log, run);
  text = ov_epoch_log_get_text (log);
  g_assert_nonnull (strstr (text, "Diverged after"));
  g_assert_nonnull (strstr (text, "time taken"));
  fixture_destroy (window);
  g_assert_finalize_object (run);
}

/* An input event lets GTK begin a frame at once, before the idle that lays new lines out. They are
 * to be laid out before anything is drawn all the same: GTK warns when the scrollbar's place
 * changes while the frame is drawn. */
static void
test_log_early_frame (void)
{
  OvRun *run = make_run (60, 0.01);
  OvEpochLog *log = g_object_new (OV_TYPE_EPOCH_LOG, NULL);
  GtkWidget *window = fixture_show (log);
  GtkScrolledWindow *scroller = fixture_child (log, "scroller");
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  GtkTextBuffer *buffer = fixture_child (log, "buffer");

  gtk_scrolled_window_set_overlay_scrolling (scroller, FALSE);
  ov_epoch_log_set_run (log, run);
  for (guint i = 0; i < 5; i++)
    {
      const double upper = gtk_adjustment_get_upper (adjustment);
      GtkTextIter end;

      /* No frame is due for a while, so that the next one need not wait. */
      fixture_let_pass (100);
      gtk_text_buffer_get_end_iter (buffer, &end);
      gtk_text_buffer_insert (buffer, &end, "\nOne epoch more", -1);
      gtk_widget_queue_draw (fixture_child (log, "view"));
      gdk_frame_clock_request_phase (gtk_widget_get_frame_clock (window),
                                     GDK_FRAME_CLOCK_PHASE_FLUSH_EVENTS);
      wait_for (gtk_adjustment_get_upper (adjustment) > upper);
    }
  fixture_wait_for_frames (window, 2);
  fixture_destroy (window);
  g_assert_finalize_object (run);
}

/* How much of a line is cut off above, in pixels. */
static int
find_cut (OvEpochLog *log)
{
  GtkTextView *view = fixture_child (log, "view");
  GdkRectangle visible;
  GtkTextIter iter;
  int y;

  gtk_text_view_get_visible_rect (view, &visible);
  gtk_text_view_get_line_at_y (view, &iter, visible.y, &y);

  return visible.y - y;
}

/* The newest lines are whole, at any height, and with the words that end the log. */
static void
test_log_whole_lines (void)
{
  OvRun *run = make_run (60, 0.01);
  OvEpochLog *log = g_object_new (OV_TYPE_EPOCH_LOG, NULL);
  GtkWidget *window = fixture_show (log);
  GtkScrolledWindow *scroller = fixture_child (log, "scroller");
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  ov_epoch_log_set_run (log, run);
  for (int height = 150; height < 170; height += 7)
    {
      gtk_widget_set_size_request (GTK_WIDGET (log), -1, height);
      gtk_window_set_default_size (GTK_WINDOW (window), 300, height);
      fixture_wait_for_frames (window, 4);
      wait_for (gtk_adjustment_get_value (adjustment) > 0.0
                && gtk_adjustment_get_value (adjustment)
                       + gtk_adjustment_get_page_size (adjustment)
                     == gtk_adjustment_get_upper (adjustment)
                && find_cut (log) == 0);
    }
  fixture_destroy (window);
  g_assert_finalize_object (run);
}

/* From the middle of a line to the beginning of another one. */
static void
select_lines (GtkTextView *view, int first, int end)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_line_offset (buffer, &from, first, 2);
  gtk_text_buffer_get_iter_at_line (buffer, &to, end);
  gtk_text_buffer_select_range (buffer, &from, &to);
}

/* What is selected can be copied, and nothing can be typed over it. */
static void
test_log_selection (void)
{
  OvRun *run = make_run (5, 0.01);
  OvEpochLog *log = g_object_new (OV_TYPE_EPOCH_LOG, NULL);
  GtkWidget *window = fixture_show (log);
  GtkTextView *view = fixture_child (log, "view");
  g_autofree char *text = NULL;
  g_autofree char *copied = NULL;

  ov_epoch_log_set_run (log, run);
  text = ov_epoch_log_get_text (log);
  g_assert_false (gtk_text_view_get_editable (view));
  g_signal_emit_by_name (view, "select-all", TRUE);
  g_signal_emit_by_name (view, "copy-clipboard");
  copied = fixture_read_clipboard (view);
  g_assert_cmpstr (copied, ==, text);

  /* Of whatever is selected, whole lines are copied. */
  select_lines (view, 1, 3);
  g_signal_emit_by_name (view, "copy-clipboard");
  g_free (copied);
  copied = fixture_read_clipboard (view);
  g_assert_cmpuint (count_lines (copied), ==, 2);
  g_assert_true (g_str_has_prefix (copied, "Epoch 001 - Train Loss "));
  g_assert_nonnull (strstr (copied, "\nEpoch 002 - Train Loss "));
  fixture_destroy (window);
  g_assert_finalize_object (run);
}

static void
test_status_bar (void)
{
  OvRun *run = make_run (120, 0.01);
  const OvEpoch *last = ov_history_get_last (ov_run_get_history (run));
  g_autofree char *accuracy = g_strdup_printf ("train %.1f", last->train_accuracy);
  OvStatusBar *bar = g_object_new (OV_TYPE_STATUS_BAR, NULL);
  GtkWidget *window = fixture_show (bar);
  const char *details;

  ov_status_bar_set_run (bar, run);
  details = gtk_label_get_text (fixture_child (bar, "details"));
  g_assert_cmpstr (gtk_label_get_text (fixture_child (bar, "counter")), ==, "Epoch 120 / 120");
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (fixture_child (bar, "progress_bar")), ==, 1.0);
  g_assert_nonnull (strstr (details, accuracy));
  g_assert_nonnull (strstr (details, "finished"));
  g_assert_nonnull (strstr (details, "an epoch"));
  g_assert_null (strstr (details, "left"));
  ov_status_bar_set_run (bar, NULL);
  fixture_destroy (window);
  g_assert_finalize_object (run);
}

static const char *
get_told (OvStatusBar *bar)
{
  GtkWidget *label = adw_squeezer_get_visible_child (fixture_child (bar, "squeezer"));
  int least;

  if (label == NULL)
    return "";

  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (gtk_widget_get_width (label), >=, least);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));

  return gtk_label_get_text (GTK_LABEL (label));
}

/* Nothing is cut: what matters least is left out first, and how the run ended last. */
static void
test_status_bar_narrow (void)
{
  OvRun *run = make_run (120, 0.01);
  OvStatusBar *bar = g_object_new (OV_TYPE_STATUS_BAR, NULL);
  GtkWidget *window = fixture_show (bar);
  const int width = gtk_widget_get_width (GTK_WIDGET (bar));
  int least;

  ov_status_bar_set_run (bar, run);
  fixture_wait_for_frames (window, 2);
  g_assert_nonnull (strstr (get_told (bar), "an epoch"));
  gtk_widget_measure (GTK_WIDGET (bar), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  for (int room = width; room > least; room -= 20)
    {
      const char *told;

      gtk_widget_set_margin_start (GTK_WIDGET (bar), width - room);
      fixture_wait_for_frames (window, 2);
      told = get_told (bar);
      g_assert_true (g_str_equal (told, "") || g_str_has_suffix (told, "finished"));
    }
  g_assert_null (strstr (get_told (bar), "an epoch"));
  fixture_destroy (window);
  g_assert_finalize_object (run);
}

/* The counter has as many digits from the first epoch on, so that it does not jump. */
static void
test_status_bar_at_rest (void)
{
  const OvRecipe recipe = fixture_recipe (300);
  OvRun *run = ov_run_new (&recipe, dataset, 1);
  OvStatusBar *bar = g_object_new (OV_TYPE_STATUS_BAR, NULL);
  GtkWidget *window = fixture_show (bar);

  ov_status_bar_set_run (bar, run);
  g_assert_cmpstr (gtk_label_get_text (fixture_child (bar, "counter")), ==, "Epoch 000 / 300");
  ov_run_step (run);
  wait_for (ov_run_get_state (run) == OV_RUN_PAUSED);
  g_assert_cmpstr (gtk_label_get_text (fixture_child (bar, "counter")), ==, "Epoch 001 / 300");
  g_assert_nonnull (strstr (gtk_label_get_text (fixture_child (bar, "details")), "paused"));
  g_assert_nonnull (strstr (gtk_label_get_text (fixture_child (bar, "details")), "left"));
  fixture_destroy (window);
  g_assert_finalize_object (run);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_pace (void)
{
  OvStatusBar *bar = g_object_new (OV_TYPE_STATUS_BAR, NULL);
  GtkWidget *window = fixture_show (bar);
  GtkDropDown *choice = fixture_child (bar, "pace_choice");
  guint n_notified = 0;
  double pace;

  g_signal_connect_swapped (bar, "notify::pace", G_CALLBACK (count_cb), &n_notified);
  g_object_get (bar, "pace", &pace, NULL);
  g_assert_cmpfloat (pace, ==, 0.0);
  g_assert_cmpuint (gtk_drop_down_get_selected (choice), ==, 0);
  gtk_drop_down_set_selected (choice, 2);
  g_object_get (bar, "pace", &pace, NULL);
  g_assert_cmpfloat (pace, ==, 10.0);
  g_assert_cmpuint (n_notified, ==, 1);
  g_object_set (bar, "pace", 2.0, NULL);
  g_assert_cmpuint (gtk_drop_down_get_selected (choice), ==, 4);
  fixture_destroy (window);
}

static void
hide_cb (GtkWidget *button)
{
  g_signal_emit_by_name (button, "clicked");
}

static void
test_notice (void)
{
  OvBanner *banner = g_object_new (OV_TYPE_BANNER, NULL);
  GtkWidget *window = fixture_show (banner);
  GtkButton *button = fixture_child (banner, "button");

  g_assert_null (ov_banner_get_text (banner));
  ov_banner_show (banner, "Something is the case.", "_Mend It", "win.mend");
  g_assert_cmpstr (ov_banner_get_text (banner), ==, "Something is the case.");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (button)));
  g_assert_cmpstr (gtk_button_get_label (button), ==, "_Mend It");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.mend");

  ov_banner_show (banner, "Nothing can be done.", NULL, NULL);
  g_assert_cmpstr (ov_banner_get_text (banner), ==, "Nothing can be done.");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (button)));
  g_assert_null (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)));

  hide_cb (gtk_widget_get_next_sibling (GTK_WIDGET (button)));
  g_assert_null (ov_banner_get_text (banner));
  fixture_destroy (window);
}

/* A picture of a whole widget as it is on the screen now. */
static char *
take_picture (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 400);
  cairo_t *cr = cairo_create (surface);
  char *sum;

  gdk_paintable_snapshot (paintable, snapshot, 400.0, 400.0);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  g_assert_nonnull (node);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, cairo_image_surface_get_data (surface),
                                     400 * 4 * 400);
  cairo_surface_destroy (surface);

  return sum;
}

/* What ten pictures in two rows look like once keys were pressed, one after the other. */
static char *
take_picture_after (OvTemplateView *view, const guint *keys, guint n_keys)
{
  for (guint i = 0; i < n_keys; i++)
    g_assert_true (fixture_press (view, keys[i], 0));
  fixture_wait_for_frames (view, 2);

  return take_picture (GTK_WIDGET (view));
}

/* Up and Down go to the picture above and below, and no further. */
static void
check_rows (OvTemplateView *view)
{
  const guint along[] = {GDK_KEY_Home, GDK_KEY_Right, GDK_KEY_Right,
                         GDK_KEY_Right, GDK_KEY_Right, GDK_KEY_Right};
  const guint down[] = {GDK_KEY_Home, GDK_KEY_Down, GDK_KEY_Down};
  const guint up[] = {GDK_KEY_Up, GDK_KEY_Up};
  const guint home[] = {GDK_KEY_Home};
  g_autofree char *sixth = take_picture_after (view, along, G_N_ELEMENTS (along));
  g_autofree char *below = take_picture_after (view, down, G_N_ELEMENTS (down));
  g_autofree char *above = take_picture_after (view, up, G_N_ELEMENTS (up));
  g_autofree char *first = take_picture_after (view, home, G_N_ELEMENTS (home));

  g_assert_cmpstr (below, ==, sixth);
  g_assert_cmpstr (above, ==, first);
  g_assert_cmpstr (above, !=, below);
}

static void
test_templates (void)
{
  OvRun *run = make_run (8, 0.01);
  OvTemplateView *view = g_object_new (OV_TYPE_TEMPLATE_VIEW, NULL);
  GtkWidget *window = fixture_show (view);
  g_autofree char *empty = take_picture (GTK_WIDGET (view));
  g_autofree char *shared = NULL;
  g_autofree char *each = NULL;

  ov_template_view_set_run (view, run);
  fixture_wait_for_frames (window, 2);
  shared = take_picture (GTK_WIDGET (view));
  g_assert_cmpstr (shared, !=, empty);
  g_object_set (view, "shared-scale", FALSE, NULL);
  fixture_wait_for_frames (window, 2);
  each = take_picture (GTK_WIDGET (view));
  g_assert_cmpstr (each, !=, shared);

  /* The arrow keys go from class to class, and mark the one that they are at. */
  g_assert_true (fixture_press (view, GDK_KEY_Right, 0));
  g_assert_true (fixture_press (view, GDK_KEY_Left, 0));
  g_assert_false (fixture_press (view, GDK_KEY_Tab, 0));
  check_rows (view);
  fixture_destroy (window);
  g_assert_finalize_object (run);
}

/* A run that has learned nothing yet leaves the last pictures, and one that goes takes nothing
 * along that is still drawn. */
static void
test_templates_stay (void)
{
  const OvRecipe recipe = fixture_recipe (300);
  OvRun *run = make_run (8, 0.01);
  OvRun *fresh = ov_run_new (&recipe, dataset, 1);
  OvTemplateView *view = g_object_new (OV_TYPE_TEMPLATE_VIEW, NULL);
  GtkWidget *window = fixture_show (view);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  ov_template_view_set_run (view, run);
  fixture_wait_for_frames (window, 2);
  before = take_picture (GTK_WIDGET (view));
  ov_template_view_set_run (view, fresh);
  g_assert_finalize_object (run);
  fixture_wait_for_frames (window, 2);
  after = take_picture (GTK_WIDGET (view));
  g_assert_cmpstr (after, ==, before);
  fixture_destroy (window);
  g_assert_finalize_object (fresh);
}

int
main (int argc, char **argv)
{
  int status;

  fixture_init (&argc, &argv);
  dataset = naive_dataset_new (40, 20);

  g_test_add_func ("/epoch-log/lines", test_log_lines);
  g_test_add_func ("/epoch-log/columns", test_log_columns);
  g_test_add_func ("/epoch-log/follows", test_log_follows);
  g_test_add_func ("/epoch-log/diverged", test_log_diverged);
  g_test_add_func ("/epoch-log/early-frame", test_log_early_frame);
  g_test_add_func ("/run-views/log-whole-lines", test_log_whole_lines);
  g_test_add_func ("/epoch-log/selection", test_log_selection);
  g_test_add_func ("/status-bar/finished", test_status_bar);
  g_test_add_func ("/status-bar/narrow", test_status_bar_narrow);
  g_test_add_func ("/status-bar/at-rest", test_status_bar_at_rest);
  g_test_add_func ("/status-bar/pace", test_pace);
  g_test_add_func ("/banner/show-and-hide", test_notice);
  g_test_add_func ("/template-view/pictures", test_templates);
  g_test_add_func ("/template-view/stay", test_templates_stay);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}
