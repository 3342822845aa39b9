/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "guess-pad.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart-view.h"
#include "loss-title.h"

/* The keys cross the whole chart in this many steps. */
#define STEPS 40.0
#define LARGE_STEP 5.0

/* Of the drawn line, in the chart's units. */
#define WIDTH 2.5

/**
 * OvGuessPad:
 *
 * An empty chart to draw a guess on before a curve is shown. The pointer draws; so do the arrow
 * keys, and Backspace wipes out. One epoch has one value: drawing over a place replaces it.
 */
struct _OvGuessPad
{
  AdwBin       parent_instance;

  /* Children. */
  OvChartView *view;

  /* Owned. */
  OvGuess     *guess; /* NULL before the pad is prepared */
  char        *message;

  guint        series;
  double       low;
  double       high;
  double       start;
  double       pen_x; /* where the last stroke ended, in the chart's units */
  double       pen_y;
};

enum
{
  SKETCHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvGuessPad, ov_guess_pad, ADW_TYPE_BIN)

static double
get_last_x (OvGuessPad *self)
{
  return self->guess->n_epochs - 1.0;
}

static void
describe (OvGuessPad *self)
{
  g_autofree char *text = g_strdup_printf (_("The pen is at epoch %.0f, loss %.2f"), self->pen_x,
                                           self->pen_y);

  ov_chart_view_set_description (self->view, _("Your guess"), text);
}

static void
show_sketch (OvGuessPad *self)
{
  OvChart *chart = ov_chart_view_get_chart (self->view);
  const guint n = self->guess->n_epochs;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  const gsize n_points = ov_guess_copy_points (self->guess, x, y);

  ov_chart_set_points (chart, self->series, x, y, n_points);
  ov_chart_set_message (chart, n_points == 0 ? self->message : NULL);
  ov_chart_view_changed (self->view);
  describe (self);
}

/* Draws from where the pen is. */
static void
draw_to (OvGuessPad *self,
         double      x,
         double      y)
{
  x = CLAMP (x, 0.0, get_last_x (self));
  y = CLAMP (y, self->low, self->high);
  ov_guess_draw (self->guess, self->pen_x, self->pen_y, x, y);
  self->pen_x = x;
  self->pen_y = y;
  show_sketch (self);
  g_signal_emit (self, signals[SKETCHED], 0);
}

static void
get_geometry (OvGuessPad *self,
              OvGeometry *geometry)
{
  ov_chart_get_geometry (ov_chart_view_get_chart (self->view),
                         gtk_widget_get_width (GTK_WIDGET (self)),
                         gtk_widget_get_height (GTK_WIDGET (self)), geometry);
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               OvGuessPad     *self)
{
  OvGeometry geometry;

  if (self->guess == NULL)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  get_geometry (self, &geometry);
  self->pen_x = CLAMP (ov_scale_to_value (&geometry.x, x), 0.0, get_last_x (self));
  self->pen_y = CLAMP (ov_scale_to_value (&geometry.y, y), self->low, self->high);
  ov_chart_clear_crosshair (ov_chart_view_get_chart (self->view));
  draw_to (self, self->pen_x, self->pen_y);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          offset_x,
                double          offset_y,
                OvGuessPad     *self)
{
  OvGeometry geometry;
  double x;
  double y;

  if (self->guess == NULL || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;

  get_geometry (self, &geometry);
  draw_to (self, ov_scale_to_value (&geometry.x, x + offset_x),
           ov_scale_to_value (&geometry.y, y + offset_y));
}

static void
wipe_out (OvGuessPad *self)
{
  ov_guess_clear (self->guess);
  self->pen_x = 0.0;
  self->pen_y = self->start;
  ov_chart_clear_crosshair (ov_chart_view_get_chart (self->view));
  show_sketch (self);
  g_signal_emit (self, signals[SKETCHED], 0);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                OvGuessPad            *self)
{
  const double factor = (state & GDK_SHIFT_MASK) != 0 ? LARGE_STEP : 1.0;
  double right = 0.0;
  double up = 0.0;

  if (self->guess == NULL)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Left:
      right = -1.0;
      break;
    case GDK_KEY_Right:
      right = 1.0;
      break;
    case GDK_KEY_Up:
      up = 1.0;
      break;
    case GDK_KEY_Down:
      up = -1.0;
      break;
    case GDK_KEY_BackSpace:
    case GDK_KEY_Escape:
      wipe_out (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }

  draw_to (self, self->pen_x + right * factor * MAX (1.0, round (get_last_x (self) / STEPS)),
           self->pen_y + up * factor * (self->high - self->low) / STEPS);
  ov_chart_set_crosshair (ov_chart_view_get_chart (self->view), self->pen_x, self->pen_y, FALSE);

  return GDK_EVENT_STOP;
}

static void
ov_guess_pad_finalize (GObject *object)
{
  OvGuessPad *self = OV_GUESS_PAD (object);

  g_free (self->guess);
  g_free (self->message);

  G_OBJECT_CLASS (ov_guess_pad_parent_class)->finalize (object);
}

static void
ov_guess_pad_class_init (OvGuessPadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ov_guess_pad_finalize;

  /**
   * OvGuessPad::sketched:
   * @self: the pad
   *
   * The guess has changed.
   */
  signals[SKETCHED] = g_signal_new ("sketched", OV_TYPE_GUESS_PAD, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "sketchpad");
}

static void
ov_guess_pad_init (OvGuessPad *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->view = OV_CHART_VIEW (ov_chart_view_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->view));
  gtk_widget_set_cursor_from_name (widget, "crosshair");

  /* The view beneath would zoom and move its crosshair. */
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (widget, key);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
}

/**
 * ov_guess_pad_prepare:
 * @self: a pad
 * @n_epochs: how many epochs the guess is about
 * @loss: which kind of loss it is of
 * @low: the lowest loss that can be drawn
 * @high: the highest one
 * @start: the loss before any training, which is marked
 * @message: what to draw, in a few words
 *
 * Begins an empty sketch.
 */
void
ov_guess_pad_prepare (OvGuessPad *self,
                      guint       n_epochs,
                      OvLoss      loss,
                      double      low,
                      double      high,
                      double      start,
                      const char *message)
{
  OvChart *chart;
  double last;

  g_return_if_fail (OV_IS_GUESS_PAD (self));
  g_return_if_fail (n_epochs > 0);
  g_return_if_fail (low < high);

  g_free (self->guess);
  self->guess = ov_guess_new (n_epochs);
  g_free (self->message);
  self->message = g_strdup (message);
  self->low = low;
  self->high = high;
  self->start = start;

  chart = ov_chart_view_get_chart (self->view);
  last = MAX (n_epochs - 1.0, 1.0);
  ov_chart_remove_all_series (chart);
  ov_chart_remove_all_marks (chart);
  ov_chart_set_x_title (chart, _("Epoch"));
  ov_chart_set_y_title (chart, ov_loss_title_get (OV_LOSS_TITLE_ANY, loss));
  ov_chart_set_horizon (chart, last, last);
  ov_chart_set_y_fixed (chart, low, high);
  ov_chart_add_reference (chart, start, _("before training"));
  self->series = ov_chart_add_series (chart, _("Your guess"), OV_SLOT_REFERENCE, OV_LINE_DOTTED);
  ov_chart_set_series_width (chart, self->series, WIDTH);
  ov_chart_set_series_smoothed (chart, self->series, FALSE);
  wipe_out (self);
}

/**
 * ov_guess_pad_get_guess:
 * @self: a pad
 *
 * Returns: (transfer none) (nullable): what has been drawn; %NULL before the pad is prepared
 */
const OvGuess *
ov_guess_pad_get_guess (OvGuessPad *self)
{
  g_return_val_if_fail (OV_IS_GUESS_PAD (self), NULL);

  return self->guess;
}
