/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "number-dialog.h"

#include <glib/gi18n-lib.h>

#include "message-dialog.h"

/**
 * ov_number_dialog_new:
 * @parent: the window that asks
 * @text: what the number is about
 * @entry: (transfer floating): a #GtkSpinButton that has its value
 * @label: what the number is, for people who do not see the dialog
 * @response: the name of the response that takes the number; the other one is "cancel"
 * @response_label: what its button says, with its mnemonic
 *
 * Returns: (transfer none): a dialog that asks for a number, to be presented
 */
AdwMessageDialog *
ov_number_dialog_new (GtkWindow  *parent,
                      const char *text,
                      GtkWidget  *entry,
                      const char *label,
                      const char *response,
                      const char *response_label)
{
  AdwMessageDialog *dialog = ov_message_dialog_new (parent, NULL, text, entry);

  gtk_widget_set_halign (entry, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), response, response_label, NULL);
  adw_message_dialog_set_response_appearance (dialog, response, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, response);
  adw_message_dialog_set_close_response (dialog, "cancel");

  return dialog;
}

/**
 * ov_number_dialog_get_value:
 * @dialog: a dialog of ov_number_dialog_new()
 *
 * Returns: the number, as it was typed last
 */
int
ov_number_dialog_get_value (AdwMessageDialog *dialog)
{
  GtkSpinButton *entry = GTK_SPIN_BUTTON (ov_message_dialog_get_child (dialog));

  gtk_spin_button_update (entry);

  return gtk_spin_button_get_value_as_int (entry);
}
