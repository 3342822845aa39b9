/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "event-reader.h"
#include "file-error.h"
#include "foreign-file.h"
#include "log-csv.h"

/* Logs of other programs: Keras's CSVLogger, Lightning's CSVLogger, TensorBoard's event files. */

static void
refuse (GError    **error,
        const char *path,
        const char *reason)
{
  g_autofree char *shown = ov_file_display_name (path);

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("“%s” cannot be read as a log: %s. Take what Keras or Lightning write as CSV, or "
                 "an event file of TensorBoard."),
               shown, reason);
}

/**
 * ov_log_file_load:
 * @path: a file that may come from anybody
 * @error: return location for an error
 *
 * Reads the log of another program, whichever it is.
 *
 * Returns: (transfer full) (nullable): what is in it, or %NULL with @error set to an %OV_ERROR_FILE
 */
OvLogTable *
ov_log_file_load (const char *path,
                  GError    **error)
{
  g_autofree char *bytes = NULL;
  g_autofree char *reason = NULL;
  OvLogTable *table = NULL;
  gsize size;

  g_return_val_if_fail (path != NULL, NULL);

  bytes = ov_foreign_file_load (path, &size, &reason, error);
  if (bytes == NULL && reason == NULL)
    return NULL;
  if (bytes != NULL)
    table = ov_event_reader_probe ((const guint8 *) bytes, size)
              ? ov_event_reader_parse ((const guint8 *) bytes, size, &reason)
              : ov_log_csv_parse (bytes, size, &reason);
  if (table == NULL)
    refuse (error, path, reason);

  return table;
}

/* Loggers call each file the same, and the folder by the run. */
static char *
make_name (const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *base = g_path_get_basename (full);
  g_autofree char *folder = g_path_get_dirname (full);
  g_autofree char *folder_base = g_path_get_basename (folder);
  char *end;
  char *name;

  if (strcmp (base, "metrics.csv") == 0 || strstr (base, "tfevents") != NULL)
    return g_filename_display_name (folder_base);

  name = g_filename_display_name (base);
  end = strrchr (name, '.');
  if (end != NULL && end != name)
    *end = '\0';

  return name;
}

/**
 * ov_log_file_apply:
 * @path: where the log was read from
 * @table: what is in it
 * @mapping: which columns are what
 * @error: return location for an error
 *
 * Makes a run of a log, under a new UUID, with the name of its file or of its folder.
 *
 * Returns: (transfer full) (nullable): the run, or %NULL with @error set to an %OV_ERROR_FILE
 */
OvExportedRun *
ov_log_file_apply (const char         *path,
                   const OvLogTable   *table,
                   const OvLogMapping *mapping,
                   GError            **error)
{
  g_autofree char *reason = NULL;
  OvRunRecord *record;
  OvRunEntry *entry;

  g_return_val_if_fail (path != NULL && table != NULL && mapping != NULL, NULL);

  record = ov_log_mapping_apply (mapping, table, &reason);
  if (record == NULL)
    {
      refuse (error, path, reason);
      return NULL;
    }
  entry = ov_run_entry_new_foreign (record, table->source);
  g_free (entry->name);
  entry->name = make_name (path);
  entry->outcome = record->outcome;

  return ov_exported_run_new (entry, record);
}
