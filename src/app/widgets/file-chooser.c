/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file-chooser.h"

/* For how long a dialog may still be reading its folder, in seconds. */
#define REST 3

static gboolean
rest_cb (gpointer chooser)
{
  return G_SOURCE_REMOVE;
}

/**
 * ov_file_chooser_close:
 * @chooser: (inout): a dialog that is owned, or %NULL; %NULL afterwards
 *
 * Hides a dialog that chooses files, whose response nobody hears any more, and gives up the
 * reference to it a little later: GTK 4.18 crashes when one goes while it is still reading about
 * the folder that it shows.
 */
void
ov_file_chooser_close (GtkFileChooserNative **chooser)
{
  GtkFileChooserNative *own = g_steal_pointer (chooser);

  if (own == NULL)
    return;

  g_signal_handlers_disconnect_matched (own, G_SIGNAL_MATCH_ID,
                                        g_signal_lookup ("response", GTK_TYPE_NATIVE_DIALOG), 0,
                                        NULL, NULL, NULL);
  gtk_native_dialog_hide (GTK_NATIVE_DIALOG (own));
  g_timeout_add_seconds_full (G_PRIORITY_LOW, REST, rest_cb, own, g_object_unref);
}
