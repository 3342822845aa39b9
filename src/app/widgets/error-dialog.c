/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "error-dialog.h"

#include <glib/gi18n-lib.h>

#include "message-dialog.h"

/*
 * Every error that the user has to know of is shown in one form: a heading that says what is not
 * there, the reason in a sentence, and the ways out as buttons. Enter takes the first of them, and
 * Escape leaves everything as it is.
 */

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             GtkWidget        *parent)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (g_str_equal (response, "close"))
    return;

  if (g_action_parse_detailed_name (response, &name, &target, NULL))
    gtk_widget_activate_action_variant (parent, name, target);
}

/**
 * ov_error_dialog_present:
 * @parent: the window that failed, or a widget in it, which has the actions
 * @heading: what did not succeed, in title case
 * @reason: why, in a sentence or two
 * @ways_out: (array length=@n_ways_out): what can be done about it, the best first
 * @n_ways_out: their number
 *
 * Shows a dialog that shows an error.
 */
void
ov_error_dialog_present (GtkWidget      *parent,
                         const char     *heading,
                         const char     *reason,
                         const OvWayOut *ways_out,
                         gsize           n_ways_out)
{
  GtkWidget *window;
  AdwMessageDialog *dialog;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (heading != NULL && reason != NULL);

  window = gtk_widget_get_ancestor (parent, GTK_TYPE_WINDOW);
  dialog = ov_message_dialog_new (GTK_WINDOW (window), heading, reason, NULL);
  adw_message_dialog_add_response (dialog, "close", _("_Close"));
  adw_message_dialog_set_close_response (dialog, "close");
  for (gsize i = n_ways_out; i-- > 0;)
    adw_message_dialog_add_response (dialog, ways_out[i].action, ways_out[i].label);
  if (n_ways_out > 0)
    {
      adw_message_dialog_set_response_appearance (dialog, ways_out[0].action,
                                                  ADW_RESPONSE_SUGGESTED);
      adw_message_dialog_set_default_response (dialog, ways_out[0].action);
    }
  else
    adw_message_dialog_set_default_response (dialog, "close");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), parent, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
