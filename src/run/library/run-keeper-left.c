/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-keeper-private.h"

/* The run that was noted; in a library of an older program the one that was written last, unless
 * that one was read from elsewhere. */
static const OvRunEntry *
find_last (GPtrArray  *entries,
           const char *current)
{
  const OvRunEntry *last = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const OvRunEntry *entry = entries->pdata[i];

      if (g_strcmp0 (entry->id, current) == 0)
        return entry;
      if (entry->source == NULL && (last == NULL || entry->written >= last->written))
        last = entry;
    }

  return last;
}

/*
 * ov_run_keeper_note_left:
 * @self: a keeper whose library is open
 * @entries: (element-type OvRunEntry): the runs of its library, before any is added
 * @current: (nullable): the UUID of the run that the library has noted as the current one
 *
 * Finds out which run the program was in the middle of when it ended: none when that one has come
 * to its end, or another program is training it.
 */
void
ov_run_keeper_note_left (OvRunKeeper *self,
                         GPtrArray   *entries,
                         const char  *current)
{
  const OvRunEntry *last = find_last (entries, current);

  if (self->left_id == NULL && last != NULL && last->n_epochs > 0
      && (last->outcome == OV_OUTCOME_CANCELLED || last->outcome == OV_OUTCOME_NONE)
      && !ov_run_lock_is_elsewhere (self->lock, last->id))
    self->left_id = g_strdup (last->id);
}

static gboolean
set_current_cb (OvLibrary *library,
                gpointer   id,
                GError   **error)
{
  return ov_library_set_current (library, id, error);
}

/*
 * ov_run_keeper_note_current:
 * @self: a keeper
 * @item: the current run
 *
 * Has the library note that the next start continues this run, once it has it.
 */
void
ov_run_keeper_note_current (OvRunKeeper *self,
                            OvRunItem   *item)
{
  const char *id = ov_run_item_get_id (item);

  if (self->writer == NULL || g_strcmp0 (self->current_id, id) == 0
      || !g_hash_table_contains (self->saved, id))
    return;

  g_free (self->current_id);
  self->current_id = g_strdup (id);
  ov_library_writer_push (self->writer, set_current_cb, g_strdup (id), g_free);
}

/**
 * ov_run_keeper_find_left:
 * @self: a keeper
 *
 * Returns: (transfer none) (nullable): the run that the program was in the middle of when it ended
 *   last, once the library is open
 */
OvRunItem *
ov_run_keeper_find_left (OvRunKeeper *self)
{
  g_return_val_if_fail (OV_IS_RUN_KEEPER (self), NULL);

  return self->left_id != NULL ? ov_run_collection_find (self->collection, self->left_id) : NULL;
}
