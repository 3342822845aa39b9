/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "schedule-preview.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "number.h"
#include "schedule-handle.h"

/* The height that it asks for, and the room around the plot for the ends of the axes, in pixels. */
#define HEIGHT 112
#define LEAST_WIDTH 160
#define INSET 10
#define CAPTION_HEIGHT 18

#define LINE_WIDTH 2.0
#define HANDLE_RADIUS 6.0

/* How near the pointer has to come to a handle, and how far it has to go to the side before more
 * than the rate changes. */
#define REACH 18.0
#define SLACK 8.0

/* The axis goes a little beyond the highest rate, so that there is room to drag it up. */
#define HEADROOM 1.35

/**
 * OvSchedulePreview:
 *
 * The learning rate over the epochs of a recipe before it is run, with handles that change it.
 */
struct _OvSchedulePreview
{
  GtkWidget        parent_instance;

  OvRecipe         recipe;
  double           top;   /* the rate at the upper end of the axis */
  double           limit; /* of stability, NAN while nobody knows it */

  OvScheduleHandle dragged; /* or OV_SCHEDULE_N_HANDLES */
  double           start_x; /* of the handle when the drag began */
  double           start_y;
  double           start_epoch;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvSchedulePreview, ov_schedule_preview, GTK_TYPE_WIDGET)

static double
get_last_epoch (OvSchedulePreview *self)
{
  return MAX (self->recipe.epochs, 2) - 1.0;
}

static double
get_x (OvSchedulePreview *self,
       double             epoch)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2.0 * INSET;

  return INSET + width * epoch / get_last_epoch (self);
}

static double
get_epoch (OvSchedulePreview *self,
           double             x)
{
  const double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2.0 * INSET, 1.0);

  return (x - INSET) / width * get_last_epoch (self);
}

static double
get_plot_height (OvSchedulePreview *self)
{
  return MAX (gtk_widget_get_height (GTK_WIDGET (self)) - INSET - CAPTION_HEIGHT, 1.0);
}

static double
get_y (OvSchedulePreview *self,
       double             rate)
{
  return INSET + get_plot_height (self) * (1.0 - rate / self->top);
}

static double
get_rate (OvSchedulePreview *self,
          double             y)
{
  return self->top * (1.0 - (y - INSET) / get_plot_height (self));
}

static void
set_colour (OvSchedulePreview *self,
            cairo_t           *cr,
            const char        *name,
            double             alpha)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour;

  if (name == NULL || !gtk_style_context_lookup_color (context, name, &colour))
    gtk_style_context_get_color (context, &colour);
  colour.alpha *= (float) alpha;
  gdk_cairo_set_source_rgba (cr, &colour);
}

static void
draw_line (OvSchedulePreview *self,
           cairo_t           *cr,
           double             rate)
{
  cairo_move_to (cr, INSET, get_y (self, rate));
  cairo_line_to (cr, gtk_widget_get_width (GTK_WIDGET (self)) - INSET, get_y (self, rate));
  cairo_stroke (cr);
}

/* A point for each epoch, or for each pixel where there are more epochs than those. */
static void
draw_curve (OvSchedulePreview *self,
            cairo_t           *cr)
{
  const guint most = (guint) MAX (gtk_widget_get_width (GTK_WIDGET (self)), 2);
  const guint n = MIN (MAX (self->recipe.epochs, 2), most);
  OvSchedule schedule;

  ov_schedule_init (&schedule, &self->recipe);
  for (guint i = 0; i < n; i++)
    {
      const double epoch = floor (get_last_epoch (self) * i / (n - 1.0));

      cairo_line_to (cr, get_x (self, epoch),
                     get_y (self, ov_schedule_get_rate (&schedule, (guint) epoch)));
    }
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

static gboolean
find_handle (OvSchedulePreview *self,
             OvScheduleHandle   handle,
             double            *x,
             double            *y)
{
  double epoch, rate;

  if (!ov_schedule_handle_find (handle, &self->recipe, &epoch, &rate))
    return FALSE;
  *x = get_x (self, epoch);
  *y = get_y (self, rate);

  return TRUE;
}

static void
draw_handles (OvSchedulePreview *self,
              cairo_t           *cr)
{
  double x, y;

  for (guint i = 0; i < OV_SCHEDULE_N_HANDLES; i++)
    {
      if (!find_handle (self, i, &x, &y))
        continue;

      cairo_arc (cr, x, y, HANDLE_RADIUS, 0.0, 2.0 * G_PI);
      set_colour (self, cr, "view_bg_color", 1.0);
      cairo_fill_preserve (cr);
      set_colour (self, cr, "accent_color", 1.0);
      cairo_stroke (cr);
    }
}

static void
append_caption (OvSchedulePreview *self,
                GtkSnapshot       *snapshot,
                const char        *text,
                gboolean           is_at_end)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA colour;
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT (
                is_at_end ? (float) (gtk_widget_get_width (GTK_WIDGET (self)) - INSET - width)
                          : (float) INSET,
                (float) (gtk_widget_get_height (GTK_WIDGET (self)) - CAPTION_HEIGHT + 2)));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static char *
format_rate (OvSchedulePreview *self,
             guint              epoch)
{
  OvSchedule schedule;

  ov_schedule_init (&schedule, &self->recipe);

  return ov_number_format_local (ov_number_round (ov_schedule_get_rate (&schedule, epoch), 2));
}

/* What stands at the beginning of the axis, and what at its end, in so little room. */
static char *
describe_first (OvSchedulePreview *self)
{
  g_autofree char *rate = format_rate (self, 0);

  /* Translators: a number of an epoch, and its learning rate. */
  return g_strdup_printf (_("epoch %u: %s"), 0u, rate);
}

static char *
describe_last (OvSchedulePreview *self)
{
  const guint epoch = MAX (self->recipe.epochs, 1) - 1;
  g_autofree char *rate = format_rate (self, epoch);

  /* Translators: a number of an epoch, and its learning rate, beside "epoch 0: 0.01". */
  return g_strdup_printf (_("%u: %s"), epoch, rate);
}

static void
ov_schedule_preview_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  OvSchedulePreview *self = OV_SCHEDULE_PREVIEW (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  g_autofree char *first = describe_first (self);
  g_autofree char *last = describe_last (self);
  cairo_t *cr;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, width, height));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, width, height));
  cairo_set_line_width (cr, 1.0);
  set_colour (self, cr, NULL, 0.3);
  draw_line (self, cr, 0.0);
  if (self->limit > 0.0 && self->limit < self->top)
    {
      set_colour (self, cr, "error_color", 1.0);
      cairo_set_dash (cr, (const double[]) {4.0, 4.0}, 2, 0.0);
      draw_line (self, cr, self->limit);
      cairo_set_dash (cr, NULL, 0, 0.0);
    }
  set_colour (self, cr, "accent_color", 1.0);
  draw_curve (self, cr);
  draw_handles (self, cr);
  cairo_destroy (cr);

  append_caption (self, snapshot, first, FALSE);
  append_caption (self, snapshot, last, TRUE);
  gtk_snapshot_pop (snapshot);
}

static void
ov_schedule_preview_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : LEAST_WIDTH;
}

static OvScheduleHandle
pick_handle (OvSchedulePreview *self,
             double             x,
             double             y)
{
  OvScheduleHandle nearest = OV_SCHEDULE_N_HANDLES;
  double reach = REACH;

  for (guint i = 0; i < OV_SCHEDULE_N_HANDLES; i++)
    {
      double handle_x, handle_y;

      if (!find_handle (self, i, &handle_x, &handle_y)
          || hypot (handle_x - x, handle_y - y) > reach)
        continue;
      reach = hypot (handle_x - x, handle_y - y);
      nearest = i;
    }

  return nearest;
}

static void
drag_begin_cb (GtkGestureDrag    *gesture,
               double             x,
               double             y,
               OvSchedulePreview *self)
{
  self->dragged = pick_handle (self, x, y);
  if (self->dragged == OV_SCHEDULE_N_HANDLES)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  find_handle (self, self->dragged, &self->start_x, &self->start_y);
  self->start_epoch = get_epoch (self, self->start_x);
}

static void
drag_update_cb (GtkGestureDrag    *gesture,
                double             x,
                double             y,
                OvSchedulePreview *self)
{
  if (self->dragged == OV_SCHEDULE_N_HANDLES)
    return;

  ov_schedule_handle_move (self->dragged, &self->recipe,
                           fabs (x) < SLACK ? self->start_epoch
                                            : get_epoch (self, self->start_x + x),
                           get_rate (self, self->start_y + y));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0, FALSE);
}

static void
rescale (OvSchedulePreview *self)
{
  self->top = HEADROOM * self->recipe.learning_rate;
}

static void
drag_end_cb (GtkGestureDrag    *gesture,
             double             x,
             double             y,
             OvSchedulePreview *self)
{
  if (self->dragged == OV_SCHEDULE_N_HANDLES)
    return;

  self->dragged = OV_SCHEDULE_N_HANDLES;
  rescale (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (x != 0.0 || y != 0.0)
    g_signal_emit (self, signals[CHANGED], 0, TRUE);
}

static void
motion_cb (GtkEventControllerMotion *motion,
           double                    x,
           double                    y,
           OvSchedulePreview        *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   self->dragged != OV_SCHEDULE_N_HANDLES              ? "grabbing"
                                   : pick_handle (self, x, y) != OV_SCHEDULE_N_HANDLES ? "grab"
                                                                                       : NULL);
}

static void
ov_schedule_preview_class_init (OvSchedulePreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ov_schedule_preview_snapshot;
  widget_class->measure = ov_schedule_preview_measure;

  /**
   * OvSchedulePreview::changed:
   * @self: the preview
   * @is_settled: whether the handle was let go
   *
   * A handle was moved, and the recipe is another one.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_SCHEDULE_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ov_schedule_preview_init (OvSchedulePreview *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->dragged = OV_SCHEDULE_N_HANDLES;
  self->limit = NAN;
  ov_recipe_init_preset (&self->recipe, ov_recipe_list_presets ()[0], NULL);
  rescale (self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Learning rate over the epochs"), -1);
}

/**
 * ov_schedule_preview_new:
 *
 * Returns: (transfer floating): a preview of the first preset
 */
GtkWidget *
ov_schedule_preview_new (void)
{
  return g_object_new (OV_TYPE_SCHEDULE_PREVIEW, NULL);
}

/**
 * ov_schedule_preview_get_recipe:
 * @self: a preview
 *
 * Returns: (transfer none): the recipe as it is shown
 */
const OvRecipe *
ov_schedule_preview_get_recipe (OvSchedulePreview *self)
{
  g_return_val_if_fail (OV_IS_SCHEDULE_PREVIEW (self), NULL);

  return &self->recipe;
}

/**
 * ov_schedule_preview_set_recipe:
 * @self: a preview
 * @recipe: the recipe to show; copied
 *
 * Shows a recipe without telling anybody that it changed. While a handle is held the axis stays.
 */
void
ov_schedule_preview_set_recipe (OvSchedulePreview *self,
                                const OvRecipe    *recipe)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (OV_IS_SCHEDULE_PREVIEW (self));
  g_return_if_fail (recipe != NULL);

  self->recipe = *recipe;
  if (self->dragged == OV_SCHEDULE_N_HANDLES)
    rescale (self);
  first = describe_first (self);
  last = describe_last (self);
  text = g_strjoin (", ", first, last, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ov_schedule_preview_set_limit:
 * @self: a preview
 * @limit: the learning rate beyond which the recipe is unstable, NAN when it is not known
 */
void
ov_schedule_preview_set_limit (OvSchedulePreview *self,
                               double             limit)
{
  g_return_if_fail (OV_IS_SCHEDULE_PREVIEW (self));

  self->limit = limit;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
