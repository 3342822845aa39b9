/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spoken-name.h"

#include <adwaita.h>

/*
 * What a screen reader says when the focus comes to a widget, where GTK alone would have it say
 * something that nobody would: in GTK 4.8 "_Run Run" of a button with a mnemonic, "GtkToggleButton"
 * of the button within a drop-down, which has its focus; in later ones of a drop-down only what is
 * chosen, not for what.
 */

/* The text of a mnemonic as it is seen. (transfer full) */
static char *
drop_mnemonic (const char *label)
{
  GString *text = g_string_sized_new (strlen (label));

  for (; *label != '\0'; label++)
    if (*label != '_' || *++label != '\0')
      g_string_append_c (text, *label);

  return g_string_free (text, FALSE);
}

/**
 * ov_spoken_name_set:
 * @widget: a widget
 * @name: what it is called
 *
 * Has @widget called so alone, where GTK 4.8 would add what the label says that stands for it.
 */
void
ov_spoken_name_set (GtkWidget  *widget,
                    const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (name != NULL);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The button within a menu button has a box in place of a label. */
static void
name_by_label (GtkWidget  *button,
               const char *label)
{
  g_autofree char *text = label != NULL ? drop_mnemonic (label) : NULL;

  if (text != NULL)
    ov_spoken_name_set (button, text);
}

/* What is chosen with a drop-down: its tooltip says so, or the row that it stands in. */
static const char *
find_purpose (GtkDropDown *choice)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (choice), ADW_TYPE_PREFERENCES_ROW);
  const char *tooltip = gtk_widget_get_tooltip_text (GTK_WIDGET (choice));

  if (tooltip != NULL || row == NULL)
    return tooltip;

  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
}

static void
show_choice (GtkDropDown *choice,
             GParamSpec  *pspec,
             GtkWidget   *button)
{
  gpointer item = gtk_drop_down_get_selected_item (choice);

  if (GTK_IS_STRING_OBJECT (item))
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_string_object_get_string (item), -1);
}

/* By what is chosen, as later versions of GTK do it, and described by what it is chosen for, which
 * GTK leaves out unless the drop-down says it. */
static void
name_by_choice (GtkWidget   *button,
                GtkDropDown *choice)
{
  const char *purpose = find_purpose (choice);

  if (g_signal_handler_find (choice, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                             show_choice, button)
      == 0)
    g_signal_connect_object (choice, "notify::selected-item", G_CALLBACK (show_choice), button, 0);
  show_choice (choice, NULL, button);
  if (purpose == NULL)
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  purpose, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  purpose, -1);
}

/* What is scrolled has the focus where nothing in it can have it. */
static void
name_by_status (GtkWidget     *scroller,
                AdwStatusPage *page)
{
  const char *description = adw_status_page_get_description (page);

  gtk_accessible_update_property (GTK_ACCESSIBLE (scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_status_page_get_title (page),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}

static void
focus_changed_cb (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *parent = focus != NULL ? gtk_widget_get_parent (focus) : NULL;

  if (GTK_IS_DROP_DOWN (parent) && GTK_IS_BUTTON (focus))
    name_by_choice (focus, GTK_DROP_DOWN (parent));
  else if (GTK_IS_BUTTON (focus) && gtk_button_get_use_underline (GTK_BUTTON (focus)))
    name_by_label (focus, gtk_button_get_label (GTK_BUTTON (focus)));
  else if (GTK_IS_SCROLLED_WINDOW (focus) && ADW_IS_STATUS_PAGE (parent))
    name_by_status (focus, ADW_STATUS_PAGE (parent));
  else if (GTK_IS_CHECK_BUTTON (focus)
           && gtk_check_button_get_use_underline (GTK_CHECK_BUTTON (focus)))
    name_by_label (focus, gtk_check_button_get_label (GTK_CHECK_BUTTON (focus)));
}

/**
 * ov_spoken_name_attach:
 * @window: a window
 *
 * Has a screen reader name what the focus comes to, in @window and in its popovers, as a person
 * would: a button by its label, a drop-down by its choice and what that is for.
 */
void
ov_spoken_name_attach (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}
