/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-keeper-private.h"

/* How runs leave the library of a keeper, and come back. */

static gboolean
delete_cb (OvLibrary *library,
           gpointer   data,
           GError   **error)
{
  return ov_library_delete (library, data, error);
}

static gboolean
undelete_cb (OvLibrary *library,
             gpointer   data,
             GError   **error)
{
  return ov_library_undelete (library, data, error);
}

static void
push_for_each (OvRunKeeper  *self,
               GPtrArray    *items,
               OvLibraryWork work)
{
  for (guint i = 0; self->writer != NULL && i < items->len; i++)
    if (g_hash_table_contains (self->saved, ov_run_item_get_id (items->pdata[i])))
      ov_library_writer_push (self->writer, work,
                              g_strdup (ov_run_item_get_id (items->pdata[i])), g_free);
}

/**
 * ov_run_keeper_delete:
 * @self: a keeper
 * @items: (element-type OvRunItem): runs that have left the collection
 *
 * Deletes runs, which can be taken back for a day.
 */
void
ov_run_keeper_delete (OvRunKeeper *self,
                      GPtrArray   *items)
{
  g_return_if_fail (OV_IS_RUN_KEEPER (self));

  push_for_each (self, items, delete_cb);
}

/**
 * ov_run_keeper_undelete:
 * @self: a keeper
 * @items: (element-type OvRunItem): runs that were deleted
 */
void
ov_run_keeper_undelete (OvRunKeeper *self,
                        GPtrArray   *items)
{
  g_return_if_fail (OV_IS_RUN_KEEPER (self));

  push_for_each (self, items, undelete_cb);
}
