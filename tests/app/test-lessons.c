/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "chart-view.h"
#include "curve-pane.h"
#include "layout.h"
#include "lesson-bar.h"
#include "quadratic-fixture.h"
#include "run-name.h"
#include "window-fixture.h"
#include "window-private.h"

/* The lessons in the window, on the built-in sample. */

static OvLessonBar *
get_bar (WindowFixture *fixture)
{
  return fixture_child (fixture->window, "lesson_bar");
}

static OvGuessPad *
get_pad (WindowFixture *fixture)
{
  return ov_curve_pane_get_guess_pad (fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE));
}

static OvStepPad *
get_step_pad (WindowFixture *fixture)
{
  return fixture->window->step_pad;
}

static void
click (WindowFixture *fixture, const char *button)
{
  GtkWidget *widget = fixture_child (get_bar (fixture), button);

  g_assert_true (gtk_widget_get_visible (widget) && gtk_widget_get_sensitive (widget));
  g_signal_emit_by_name (widget, "clicked");
}

static void
set_predicting (WindowFixture *fixture, gboolean predicting)
{
  gtk_toggle_button_set_active (fixture_child (get_bar (fixture), "predict_button"), predicting);
}

static void
open_lesson (WindowFixture *fixture, guint index)
{
  window_fixture_act (fixture, "win.lessons");
  g_assert_true (ov_lesson_bar_is_revealed (get_bar (fixture)));
  for (guint i = 0; i < index; i++)
    click (fixture, "next_button");
}

/* Waits for a run of the lesson to take another's place. */
static void
wait_for_step (WindowFixture *fixture, OvRun *before, guint step)
{
  OvRecipePanel *panel;
  OvRecipe recipe;

  ov_lesson_init_recipe (ov_lesson_bar_get_lesson (get_bar (fixture)), step, &recipe);
  window_fixture_wait_for_other (fixture, before);
  g_assert_true (ov_recipe_equal (ov_run_get_recipe (window_fixture_get_run (fixture)), &recipe));
  panel = fixture_child (fixture->window, "recipe_panel");
  g_assert_true (ov_recipe_equal (ov_recipe_panel_get_recipe (panel), &recipe));
}

static void
run_step (WindowFixture *fixture, guint step)
{
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));

  click (fixture, step == 0 ? "first_button" : "second_button");
  wait_for_step (fixture, before, step);
}

static guint
count_tracks (WindowFixture *fixture)
{
  return g_list_model_get_n_items (ov_run_collection_get_behind (fixture->window->collection));
}

/* The chart shows the lesson's runs and no others. */
static void
test_run (WindowFixture *fixture)
{
  window_fixture_wait_for_epochs (fixture, 5);
  open_lesson (fixture, 1);
  run_step (fixture, 0);
  window_fixture_wait_for_epochs (fixture, 5);
  g_assert_cmpuint (count_tracks (fixture), ==, 0);
  run_step (fixture, 1);
  g_assert_cmpuint (count_tracks (fixture), ==, 1);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_pad (fixture))));

  window_fixture_act (fixture, "win.lessons");
  g_assert_false (ov_lesson_bar_is_revealed (get_bar (fixture)));
}

/* A lesson's run is seen in the valley, and so is the next one; where nothing is known of the step,
 * a guess is drawn on the charts. */
static void
test_valley (WindowFixture *fixture)
{
  AdwViewStack *stack = fixture->window->stack;

  window_fixture_wait_for_epochs (fixture, 2);
  open_lesson (fixture, 1);
  run_step (fixture, 0);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "curves");
  click (fixture, "valley_button");
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "valley");
  run_step (fixture, 1);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "valley");
  set_predicting (fixture, TRUE);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "curves");
}

/* Of a network only the step is asked, and shown with the guess. */
static void
check_network_guess (WindowFixture *fixture)
{
  OvStepPad *pad = get_step_pad (fixture);
  g_autofree char *verdict = NULL;

  click (fixture, "next_button");
  g_assert_true (ov_step_pad_is_asking (pad));
  g_assert_false (gtk_widget_get_visible (fixture_child (pad, "middle_row")));
  wait_for (fixture_press (fixture_child (pad, "view"), GDK_KEY_Right, GDK_SHIFT_MASK));
  verdict = ov_step_pad_answer (pad);
  g_assert_nonnull (strstr (verdict, "he step lands "));
  g_assert_null (strstr (verdict, "middle"));
}

/* In the valley the first step is guessed, and the way to the middle: nothing gives them away
 * before they are shown, and the words say how they are. */
static void
test_predict_in_valley (WindowFixture *fixture)
{
  g_autoptr (OvDataset) dataset = fixture_make_images (230, 20);
  g_autoptr (OvQuadratic) quadratic = fixture_make_quadratic (dataset);
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));
  OvStepPad *pad = get_step_pad (fixture);
  GtkWidget *verdict = fixture_child (get_bar (fixture), "verdict");
  GtkWidget *show_button = fixture_child (get_bar (fixture), "show_button");
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (pad), OV_TYPE_PAGE);

  ov_page_set_quadratic (OV_PAGE (page), quadratic);
  open_lesson (fixture, 1);
  set_predicting (fixture, TRUE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (get_pad (fixture))));
  click (fixture, "valley_button");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_pad (fixture))));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->window->stack), ==, "valley");
  g_assert_true (ov_step_pad_is_asking (pad));
  g_assert_false (gtk_widget_get_sensitive (show_button));
  wait_for (gtk_widget_get_mapped (GTK_WIDGET (pad))
            && !gtk_widget_get_visible (fixture_child (page, "step_pane")));
  g_assert_false (gtk_widget_get_visible (fixture_child (page, "cuts_pane")));
  g_assert_false (gtk_widget_get_visible (fixture_child (page, "player")));

  /* The curve comes from a thread. */
  wait_for (fixture_press (fixture_child (pad, "view"), GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_true (gtk_widget_get_sensitive (show_button));
  g_assert_true (fixture_press (fixture_child (pad, "view"), GDK_KEY_BackSpace, 0));
  g_assert_false (gtk_widget_get_sensitive (show_button));
  g_assert_true (fixture_press (fixture_child (pad, "view"), GDK_KEY_Left, 0));
  gtk_drop_down_set_selected (fixture_child (pad, "middle_choice"), 1);
  g_assert_true (window_fixture_get_run (fixture) == before);

  click (fixture, "show_button");
  wait_for_step (fixture, before, 0);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->window->stack), ==, "valley");
  g_assert_true (gtk_widget_get_visible (verdict));
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (verdict)),
                                   "Right: the step lands "));
  g_assert_true (g_str_has_suffix (gtk_label_get_text (GTK_LABEL (verdict)),
                                   "you said after 1 epoch."));
  g_assert_false (ov_step_pad_is_asking (pad));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (pad)));
  wait_for (gtk_widget_get_visible (fixture_child (page, "cuts_pane")));
  g_signal_emit_by_name (fixture_child (pad, "close_button"), "clicked");
  wait_for (gtk_widget_get_visible (fixture_child (page, "step_pane")));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pad)));

  /* Nobody guesses any longer. */
  set_predicting (fixture, FALSE);
  set_predicting (fixture, TRUE);
  g_assert_true (ov_step_pad_is_asking (pad));
  check_network_guess (fixture);
  window_fixture_act (fixture, "win.lessons");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pad)));
}

/* The same run once more is another run, and takes the place of the first. */
static void
test_run_again (WindowFixture *fixture)
{
  open_lesson (fixture, 1);
  run_step (fixture, 0);
  window_fixture_wait_for_epochs (fixture, 5);
  run_step (fixture, 0);
  g_assert_cmpuint (count_tracks (fixture), ==, 0);
}

/* Whatever says how a run goes is to be seen, or nothing of it is. */
static void
check_answers (WindowFixture *fixture, gboolean are_shown)
{
  static const char *const views[] = {"loss_view", "accuracy_view"};
  static const char *const parts[] = {"diagnosis_bar", "views", "run_table"};
  GtkWidget *page = g_ptr_array_index (fixture->window->pages, 0);
  GtkWidget *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);
  GtkWidget *scrubber = fixture_child (page, "scrubber");
  GtkLabel *counter = fixture_child (fixture->window->status_bar, "counter");
  GtkLabel *details = fixture_child (fixture->window->status_bar, "details");

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    wait_for (gtk_widget_get_mapped (fixture_child (pane, views[i])) == are_shown);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    wait_for (gtk_widget_get_mapped (fixture_child (page, parts[i])) == are_shown);
  wait_for (gtk_widget_get_mapped (fixture_child (scrubber, "scale")) == are_shown);
  wait_for (gtk_widget_get_mapped (fixture_child (scrubber, "read_out")) == are_shown);
  wait_for (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->recipe_panel)) == are_shown);
  wait_for (gtk_widget_get_mapped (fixture->window->recipe_note) == !are_shown);
  wait_for ((*gtk_label_get_text (counter) != '\0') == are_shown);
  wait_for ((*gtk_label_get_text (details) != '\0') == are_shown);

  /* Nor is there any other page to look it up. */
  g_assert_cmpint (gtk_widget_is_sensitive (GTK_WIDGET (fixture->window->title)), ==, are_shown);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "i", 3);
  g_assert_cmpint (adw_view_stack_get_visible_child (fixture->window->stack) == page, ==,
                   !are_shown);
  ov_window_show_first_page (fixture->window);
}

/* The guess is among what the chart tells of its first epoch, and within what it shows. */
static void
check_guess_in_view (WindowFixture *fixture)
{
  GtkWidget *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);
  OvChart *chart = ov_chart_view_get_chart (fixture_child (pane, "loss_view"));
  const OvReading *guess = NULL;
  g_autoptr (GPtrArray) readings = NULL;
  double low, high;

  fixture_wait_for_frames (fixture->window, 3);
  readings = ov_chart_read_out (chart, 0.0, NAN);
  for (guint i = 0; i < readings->len; i++)
    if (strcmp (((OvReading *) g_ptr_array_index (readings, i))->name, "Your guess") == 0)
      guess = g_ptr_array_index (readings, i);
  g_assert_nonnull (guess);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (low, <=, guess->value);
  g_assert_cmpfloat (guess->value, <=, high);

  /* Above the lowest twentieth, where a curve cannot be told from the axis. */
  g_assert_cmpfloat (guess->value - low, >=, 0.05 * (high - low));
}

static void
test_predict (WindowFixture *fixture)
{
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));
  OvRunItem *front;
  OvRunItem *earlier;
  OvGuessPad *pad = get_pad (fixture);
  GtkWidget *show_button = fixture_child (get_bar (fixture), "show_button");
  GtkWidget *verdict = fixture_child (get_bar (fixture), "verdict");

  window_fixture_wait_for_epochs (fixture, 2);

  /* Hidden. */
  open_lesson (fixture, 0);
  set_predicting (fixture, TRUE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (pad)));
  wait_for (gtk_widget_get_mapped (GTK_WIDGET (pad)));
  check_answers (fixture, FALSE);
  g_assert_false (gtk_widget_get_sensitive (show_button));
  g_assert_true (window_fixture_get_run (fixture) == before);

  /* Sketched. */
  g_assert_true (fixture_press (pad, GDK_KEY_Right, 0));
  g_assert_true (gtk_widget_get_sensitive (show_button));
  g_assert_true (fixture_press (pad, GDK_KEY_BackSpace, 0));
  g_assert_false (gtk_widget_get_sensitive (show_button));
  g_assert_true (fixture_press (pad, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_true (fixture_press (pad, GDK_KEY_Up, GDK_SHIFT_MASK));
  g_assert_true (window_fixture_get_run (fixture) == before);

  /* Shown. */
  click (fixture, "show_button");
  wait_for_step (fixture, before, 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pad)));
  window_fixture_wait_for_epochs (fixture, 2);
  check_guess_in_view (fixture);
  wait_for (gtk_widget_get_visible (verdict));
  g_assert_cmpint (ov_run_get_outcome (window_fixture_get_run (fixture)), ==,
                   OV_OUTCOME_DIVERGED);
  fixture_wait_for_frames (fixture->window, 3);
  check_answers (fixture, TRUE);
  check_guess_in_view (fixture);

  /* It is of that run alone, and there again with it. */
  front = ov_run_collection_get_front (fixture->window->collection);
  earlier = g_list_model_get_item (G_LIST_MODEL (fixture->window->collection), 1);
  g_object_unref (earlier);
  g_assert_true (earlier != front);
  ov_run_collection_set_front (fixture->window->collection, earlier);
  ov_run_collection_set_front (fixture->window->collection, front);
  check_guess_in_view (fixture);
}

/* A guess is of one run: another recipe takes it away, and there is no verdict. */
static void
test_abandoned_guess (WindowFixture *fixture)
{
  g_autoptr (OvRun) before = g_object_ref (window_fixture_get_run (fixture));
  OvRecipe recipe = fixture_recipe (5);

  open_lesson (fixture, 1);
  set_predicting (fixture, TRUE);
  g_assert_true (fixture_press (get_pad (fixture), GDK_KEY_Right, 0));
  click (fixture, "show_button");
  wait_for_step (fixture, before, 0);
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_false (gtk_widget_get_visible (fixture_child (get_bar (fixture), "verdict")));
}

/* Nobody draws any longer: the chart comes back and nothing was started. */
static void
test_cancelled_sketch (WindowFixture *fixture)
{
  OvRun *before = window_fixture_get_run (fixture);

  open_lesson (fixture, 1);
  set_predicting (fixture, TRUE);
  g_assert_true (fixture_press (get_pad (fixture), GDK_KEY_Down, 0));
  window_fixture_act (fixture, "win.lessons");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_pad (fixture))));
  g_assert_true (window_fixture_get_run (fixture) == before);
}

/* The window is closed while a guess is being drawn. */
static void
test_close_while_sketching (WindowFixture *fixture)
{
  open_lesson (fixture, 2);
  set_predicting (fixture, TRUE);
  g_assert_true (fixture_press (get_pad (fixture), GDK_KEY_Right, 0));
  fixture_wait_for_frames (fixture->window, 2);
}

static const char *
get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));

  return GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (GTK_INSCRIPTION (widget)) : NULL;
}

/* An inscription does not tell. */
static gboolean
is_cut (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  if (GTK_IS_LABEL (widget))
    return pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)));

  layout = gtk_widget_create_pango_layout (widget, get_text (widget));
  pango_layout_get_pixel_size (layout, &width, NULL);

  return width > gtk_widget_get_width (widget);
}

/* Every text within a widget is whole, but names of runs, which have any length and a tooltip. */
static void
check_texts (gpointer widget, const char *where)
{
  if (!gtk_widget_get_mapped (widget) || OV_IS_RUN_NAME (widget))
    return;
  if (get_text (widget) != NULL && is_cut (widget))
    g_error ("%s: \"%s\" is cut", where, get_text (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_texts (child, where);
}

/* How the window is looked at: type of that scale, and so many pixels. */
typedef struct
{
  double scale;
  int    width;
  int    height;
} View;

/* Without a window manager the shadow counts where the window is as wide as the screen. */
static gboolean
has_size (WindowFixture *fixture, const View *view)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  return abs (gtk_widget_get_width (window) - view->width) <= 20
         && abs (gtk_widget_get_height (window) - view->height) <= 20;
}

/* The size that the window was given before may still arrive. */
static void
show_view (WindowFixture *fixture, const View *view)
{
  guint n_attempts = 0;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * view->scale), NULL);
  do
    {
      g_assert_cmpuint (n_attempts++, <, 50);
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), view->width, view->height);
      fixture_wait_for_frames (fixture->window, 3);
    }
  while (!has_size (fixture, view));
}

static void
assert_fits (WindowFixture *fixture, int width, int height)
{
  int least;

  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <=, width);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_VERTICAL, width, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <=, height);
}

/* On a screen of 900 × 600 no lesson makes the window higher, on any page, nor when there is
 * something to be told. */
static void
test_small_screen (WindowFixture *fixture)
{
  const View view = {1.0, 900, 600};
  OvWindow *window = fixture->window;

  show_view (fixture, &view);
  ov_banner_show (window->view_banner, "A sentence about a file", "Try _Again", NULL);
  open_lesson (fixture, 0);
  for (guint i = 0; i < OV_N_LESSONS; i++)
    {
      fixture_wait_for_frames (window, 2);
      wait_for (gtk_revealer_get_child_revealed (fixture_child (get_bar (fixture), "revealer")));
      assert_fits (fixture, view.width, view.height);
      check_texts (get_bar (fixture), "lesson");
      if (i + 1 < OV_N_LESSONS)
        click (fixture, "next_button");
    }
  for (guint i = 0; i < window->pages->len; i++)
    {
      adw_view_stack_set_visible_child (window->stack, g_ptr_array_index (window->pages, i));
      assert_fits (fixture, view.width, view.height);
    }
}

/* In type of the usual size there is room for the sliders beside every page. */
static void
check_pages (WindowFixture *fixture, const View *view)
{
  OvWindow *window = fixture->window;

  for (guint i = 0; i < window->pages->len; i++)
    {
      GtkWidget *page = g_ptr_array_index (window->pages, i);
      g_autofree char *where = g_strdup_printf ("%s at %g times %d x %d",
                                                OV_PAGE_GET_CLASS (page)->name, view->scale,
                                                view->width, view->height);

      adw_view_stack_set_visible_child (window->stack, page);
      fixture_wait_for_frames (window, 3);
      assert_fits (fixture, view->width, view->height);
      check_texts (window, where);
      if (view->scale == 1.0)
        g_assert_false (adw_flap_get_folded (window->flap));
    }
  ov_window_show_first_page (window);
  fixture_wait_for_frames (window, 3);
}

/* Two runs whose networks have long names, the one in front on rest, and all options in sight. */
static void
fill_window (WindowFixture *fixture)
{
  OvRecipe recipe;

  window_fixture_wait_for_epochs (fixture, 2);
  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  recipe.epochs = 1;
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  adw_expander_row_set_expanded (fixture_child (fixture->window->recipe_panel, "more_row"), TRUE);
}

/* Of type on a chart of the usual size. */
static double
get_label_size (GtkWidget *pane)
{
  OvChart *chart = ov_chart_view_get_chart (fixture_child (pane, "accuracy_view"));

  return ov_layout_get (chart, 800, 400)->label_size;
}

/* In a small window and in large type the charts have their share of the width, and no text of any
 * page is cut. The charts' labels grow with all others. */
static void
test_sizes (WindowFixture *fixture)
{
  static const View views[] = {
    {1.0, 1280, 800},
    {1.0, 1024, 768},
    {1.0, 900, 600},
    {1.5, 1280, 800},
    {1.5, 1024, 768},
    {1.5, 900, 600},
  };
  GtkWidget *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);
  const double labels = get_label_size (pane);

  fill_window (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      show_view (fixture, &views[i]);
      check_pages (fixture, &views[i]);
      g_assert_cmpint (gtk_widget_get_width (pane), >=,
                       (int) (0.45 * gtk_widget_get_width (GTK_WIDGET (fixture->window))));
      g_assert_cmpfloat_with_epsilon (get_label_size (pane), views[i].scale * labels, 1e-6);
    }
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  g_assert_cmpfloat_with_epsilon (get_label_size (pane), labels, 1e-6);
}

/* In a wide window a lesson stands beside the charts, which keep their height, and none of it is
 * cut; in a narrow one it lies beneath them, and they keep their width. */
static void
test_places (WindowFixture *fixture)
{
  const View wide = {1.0, 1280, 800};
  const View narrow = {1.0, 900, 600};
  GtkWidget *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);
  GtkWidget *root = GTK_WIDGET (fixture->window);
  GtkWidget *bar = GTK_WIDGET (get_bar (fixture));
  graphene_rect_t without, charts, lesson;

  show_view (fixture, &wide);
  g_assert_true (gtk_widget_compute_bounds (pane, root, &without));
  open_lesson (fixture, 3);
  wait_for (gtk_revealer_get_child_revealed (fixture_child (bar, "revealer")));
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_true (ov_lesson_bar_is_upright (get_bar (fixture)));
  g_assert_true (gtk_widget_compute_bounds (pane, root, &charts));
  g_assert_true (gtk_widget_compute_bounds (bar, root, &lesson));
  g_assert_cmpfloat (lesson.origin.x, >=, charts.origin.x + charts.size.width);
  g_assert_cmpfloat (charts.size.height, >=, without.size.height - 40);
  check_texts (get_bar (fixture), "lesson");

  show_view (fixture, &narrow);
  wait_for (!ov_lesson_bar_is_upright (get_bar (fixture)));
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_true (gtk_widget_compute_bounds (pane, root, &charts));
  g_assert_true (gtk_widget_compute_bounds (bar, root, &lesson));
  g_assert_cmpfloat (lesson.origin.y, >=, charts.origin.y + charts.size.height);
  g_assert_cmpfloat (charts.size.width, >=, 0.45 * 880);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/lessons/run", test_run);
  window_fixture_add ("/lessons/valley", test_valley);
  window_fixture_add ("/lessons/predict-in-valley", test_predict_in_valley);
  window_fixture_add ("/lessons/run-again", test_run_again);
  window_fixture_add ("/lessons/predict", test_predict);
  window_fixture_add ("/lessons/abandoned-guess", test_abandoned_guess);
  window_fixture_add ("/lessons/cancelled-sketch", test_cancelled_sketch);
  window_fixture_add ("/lessons/close-while-sketching", test_close_while_sketching);
  window_fixture_add ("/lessons/small-screen", test_small_screen);
  window_fixture_add ("/lessons/sizes", test_sizes);
  window_fixture_add ("/lessons/places", test_places);

  return g_test_run ();
}
