/* SPDX-License-Identifier: GPL-3.0-or-later */
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
 * A widget may claim keys of its own, such as the space bar in a list: it is asked first as well,
 * and so is what has the focus in a menu.
 *
 * The space bar presses a button that keys have led to, as everywhere, and is the window's shortcut
 * otherwise: who has clicked a button with the mouse looks at the charts, and not at what happens
 * to have the focus since.
 *
 * What is typed into an entry is text. GTK asks the application's shortcuts before the entry, so
 * that a single letter or the space bar would never get there: the entry is asked first here, and
 * what it has no use for is a shortcut still.
 */

static const char *const claim_key = "overshoot-claims-keys";

static const char *const way_key = "overshoot-way-of-the-focus";

/* How the focus of a window has come to where it is. */
typedef struct
{
  gboolean is_moved_by_keys; /* the last that could move it was a key */
  gboolean is_led_by_keys;   /* and it was a key that has done so */
} Way;

static Way *
get_way (gpointer window)
{
  return g_object_get_data (G_OBJECT (window), way_key);
}

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
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          gpointer                  user_data)
{
  GtkWidget *window = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  switch (gdk_event_get_event_type (event))
    {
    case GDK_SCROLL:
      silence_below (window);
      break;
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
      *get_way (window) = (Way) {FALSE, FALSE};
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
focus_changed_cb (GtkWindow *window)
{
  Way *way = get_way (window);

  way->is_led_by_keys |= way->is_moved_by_keys;
}

/* Escape, for one, gives the focus back to where it was, however it came there. */
static gboolean
moves_focus (guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Tab:
    case GDK_KEY_ISO_Left_Tab:
    case GDK_KEY_KP_Tab:
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
    case GDK_KEY_F6:
    case GDK_KEY_F10:
      return TRUE;
    default:
      return FALSE;
    }
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

/* Who is asked before the window's shortcuts, or NULL. */
static GtkWidget *
find_claimant (GtkWidget *focus)
{
  if (focus != NULL && (is_editable (focus) || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER)))
    return focus;
  while (focus != NULL && g_object_get_data (G_OBJECT (focus), claim_key) == NULL)
    focus = gtk_widget_get_parent (focus);

  return focus;
}

/* Whether the space bar is for what has the focus. A text that cannot be changed would take it, and
 * do nothing. */
static gboolean
can_be_pressed (GtkWindow *window,
                GtkWidget *focus)
{
  return focus != NULL && !GTK_IS_TEXT_VIEW (focus) && get_way (window)->is_led_by_keys;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkWindow             *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *claimant = find_claimant (focus);

  if (moves_focus (keyval))
    get_way (window)->is_moved_by_keys = TRUE;
  if (claimant == NULL && keyval == GDK_KEY_space && can_be_pressed (window, focus))
    claimant = focus;
  if (claimant == NULL)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape && is_editable (claimant))
    take_back (claimant);

  return gtk_event_controller_key_forward (controller, claimant)
         || (claimant != focus && gtk_event_controller_key_forward (controller, focus));
}

/**
 * ov_input_guard_claim:
 * @widget: a widget in a window that has its guard
 *
 * Lets a widget, and what has the focus in it, see the keys before the window's shortcuts. What
 * neither takes is a shortcut still.
 */
void
ov_input_guard_claim (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data (G_OBJECT (widget), claim_key, widget);
}

/**
 * ov_input_guard_attach:
 * @window: a window
 *
 * Keeps the wheel from changing the numbers in @window and in its popovers, those of widgets that
 * are added later included, and shortcuts from taking what is typed into its entries, or the space
 * bar from a button that keys have led to. Escape takes back what was typed into a spin button.
 */
void
ov_input_guard_attach (GtkWindow *window)
{
  GtkEventController *wheel;
  GtkEventController *keys;

  g_return_if_fail (GTK_IS_WINDOW (window));

  g_object_set_data_full (G_OBJECT (window), way_key, g_new0 (Way, 1), g_free);
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);

  wheel = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect (wheel, "event", G_CALLBACK (event_cb), NULL);
  gtk_widget_add_controller (GTK_WIDGET (window), wheel);

  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}
