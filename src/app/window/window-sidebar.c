/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include "next-frame.h"

/*
 * Whether the sidebar stands beside the pages is a setting: what somebody wants, and not what there
 * is room for. Where it has no room the sidebar folds itself, and slides over the pages when it is
 * asked for; what becomes of it there, or in a lecture, where it lies on top, is not remembered.
 */

#define KEY "sidebar-visible"

/* The sidebar moves by a share of its width, which it does not have before the first frame: AdwFlap
 * would divide by 0, and give its children no size for as long as it moves. */
static void
add_switch (gpointer window)
{
  OvWindow *self = window;
  g_autoptr (GPropertyAction) action = g_property_action_new (KEY, self->flap, "reveal-flap");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

/* As somebody wants it, where there is room. */
static void
show_as_wanted (OvWindow *self)
{
  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_folded (self->flap)
                                          && g_settings_get_boolean (self->settings, KEY));
}

static void
folded_cb (AdwFlap    *flap,
           GParamSpec *property,
           OvWindow   *self)
{
  if (self->lecture == NULL)
    show_as_wanted (self);
}

static void
revealed_cb (AdwFlap    *flap,
             GParamSpec *property,
             OvWindow   *self)
{
  const gboolean is_revealed = adw_flap_get_reveal_flap (flap);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (self->lecture == NULL && !adw_flap_get_folded (flap))
    g_settings_set_boolean (self->settings, KEY, is_revealed);

  /* Keys are not for an entry that nobody sees. */
  if (!is_revealed && focus != NULL && gtk_widget_is_ancestor (focus, adw_flap_get_flap (flap)))
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

/**
 * ov_window_connect_sidebar:
 * @self: a window that has its settings
 *
 * Shows the sidebar as it was left, and adds its switch with the first frame.
 */
void
ov_window_connect_sidebar (OvWindow *self)
{
  g_return_if_fail (OV_IS_WINDOW (self));

  show_as_wanted (self);
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (folded_cb), self, 0);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (revealed_cb), self, 0);
  ov_next_frame_call (self, &self->sidebar_tick, add_switch);
}

/**
 * ov_window_disconnect_sidebar:
 * @self: a window that goes
 *
 * Removes the switch, which keeps the sidebar and all that stands beside it.
 */
void
ov_window_disconnect_sidebar (OvWindow *self)
{
  g_return_if_fail (OV_IS_WINDOW (self));

  ov_next_frame_cancel (self, &self->sidebar_tick);
  g_action_map_remove_action (G_ACTION_MAP (self), KEY);
}

/**
 * ov_window_place_sidebar:
 * @self: a window in which a lecture has begun or ended
 *
 * Puts the slider above the charts, as wide as the screen, or the sidebar beside the pages again.
 */
void
ov_window_place_sidebar (OvWindow *self)
{
  gboolean is_on_top;

  g_return_if_fail (OV_IS_WINDOW (self));

  is_on_top = self->lecture != NULL;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->flap), is_on_top
                                                                 ? GTK_ORIENTATION_VERTICAL
                                                                 : GTK_ORIENTATION_HORIZONTAL);
  adw_flap_set_fold_policy (self->flap, is_on_top ? ADW_FLAP_FOLD_POLICY_NEVER
                                                  : ADW_FLAP_FOLD_POLICY_AUTO);
  gtk_scrolled_window_set_policy (self->sidebar, GTK_POLICY_NEVER,
                                  is_on_top ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
  if (is_on_top)
    adw_flap_set_reveal_flap (self->flap, TRUE);
  else
    show_as_wanted (self);
}
