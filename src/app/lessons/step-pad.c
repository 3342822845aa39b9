/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "step-pad.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart-view.h"
#include "joined-text.h"
#include "loss-title.h"
#include "model.h"
#include "number.h"
#include "schedule.h"
#include "step-finder.h"
#include "step-guess.h"
#include "valley.h"

/* The keys cross the whole chart in this many steps. */
#define STEPS 60.0
#define LARGE_STEP 5.0

#define N_POINTS 121

/* Below the lowest point, as a share of the curve's height. */
#define FLOOR 0.12

/* How far the chart may reach, in ways to the lowest point: it gives away no more than which of
 * these the landing is within. */
static const double reaches[] = {3.0, 6.0, 12.0, 25.0, 50.0, 100.0};

/**
 * OvStepPad:
 *
 * Asks where the first step of a run lands on the curve of the loss along it, in mini-batches the
 * last one of the first epoch, and of the linear classifier after how many epochs the run is in the
 * middle across its valley; then it shows how it is. It is visible for as long as it asks, and as
 * its answer is looked at.
 */
struct _OvStepPad
{
  AdwBin        parent_instance;

  /* Template children. */
  GtkLabel     *question;
  OvChartView  *view;
  GtkWidget    *middle_row;
  GtkDropDown  *middle_choice;
  GtkWidget    *close_button;

  /* Owned. */
  OvStepFinder *finder;
  OvQuadratic  *quadratic; /* NULL while there is none */
  OvDataset    *dataset;   /* the same */

  OvRecipe      recipe; /* whose step it is */
  OvEpochSpan   spans[OV_N_EPOCH_SPANS];
  double        guess; /* in ways to the lowest point; NAN before it was pointed to */
  gboolean      is_asking;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvStepPad, ov_step_pad, ADW_TYPE_BIN)

static gboolean
is_found (OvStepPad *self)
{
  const OvFoundStep *step = ov_step_finder_get_step (self->finder);

  return step != NULL && step->n_epochs == 0 && ov_recipe_equal (&step->recipe, &self->recipe);
}

/* Returns NULL until it has been found, and when its line has no lowest point to count in. */
static const OvFoundStep *
get_step (OvStepPad *self)
{
  const OvFoundStep *step = ov_step_finder_get_step (self->finder);

  return is_found (self) && ov_found_step_get_lowest (step) > 0.0 ? step : NULL;
}

static double
find_landing (OvStepPad         *self,
              const OvFoundStep *step)
{
  OvSchedule schedule;

  ov_schedule_init (&schedule, &self->recipe);

  return ov_schedule_get_rate (&schedule, 0) / ov_found_step_get_lowest (step);
}

static double
find_reach (OvStepPad         *self,
            const OvFoundStep *step)
{
  const double landing = find_landing (self, step);
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (reaches) && landing > 0.95 * reaches[i])
    i++;

  return MIN (reaches[i], ov_found_step_get_longest (step) / ov_found_step_get_lowest (step));
}

static double
get_height (const OvFoundStep *step,
            double             place)
{
  return ov_found_step_get_loss (step, place * ov_found_step_get_lowest (step));
}

static void
add_curve (OvChart           *chart,
           const OvFoundStep *step,
           double             reach)
{
  const guint series = ov_chart_add_series (chart, _("Loss"), OV_SLOT_TRAIN, OV_LINE_SOLID);
  double x[N_POINTS];
  double y[N_POINTS];

  for (guint i = 0; i < N_POINTS; i++)
    {
      x[i] = reach * i / (N_POINTS - 1);
      y[i] = get_height (step, x[i]);
    }
  ov_chart_set_points (chart, series, x, y, N_POINTS);
  ov_chart_set_series_continuous (chart, series, TRUE);
  ov_chart_add_guide (chart, 1.0, _("lowest point"));
}

/* The jump from the beginning to where the step lands. */
static void
add_answer (OvChart           *chart,
            const OvFoundStep *step,
            double             landing)
{
  const guint series = ov_chart_add_series (chart, _("The step"), OV_SLOT_TEST,
                                            OV_LINE_SOLID);
  const double x[] = {0.0, landing};
  const double y[] = {get_height (step, 0.0), get_height (step, landing)};

  ov_chart_set_points (chart, series, x, y, G_N_ELEMENTS (x));
  ov_chart_set_series_marked (chart, series, TRUE);
  ov_chart_add_point (chart, x[1], y[1], _("the step"));
}

static void
describe (OvStepPad *self)
{
  g_autofree char *guess = ov_number_format_short (self->guess, 2);
  g_autofree char *text =
    isnan (self->guess) ? g_strdup (_("Nothing is guessed yet"))
                        : g_strdup_printf (_("Your guess: %s times as far as the lowest point"),
                                           guess);

  ov_chart_view_set_description (self->view, _("Where the step lands"), text);
}

/* Returns NULL when the chart says all. */
static const char *
choose_message (OvStepPad *self)
{
  if (!is_found (self))
    return _("Looking down the slope…");
  if (get_step (self) == NULL)
    return _("This step’s line leads up from the start: there is nothing to guess.");

  return isnan (self->guess) ? _("Point to where the step lands") : NULL;
}

static void
show (OvStepPad *self)
{
  OvChart *chart = ov_chart_view_get_chart (self->view);
  const OvFoundStep *step = get_step (self);
  double landing, reach, bottom;

  ov_chart_remove_all_series (chart);
  ov_chart_remove_all_marks (chart);
  ov_chart_set_message (chart, choose_message (self));
  describe (self);
  if (step != NULL)
    {
      landing = find_landing (self, step);
      reach = find_reach (self, step);
      bottom = get_height (step, 1.0);
      add_curve (chart, step, reach);
      if (!self->is_asking)
        add_answer (chart, step, MIN (landing, reach));
      if (isfinite (self->guess))
        ov_chart_add_point (chart, self->guess, get_height (step, self->guess),
                            _("your guess"));
      ov_chart_zoom_x (chart, 0.0, reach);
      ov_chart_zoom_y (chart, bottom - FLOOR * (get_height (step, reach) - bottom),
                       get_height (step, reach));
    }
  ov_chart_view_changed (self->view);
}

static void
guess (OvStepPad *self,
       double     place)
{
  const OvFoundStep *step = get_step (self);

  if (!self->is_asking || step == NULL)
    return;

  self->guess = isnan (place) ? NAN
                              : CLAMP (place, 0.0, find_reach (self, step));
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
point_to (OvStepPad *self,
          double     x)
{
  OvGeometry geometry;

  ov_chart_get_geometry (ov_chart_view_get_chart (self->view),
                         gtk_widget_get_width (GTK_WIDGET (self->view)),
                         gtk_widget_get_height (GTK_WIDGET (self->view)), &geometry);
  guess (self, ov_scale_to_value (&geometry.x, x));
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               OvStepPad      *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  point_to (self, x);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          offset_x,
                double          offset_y,
                OvStepPad      *self)
{
  double x;

  if (gtk_gesture_drag_get_start_point (gesture, &x, NULL))
    point_to (self, x + offset_x);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                OvStepPad             *self)
{
  const OvFoundStep *step = get_step (self);
  const double factor = (state & GDK_SHIFT_MASK) != 0 ? LARGE_STEP : 1.0;
  double way;

  if (!self->is_asking || step == NULL)
    return GDK_EVENT_PROPAGATE;

  way = factor * find_reach (self, step) / STEPS;
  switch (keyval)
    {
    case GDK_KEY_Left:
      guess (self, isnan (self->guess) ? 0.0 : self->guess - way);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      guess (self, isnan (self->guess) ? way : self->guess + way);
      return GDK_EVENT_STOP;
    case GDK_KEY_BackSpace:
      guess (self, NAN);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
fill_choices (OvStepPad *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const guint n = ov_epoch_spans_make (self->recipe.epochs, self->spans);

  gtk_string_list_append (names, _("Choose…"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = ov_epoch_span_name (&self->spans[i], self->recipe.epochs);

      gtk_string_list_append (names, name);
    }
  gtk_drop_down_set_model (self->middle_choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->middle_choice, 0);
}

/* After how many epochs the run is in the middle, exactly; beyond all of them when it is not. */
static guint
count_until_middle (OvStepPad *self)
{
  const guint n_points = self->recipe.epochs + 1;
  g_autofree OvValleyPoint *points = g_new (OvValleyPoint, n_points);
  OvValleyState start;
  OvValley valley;

  ov_valley_init (&valley, self->quadratic, 1, 2, self->recipe.regularisation);
  ov_valley_find_start (&valley, self->quadratic, &self->recipe, &start);
  ov_valley_walk (&valley, &self->recipe, &start, points, n_points);

  return ov_valley_count_until_middle (&valley, points, n_points);
}

static void
ov_step_pad_dispose (GObject *object)
{
  OvStepPad *self = OV_STEP_PAD (object);

  g_clear_object (&self->finder);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  g_clear_pointer (&self->dataset, ov_dataset_unref);

  G_OBJECT_CLASS (ov_step_pad_parent_class)->dispose (object);
}

static void
ov_step_pad_class_init (OvStepPadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ov_step_pad_dispose;

  /**
   * OvStepPad::changed:
   * @self: the pad
   *
   * It asks, was pointed to, answers or asks no more.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_STEP_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  g_type_ensure (OV_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/step-pad.ui");
  gtk_widget_class_bind_template_child (widget_class, OvStepPad, question);
  gtk_widget_class_bind_template_child (widget_class, OvStepPad, view);
  gtk_widget_class_bind_template_child (widget_class, OvStepPad, middle_row);
  gtk_widget_class_bind_template_child (widget_class, OvStepPad, middle_choice);
  gtk_widget_class_bind_template_child (widget_class, OvStepPad, close_button);
  gtk_widget_class_bind_template_callback (widget_class, ov_step_pad_close);
  gtk_widget_class_set_css_name (widget_class, "sketchpad");
}

static void
ov_step_pad_init (OvStepPad *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  OvChart *chart;

  self->guess = NAN;
  self->finder = ov_step_finder_new ();
  g_signal_connect_object (self->finder, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));

  chart = ov_chart_view_get_chart (self->view);
  ov_chart_set_fractional_x (chart, TRUE);
  /* Translators: the second line is a shorter way to say the first. */
  ov_chart_set_x_title (chart, _("Step length (1: to the lowest point)\nStep length"));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->view), "crosshair");

  /* The view would zoom and move its crosshair. */
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), key);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (drag));
}

/* Whether its step has to be made to be known. */
static gboolean
is_network (OvStepPad      *self,
            const OvRecipe *recipe)
{
  return self->dataset != NULL && !ov_quadratic_would_suit (self->dataset, recipe);
}

/**
 * ov_step_pad_set_dataset:
 * @self: a pad
 * @dataset: the data, referenced
 *
 * What was asked of other data is asked no more.
 */
void
ov_step_pad_set_dataset (OvStepPad *self,
                         OvDataset *dataset)
{
  g_return_if_fail (OV_IS_STEP_PAD (self));
  g_return_if_fail (dataset != NULL);

  if (dataset == self->dataset)
    return;

  ov_step_pad_close (self);
  ov_step_finder_set_dataset (self->finder, dataset);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  self->dataset = ov_dataset_ref (dataset);
}

/**
 * ov_step_pad_set_quadratic:
 * @self: a pad
 * @quadratic: (nullable): the quadratic form of the data, referenced; %NULL while there is none
 *
 * What was asked about the linear classifier is asked no more. Of a network it says nothing.
 */
void
ov_step_pad_set_quadratic (OvStepPad   *self,
                           OvQuadratic *quadratic)
{
  gboolean stays;

  g_return_if_fail (OV_IS_STEP_PAD (self));

  stays = gtk_widget_get_visible (GTK_WIDGET (self)) && is_network (self, &self->recipe);
  if (!stays)
    ov_step_pad_close (self);
  ov_step_finder_set_quadratic (self->finder, quadratic);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  if (quadratic != NULL)
    self->quadratic = ov_quadratic_ref (quadratic);
  if (stays)
    ov_step_finder_request (self->finder, &self->recipe, 0);
}

/* What is asked, translated. */
static char *
make_question (const OvRecipe *recipe,
               OvDataset      *dataset)
{
  g_autofree char *rate = ov_number_format_short (recipe->learning_rate, 3);

  if (dataset == NULL || ov_recipe_has_full_batches (recipe, dataset->n_images[OV_SPLIT_TRAIN]))
    return g_strdup_printf (_("Where does the first step land at a rate of %s?"), rate);

  return g_strdup_printf (_("Where does the first epoch’s last step land at a rate of %s?"), rate);
}

/**
 * ov_step_pad_ask:
 * @self: a pad
 * @recipe: a run that is to come
 *
 * Asks about its first step, and about its way to the middle where the recipe is the linear
 * classifier's: then it takes a quadratic form of the data, otherwise the data.
 *
 * Returns: whether it asks
 */
gboolean
ov_step_pad_ask (OvStepPad      *self,
                 const OvRecipe *recipe)
{
  g_autofree char *question = NULL;
  gboolean has_middle;

  g_return_val_if_fail (OV_IS_STEP_PAD (self), FALSE);
  g_return_val_if_fail (recipe != NULL, FALSE);

  has_middle = self->quadratic != NULL && ov_quadratic_suits (self->quadratic, recipe);
  if (!has_middle && !is_network (self, recipe))
    return FALSE;

  self->recipe = *recipe;
  self->guess = NAN;
  self->is_asking = TRUE;
  question = make_question (recipe, self->dataset);
  ov_chart_set_y_title (ov_chart_view_get_chart (self->view),
                        ov_loss_title_get (OV_LOSS_TITLE_ANY, recipe->model->loss));
  ov_joined_text_set_label (self->question, question);
  fill_choices (self);
  gtk_widget_set_visible (self->middle_row, has_middle);
  gtk_widget_set_sensitive (self->middle_row, TRUE);
  gtk_widget_set_visible (self->close_button, FALSE);
  ov_step_finder_request (self->finder, recipe, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);

  return TRUE;
}

/**
 * ov_step_pad_answer:
 * @self: a pad that asks, and has a guess
 *
 * Shows where the step lands beside the guess, until the pad is closed.
 *
 * Returns: (transfer full) (nullable): how good the guess was, translated; %NULL without one
 */
char *
ov_step_pad_answer (OvStepPad *self)
{
  OvStepGuess judged;
  guint choice;

  g_return_val_if_fail (OV_IS_STEP_PAD (self), NULL);

  if (!ov_step_pad_has_guess (self))
    return NULL;

  choice = gtk_drop_down_get_selected (self->middle_choice);
  judged = (OvStepGuess) {
    .landing = self->guess,
    .middle = choice > 0 ? &self->spans[choice - 1] : NULL,
    .n_epochs = self->recipe.epochs,
  };
  self->is_asking = FALSE;
  gtk_widget_set_sensitive (self->middle_row, FALSE);
  gtk_widget_set_visible (self->close_button, TRUE);
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);

  return ov_step_guess_judge (&judged, find_landing (self, get_step (self)),
                              judged.middle != NULL ? count_until_middle (self) : 0);
}

/**
 * ov_step_pad_close:
 * @self: a pad
 *
 * Asks no more, and is not to be seen until it does again.
 */
void
ov_step_pad_close (OvStepPad *self)
{
  g_return_if_fail (OV_IS_STEP_PAD (self));

  self->is_asking = FALSE;
  self->guess = NAN;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * ov_step_pad_is_asking:
 * @self: a pad
 *
 * Returns: whether it asks, and nothing that gives the answer away is to be shown
 */
gboolean
ov_step_pad_is_asking (OvStepPad *self)
{
  g_return_val_if_fail (OV_IS_STEP_PAD (self), FALSE);

  return self->is_asking;
}

/**
 * ov_step_pad_has_guess:
 * @self: a pad
 *
 * Returns: whether it asks, and the landing has been pointed to
 */
gboolean
ov_step_pad_has_guess (OvStepPad *self)
{
  g_return_val_if_fail (OV_IS_STEP_PAD (self), FALSE);

  return self->is_asking && isfinite (self->guess) && get_step (self) != NULL;
}
