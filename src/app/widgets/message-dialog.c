/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message-dialog.h"

#include "joined-text.h"

/* What the program says or asks in a dialog. The words are labels of our own: the heading of
 * libadwaita 1.7 is measured narrower than it can be, which it warns of, and its text breaks only
 * between words, where the path of a folder is one long word. */

#define TEXT_WIDTH 40

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = ov_joined_text_new_label (text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* The name of a file has no other hyphens than its own. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TEXT_WIDTH);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

/**
 * ov_message_dialog_new:
 * @parent: the window that says something
 * @heading: (nullable): what it is about
 * @text: a sentence or more
 * @child: (transfer floating) (nullable): what is asked below them
 *
 * Returns: (transfer none): a dialog without responses, to be presented
 */
AdwMessageDialog *
ov_message_dialog_new (GtkWindow  *parent,
                       const char *heading,
                       const char *text,
                       GtkWidget  *child)
{
  AdwMessageDialog *dialog;
  GtkWidget *box;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, NULL, NULL));
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  if (heading != NULL)
    {
      gtk_window_set_title (GTK_WINDOW (dialog), heading);
      gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      heading, -1);
      gtk_box_append (GTK_BOX (box), make_label (heading, "title-2"));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
  gtk_box_append (GTK_BOX (box), make_label (text, "body"));
  if (child != NULL)
    gtk_box_append (GTK_BOX (box), child);
  adw_message_dialog_set_extra_child (dialog, box);

  return dialog;
}

/**
 * ov_message_dialog_get_child:
 * @dialog: a dialog of ov_message_dialog_new() with a child
 *
 * Returns: (transfer none): what is asked below the words
 */
GtkWidget *
ov_message_dialog_get_child (AdwMessageDialog *dialog)
{
  return gtk_widget_get_last_child (adw_message_dialog_get_extra_child (dialog));
}
