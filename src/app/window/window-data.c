/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

#include <glib/gi18n-lib.h>

#include "error-dialog.h"

/* The sample asks for the real data, unless that is being loaded. */
static void
show_data_notice (OvWindow *self)
{
  const gboolean is_sample = ov_data_store_get_dataset (self->store) != NULL
                             && ov_data_store_get_source (self->store) == NULL;

  if (is_sample && !ov_data_store_is_downloading (self->store))
    ov_banner_show (self->data_banner,
                    _("These pictures are a sample drawn by the program. The real ones are "
                      "CIFAR-10’s photographs: 170 MB to download."),
                    _("_Get CIFAR-10…"), "win.get-data");
  else
    ov_banner_hide (self->data_banner);
}

static void
dataset_changed_cb (OvDataStore *store,
                    OvWindow    *self)
{
  const char *choice = ov_data_store_get_choice (store);

  /* What only stands in for the remembered choice does not take its place. */
  if (choice != NULL)
    g_settings_set_string (self->settings, "data-source", choice);
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

  /* Only the beginning and the end matter to the banner; in between it stays as the user has it. */
  if (is_downloading != self->was_downloading)
    show_data_notice (self);
  self->was_downloading = is_downloading;
}

static void
failed_cb (OvDataStore  *store,
           OvDataFailure failure,
           const char   *message,
           OvWindow     *self)
{
  const OvWayOut ways_out[] = {
    {_("_Try Again"), "win.retry-data"},
    {_("Open a _Folder…"), "win.open-folder"},
    {_("Open an _Archive…"), "win.open-archive"},
  };

  ov_error_dialog_present (GTK_WIDGET (self),
                           failure == OV_DATA_FAILURE_DOWNLOAD
                             ? _("CIFAR-10 Was Not Downloaded")
                             : _("The Data Cannot Be Read"),
                           message, ways_out, G_N_ELEMENTS (ways_out));
}

/**
 * ov_window_connect_data:
 * @self: a window that is being made
 *
 * Lets the window follow its store.
 */
void
ov_window_connect_data (OvWindow *self)
{
  g_signal_group_connect (self->store_signals, "dataset-changed", G_CALLBACK (dataset_changed_cb),
                          self);
  g_signal_group_connect (self->store_signals, "progress-changed",
                          G_CALLBACK (download_changed_cb), self);
  g_signal_group_connect (self->store_signals, "failed", G_CALLBACK (failed_cb), self);
  download_changed_cb (self->store, self);
}

/**
 * ov_window_load_data:
 * @self: a window that follows its store
 *
 * Begins to load the data that was used last, or what can be found.
 */
void
ov_window_load_data (OvWindow *self)
{
  g_autofree char *choice = g_settings_get_string (self->settings, "data-source");

  ov_data_store_load_default (self->store, *choice != '\0' ? choice : NULL);
}
