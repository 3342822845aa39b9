/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lesson-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "css-class.h"
#include "joined-text.h"
#include "least-size.h"
#include "number.h"
#include "text-scale.h"
#include "text-scroller.h"

/* How many characters a line has, lying, and at least and at most standing upright, and the padding
 * that style.css gives it then, with the border. */
#define LINE_LENGTH 110
#define LEAST_UPRIGHT_LENGTH 24
#define MOST_UPRIGHT_LENGTH 34
#define UPRIGHT_PADDING 25

/**
 * OvLessonBar:
 *
 * Goes through the lessons one by one. It tells which run is wanted, and, when the viewer wants to
 * predict first, that a guess is to be drawn before; until all of the lesson's runs have been
 * guessed, the bar holds back the text, which would give the answers away. It runs nothing itself.
 * It lies beneath what it is about, or stands beside it.
 */
struct _OvLessonBar
{
  AdwBin           parent_instance;

  /* Template children. */
  GtkRevealer     *revealer;
  GtkBox          *header;
  GtkBox          *tools; /* in it */
  GtkBox          *body;
  GtkWidget       *texts; /* in it */
  GtkBox          *steps; /* of the lesson, one button each */
  GtkLabel        *title;
  GtkWidget       *previous_button;
  GtkWidget       *next_button;
  GtkLabel        *text;
  GtkLabel        *look_at;
  GtkLabel        *valley;
  GtkLabel        *verdict;
  GtkToggleButton *predict_button;
  GtkButton       *first_button;
  GtkButton       *second_button;
  GtkWidget       *show_button;
  GtkWidget       *valley_button;

  int              upright_length; /* how many characters a line has; 0 while it is lying */
  guint            index;
  guint            step;      /* the run that was wanted last, or is being guessed */
  guint            next_step; /* the run that is to come; the number of runs after the last one */
  gboolean         sketching;
  gboolean         in_valley; /* the guess is about a step in the valley, not a curve */
};

enum
{
  RUN_WANTED,
  SKETCH_WANTED,
  SKETCH_CANCELLED,
  VALLEY_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvLessonBar, ov_lesson_bar, ADW_TYPE_BIN)

/* What the lesson says, in the viewer's language or at least with the viewer's decimal mark, which
 * is that of the sliders.
 *
 * Returns: (transfer full): the text */
static char *
translate (const char *text)
{
  const char *translated = _(text);

  return translated != text ? g_strdup (translated) : ov_number_localise_text (text);
}

static void
show_text (GtkLabel   *label,
           const char *text)
{
  g_autofree char *translated = translate (text);

  ov_joined_text_set_label (label, translated);
}

/* The button of the run that comes next stands out. */
static void
show_buttons (OvLessonBar *self)
{
  const OvLesson *lesson = ov_lesson_get (self->index);
  GtkButton *const buttons[OV_LESSON_MAX_STEPS] = {self->first_button, self->second_button};

  for (guint i = 0; i < OV_LESSON_MAX_STEPS; i++)
    {
      GtkWidget *button = GTK_WIDGET (buttons[i]);

      gtk_widget_set_visible (button, !self->sketching && i < lesson->n_steps);
      if (i < lesson->n_steps)
        {
          g_autofree char *label = translate (lesson->steps[i].label);

          gtk_button_set_label (buttons[i], label);
        }
      ov_css_class_set (button, "suggested-action", i == self->next_step);
    }
  gtk_widget_set_visible (self->show_button, self->sketching);
  gtk_button_set_label (GTK_BUTTON (self->show_button),
                        self->in_valley ? _("_Show the Step") : _("_Show the Curve"));
  gtk_widget_set_visible (self->valley_button, !(self->sketching && self->in_valley));
  gtk_button_set_label (GTK_BUTTON (self->valley_button), self->sketching
                                                            ? _("Predict in the _Valley")
                                                            : _("See It in the _Valley"));
  gtk_widget_set_sensitive (self->valley_button, self->sketching || self->next_step > 0);
  gtk_widget_set_sensitive (self->previous_button, self->index > 0);
  gtk_widget_set_sensitive (self->next_button, self->index + 1 < OV_N_LESSONS);
}

/* How to answer, or what is next once that is done. */
static const char *
get_hint (OvLessonBar *self)
{
  if (!self->sketching)
    return _("What the lesson says of this waits until you have guessed the other run as well.");
  if (self->in_valley)
    return _("Point to the curve, or move along it with the arrow keys; Backspace takes it back.");

  return _("Draw on the chart with the pointer or the arrow keys; Backspace wipes it out.");
}

/* What stands in the place of the lesson while something is still to be guessed. */
static void
show_question (OvLessonBar *self)
{
  const OvLessonStep *step = &ov_lesson_get (self->index)->steps[self->step];

  show_text (self->text, self->in_valley ? step->valley_question : step->question);
  ov_joined_text_set_label (self->look_at, get_hint (self));
}

/* Whether a run is still to come that the lesson's text would tell about. */
static gboolean
is_text_withheld (OvLessonBar *self)
{
  return self->sketching
         || (gtk_toggle_button_get_active (self->predict_button)
             && self->next_step < ov_lesson_get (self->index)->n_steps);
}

/* What happens in a lesson is in its name already. */
static char *
make_title (OvLessonBar *self,
            gboolean     with_name)
{
  if (!with_name)
    return g_strdup_printf (_("Lesson %u of %u"), self->index + 1, OV_N_LESSONS);

  /* Translators: such as "Lesson 2 of 7 · Too Low". */
  return g_strdup_printf (_("Lesson %u of %u · %s"), self->index + 1, OV_N_LESSONS,
                          _(ov_lesson_get (self->index)->title));
}

static void
show_lesson (OvLessonBar *self)
{
  const OvLesson *lesson = ov_lesson_get (self->index);
  const gboolean is_withheld = is_text_withheld (self);
  g_autofree char *title = make_title (self, !is_withheld);

  ov_joined_text_set_label (self->title, title);
  show_text (self->text, lesson->text);
  show_text (self->look_at, lesson->look_at);
  if (is_withheld)
    show_question (self);
  show_text (self->valley, lesson->valley);
  gtk_widget_set_visible (GTK_WIDGET (self->valley), !is_withheld);
  show_buttons (self);
}

static void
cancel_sketch (OvLessonBar *self)
{
  if (!self->sketching)
    return;

  self->sketching = FALSE;
  g_signal_emit (self, signals[SKETCH_CANCELLED], 0);
}

static void
begin_sketch (OvLessonBar *self,
              guint        step)
{
  self->step = step;
  self->sketching = TRUE;
  self->in_valley = FALSE;
  gtk_widget_set_sensitive (self->show_button, FALSE);
  ov_lesson_bar_set_verdict (self, NULL);
  show_lesson (self);
  g_signal_emit (self, signals[SKETCH_WANTED], 0, step);
}

static void
run (OvLessonBar *self,
     guint        step)
{
  self->step = step;
  self->next_step = step + 1;
  self->sketching = FALSE;
  ov_lesson_bar_set_verdict (self, NULL);
  show_lesson (self);
  g_signal_emit (self, signals[RUN_WANTED], 0, step);
}

static void
go_to (OvLessonBar *self,
       guint        index)
{
  cancel_sketch (self);
  self->index = index;
  self->next_step = 0;
  ov_lesson_bar_set_verdict (self, NULL);
  if (gtk_toggle_button_get_active (self->predict_button))
    begin_sketch (self, 0);
  else
    show_lesson (self);
}

static void
previous_cb (OvLessonBar *self)
{
  if (self->index > 0)
    go_to (self, self->index - 1);
}

static void
next_cb (OvLessonBar *self)
{
  if (self->index + 1 < OV_N_LESSONS)
    go_to (self, self->index + 1);
}

static void
close_cb (OvLessonBar *self)
{
  ov_lesson_bar_set_revealed (self, FALSE);
}

static void
predict_cb (OvLessonBar *self)
{
  const OvLesson *lesson = ov_lesson_get (self->index);

  /* What has been seen needs no guess; after the last run the lesson begins again. */
  if (gtk_toggle_button_get_active (self->predict_button))
    {
      begin_sketch (self, self->next_step % lesson->n_steps);
      return;
    }

  cancel_sketch (self);
  show_lesson (self);
}

static void
choose_step (OvLessonBar *self,
             guint        step)
{
  if (gtk_toggle_button_get_active (self->predict_button))
    begin_sketch (self, step);
  else
    run (self, step);
}

static void
first_cb (OvLessonBar *self)
{
  choose_step (self, 0);
}

static void
second_cb (OvLessonBar *self)
{
  choose_step (self, 1);
}

static void
show_cb (OvLessonBar *self)
{
  run (self, self->step);
}

static void
valley_cb (OvLessonBar *self)
{
  g_signal_emit (self, signals[VALLEY_WANTED], 0);
  if (self->sketching)
    begin_sketch (self, self->step);
}

static void
add_signals (void)
{
  /**
   * OvLessonBar::run-wanted:
   * @self: the bar
   * @step: which run of the lesson
   *
   * A run is to be started, and shown if a guess was drawn before.
   */
  signals[RUN_WANTED] = g_signal_new ("run-wanted", OV_TYPE_LESSON_BAR, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * OvLessonBar::sketch-wanted:
   * @self: the bar
   * @step: which run of the lesson
   *
   * A run is to be guessed: the chart is to be hidden and a guess to be drawn.
   */
  signals[SKETCH_WANTED] = g_signal_new ("sketch-wanted", OV_TYPE_LESSON_BAR, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * OvLessonBar::sketch-cancelled:
   * @self: the bar
   *
   * The guess is wanted no longer.
   */
  signals[SKETCH_CANCELLED] = g_signal_new ("sketch-cancelled", OV_TYPE_LESSON_BAR,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);

  /**
   * OvLessonBar::valley-wanted:
   * @self: the bar
   *
   * The lesson's run is to be seen in the valley; OvLessonBar::sketch-wanted follows if it is to be
   * guessed there.
   */
  signals[VALLEY_WANTED] = g_signal_new ("valley-wanted", OV_TYPE_LESSON_BAR, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_lesson_bar_class_init (OvLessonBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  add_signals ();

  g_type_ensure (OV_TYPE_TEXT_SCROLLER);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/lesson-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, header);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, tools);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, body);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, texts);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, steps);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, title);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, previous_button);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, next_button);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, text);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, look_at);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, valley);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, verdict);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, predict_button);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, first_button);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, second_button);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, show_button);
  gtk_widget_class_bind_template_child (widget_class, OvLessonBar, valley_button);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, predict_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, valley_cb);
  gtk_widget_class_set_css_name (widget_class, "lessonbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ov_lesson_bar_init (OvLessonBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_lesson (self);
}

/**
 * ov_lesson_bar_is_revealed:
 * @self: a bar
 *
 * Returns: whether the lessons are shown
 */
gboolean
ov_lesson_bar_is_revealed (OvLessonBar *self)
{
  g_return_val_if_fail (OV_IS_LESSON_BAR (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

/**
 * ov_lesson_bar_set_revealed:
 * @self: a bar
 * @revealed: whether to show the lessons
 *
 * Opens the bar where it was left, or closes it; a guess that was being drawn is given up.
 */
void
ov_lesson_bar_set_revealed (OvLessonBar *self,
                            gboolean     revealed)
{
  g_return_if_fail (OV_IS_LESSON_BAR (self));

  if (!revealed)
    gtk_toggle_button_set_active (self->predict_button, FALSE);
  gtk_revealer_set_reveal_child (self->revealer, revealed);
}

/**
 * ov_lesson_bar_get_lesson:
 * @self: a bar
 *
 * Returns: (transfer none): the lesson that is shown
 */
const OvLesson *
ov_lesson_bar_get_lesson (OvLessonBar *self)
{
  g_return_val_if_fail (OV_IS_LESSON_BAR (self), NULL);

  return ov_lesson_get (self->index);
}

/**
 * ov_lesson_bar_is_guessing:
 * @self: a bar
 *
 * Returns: whether a guess is being drawn
 */
gboolean
ov_lesson_bar_is_guessing (OvLessonBar *self)
{
  g_return_val_if_fail (OV_IS_LESSON_BAR (self), FALSE);

  return self->sketching;
}

/**
 * ov_lesson_bar_set_has_guess:
 * @self: a bar
 * @has_guess: whether anything has been drawn
 *
 * Lets the curve be shown, or not yet.
 */
void
ov_lesson_bar_set_has_guess (OvLessonBar *self,
                             gboolean     has_guess)
{
  g_return_if_fail (OV_IS_LESSON_BAR (self));

  gtk_widget_set_sensitive (self->show_button, has_guess);
}

/**
 * ov_lesson_bar_ask_in_valley:
 * @self: a bar whose OvLessonBar::sketch-wanted is being answered
 *
 * Asks for the step in the valley in place of the curve.
 */
void
ov_lesson_bar_ask_in_valley (OvLessonBar *self)
{
  g_return_if_fail (OV_IS_LESSON_BAR (self));
  g_return_if_fail (self->sketching);

  self->in_valley = TRUE;
  show_lesson (self);
}

/**
 * ov_lesson_bar_set_verdict:
 * @self: a bar
 * @verdict: (nullable): how good the guess was
 */
void
ov_lesson_bar_set_verdict (OvLessonBar *self,
                           const char  *verdict)
{
  g_return_if_fail (OV_IS_LESSON_BAR (self));

  ov_joined_text_set_label (self->verdict, verdict != NULL ? verdict : "");
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), verdict != NULL);
}

/**
 * ov_lesson_bar_get_upright_length:
 * @self: a bar
 *
 * Returns: how many characters its lines have at most, or 0 while it is lying
 */
int
ov_lesson_bar_get_upright_length (OvLessonBar *self)
{
  g_return_val_if_fail (OV_IS_LESSON_BAR (self), 0);

  return self->upright_length;
}

/**
 * ov_lesson_bar_set_upright_length:
 * @self: a bar
 * @length: how many characters its lines have where it stands beside what it is about, or 0 where
 *   it lies beneath
 *
 * Arranges its parts for a narrow and high place, or for a wide and low one.
 */
void
ov_lesson_bar_set_upright_length (OvLessonBar *self,
                                  int          length)
{
  const gboolean is_upright = length > 0;
  const GtkOrientation orientation =
    is_upright ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
  GtkLabel *const labels[] = {self->text, self->look_at, self->valley, self->verdict};

  g_return_if_fail (OV_IS_LESSON_BAR (self));

  self->upright_length = length;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->header), orientation);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->body), orientation);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->steps), orientation);
  gtk_box_reorder_child_after (self->header, GTK_WIDGET (self->title),
                               is_upright ? GTK_WIDGET (self->tools) : NULL);
  gtk_label_set_wrap (self->title, is_upright);
  gtk_label_set_ellipsize (self->title, is_upright ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->title, is_upright ? length : -1);
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    gtk_label_set_max_width_chars (labels[i], is_upright ? length : LINE_LENGTH);
  gtk_label_set_width_chars (self->text, is_upright ? length : -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->predict_button), is_upright);
  gtk_widget_set_vexpand (self->texts, is_upright);
  /* Across it is as wide as its lines, and no wider. */
  gtk_widget_set_hexpand (GTK_WIDGET (self), !is_upright);
  gtk_revealer_set_transition_type (self->revealer, is_upright
                                                      ? GTK_REVEALER_TRANSITION_TYPE_SLIDE_LEFT
                                                      : GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  ov_css_class_set (GTK_WIDGET (self), "upright", is_upright);
}

/**
 * ov_lesson_bar_find_upright_length:
 * @self: a bar
 * @room: how much room there is beside what it is about, in pixels
 * @wanted: how much of it the bar is to take where it can do with so much
 *
 * Returns: how many characters its lines have there, or 0 where they have no room
 */
int
ov_lesson_bar_find_upright_length (OvLessonBar *self,
                                   int          room,
                                   int          wanted)
{
  double character;
  int tools, least, most;

  g_return_val_if_fail (OV_IS_LESSON_BAR (self), 0);

  character = ov_text_scale_measure_character (GTK_WIDGET (self->text));
  tools = (int) ceil (ov_least_size_get_width (self->tools) / character);
  least = MAX (LEAST_UPRIGHT_LENGTH, tools);
  most = (int) ((room - UPRIGHT_PADDING) / character);
  wanted = (int) ((wanted - UPRIGHT_PADDING) / character);
  if (most < least)
    return 0;

  return MIN (most, CLAMP (wanted, least, MAX (least, MOST_UPRIGHT_LENGTH)));
}
