/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slider-ticks.h"

#include <math.h>

#include "slider-scale.h"
#include "tick.h"

#define LABELLED_HEIGHT 5
#define PLAIN_HEIGHT 3

/* Between two labels, and how much room the widest of them takes. */
#define GAP 6
#define LABEL_WIDTH 40

/* A slider's knob does not quite reach the ends of its trough. */
#define INSET 2

/**
 * OvSliderTicks:
 *
 * Marks the powers of ten under a slider whose scale is logarithmic, with as many labels as have
 * room, in the notation of the charts' axes. GTK's own marks would catch the knob: most of a slider
 * lies near a power of ten.
 */
struct _OvSliderTicks
{
  GtkWidget          parent_instance;

  const OvParameter *parameter;
};

G_DEFINE_FINAL_TYPE (OvSliderTicks, ov_slider_ticks, GTK_TYPE_WIDGET)

/* The powers of ten, with a label or without, and 0 where the slider has it. */
static GPtrArray *
list_ticks (OvSliderTicks *self,
            int            width)
{
  const OvScale scale = {.low = self->parameter->minimum,
                         .high = self->parameter->maximum,
                         .end = 1.0,
                         .logarithmic = TRUE};
  GPtrArray *ticks = ov_tick_list_new (&scale, (guint) MAX (width / LABEL_WIDTH, 1));

  for (guint i = ticks->len; i-- > 0;)
    {
      const double exponent = log10 (((const OvTick *) ticks->pdata[i])->value);

      if (fabs (exponent - round (exponent)) > 1e-9)
        g_ptr_array_remove_index (ticks, i);
    }
  if (self->parameter->zero)
    {
      OvTick *zero = g_new0 (OvTick, 1);

      zero->label = g_strdup ("0");
      g_ptr_array_insert (ticks, 0, zero);
    }

  return ticks;
}

/* Returns where the label ends, or @from when it has no room beside the one before. */
static double
append_label (OvSliderTicks *self,
              GtkSnapshot   *snapshot,
              const GdkRGBA *colour,
              const char    *text,
              double         x,
              double         from)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  int label_width;
  double left;

  pango_layout_get_pixel_size (layout, &label_width, NULL);
  left = CLAMP (x - label_width / 2.0, 0.0, MAX (width - label_width, 0));
  if (left < from)
    return from;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (left), LABELLED_HEIGHT));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);

  return left + label_width + GAP;
}

static void
ov_slider_ticks_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  OvSliderTicks *self = OV_SLIDER_TICKS (widget);
  const int width = gtk_widget_get_width (widget);
  g_autoptr (GPtrArray) ticks = NULL;
  double from = 0.0;
  GdkRGBA colour;

  if (self->parameter == NULL)
    return;

  ticks = list_ticks (self, width);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  for (guint i = 0; i < ticks->len; i++)
    {
      const OvTick *tick = ticks->pdata[i];
      const double x = INSET
                       + (width - 2 * INSET)
                           * ov_slider_scale_to_position (self->parameter, tick->value);

      gtk_snapshot_append_color (
        snapshot, &colour,
        &GRAPHENE_RECT_INIT ((float) (round (x - 0.5)), 0.0f, 1.0f,
                             tick->label != NULL ? LABELLED_HEIGHT : PLAIN_HEIGHT));
      if (tick->label != NULL)
        from = append_label (self, snapshot, &colour, tick->label, x, from);
    }
}

static void
ov_slider_ticks_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  g_autoptr (PangoLayout) layout = NULL;
  int height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = 0;
      return;
    }

  layout = gtk_widget_create_pango_layout (widget, "1e-9");
  pango_layout_get_pixel_size (layout, NULL, &height);
  *minimum = *natural = LABELLED_HEIGHT + height;
}

static void
ov_slider_ticks_class_init (OvSliderTicksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ov_slider_ticks_snapshot;
  widget_class->measure = ov_slider_ticks_measure;

  gtk_widget_class_set_css_name (widget_class, "sliderticks");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ov_slider_ticks_init (OvSliderTicks *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/**
 * ov_slider_ticks_set_parameter:
 * @self: ticks
 * @parameter: what the slider above sets
 *
 * Shows the ticks of a parameter whose scale is logarithmic, and nothing for any other.
 */
void
ov_slider_ticks_set_parameter (OvSliderTicks     *self,
                               const OvParameter *parameter)
{
  g_return_if_fail (OV_IS_SLIDER_TICKS (self));
  g_return_if_fail (parameter != NULL);

  self->parameter = ov_slider_scale_is_logarithmic (parameter) ? parameter : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), self->parameter != NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ov_slider_ticks_describe:
 * @self: ticks
 *
 * Returns: (transfer full): the values of the ticks that have a label where there is room for it,
 *   with spaces between them
 */
char *
ov_slider_ticks_describe (OvSliderTicks *self)
{
  g_autoptr (GPtrArray) ticks = NULL;
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (OV_IS_SLIDER_TICKS (self), g_string_free (text, FALSE));

  if (self->parameter != NULL)
    ticks = list_ticks (self, gtk_widget_get_width (GTK_WIDGET (self)));
  for (guint i = 0; ticks != NULL && i < ticks->len; i++)
    {
      const OvTick *tick = ticks->pdata[i];

      if (tick->label != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", tick->label);
    }

  return g_string_free (text, FALSE);
}
