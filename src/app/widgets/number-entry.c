/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "number-entry.h"

#include <glib/gi18n-lib.h>

#include "css-class.h"

#define WIDTH 9

/**
 * OvNumberEntry:
 *
 * An entry for one number of a recipe. What is typed is taken with Enter or when the focus goes to
 * another widget; what the recipe does not allow is refused with a sentence that names the range,
 * and stays to be mended; Escape brings back the number that holds, and leaves the focus where it
 * is. Going to another window and coming back changes nothing.
 */
struct _OvNumberEntry
{
  GtkEntry           parent_instance;

  const OvParameter *parameter;
  double             value;
  gboolean           is_refused;
};

enum
{
  ENTERED,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvNumberEntry, ov_number_entry, GTK_TYPE_ENTRY)

static void
set_refused (OvNumberEntry *self,
             const char    *message)
{
  const gboolean is_refused = message != NULL;

  if (!is_refused && !self->is_refused)
    return;

  self->is_refused = is_refused;
  ov_css_class_set (GTK_WIDGET (self), "error", is_refused);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                               is_refused ? GTK_ACCESSIBLE_INVALID_TRUE
                                          : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  g_signal_emit (self, signals[REFUSED], 0, message);
}

static void
show_value (OvNumberEntry *self)
{
  g_autofree char *text = ov_parameter_format_local (self->parameter, self->value);

  gtk_editable_set_text (GTK_EDITABLE (self), text);
  set_refused (self, NULL);
}

static void
take_text (OvNumberEntry *self)
{
  const double before = self->value;
  g_autoptr (GError) error = NULL;
  double value;

  if (self->parameter == NULL)
    return;

  if (!ov_parameter_parse (self->parameter, gtk_editable_get_text (GTK_EDITABLE (self)),
                           &value, &error))
    {
      set_refused (self, error->message);
      return;
    }

  self->value = value;
  show_value (self);
  if (value != before)
    g_signal_emit (self, signals[ENTERED], 0);
}

/* The focus leaves with the whole window as well, maybe in the middle of a number. */
static void
left_cb (OvNumberEntry *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root)))
    take_text (self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                OvNumberEntry         *self)
{
  if (keyval != GDK_KEY_Escape || self->parameter == NULL)
    return GDK_EVENT_PROPAGATE;

  show_value (self);

  return GDK_EVENT_STOP;
}

static void
ov_number_entry_class_init (OvNumberEntryClass *klass)
{
  /**
   * OvNumberEntry::entered:
   * @self: the entry
   *
   * Another number was typed and taken.
   */
  signals[ENTERED] = g_signal_new ("entered", OV_TYPE_NUMBER_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OvNumberEntry::refused:
   * @self: the entry
   * @message: (nullable): why what was typed cannot be taken; %NULL when all is well again
   */
  signals[REFUSED] = g_signal_new ("refused", OV_TYPE_NUMBER_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ov_number_entry_init (OvNumberEntry *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (self), WIDTH);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self), WIDTH);
  gtk_editable_set_alignment (GTK_EDITABLE (self), 1.0f);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");

  g_signal_connect (self, "activate", G_CALLBACK (take_text), NULL);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
}

/**
 * ov_number_entry_set_parameter:
 * @self: an entry
 * @parameter: (transfer none): which number of a recipe is typed
 */
void
ov_number_entry_set_parameter (OvNumberEntry     *self,
                               const OvParameter *parameter)
{
  g_return_if_fail (OV_IS_NUMBER_ENTRY (self));
  g_return_if_fail (parameter != NULL);

  self->parameter = parameter;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(parameter->title), -1);
}

/**
 * ov_number_entry_get_value:
 * @self: an entry
 *
 * Returns: the number that holds
 */
double
ov_number_entry_get_value (OvNumberEntry *self)
{
  g_return_val_if_fail (OV_IS_NUMBER_ENTRY (self), 0.0);

  return self->value;
}

/**
 * ov_number_entry_set_value:
 * @self: an entry that has a parameter
 * @value: the number to show
 *
 * Shows a number without telling anybody.
 */
void
ov_number_entry_set_value (OvNumberEntry *self,
                           double         value)
{
  g_return_if_fail (OV_IS_NUMBER_ENTRY (self));
  g_return_if_fail (self->parameter != NULL);

  self->value = value;
  show_value (self);
}
