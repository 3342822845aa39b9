/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "log-import.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const OvExportedRun *run;
  OvLibraryImport     *counts;
} Import;

/* Whether both have the same epochs: of a log that was read twice. */
static gboolean
is_same (const OvHistory *a,
         const OvHistory *b)
{
  const guint n_epochs = ov_history_get_n_epochs (a);

  if (ov_history_get_n_epochs (b) != n_epochs)
    return FALSE;
  for (guint i = 0; i < n_epochs; i++)
    for (OvEpochField field = 0; field < OV_N_EPOCH_FIELDS; field++)
      {
        const double one = ov_epoch_get_field (ov_history_get_epoch (a, i), field);
        const double other = ov_epoch_get_field (ov_history_get_epoch (b, i), field);

        if (!(one == other || (isnan (one) && isnan (other))))
          return FALSE;
      }

  return TRUE;
}

/* Returns: (nullable): the run that was made of the same log before */
static const OvRunEntry *
find_known (OvLibrary           *library,
            const GPtrArray     *entries,
            const OvExportedRun *run)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const OvRunEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (OvRunRecord) record = NULL;

      if (ov_recipe_is_foreign (&entry->recipe) && strcmp (entry->source, run->entry->source) == 0
          && entry->n_epochs == ov_history_get_n_epochs (run->record->history))
        record = ov_library_load (library, entry->id, NULL);
      if (record != NULL && is_same (record->history, run->record->history))
        return entry;
    }

  return NULL;
}

static gboolean
import_cb (OvLibrary *library,
           gpointer   data,
           GError   **error)
{
  Import *import = data;
  OvLibraryImport *counts = import->counts;
  g_autoptr (GPtrArray) entries = ov_library_list (library, NULL, error);
  const OvRunEntry *known;
  const char *id = import->run->entry->id;

  if (entries == NULL)
    return FALSE;
  known = find_known (library, entries, import->run);
  if (known == NULL
      && (!ov_library_add_run (library, import->run->entry, error)
          || !ov_library_save (library, id, import->run->record, error)))
    return FALSE;

  counts->n_added += known == NULL;
  counts->n_known += known != NULL;
  if (counts->ids != NULL)
    g_ptr_array_add (counts->ids, g_strdup (known != NULL ? known->id : id));
  if (known == NULL && counts->added_ids != NULL)
    g_ptr_array_add (counts->added_ids, g_strdup (id));

  return TRUE;
}

/**
 * ov_log_import:
 * @library: a library
 * @run: a run that another program has made
 * @counts: (inout): what became of it is added to these
 * @error: return location for an error
 *
 * Adds a run to a library, unless it was made of the same log as one that is there.
 *
 * Returns: whether it is there
 */
gboolean
ov_log_import (OvLibrary           *library,
               const OvExportedRun *run,
               OvLibraryImport     *counts,
               GError             **error)
{
  Import import = {run, counts};

  g_return_val_if_fail (library != NULL && run != NULL && counts != NULL, FALSE);

  return ov_library_transact (library, import_cb, &import, error);
}
