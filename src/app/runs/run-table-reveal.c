/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-table-private.h"

/* Brings runs into sight. */

/* Where a run stands among the rows; at the top when it is on none of them. */
static guint
find_row (OvRunTable *self,
          OvRunItem  *item)
{
  const guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; item != NULL && i < n_rows; i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (other == (gpointer) item)
        return i;
    }

  return 0;
}

static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  OvRunTable *self = OV_RUN_TABLE (widget);
  GtkWidget *list = ov_run_table_get_list (self);

  g_return_val_if_fail (list != NULL, G_SOURCE_REMOVE);

  self->tick = 0;
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", find_row (self, self->revealed));
  g_clear_object (&self->revealed);

  return G_SOURCE_REMOVE;
}

/*
 * ov_run_table_scroll_soon:
 * @self: a table
 * @item: (nullable): a run; %NULL for the newest
 *
 * Scrolls to a run in the next frame, when its row is there.
 */
void
ov_run_table_scroll_soon (OvRunTable *self,
                          OvRunItem  *item)
{
  if (item != NULL)
    g_set_object (&self->revealed, item);
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, NULL, NULL);
}

/**
 * ov_run_table_reveal:
 * @self: a table that has a collection
 * @items: (element-type OvRunItem): runs of the collection
 *
 * Opens the table, shows all its rows, and selects those of @items, the uppermost in sight.
 */
void
ov_run_table_reveal (OvRunTable *self,
                     GPtrArray  *items)
{
  GtkSelectionModel *rows;
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = NULL;
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  g_autoptr (OvRunItem) first = NULL;
  guint n_rows;

  g_return_if_fail (OV_IS_RUN_TABLE (self));
  g_return_if_fail (items != NULL);

  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (wanted, items->pdata[i]);
  gtk_toggle_button_set_active (self->open_button, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  g_signal_emit_by_name (self->search, "search-changed");
  rows = GTK_SELECTION_MODEL (self->selection);
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (rows));
  all = gtk_bitset_new_range (0, n_rows);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (rows), i);

      if (!g_hash_table_contains (wanted, item))
        continue;
      gtk_bitset_add (selected, i);
      if (first == NULL)
        first = OV_RUN_ITEM (g_object_ref (item));
    }

  gtk_selection_model_set_selection (rows, selected, all);
  ov_run_table_scroll_soon (self, first);
}
