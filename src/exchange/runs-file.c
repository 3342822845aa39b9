/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runs-file.h"

#include <string.h>

#include "event-writer.h"
#include "file-writer.h"
#include "runs-csv.h"
#include "runs-json.h"

/**
 * ov_runs_file_save:
 * @format: one that is not our own: %OV_FILE_CSV, %OV_FILE_JSON or %OV_FILE_EVENTS
 * @runs: (element-type OvExportedRun): runs
 * @path: a file, or the folder of the events, which must not be there
 * @error: return location for an error
 *
 * Writes what other programs read of runs. An old file is replaced when the new one is whole.
 *
 * Returns: whether it was written; if not, @error is an %OV_ERROR_FILE
 */
gboolean
ov_runs_file_save (OvFileFormat     format,
                   const GPtrArray *runs,
                   const char      *path,
                   GError         **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (runs != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  switch (format)
    {
    case OV_FILE_CSV:
      text = ov_runs_to_csv (runs);
      break;
    case OV_FILE_JSON:
      text = ov_runs_to_json (runs);
      break;
    case OV_FILE_EVENTS:
      return ov_event_writer_save (runs, path, error);
    default:
      g_return_val_if_reached (FALSE);
    }

  return ov_file_write (path, text, strlen (text), error);
}
