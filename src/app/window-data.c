/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

/* The sample asks for the real data, unless that is on its way. */
static void
show_data_notice (OvWindow *self)
{
  const gboolean is_sample = ov_data_store_get_dataset (self->store) != NULL
                             && ov_data_store_get_source (self->store) == NULL;

  if (is_sample && !ov_data_store_is_downloading (self->store))
    ov_notice_show (self->data_notice,
                    _("These pictures are a sample drawn by the program. The real ones are "
                      "CIFAR-10’s photographs: 170 MB to download."),
                    _("_Get CIFAR-10…"), "win.get-data");
  else
    ov_notice_hide (self->data_notice);
}

static void
dataset_changed_cb (OvDataStore *store,
                    OvWindow    *self)
{
  GFile *source = ov_data_store_get_source (store);
  g_autofree char *uri = source != NULL ? g_file_get_uri (source) : g_strdup ("");

  g_settings_set_string (self->settings, "data-source", uri);
  show_data_notice (self);
  ov_session_set_dataset (self->session, ov_data_store_get_dataset (store));
}

static void
download_changed_cb (OvDataStore *store,
                     OvWindow    *self)
{
  const gboolean is_downloading = ov_data_store_is_downloading (store);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.get-data", !is_downloading);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel-download", is_downloading);

  /* Only the beginning and the end matter to the notice; in between it stays as the user has it. */
  if (is_downloading != self->was_downloading)
    show_data_notice (self);
  self->was_downloading = is_downloading;
}

static void
failed_cb (OvDataStore *store,
           const char  *message,
           OvWindow    *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), NULL, NULL);
  GtkWidget *text = gtk_label_new (message);

  /* The dialog's own text breaks only between words, and the path of a folder is one long word; its
   * heading makes libadwaita 1.7 warn of its own measuring. */
  gtk_window_set_title (GTK_WINDOW (dialog), _("The Data Is as It Was"));
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (text), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (text), 40);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), text);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * ov_window_connect_data:
 * @self: a window that is being made
 *
 * Lets the window follow its store, and begins to load the data.
 */
void
ov_window_connect_data (OvWindow *self)
{
  g_autofree char *uri = g_settings_get_string (self->settings, "data-source");
  g_autoptr (GFile) preferred = *uri != '\0' ? g_file_new_for_uri (uri) : NULL;

  g_signal_connect (self->store, "dataset-changed", G_CALLBACK (dataset_changed_cb), self);
  g_signal_connect (self->store, "progress-changed", G_CALLBACK (download_changed_cb), self);
  g_signal_connect (self->store, "failed", G_CALLBACK (failed_cb), self);
  download_changed_cb (self->store, self);
  ov_data_store_load_default (self->store, preferred);
}
