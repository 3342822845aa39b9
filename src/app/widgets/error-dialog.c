/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "error-dialog.h"

#include <glib/gi18n-lib.h>

/*
 * Every error that the user has to know of is shown in one form: a heading that says what is not
 * there, the reason in a sentence, and the ways out as buttons. Enter takes the first of them, and
 * Escape leaves everything as it is.
 */

#define TEXT_WIDTH 40

/* Its own heading makes libadwaita 1.7 warn of its own measuring, and its own text breaks only
 * between words, where the path of a folder is one long word. */
static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TEXT_WIDTH);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

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
  GtkWidget *box;
  AdwMessageDialog *dialog;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (heading != NULL && reason != NULL);

  window = gtk_widget_get_ancestor (parent, GTK_TYPE_WINDOW);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (window), NULL, NULL));
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (box), make_label (heading, "title-2"));
  gtk_box_append (GTK_BOX (box), make_label (reason, "body"));
  adw_message_dialog_set_extra_child (dialog, box);
  gtk_window_set_title (GTK_WINDOW (dialog), heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, heading,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);

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

static const char *
get_text (GtkWindow *dialog,
          gboolean   is_heading)
{
  GtkWidget *box = adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog));
  GtkWidget *label = is_heading ? gtk_widget_get_first_child (box)
                                : gtk_widget_get_last_child (box);

  return gtk_label_get_text (GTK_LABEL (label));
}

/**
 * ov_error_dialog_get_heading:
 * @dialog: a dialog that shows an error
 *
 * Returns: (transfer none): its heading
 */
const char *
ov_error_dialog_get_heading (GtkWindow *dialog)
{
  g_return_val_if_fail (ADW_IS_MESSAGE_DIALOG (dialog), NULL);

  return get_text (dialog, TRUE);
}

/**
 * ov_error_dialog_get_reason:
 * @dialog: a dialog that shows an error
 *
 * Returns: (transfer none): the sentence that says why
 */
const char *
ov_error_dialog_get_reason (GtkWindow *dialog)
{
  g_return_val_if_fail (ADW_IS_MESSAGE_DIALOG (dialog), NULL);

  return get_text (dialog, FALSE);
}
