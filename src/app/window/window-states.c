/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "number-dialog.h"

/* The dialog that says how much room the states of runs take, and lets a person set how much they
 * may. */

#define MEGABYTE 1000000

/* More than any disk has to spare. */
#define MOST_MEGABYTES 1000000

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             OvWindow         *self)
{
  if (g_str_equal (response, "set"))
    ov_run_keeper_set_states_budget (
      self->keeper, (gint64) ov_number_dialog_get_value (dialog) * MEGABYTE);
}

static void
show_dialog (OvWindow           *self,
             const OvStatesRoom *room)
{
  g_autofree char *used = g_format_size ((guint64) room->used);
  g_autofree char *budget = g_format_size ((guint64) room->budget);
  GtkWidget *entry = gtk_spin_button_new_with_range (0.0, MOST_MEGABYTES, 100.0);
  g_autofree char *text = NULL;
  AdwMessageDialog *dialog;

  text = g_strdup_printf (
    /* Translators: two sizes, such as 120 MB. */
    _("Saved states let a run be resumed, and looked at by any epoch. Those in the library "
      "take %s of the %s that they may use. When there is no room left, the oldest go "
      "first; each run’s best and last states go after all others, and those of pinned "
      "runs stay.\n\nMegabytes that they may use:"),
    used, budget);
  dialog = ov_number_dialog_new (GTK_WINDOW (self), text, entry, _("Megabytes for states"), "set",
                                 _("_Set"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (entry), (double) room->budget / MEGABYTE);
  adw_message_dialog_set_response_enabled (dialog, "set",
                                           ov_run_keeper_can_write (self->keeper));
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
measured_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GWeakRef *reference = user_data;
  g_autoptr (OvWindow) self = g_weak_ref_get (reference);
  g_autoptr (GError) error = NULL;
  g_autofree OvStatesRoom *room = ov_run_keeper_measure_states_finish (result, &error);

  g_weak_ref_clear (reference);
  g_free (reference);
  if (self == NULL || self->keeper == NULL)
    return;

  if (room != NULL)
    show_dialog (self, room);
  else
    ov_banner_show (self->library_banner, error->message, NULL, NULL);
}

static void
states_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  GWeakRef *reference = g_new0 (GWeakRef, 1);

  g_weak_ref_init (reference, widget);
  ov_run_keeper_measure_states (OV_WINDOW (widget)->keeper, NULL, measured_cb, reference);
}

/**
 * ov_window_install_states:
 * @widget_class: the window's class
 *
 * Installs the action that shows the dialog.
 */
void
ov_window_install_states (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.states", NULL, states_cb);
}
