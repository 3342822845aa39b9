/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "least-size.h"
#include "model.h"
#include "next-frame.h"

/* What the lessons want of the window: their runs, alone on the charts, and a place to draw a guess
 * before one is shown, where nothing tells the answer. */

#define VALLEY_PAGE "valley"

/* From this width on, that of a usual window without its borders, the lessons stand beside the
 * charts, where they leave them their height. */
#define WIDE 1240

/* Of a page that shows something, at least: before that it asks for less, and in type of any size
 * for room for its charts. That of the curves, which shows something from the first epoch on, says
 * itself what it needs. */
#define PAGE_WIDTH 520

/* Of the width, for the lessons, where they can do with so little. */
#define LESSON_SHARE 0.4

static const char *
get_message (const OvLesson *lesson)
{
  return lesson->guessed == OV_EPOCH_TEST_LOSS ? _("Draw the test loss that you expect")
                                               : _("Draw the training loss that you expect");
}

/**
 * ov_window_show_guess:
 * @self: a window
 *
 * Gives the pages the guess of the lesson's run while that is in front.
 */
void
ov_window_show_guess (OvWindow *self)
{
  OvRunItem *front;
  gboolean is_of_front;

  g_return_if_fail (OV_IS_WINDOW (self));

  front = ov_run_collection_get_front (self->collection);
  is_of_front = !self->lesson_is_due && front != NULL && ov_run_item_is_current (front);
  for (guint i = 0; i < self->pages->len; i++)
    ov_page_set_guess (g_ptr_array_index (self->pages, i), is_of_front ? self->guess : NULL);
}

static void
forget_guess (OvWindow *self)
{
  g_clear_pointer (&self->guess, g_free);
  ov_window_show_guess (self);
}

/* While something is asked nothing is to be seen that tells the answer: neither the recipe with its
 * limit nor how an earlier run of it went, here, on another page or on paper. */
static void
hide_answers (OvWindow *self)
{
  static const char *const actions[] = {"win.page", "win.export", "win.export-data",
                                        "win.copy-chart", "win.copy-log"};
  const gboolean is_asking = gtk_widget_get_visible (GTK_WIDGET (self->guess_pad))
                             || ov_step_pad_is_asking (self->step_pad);

  gtk_widget_set_visible (GTK_WIDGET (self->recipe_panel), !is_asking);
  gtk_widget_set_visible (self->recipe_note, is_asking);
  ov_status_bar_set_covered (self->status_bar, is_asking);
  gtk_widget_set_sensitive (GTK_WIDGET (self->title), !is_asking);
  gtk_widget_set_sensitive (self->switcher_bar, !is_asking);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], !is_asking);
}

static gboolean
is_in_valley (OvWindow *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), VALLEY_PAGE) == 0;
}

/* Nothing is asked, and no answer shown. */
static void
close_pads (OvWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->guess_pad), FALSE);
  ov_step_pad_close (self->step_pad);
}

static void
sketch_wanted_cb (OvLessonBar *bar,
                  guint        step,
                  OvWindow    *self)
{
  const OvLesson *lesson = ov_lesson_bar_get_lesson (bar);
  OvRecipe recipe;

  ov_lesson_init_recipe (lesson, step, &recipe);
  close_pads (self);
  if (is_in_valley (self) && ov_step_pad_ask (self->step_pad, &recipe))
    {
      ov_lesson_bar_ask_in_valley (bar);
      return;
    }

  ov_window_show_first_page (self);
  ov_guess_pad_prepare (self->guess_pad, recipe.epochs, recipe.model->loss, lesson->low,
                        lesson->high, lesson->start, get_message (lesson));
  gtk_widget_set_visible (GTK_WIDGET (self->guess_pad), TRUE);
}

static void
sketch_cancelled_cb (OvLessonBar *bar,
                     OvWindow    *self)
{
  close_pads (self);
}

static void
step_pad_changed_cb (OvStepPad *pad,
                     OvWindow  *self)
{
  hide_answers (self);
  if (ov_step_pad_is_asking (pad))
    ov_lesson_bar_set_has_guess (self->lesson_bar, ov_step_pad_has_guess (pad));
}

static void
sketched_cb (OvGuessPad *pad,
             OvWindow   *self)
{
  ov_lesson_bar_set_has_guess (self->lesson_bar,
                               !ov_guess_is_empty (ov_guess_pad_get_guess (pad)));
}

/* Keeps the guess that was drawn, if there is one, for the run that comes. */
static void
take_guess (OvWindow *self)
{
  forget_guess (self);
  if (!gtk_widget_get_visible (GTK_WIDGET (self->guess_pad)))
    return;

  self->guess = ov_guess_copy (ov_guess_pad_get_guess (self->guess_pad));
  gtk_widget_set_visible (GTK_WIDGET (self->guess_pad), FALSE);
}

static void
valley_wanted_cb (OvLessonBar *bar,
                  OvWindow    *self)
{
  adw_view_stack_set_visible_child_name (self->stack, VALLEY_PAGE);
}

static void
run_wanted_cb (OvLessonBar *bar,
               guint        step,
               OvWindow    *self)
{
  g_autofree char *verdict = ov_step_pad_answer (self->step_pad);
  OvRecipe recipe;

  ov_lesson_init_recipe (ov_lesson_bar_get_lesson (bar), step, &recipe);
  take_guess (self);
  /* Who watches the lesson in the valley stays there; a guess is beside its curve. */
  if (verdict != NULL)
    adw_view_stack_set_visible_child_name (self->stack, VALLEY_PAGE);
  else
    ov_step_pad_close (self->step_pad);
  if (self->guess != NULL || !is_in_valley (self))
    ov_window_show_first_page (self);
  ov_lesson_bar_set_verdict (bar, verdict);
  self->lesson_is_due = TRUE;
  ov_window_adopt_recipe (self, &recipe, OV_ADOPTION_RESTARTS);
}

/* Leaves only the other runs of the lesson beside the one that begins. They stay in the list. */
static void
hide_others (OvWindow *self)
{
  const OvLesson *lesson = ov_lesson_bar_get_lesson (self->lesson_bar);
  GListModel *behind = ov_run_collection_get_behind (self->collection);

  ov_run_collection_freeze (self->collection);
  for (guint i = 0; i < g_list_model_get_n_items (behind); i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (behind, i);

      if (!ov_lesson_has_recipe (lesson, ov_run_item_get_recipe (item)))
        ov_run_item_set_shown (item, FALSE);
    }
  ov_run_collection_thaw (self->collection);
}

static void
run_state_changed_cb (OvRun    *run,
                      OvWindow *self)
{
  const OvOutcome outcome = ov_run_get_outcome (run);
  g_autofree char *verdict = NULL;

  /* Until the lesson's run has started, it is the run before it that ends. */
  if (self->guess == NULL || self->lesson_is_due
      || (outcome != OV_OUTCOME_FINISHED && outcome != OV_OUTCOME_DIVERGED))
    return;

  verdict = ov_guess_judge (self->guess, ov_run_get_history (run),
                            ov_lesson_bar_get_lesson (self->lesson_bar)->guessed);
  ov_lesson_bar_set_verdict (self->lesson_bar, verdict);
}

static void
run_started_cb (OvSession *session,
                OvRun     *run,
                OvRun     *previous,
                OvWindow  *self)
{
  if (!self->lesson_is_due)
    {
      forget_guess (self);
      ov_step_pad_close (self->step_pad);
      return;
    }

  self->lesson_is_due = FALSE;
  hide_others (self);
  ov_window_show_guess (self);
}

/* How little a page can do with, whatever it shows before long. */
static int
measure_page (OvWindow *self,
              OvPage   *page)
{
  const int least = ov_least_size_get_width (page);

  return page == g_ptr_array_index (self->pages, 0) ? least : MAX (least, PAGE_WIDTH);
}

/* How long the lines of the lessons are where sidebar, page and lessons have room side by side, and
 * 0 where they have not; in lecture mode the sidebar lies on top. A low stage has no room for
 * anything beneath the charts, so that there the lessons have the place of the sidebar, which folds
 * itself where all three are too wide, or of the pictures in a lecture, whose type leaves no stage
 * high enough. */
static int
find_line_length (OvWindow *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self->stage));
  const gboolean has_sidebar = self->lecture == NULL && adw_flap_get_reveal_flap (self->flap);
  const int sidebar = has_sidebar ? ov_least_size_get_width (self->sidebar) : 0;
  OvPage *page = OV_PAGE (adw_view_stack_get_visible_child (self->stack));
  int room;

  if (self->lecture != NULL || !ov_least_size_has_height (self->stage))
    room = width - measure_page (self, page);
  else
    room = width >= WIDE ? width - sidebar - ov_page_measure_whole (page) : 0;

  return ov_lesson_bar_find_upright_length (self->lesson_bar, room, (int) (LESSON_SHARE * width));
}

static void
place_lessons (gpointer window)
{
  OvWindow *self = window;
  const int length = find_line_length (self);

  gtk_orientable_set_orientation (self->stage, length > 0 ? GTK_ORIENTATION_HORIZONTAL
                                                          : GTK_ORIENTATION_VERTICAL);
  ov_lesson_bar_set_upright_length (self->lesson_bar, length);
}

/**
 * ov_window_place_lessons:
 * @self: a window that has its size
 *
 * Puts the lessons beside the pages, as wide as they have room there, otherwise beneath, with the
 * next frame.
 */
void
ov_window_place_lessons (OvWindow *self)
{
  g_return_if_fail (OV_IS_WINDOW (self));

  if (find_line_length (self) != ov_lesson_bar_get_upright_length (self->lesson_bar))
    ov_next_frame_call (self, &self->lessons_tick, place_lessons);
}

/**
 * ov_window_connect_lessons:
 * @self: a window that is being made, and already follows its session
 *
 * Lets the lessons start their runs.
 */
void
ov_window_connect_lessons (OvWindow *self)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      OvPage *page = g_ptr_array_index (self->pages, i);

      if (ov_page_get_guess_pad (page) != NULL)
        self->guess_pad = OV_GUESS_PAD (ov_page_get_guess_pad (page));
      if (ov_page_get_step_pad (page) != NULL)
        self->step_pad = OV_STEP_PAD (ov_page_get_step_pad (page));
    }
  g_signal_connect_object (self->lesson_bar, "run-wanted", G_CALLBACK (run_wanted_cb), self, 0);
  g_signal_connect_object (self->lesson_bar, "sketch-wanted", G_CALLBACK (sketch_wanted_cb), self,
                           0);
  g_signal_connect_object (self->lesson_bar, "sketch-cancelled", G_CALLBACK (sketch_cancelled_cb),
                           self, 0);
  g_signal_connect_object (self->lesson_bar, "valley-wanted", G_CALLBACK (valley_wanted_cb), self,
                           0);
  g_signal_connect_object (self->guess_pad, "sketched", G_CALLBACK (sketched_cb), self, 0);
  g_signal_connect_object (self->guess_pad, "notify::visible", G_CALLBACK (hide_answers), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->step_pad, "changed", G_CALLBACK (step_pad_changed_cb), self, 0);
  g_signal_group_connect (self->session_signals, "run-started", G_CALLBACK (run_started_cb), self);
  g_signal_group_connect (self->run_signals, "state-changed", G_CALLBACK (run_state_changed_cb),
                          self);
}
