/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-chooser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "file-name.h"

/* The setting that keeps the folder of the last picture. */
#define FOLDER_KEY "export-folder"

/**
 * ov_picture_chooser_new:
 * @parent: the window that the dialog belongs to
 * @name: the name that is offered
 * @settings: (nullable): where the last folder is kept
 *
 * Returns: (transfer full): a dialog that asks where a picture is to be saved, not yet shown
 */
GtkFileChooserNative *
ov_picture_chooser_new (GtkWindow  *parent,
                        const char *name,
                        GSettings  *settings)
{
  g_autofree char *folder_path =
    settings != NULL ? g_settings_get_string (settings, FOLDER_KEY) : g_strdup ("");
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *self =
    gtk_file_chooser_native_new (_("Save the Picture"), parent, GTK_FILE_CHOOSER_ACTION_SAVE,
                                 NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self), name);
  gtk_file_filter_set_name (filter, _("Pictures (PNG, SVG, PDF)"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/svg+xml");
  gtk_file_filter_add_mime_type (filter, "application/pdf");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self), filter);
  if (*folder_path != '\0')
    {
      g_autoptr (GFile) folder = g_file_new_for_path (folder_path);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self), folder, NULL);
    }

  return self;
}

/**
 * ov_picture_chooser_get_path:
 * @chooser: a dialog in which a file was chosen
 * @suffix: what a name ends in that was typed without an ending
 * @settings: (nullable): where the folder is kept for the next time
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the file's path, or %NULL with an %OV_ERROR_FILE set when it
 *   has none, or another file than that which was chosen would be replaced
 */
char *
ov_picture_chooser_get_path (GtkFileChooserNative *chooser,
                             const char           *suffix,
                             GSettings            *settings,
                             GError              **error)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;

  if (path == NULL)
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_FILE,
                           _("A picture can only be saved to a folder on this computer. "
                             "Choose another place."));
      return NULL;
    }

  /* A setting is text, and the name of a folder may be anything. */
  folder = g_path_get_dirname (path);
  if (settings != NULL && g_utf8_validate (folder, -1, NULL))
    g_settings_set_string (settings, FOLDER_KEY, folder);

  name = g_path_get_basename (path);

  return ov_file_name_has_ending (name) ? g_steal_pointer (&path)
                                        : ov_file_name_complete (path, suffix, error);
}
