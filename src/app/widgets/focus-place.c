/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "focus-place.h"

/**
 * OvFocusPlace:
 *
 * Holds a widget of words and takes the focus in its stead, which neither labels nor boxes do. It
 * is a group to assistive technologies, since GTK 4.18 says no name of a widget without a role.
 */
struct _OvFocusPlace
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (OvFocusPlace, ov_focus_place, GTK_TYPE_WIDGET)

static void
ov_focus_place_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ov_focus_place_parent_class)->dispose (object);
}

static void
ov_focus_place_class_init (OvFocusPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_focus_place_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "focusplace");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ov_focus_place_init (OvFocusPlace *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}
