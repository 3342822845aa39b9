/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-bar.h"

#include <string.h>

#include "app-fixture.h"
#include "no-break.h"
#include "text-scroller.h"

typedef struct
{
  OvLessonBar *bar;
  GtkWidget   *window;
  int          run;
  int          guess;
  guint        n_cancelled;
} Fixture;

static void
run_wanted_cb (OvLessonBar *bar, guint step, Fixture *fixture)
{
  fixture->run = (int) step;
}

static void
sketch_wanted_cb (OvLessonBar *bar, guint step, Fixture *fixture)
{
  fixture->guess = (int) step;
}

static void
sketch_cancelled_cb (OvLessonBar *bar, Fixture *fixture)
{
  fixture->n_cancelled++;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->run = fixture->guess = -1;
  fixture->bar = g_object_new (OV_TYPE_LESSON_BAR, NULL);
  g_signal_connect (fixture->bar, "run-wanted", G_CALLBACK (run_wanted_cb), fixture);
  g_signal_connect (fixture->bar, "sketch-wanted", G_CALLBACK (sketch_wanted_cb), fixture);
  g_signal_connect (fixture->bar, "sketch-cancelled", G_CALLBACK (sketch_cancelled_cb), fixture);
  fixture->window = fixture_show (fixture->bar);
  ov_lesson_bar_set_revealed (fixture->bar, TRUE);
  g_object_add_weak_pointer (G_OBJECT (fixture->bar), (gpointer *) &fixture->bar);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->bar);
}

static void
click (Fixture *fixture, const char *button)
{
  GtkWidget *widget = fixture_child (fixture->bar, button);

  g_assert_true (gtk_widget_get_visible (widget) && gtk_widget_get_sensitive (widget));
  g_signal_emit_by_name (widget, "clicked");
}

static void
set_predicting (Fixture *fixture, gboolean predicting)
{
  gtk_toggle_button_set_active (fixture_child (fixture->bar, "predict_button"), predicting);
}

static gboolean
is_visible (Fixture *fixture, const char *child)
{
  return gtk_widget_get_visible (fixture_child (fixture->bar, child));
}

static const char *
get_text (Fixture *fixture, const char *label)
{
  return gtk_label_get_text (fixture_child (fixture->bar, label));
}

/* As it is written, but for numbers and their units, which stand on one line. */
static void
check_text (Fixture *fixture, const char *label, const char *expected)
{
  g_autofree char *joined = ov_no_break_join (expected);

  g_assert_cmpstr (get_text (fixture, label), ==, joined);
}

static void
test_navigation (Fixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < OV_N_LESSONS; i++)
    {
      const OvLesson *lesson = ov_lesson_bar_get_lesson (fixture->bar);

      g_assert_true (lesson == ov_lesson_get (i));
      g_assert_nonnull (strstr (get_text (fixture, "title"), lesson->title));
      check_text (fixture, "text", lesson->text);
      check_text (fixture, "look_at", lesson->look_at);
      g_assert_cmpint (is_visible (fixture, "second_button"), ==, lesson->n_steps == 2);
      g_assert_true (is_visible (fixture, "valley_button"));
      check_text (fixture, "valley", lesson->valley);
      /* Nothing has been run yet that would be there. */
      g_assert_false (gtk_widget_get_sensitive (fixture_child (fixture->bar, "valley_button")));
      g_assert_cmpint (gtk_widget_get_sensitive (fixture_child (fixture->bar, "previous_button")),
                       ==, i > 0);
      g_assert_cmpint (gtk_widget_get_sensitive (fixture_child (fixture->bar, "next_button")), ==,
                       i + 1 < OV_N_LESSONS);
      if (i + 1 < OV_N_LESSONS)
        click (fixture, "next_button");
    }
  click (fixture, "previous_button");
  g_assert_true (ov_lesson_bar_get_lesson (fixture->bar) == ov_lesson_get (OV_N_LESSONS - 2));
  g_assert_cmpint (fixture->run, ==, -1);
  g_assert_cmpint (fixture->guess, ==, -1);
}

static void
test_run (Fixture *fixture, gconstpointer unused)
{
  click (fixture, "next_button");
  click (fixture, "first_button");
  g_assert_cmpint (fixture->run, ==, 0);
  g_assert_true (gtk_widget_has_css_class (fixture_child (fixture->bar, "second_button"),
                                           "suggested-action"));
  click (fixture, "second_button");
  g_assert_cmpint (fixture->run, ==, 1);
  g_assert_cmpint (fixture->guess, ==, -1);
}

/* The text would give the answer away. */
static void
test_predict (Fixture *fixture, gconstpointer unused)
{
  const OvLesson *lesson = ov_lesson_get (1);

  click (fixture, "next_button");
  set_predicting (fixture, TRUE);
  g_assert_cmpint (fixture->guess, ==, 0);
  g_assert_true (ov_lesson_bar_is_guessing (fixture->bar));
  g_assert_cmpstr (get_text (fixture, "text"), ==, lesson->steps[0].question);
  g_assert_null (strstr (get_text (fixture, "title"), lesson->title));
  g_assert_false (is_visible (fixture, "first_button"));
  g_assert_false (is_visible (fixture, "second_button"));
  g_assert_false (is_visible (fixture, "valley"));
  g_assert_false (gtk_widget_get_sensitive (fixture_child (fixture->bar, "show_button")));

  /* In the valley another question is asked, if the window can ask it. */
  fixture->guess = -1;
  click (fixture, "valley_button");
  g_assert_cmpint (fixture->guess, ==, 0);
  g_assert_cmpstr (get_text (fixture, "text"), ==, lesson->steps[0].question);
  ov_lesson_bar_ask_in_valley (fixture->bar);
  g_assert_cmpstr (get_text (fixture, "text"), ==, lesson->steps[0].valley_question);
  g_assert_false (is_visible (fixture, "valley_button"));

  ov_lesson_bar_set_has_guess (fixture->bar, TRUE);
  click (fixture, "show_button");
  g_assert_cmpint (fixture->run, ==, 0);
  g_assert_false (ov_lesson_bar_is_guessing (fixture->bar));
  g_assert_false (is_visible (fixture, "show_button"));

  /* The text is about the second run as well. */
  g_assert_cmpstr (get_text (fixture, "text"), ==, lesson->steps[0].valley_question);
  g_assert_cmpstr (get_text (fixture, "look_at"), !=, lesson->look_at);
  g_assert_false (is_visible (fixture, "valley"));

  click (fixture, "second_button");
  g_assert_cmpint (fixture->guess, ==, 1);
  g_assert_cmpint (fixture->run, ==, 0);
  g_assert_cmpstr (get_text (fixture, "text"), ==, lesson->steps[1].question);
  g_assert_false (gtk_widget_get_sensitive (fixture_child (fixture->bar, "show_button")));
  g_assert_cmpuint (fixture->n_cancelled, ==, 0);
}

/* What has been seen needs no guess. */
static void
test_predict_second (Fixture *fixture, gconstpointer unused)
{
  click (fixture, "next_button");
  click (fixture, "first_button");
  set_predicting (fixture, TRUE);
  g_assert_cmpint (fixture->guess, ==, 1);
  ov_lesson_bar_set_has_guess (fixture->bar, TRUE);
  click (fixture, "show_button");
  g_assert_cmpint (fixture->run, ==, 1);
  g_assert_cmpstr (get_text (fixture, "text"), ==, ov_lesson_get (1)->text);
  g_assert_cmpstr (get_text (fixture, "look_at"), ==, ov_lesson_get (1)->look_at);
  g_assert_true (is_visible (fixture, "valley"));

  set_predicting (fixture, FALSE);
  set_predicting (fixture, TRUE);
  g_assert_cmpint (fixture->guess, ==, 0);

  /* Nobody guesses any longer, so there is nothing to hold back. */
  ov_lesson_bar_set_has_guess (fixture->bar, TRUE);
  click (fixture, "show_button");
  g_assert_false (is_visible (fixture, "valley"));
  set_predicting (fixture, FALSE);
  g_assert_cmpstr (get_text (fixture, "text"), ==, ov_lesson_get (1)->text);
  g_assert_true (is_visible (fixture, "valley"));
}

static void
test_cancel (Fixture *fixture, gconstpointer unused)
{
  set_predicting (fixture, TRUE);
  set_predicting (fixture, FALSE);
  g_assert_cmpuint (fixture->n_cancelled, ==, 1);
  g_assert_cmpstr (get_text (fixture, "text"), ==, ov_lesson_get (0)->text);
  g_assert_true (is_visible (fixture, "first_button"));

  set_predicting (fixture, TRUE);
  click (fixture, "next_button");
  g_assert_cmpuint (fixture->n_cancelled, ==, 2);
  g_assert_true (ov_lesson_bar_is_guessing (fixture->bar));

  ov_lesson_bar_set_revealed (fixture->bar, FALSE);
  g_assert_cmpuint (fixture->n_cancelled, ==, 3);
  g_assert_false (ov_lesson_bar_is_guessing (fixture->bar));
  g_assert_false (ov_lesson_bar_is_revealed (fixture->bar));
  g_assert_cmpint (fixture->run, ==, -1);
}

static void
test_verdict (Fixture *fixture, gconstpointer unused)
{
  g_assert_false (is_visible (fixture, "verdict"));
  ov_lesson_bar_set_verdict (fixture->bar, "Far off.");
  g_assert_true (is_visible (fixture, "verdict"));
  g_assert_cmpstr (get_text (fixture, "verdict"), ==, "Far off.");
  click (fixture, "next_button");
  g_assert_false (is_visible (fixture, "verdict"));
}

/* Where there is room for it, the whole text of a lesson is in sight, however narrow its lines. */
static void
test_whole_text (Fixture *fixture, gconstpointer unused)
{
  const char *const labels[] = {"text", "look_at", "valley"};
  GtkWidget *scroller = fixture_find_type (fixture->bar, OV_TYPE_TEXT_SCROLLER);
  int least;
  int wanted;

  for (int width = 300; width <= 1200; width += 300)
    {
      int sum = 0;

      gtk_widget_measure (scroller, GTK_ORIENTATION_VERTICAL, width, &least, &wanted, NULL, NULL);
      for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
        {
          int height;

          gtk_widget_measure (fixture_child (fixture->bar, labels[i]), GTK_ORIENTATION_VERTICAL,
                              width, &height, NULL, NULL, NULL);
          sum += height;
        }
      g_assert_cmpint (wanted, >=, sum);
      g_assert_cmpint (least, <, 60);
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/lesson-bar/navigation", test_navigation);
  add ("/lesson-bar/run", test_run);
  add ("/lesson-bar/predict", test_predict);
  add ("/lesson-bar/predict-second", test_predict_second);
  add ("/lesson-bar/cancel", test_cancel);
  add ("/lesson-bar/verdict", test_verdict);
  add ("/lesson-bar/whole-text", test_whole_text);

  return g_test_run ();
}
