/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "chosen-data.h"

#include <glib/gi18n-lib.h>

#include "data-source.h"
#include "file-error.h"
#include "output.h"

/* People train on other data of the same form, too: it is worth a warning, not an error. */
static void
warn_of_changed_data (OvDataset          *dataset,
                      const OvDataReader *reader,
                      GCancellable       *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (reader->verify_quickly != NULL && !reader->verify_quickly (dataset, cancellable, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ov_output_complain (_("Warning: %s The run uses the data as it is."), error->message);
}

/**
 * ov_chosen_data_load:
 * @choice: (nullable): what --data names
 * @source: (out) (optional) (nullable) (transfer full): the file or folder that was read; %NULL for
 *   the built-in sample
 * @cancellable: (nullable): ends the loading
 * @error: return location for an error
 *
 * Loads the data that --data names. The sample stands in for the user's own where there is none,
 * and then a message says so.
 *
 * Returns: (transfer full) (nullable): the data, or %NULL with @error set
 */
OvDataset *
ov_chosen_data_load (const char   *choice,
                     GFile       **source,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (GFile) found = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  const OvDataReader *reader;

  dataset = ov_data_source_load (choice, &found, &reader, cancellable, error);
  if (dataset == NULL)
    return NULL;

  if (found != NULL)
    warn_of_changed_data (dataset, reader, cancellable);
  else if (choice == NULL)
    {
      g_autoptr (GFile) folder = ov_data_source_get_file (NULL);
      g_autofree char *name = ov_file_display_file (folder);

      ov_output_complain (_("There is no CIFAR-10 in %s, so the built-in sample is used. "
                            "“overshoot-cli data fetch” downloads it; --data names another place."),
                          name);
    }

  if (source != NULL)
    *source = g_steal_pointer (&found);

  return g_steal_pointer (&dataset);
}
