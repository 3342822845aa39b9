/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-view.h"

#include <adwaita.h>
#include <math.h>

#include "chart-voice.h"
#include "text-scale.h"
#include "theme.h"

#define MINIMUM_WIDTH 240
#define MINIMUM_HEIGHT 140
#define NATURAL_WIDTH 640
#define NATURAL_HEIGHT 320

/* A drag shorter than this, in pixels, is a click. */
#define LEAST_DRAG 6.0

/* Arrow keys that it takes to cross a logarithmic axis. */
#define LOG_STEPS 100

/**
 * OvChartView:
 *
 * A chart on the screen: it follows the window's light or dark style and the system's text scale,
 * tells where the pointer is, zooms to what is dragged over and fits again on a double click. The
 * arrow keys move the crosshair. It knows nothing of what the curves mean.
 */
struct _OvChartView
{
  GtkWidget parent_instance;

  OvChart  *chart;
  double    pointed_x; /* where the crosshair is, in the chart's units; NAN when there is none */
  double    pointer_x; /* where the pointer was last, in pixels */
  double    pointer_y;
  double    drag_start;
  guint     lead; /* the curve whose points the arrow keys go to, or 0 */
  int       minimum_height;
  double    type_scale;      /* 1 but in lecture mode */
  gboolean  has_drawn_point; /* of a current curve */
};

enum
{
  CROSSHAIR_MOVED,
  ZOOMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvChartView, ov_chart_view, GTK_TYPE_WIDGET)

static void
get_geometry (OvChartView *self,
              OvGeometry  *geometry)
{
  ov_chart_get_geometry (self->chart, gtk_widget_get_width (GTK_WIDGET (self)),
                         gtk_widget_get_height (GTK_WIDGET (self)), geometry);
}

static gboolean
is_inside (const OvGeometry *geometry,
           double            x,
           double            y)
{
  const cairo_rectangle_t *plot = &geometry->plot;

  return x >= plot->x && x <= plot->x + plot->width && y >= plot->y && y <= plot->y + plot->height;
}

/* Tells the others where the crosshair is, so that one goes through all charts. */
static void
move_crosshair (OvChartView *self,
                double       x,
                double       y)
{
  g_signal_emit (self, signals[CROSSHAIR_MOVED], 0, x, y);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           OvChartView              *self)
{
  OvGeometry geometry;

  /* GTK tells of one that rests as well, which would take the crosshair back from the keys. */
  if (x == self->pointer_x && y == self->pointer_y)
    return;

  self->pointer_x = x;
  self->pointer_y = y;
  get_geometry (self, &geometry);
  if (is_inside (&geometry, x, y))
    move_crosshair (self, ov_scale_to_value (&geometry.x, x), ov_scale_to_value (&geometry.y, y));
  else
    move_crosshair (self, NAN, NAN);
}

static void
leave_cb (GtkEventControllerMotion *controller,
          OvChartView              *self)
{
  self->pointer_x = self->pointer_y = NAN;
  move_crosshair (self, NAN, NAN);
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          start_x,
               double          start_y,
               OvChartView    *self)
{
  OvGeometry geometry;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  get_geometry (self, &geometry);
  if (!is_inside (&geometry, start_x, start_y))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  self->drag_start = start_x;
}

/* The ends of what is dragged over, in the chart's units and kept within it. */
static gboolean
get_selection (OvChartView *self,
               double       offset,
               double      *low,
               double      *high)
{
  OvGeometry geometry;
  double end;

  if (fabs (offset) < LEAST_DRAG)
    return FALSE;

  get_geometry (self, &geometry);
  end = CLAMP (self->drag_start + offset, geometry.plot.x, geometry.plot.x + geometry.plot.width);
  *low = ov_scale_to_value (&geometry.x, MIN (self->drag_start, end));
  *high = ov_scale_to_value (&geometry.x, MAX (self->drag_start, end));

  return *high > *low;
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          offset_x,
                double          offset_y,
                OvChartView    *self)
{
  double low;
  double high;

  if (get_selection (self, offset_x, &low, &high))
    ov_chart_set_selection (self->chart, low, high);
  else
    ov_chart_clear_selection (self->chart);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          offset_x,
             double          offset_y,
             OvChartView    *self)
{
  double low;
  double high;

  ov_chart_clear_selection (self->chart);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (get_selection (self, offset_x, &low, &high))
    g_signal_emit (self, signals[ZOOMED], 0, low, high);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            OvChartView     *self)
{
  if (n_press == 2)
    g_signal_emit (self, signals[ZOOMED], 0, NAN, NAN);
}

/* On a logarithmic axis a step is a hundredth of the axis, or as many of them as it takes to come
 * to another point. */
static double
step_logarithmically (OvChartView *self,
                      double       x,
                      double       n_steps,
                      double       low,
                      double       high)
{
  const double factor = pow (high / low, n_steps / LOG_STEPS);
  const double from = ov_chart_find_nearest_x (self->chart, x);
  double to = x;

  for (guint i = 0; i < LOG_STEPS; i++)
    {
      to *= factor;
      if (to < low || to > high || ov_chart_find_nearest_x (self->chart, to) != from)
        break;
    }

  return to;
}

/* Moves by steps to the right, or by negative ones to the left: to points of the curve that leads,
 * or else by so much. */
static double
step (OvChartView *self,
      double       x,
      double       n_steps,
      double       low,
      double       high)
{
  const double point = ov_chart_find_point (self->chart, self->lead, x, (int) n_steps);

  if (isfinite (point))
    return point;

  return ov_chart_get_log_x (self->chart) ? step_logarithmically (self, x, n_steps, low, high)
                                          : x + n_steps;
}

/* Moves the crosshair by one epoch, or by ten with Shift or the page keys; where there is none,
 * from the last point of the curve that leads. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                OvChartView           *self)
{
  const double large = (state & GDK_SHIFT_MASK) != 0 ? 10.0 : 1.0;
  double low;
  double high;
  double x;

  ov_chart_get_x_range (self->chart, &low, &high);
  x = self->pointed_x;
  if (!isfinite (x))
    x = ov_chart_find_point (self->chart, self->lead, G_MAXDOUBLE, 0);
  if (!isfinite (x))
    x = low;

  switch (keyval)
    {
    case GDK_KEY_Left:
      x = step (self, x, -large, low, high);
      break;
    case GDK_KEY_Right:
      x = step (self, x, large, low, high);
      break;
    case GDK_KEY_Page_Up:
      x = step (self, x, -10.0, low, high);
      break;
    case GDK_KEY_Page_Down:
      x = step (self, x, 10.0, low, high);
      break;
    case GDK_KEY_Home:
      x = low;
      break;
    case GDK_KEY_End:
      x = high;
      break;
    case GDK_KEY_Escape:
      g_signal_emit (self, signals[ZOOMED], 0, NAN, NAN);
      x = NAN;
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }

  move_crosshair (self, isfinite (x) ? CLAMP (x, low, high) : NAN, NAN);

  return GDK_EVENT_STOP;
}

static void
update_theme (OvChartView *self)
{
  ov_chart_set_theme (self->chart, ov_theme_find ());
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What the window wants of type and lines, times what the system does. */
static void
update_type (OvChartView *self)
{
  ov_chart_set_type_scale (self->chart, self->type_scale);
  ov_chart_set_steady_type (self->chart, self->type_scale != 1.0);
  ov_chart_set_text_scale (self->chart, ov_text_scale_find (GTK_WIDGET (self)));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
ov_chart_view_system_setting_changed (GtkWidget       *widget,
                                      GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (ov_chart_view_parent_class)->system_setting_changed (widget, setting);

  if (setting == GTK_SYSTEM_SETTING_DPI)
    update_type (OV_CHART_VIEW (widget));
}

static void
ov_chart_view_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MINIMUM_WIDTH
                                                       : OV_CHART_VIEW (widget)->minimum_height;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

/* Says once, in the debugging log, that a current curve is on the chart: how a script that watches
 * the program from outside knows that it works. Ghosts are faint and forecasts are not solid. */
static void
tell_first_point (OvChartView *self)
{
  const double first = ov_chart_find_nearest_x (self->chart, 0.0);
  g_autoptr (GPtrArray) readings = ov_chart_read_out (self->chart, first, NAN);

  for (guint i = 0; i < readings->len && !self->has_drawn_point; i++)
    {
      const OvReading *reading = g_ptr_array_index (readings, i);

      self->has_drawn_point = !reading->faint && reading->style == OV_LINE_SOLID;
      if (self->has_drawn_point)
        g_debug ("First point drawn: %s", reading->name);
    }
}

static void
ov_chart_view_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  OvChartView *self = OV_CHART_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  cairo_t *cr;

  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  ov_chart_set_layer_scale (self->chart, gtk_widget_get_scale_factor (widget));
  ov_chart_draw (self->chart, cr, width, height);
  cairo_destroy (cr);
  if (!self->has_drawn_point)
    tell_first_point (self);

  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget),
                               1.0, 1.0, width - 2.0, height - 2.0);
}

static void
ov_chart_view_finalize (GObject *object)
{
  OvChartView *self = OV_CHART_VIEW (object);

  ov_chart_free (self->chart);

  G_OBJECT_CLASS (ov_chart_view_parent_class)->finalize (object);
}

static void
ov_chart_view_class_init (OvChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = ov_chart_view_finalize;
  widget_class->measure = ov_chart_view_measure;
  widget_class->snapshot = ov_chart_view_snapshot;
  widget_class->system_setting_changed = ov_chart_view_system_setting_changed;

  /**
   * OvChartView::crosshair-moved:
   * @self: the view
   * @x: where it points to, in the chart's units; NAN when it points to nothing
   * @y: the height of the pointer in the chart's units; NAN without a pointer
   */
  signals[CROSSHAIR_MOVED] = g_signal_new ("crosshair-moved", OV_TYPE_CHART_VIEW,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                           G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  /**
   * OvChartView::zoomed:
   * @self: the view
   * @low: where the wanted range begins; NAN for the whole range
   * @high: where it ends; NAN for the whole range
   */
  signals[ZOOMED] = g_signal_new ("zoomed", OV_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_css_name (widget_class, "chartview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ov_chart_view_init (OvChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->chart = ov_chart_new ();
  self->pointed_x = self->pointer_x = self->pointer_y = NAN;
  self->minimum_height = MINIMUM_HEIGHT;
  self->type_scale = 1.0;

  ov_chart_voice_attach (widget);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);

  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, key);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_theme), self, G_CONNECT_SWAPPED);
  update_theme (self);
  update_type (self);
}

/**
 * ov_chart_view_new:
 *
 * Returns: (transfer floating): a view of an empty chart
 */
GtkWidget *
ov_chart_view_new (void)
{
  return g_object_new (OV_TYPE_CHART_VIEW, NULL);
}

/**
 * ov_chart_view_get_chart:
 * @self: a view
 *
 * Returns: (transfer none): the chart; call ov_chart_view_changed() after changing it
 */
OvChart *
ov_chart_view_get_chart (OvChartView *self)
{
  g_return_val_if_fail (OV_IS_CHART_VIEW (self), NULL);

  return self->chart;
}

/**
 * ov_chart_view_changed:
 * @self: a view
 *
 * Draws the chart again in the next frame.
 */
void
ov_chart_view_changed (OvChartView *self)
{
  g_return_if_fail (OV_IS_CHART_VIEW (self));

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ov_chart_view_set_minimum_height:
 * @self: a view
 * @height: how high it is at least, in pixels; for a chart that says little
 */
void
ov_chart_view_set_minimum_height (OvChartView *self,
                                  int          height)
{
  g_return_if_fail (OV_IS_CHART_VIEW (self));

  self->minimum_height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * ov_chart_view_set_type_scale:
 * @self: a view
 * @type_scale: how many times larger type and lines are than the system wants them; 1 at first
 */
void
ov_chart_view_set_type_scale (OvChartView *self,
                              double       type_scale)
{
  g_return_if_fail (OV_IS_CHART_VIEW (self));
  g_return_if_fail (type_scale > 0.0);

  self->type_scale = type_scale;
  update_type (self);
}

/**
 * ov_chart_view_set_lead:
 * @self: a view
 * @series: the curve whose points the arrow keys go to; 0 for none
 */
void
ov_chart_view_set_lead (OvChartView *self,
                        guint        series)
{
  g_return_if_fail (OV_IS_CHART_VIEW (self));

  self->lead = series;
}

/**
 * ov_chart_view_zoom:
 * @self: a view
 * @low: where the range across is to begin; NAN for all that there is
 * @high: where it is to end
 *
 * Zooms into a part of the chart, or out again.
 */
void
ov_chart_view_zoom (OvChartView *self,
                    double       low,
                    double       high)
{
  g_return_if_fail (OV_IS_CHART_VIEW (self));

  if (isfinite (low))
    ov_chart_zoom_x (self->chart, low, high);
  else
    ov_chart_fit (self->chart);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ov_chart_view_set_crosshair:
 * @self: a view
 * @x: where the crosshair is, in the chart's units; NAN for none
 * @y: the height of the pointer in this chart, in its units; NAN when it is elsewhere
 *
 * Moves the crosshair and shows the values there.
 */
void
ov_chart_view_set_crosshair (OvChartView *self,
                             double       x,
                             double       y)
{
  g_return_if_fail (OV_IS_CHART_VIEW (self));

  self->pointed_x = isfinite (x) ? ov_chart_find_read_x (self->chart, x) : NAN;
  if (isfinite (self->pointed_x))
    ov_chart_set_crosshair (self->chart, self->pointed_x, y, TRUE);
  else
    ov_chart_clear_crosshair (self->chart);
  ov_chart_voice_read (GTK_WIDGET (self), self->chart, self->pointed_x);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ov_chart_view_set_description:
 * @self: a view
 * @title: the chart's name
 * @description: what the curves do, as a sentence
 *
 * Tells those who cannot see the chart what it shows.
 */
void
ov_chart_view_set_description (OvChartView *self,
                               const char  *title,
                               const char  *description)
{
  g_return_if_fail (OV_IS_CHART_VIEW (self));

  ov_chart_voice_describe (GTK_WIDGET (self), title, description);
}
