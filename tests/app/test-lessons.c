/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "chart-view.h"
#include "curve-pane.h"
#include "lesson-bar.h"
#include "quadratic-fixture.h"
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

  /* A run that came to its end before the other one begins would be judged. */
  g_settings_set_double (fixture->settings, "pace", 1.0);
  click (fixture, "show_button");
  wait_for_step (fixture, before, 0);
  window_fixture_set_recipe (fixture, &recipe);
  g_settings_reset (fixture->settings, "pace");
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

  return g_test_run ();
}
