/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-branch.h"

#include <glib/gi18n-lib.h>

/* What is said of a run that branched off from another one. */

/**
 * ov_run_branch_describe:
 * @item: a run
 *
 * Returns: (transfer full) (nullable): which run it branched off from and where, such as "branch of
 *   Linear 3 at epoch 120"; %NULL for one that began with the first epoch
 */
char *
ov_run_branch_describe (OvRunItem *item)
{
  const char *name;
  guint n_epochs;

  g_return_val_if_fail (OV_IS_RUN_ITEM (item), NULL);

  if (ov_run_item_get_parent (item, &n_epochs) == NULL)
    return NULL;

  name = ov_run_item_get_parent_name (item);
  if (name == NULL)
    return g_strdup_printf (_("branch of a run that is gone, at epoch %u"), n_epochs);

  /* Translators: the name of a run, and a number of epochs. */
  return g_strdup_printf (_("branch of %s at epoch %u"), name, n_epochs);
}

/**
 * ov_run_branch_format:
 * @item: a run
 *
 * Returns: (transfer full): the same as briefly as a table has it, below the words "Branch of"; ""
 *   for a run that began with the first epoch
 */
char *
ov_run_branch_format (OvRunItem *item)
{
  const char *name;
  guint n_epochs;

  g_return_val_if_fail (OV_IS_RUN_ITEM (item), NULL);

  if (ov_run_item_get_parent (item, &n_epochs) == NULL)
    return g_strdup ("");

  name = ov_run_item_get_parent_name (item);
  if (name == NULL)
    /* Translators: below the words "Branch of"; a number of epochs. */
    return g_strdup_printf (_("a deleted run @ %u"), n_epochs);

  /* Translators: below the words "Branch of"; the name of a run, and a number of epochs. */
  return g_strdup_printf (_("%s @ %u"), name, n_epochs);
}

static const char *
find_name (GHashTable *runs,
           const char *id)
{
  OvRunItem *parent = g_hash_table_lookup (runs, id);

  return parent != NULL ? ov_run_item_get_name (parent) : NULL;
}

/**
 * ov_run_branch_name_parents:
 * @items: (element-type OvRunItem): all runs
 * @parent: (nullable): the one of them that has another name than before; %NULL when some have
 *   come or gone
 *
 * Tells the runs that branched off what the runs are called that they left.
 */
void
ov_run_branch_name_parents (GPtrArray *items,
                            OvRunItem *parent)
{
  g_autoptr (GHashTable) runs = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_if_fail (items != NULL);

  if (parent != NULL)
    g_hash_table_insert (runs, (gpointer) ov_run_item_get_id (parent), parent);
  for (guint i = 0; parent == NULL && i < items->len; i++)
    g_hash_table_insert (runs, (gpointer) ov_run_item_get_id (items->pdata[i]), items->pdata[i]);

  for (guint i = 0; i < items->len; i++)
    {
      const char *id = ov_run_item_get_parent (items->pdata[i], NULL);

      if (id != NULL && (parent == NULL || g_hash_table_contains (runs, id)))
        ov_run_item_set_parent_name (items->pdata[i], find_name (runs, id));
    }
}
