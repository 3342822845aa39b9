/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "input-guard.h"

/*
 * What a hand does by the way changes nothing.
 *
 * A turn of the wheel never changes a number: it scrolls what lies under the pointer, whether a
 * slider or an entry has the focus or not. GtkScale and GtkSpinButton take the wheel for
 * themselves, so that scrolling through a list of them would change whichever of them comes under
 * the pointer. Their controllers are silenced before the first turn reaches them, from which on it
 * goes up to whatever scrolls around them, with its momentum. Keys and drags are as they were.
 *
 * What is typed into an entry is text. GTK asks the application's shortcuts before the entry, so
 * that a single letter or the space bar would never get there: the entry is asked first here, and
 * what it has no use for is a shortcut still.
 */

static void
silence (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  const guint n = g_list_model_get_n_items (controllers);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

/* GDK does not say where the pointer was when the wheel was turned, so whatever can be seen is
 * looked at, popovers included. */
static void
silence_below (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_SCALE (widget) || GTK_IS_SPIN_BUTTON (widget))
    {
      silence (widget);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    silence_below (child);
}

static gboolean
scrolled_cb (GtkEventControllerLegacy *controller,
             GdkEvent                 *event,
             gpointer                  user_data)
{
  if (gdk_event_get_event_type (event) == GDK_SCROLL)
    silence_below (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));

  return GDK_EVENT_PROPAGATE;
}

static gboolean
is_editable (GtkWidget *widget)
{
  if (GTK_IS_TEXT_VIEW (widget))
    return gtk_text_view_get_editable (GTK_TEXT_VIEW (widget));

  return GTK_IS_EDITABLE (widget) && gtk_editable_get_editable (GTK_EDITABLE (widget));
}

/* What was typed into a spin button would be taken when the focus leaves it, as it does when Escape
 * closes a dialog. */
static void
take_back (GtkWidget *focus)
{
  GtkWidget *spin = gtk_widget_get_ancestor (focus, GTK_TYPE_SPIN_BUTTON);

  if (spin != NULL)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin),
                               gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkWindow             *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (focus == NULL || !is_editable (focus))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape)
    take_back (focus);

  return gtk_event_controller_key_forward (controller, focus);
}

/**
 * ov_input_guard_attach:
 * @window: a window
 *
 * Keeps the wheel from changing the numbers in @window and in its popovers, those of widgets that
 * are added later included, and shortcuts from taking what is typed into its entries. Escape takes
 * back what was typed into a spin button.
 */
void
ov_input_guard_attach (GtkWindow *window)
{
  GtkEventController *wheel;
  GtkEventController *keys;

  g_return_if_fail (GTK_IS_WINDOW (window));

  wheel = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect (wheel, "event", G_CALLBACK (scrolled_cb), NULL);
  gtk_widget_add_controller (GTK_WIDGET (window), wheel);

  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}
