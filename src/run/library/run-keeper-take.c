/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-choice.h"
#include "run-edit.h"
#include "run-keeper-private.h"

/* What the library has of a run may have become longer than what is on the charts. */
static void
renew (OvRunKeeper      *self,
       OvRunItem        *item,
       const OvRunEntry *entry)
{
  g_autoptr (OvRunItem) longer = NULL;

  if (ov_run_item_is_current (item)
      || entry->n_epochs <= ov_run_item_get_facts (item)->n_epochs)
    return;

  longer = ov_run_keeper_make_item (self, entry);
  ov_run_keeper_remember (self, entry);
  ov_run_item_set_run (item, NULL);
  ov_run_item_set_facts (item, ov_run_item_get_facts (longer));
}

static OvRunItem *
make_item (OvRunKeeper      *self,
           const OvRunEntry *entry,
           OvRunRecord      *record)
{
  OvRunItem *item = ov_run_keeper_make_item (self, entry);

  if (record != NULL)
    {
      ov_run_edit_set_origin (item, entry);
      ov_run_loader_give (self->loader, item, record);
    }
  else
    ov_run_keeper_remember (self, entry);

  return item;
}

/**
 * ov_run_keeper_take:
 * @self: a keeper whose library is open
 * @entries: (element-type OvRunEntry): runs that the library has by now, or that it cannot keep
 * @records: (nullable) (element-type OvRunRecord): what those have left that it cannot keep
 *
 * Shows runs in the collection that came from elsewhere. Those that are there already stay what
 * they are, with their longer curves if there are any.
 *
 * Returns: (transfer full) (element-type OvRunItem): the runs in the collection, in the same order
 */
GPtrArray *
ov_run_keeper_take (OvRunKeeper *self,
                    GPtrArray   *entries,
                    GPtrArray   *records)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = NULL;

  g_return_val_if_fail (OV_IS_RUN_KEEPER (self), items);
  g_return_val_if_fail (entries != NULL, items);
  if (self->collection == NULL)
    return items;

  known = ov_run_loader_map (self->loader);
  for (guint i = 0; i < entries->len; i++)
    {
      const OvRunEntry *entry = entries->pdata[i];
      OvRunItem *item = g_hash_table_lookup (known, entry->id);

      if (item != NULL)
        {
          if (records == NULL)
            renew (self, item, entry);
          g_ptr_array_add (items, g_object_ref (item));
          continue;
        }

      item = make_item (self, entry, records != NULL ? records->pdata[i] : NULL);
      g_hash_table_insert (known, (gpointer) ov_run_item_get_id (item), item);
      g_ptr_array_add (added, g_object_ref (item));
      g_ptr_array_add (items, item);
    }

  ov_run_choice_restore (added);
  ov_run_collection_add (self->collection, added);
  for (guint i = 0; i < items->len; i++)
    ov_run_keeper_prepare (self, items->pdata[i]);
  ov_run_loader_judge (self->loader, items);

  return items;
}
