/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "value-row.h"

#include <glib/gi18n-lib.h>

#include "joined-text.h"
#include "limit-bar.h"
#include "number-entry.h"
#include "number.h"
#include "slider-scale.h"
#include "slider-ticks.h"
#include "spoken-value.h"

/**
 * OvValueRow:
 *
 * A number of a recipe with a slider to drag and an entry to type into, whose ends are those that
 * the recipe allows. What is typed beyond them is refused with a sentence under the entry that
 * names them, and the old value stays.
 */
struct _OvValueRow
{
  AdwBin             parent_instance;

  /* Template children. */
  GtkWidget         *box;
  GtkLabel          *title;
  OvNumberEntry     *entry;
  GtkScale          *scale;
  GtkAdjustment     *adjustment;
  OvSliderTicks     *ticks;
  OvLimitBar        *limit_bar;
  GtkRevealer       *problem_revealer;
  GtkLabel          *problem;

  const OvParameter *parameter;
  double             value;
  gboolean           is_filling; /* the slider is being set, not dragged */
  gboolean           is_held;    /* the pointer holds the slider */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvValueRow, ov_value_row, ADW_TYPE_BIN)

static void
speak (OvValueRow *self)
{
  g_autofree char *text = ov_parameter_format_local (self->parameter, self->value);

  ov_spoken_value_set (GTK_WIDGET (self->scale), text,
                       gtk_widget_get_tooltip_text (GTK_WIDGET (self->limit_bar)));
}

static void
show_text (OvValueRow *self)
{
  ov_number_entry_set_value (self->entry, self->value);
  speak (self);
}

/* What the present value will do, as far as it is known. */
static void
say_of_limit (OvValueRow *self,
              const char *text)
{
  ov_joined_text_set_tooltip (GTK_WIDGET (self->limit_bar), text);
  speak (self);
}

static void
show_position (OvValueRow *self)
{
  self->is_filling = TRUE;
  gtk_adjustment_set_value (self->adjustment,
                            ov_slider_scale_to_position (self->parameter, self->value));
  self->is_filling = FALSE;
}

static void
tell (OvValueRow *self,
      gboolean    is_settled)
{
  g_signal_emit (self, signals[CHANGED], 0, is_settled);
}

static void
slider_changed_cb (GtkAdjustment *adjustment,
                   OvValueRow    *self)
{
  if (self->is_filling || self->parameter == NULL)
    return;

  self->value = ov_slider_scale_to_value (self->parameter, gtk_adjustment_get_value (adjustment));
  show_text (self);
  tell (self, FALSE);
}

/* The slider's own gestures keep the events to themselves, so its release is watched from above. */
static gboolean
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          OvValueRow               *self)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
      self->is_held = TRUE;
      break;
    case GDK_BUTTON_RELEASE:
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
      if (self->is_held)
        {
          self->is_held = FALSE;
          tell (self, TRUE);
        }
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
entered_cb (OvNumberEntry *entry,
            OvValueRow    *self)
{
  self->value = ov_number_entry_get_value (entry);
  show_text (self);
  show_position (self);
  tell (self, TRUE);
}

static void
refused_cb (OvNumberEntry *entry,
            const char    *message,
            OvValueRow    *self)
{
  if (message != NULL)
    ov_joined_text_set_label (self->problem, message);
  gtk_revealer_set_reveal_child (self->problem_revealer, message != NULL);
}

static void
ov_value_row_class_init (OvValueRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * OvValueRow::changed:
   * @self: the row
   * @is_settled: whether the value was typed or let go of, rather than dragged through
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_VALUE_ROW, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  g_type_ensure (OV_TYPE_LIMIT_BAR);
  g_type_ensure (OV_TYPE_NUMBER_ENTRY);
  g_type_ensure (OV_TYPE_SLIDER_TICKS);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/value-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OvValueRow, box);
  gtk_widget_class_bind_template_child (widget_class, OvValueRow, title);
  gtk_widget_class_bind_template_child (widget_class, OvValueRow, entry);
  gtk_widget_class_bind_template_child (widget_class, OvValueRow, scale);
  gtk_widget_class_bind_template_child (widget_class, OvValueRow, adjustment);
  gtk_widget_class_bind_template_child (widget_class, OvValueRow, ticks);
  gtk_widget_class_bind_template_child (widget_class, OvValueRow, limit_bar);
  gtk_widget_class_bind_template_child (widget_class, OvValueRow, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, OvValueRow, problem);
  gtk_widget_class_bind_template_callback (widget_class, slider_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, event_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_set_css_name (widget_class, "valuerow");
}

static void
ov_value_row_init (OvValueRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ov_value_row_set_parameter:
 * @self: a row that has none yet
 * @parameter: what it sets; at its minimum until ov_value_row_set_value() is called
 */
void
ov_value_row_set_parameter (OvValueRow        *self,
                            const OvParameter *parameter)
{
  const char *title;
  double small;
  double large;

  g_return_if_fail (OV_IS_VALUE_ROW (self));
  g_return_if_fail (parameter != NULL);

  self->parameter = parameter;
  title = _(parameter->title);
  ov_joined_text_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  ov_number_entry_set_parameter (self->entry, parameter);
  ov_slider_ticks_set_parameter (self->ticks, parameter);

  ov_slider_scale_get_steps (parameter, &small, &large);
  gtk_adjustment_set_step_increment (self->adjustment, small);
  gtk_adjustment_set_page_increment (self->adjustment, large);
  ov_value_row_set_value (self, parameter->minimum);
}

/**
 * ov_value_row_get_parameter:
 * @self: a row
 *
 * Returns: (transfer none): which number of a recipe it shows
 */
const OvParameter *
ov_value_row_get_parameter (OvValueRow *self)
{
  g_return_val_if_fail (OV_IS_VALUE_ROW (self), NULL);

  return self->parameter;
}

/**
 * ov_value_row_get_value:
 * @self: a row
 *
 * Returns: the number
 */
double
ov_value_row_get_value (OvValueRow *self)
{
  g_return_val_if_fail (OV_IS_VALUE_ROW (self), 0.0);

  return self->value;
}

/**
 * ov_value_row_set_value:
 * @self: a row
 * @value: the number to show
 *
 * Shows a number without telling anybody that it changed.
 */
void
ov_value_row_set_value (OvValueRow *self,
                        double      value)
{
  g_return_if_fail (OV_IS_VALUE_ROW (self));

  self->value = value;
  show_text (self);
  show_position (self);
}

/**
 * ov_value_row_set_limit:
 * @self: a row
 * @limit: the value beyond which training is unstable
 * @smooth_limit: the value up to which it is smooth
 * @text: what the present value will do, for the tooltip of the mark, which leaves it in view
 *
 * Marks the limit of stability on the slider.
 */
void
ov_value_row_set_limit (OvValueRow *self,
                        double      limit,
                        double      smooth_limit,
                        const char *text)
{
  g_autofree char *value = ov_number_format_short (limit, 5);
  g_autofree char *label = NULL;

  g_return_if_fail (OV_IS_VALUE_ROW (self));

  /* Translators: the learning rate at which training becomes unstable. */
  label = g_strdup_printf (_("limit %s"), value);
  ov_limit_bar_set (self->limit_bar, ov_slider_scale_to_position (self->parameter, smooth_limit),
                    ov_slider_scale_to_position (self->parameter, limit), label);
  gtk_widget_set_visible (GTK_WIDGET (self->limit_bar), TRUE);
  say_of_limit (self, text);
}

/**
 * ov_value_row_expect_limit:
 * @self: a row
 * @progress: which share of the work that leads to the limit is done, 0 to 1; 0 before it is begun
 *
 * Keeps a place for the mark of the limit, so that nothing moves when it comes, and shows in it how
 * far the work is.
 */
void
ov_value_row_expect_limit (OvValueRow *self,
                           double      progress)
{
  g_return_if_fail (OV_IS_VALUE_ROW (self));

  ov_limit_bar_set_progress (self->limit_bar, progress);
  gtk_widget_set_visible (GTK_WIDGET (self->limit_bar), TRUE);
  say_of_limit (self, NULL);
}

/**
 * ov_value_row_clear_limit:
 * @self: a row
 *
 * Takes the mark of the limit away, and its place.
 */
void
ov_value_row_clear_limit (OvValueRow *self)
{
  g_return_if_fail (OV_IS_VALUE_ROW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->limit_bar), FALSE);
  say_of_limit (self, NULL);
}

/**
 * ov_value_row_set_unused:
 * @self: a row
 * @reason: (nullable): why the number makes no difference, or %NULL when it does
 *
 * Makes the row insensitive and says why in its tooltip.
 */
void
ov_value_row_set_unused (OvValueRow *self,
                         const char *reason)
{
  g_return_if_fail (OV_IS_VALUE_ROW (self));

  gtk_widget_set_sensitive (self->box, reason == NULL);
  ov_joined_text_set_tooltip (GTK_WIDGET (self), reason);
}
