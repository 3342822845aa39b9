/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-loader.h"

#include <string.h>

#include "run-facts.h"
#include "run-reader.h"

/* For how long curves that arrive wait for others, in milliseconds. */
#define TOGETHER 40

/**
 * OvRunLoader:
 *
 * Fetches from a library what the runs of a collection lack: the curves of those that the charts
 * show, and what the table says that only curves can tell. It reads on other threads.
 */
struct _OvRunLoader
{
  GObject          parent_instance;

  char            *path;
  OvRunCollection *collection; /* NULL when disposed of */
  OvRunLoaderFunc  failed;
  gpointer         user_data;
  GHashTable      *loading; /* of the ids of runs whose curves are being fetched */
  GHashTable      *arrived; /* of OvRunRecord, by ids: those that are here, and not shown yet */
  guint            arrived_source;
  GCancellable    *cancellable;
};

G_DEFINE_FINAL_TYPE (OvRunLoader, ov_run_loader, G_TYPE_OBJECT)

static void
ov_run_loader_dispose (GObject *object)
{
  OvRunLoader *self = OV_RUN_LOADER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->arrived_source, g_source_remove);
  g_clear_object (&self->collection);

  G_OBJECT_CLASS (ov_run_loader_parent_class)->dispose (object);
}

static void
ov_run_loader_finalize (GObject *object)
{
  OvRunLoader *self = OV_RUN_LOADER (object);

  g_free (self->path);
  g_hash_table_unref (self->loading);
  g_hash_table_unref (self->arrived);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (ov_run_loader_parent_class)->finalize (object);
}

static void
ov_run_loader_class_init (OvRunLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ov_run_loader_dispose;
  object_class->finalize = ov_run_loader_finalize;
}

static void
ov_run_loader_init (OvRunLoader *self)
{
  self->loading = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->arrived = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) ov_run_record_unref);
  self->cancellable = g_cancellable_new ();
}

/**
 * ov_run_loader_new:
 * @collection: the runs; referenced
 * @path: the library's file
 * @failed: called with what could not be read and why
 * @user_data: for @failed; has to outlive the loader
 *
 * Returns: (transfer full): a loader
 */
OvRunLoader *
ov_run_loader_new (OvRunCollection *collection,
                   const char      *path,
                   OvRunLoaderFunc  failed,
                   gpointer         user_data)
{
  OvRunLoader *self;

  g_return_val_if_fail (OV_IS_RUN_COLLECTION (collection), NULL);
  g_return_val_if_fail (path != NULL && failed != NULL, NULL);

  self = g_object_new (OV_TYPE_RUN_LOADER, NULL);
  self->collection = g_object_ref (collection);
  self->path = g_strdup (path);
  self->failed = failed;
  self->user_data = user_data;

  return self;
}

/* Returns: (transfer full) (element-type utf8 OvRunItem): the runs by their ids, all borrowed */
static GHashTable *
map_items (OvRunLoader *self)
{
  GListModel *model = G_LIST_MODEL (self->collection);
  GHashTable *items = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (model, i);

      g_hash_table_insert (items, (gpointer) ov_run_item_get_id (item), item);
    }

  return items;
}

static void
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  OvRunLoader *self = OV_RUN_LOADER (source);
  g_autoptr (GArray) facts = g_task_propagate_pointer (G_TASK (result), NULL);
  OvRunQuery *query = g_task_get_task_data (G_TASK (result));
  GPtrArray *ids = query->ids;
  g_autoptr (GHashTable) items = NULL;

  if (facts == NULL || self->collection == NULL)
    return;

  items = map_items (self);
  ov_run_collection_freeze (self->collection);
  for (guint i = 0; i < ids->len; i++)
    {
      const OvRunFacts *found = &g_array_index (facts, OvRunFacts, i);
      OvRunItem *item = g_hash_table_lookup (items, ids->pdata[i]);

      if (item != NULL && found->n_epochs > 0 && !ov_run_item_is_current (item))
        ov_run_item_set_facts (item, found);
    }
  ov_run_collection_thaw (self->collection);
}

/**
 * ov_run_loader_judge:
 * @self: a loader
 * @items: (element-type OvRunItem): runs of the library
 *
 * Finds out what only the curves of runs show, such as their diagnoses.
 */
void
ov_run_loader_judge (OvRunLoader *self,
                     GPtrArray   *items)
{
  g_autoptr (GTask) task = NULL;
  OvRunQuery *query;

  g_return_if_fail (OV_IS_RUN_LOADER (self));
  g_return_if_fail (items != NULL);

  task = g_task_new (self, self->cancellable, judged_cb, NULL);
  query = ov_run_query_new (self->path);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (query->ids, g_strdup (ov_run_item_get_id (items->pdata[i])));
  g_task_set_task_data (task, query, (GDestroyNotify) ov_run_query_free);
  g_task_run_in_thread (task, ov_run_reader_judge_cb);
}

/* Gives a run its curves. */
static void
show_record (OvRunLoader *self,
             OvRunItem   *item,
             OvRunRecord *record)
{
  OvRunItem *current = ov_run_collection_get_current (self->collection);
  g_autoptr (OvRun) run = NULL;

  if (ov_run_item_get_run (item) != NULL || ov_run_item_is_current (item))
    return;

  /* It is over, and its data is that of the current one: see ov_run_loader_load(). */
  if (record->outcome == OV_OUTCOME_NONE)
    record->outcome = OV_OUTCOME_CANCELLED;
  run = ov_run_new_ended (record, ov_run_get_dataset (ov_run_item_get_run (current)));
  ov_run_item_set_run (item, run);
}

/* All that arrive within a moment are shown together. */
static gboolean
arrived_cb (gpointer user_data)
{
  OvRunLoader *self = user_data;
  g_autoptr (GHashTable) items = map_items (self);
  GHashTableIter iter;
  gpointer id;
  gpointer record;

  self->arrived_source = 0;
  ov_run_collection_freeze (self->collection);
  g_hash_table_iter_init (&iter, self->arrived);
  while (g_hash_table_iter_next (&iter, &id, &record))
    {
      OvRunItem *item = g_hash_table_lookup (items, id);

      g_hash_table_remove (self->loading, id);
      if (item != NULL)
        show_record (self, item, record);
      g_hash_table_iter_remove (&iter);
    }
  ov_run_collection_thaw (self->collection);

  return G_SOURCE_REMOVE;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  OvRunLoader *self = OV_RUN_LOADER (source);
  OvRunQuery *query = g_task_get_task_data (G_TASK (result));
  const char *id = query->ids->pdata[0];
  g_autoptr (GError) error = NULL;
  g_autoptr (OvRunRecord) record = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->collection == NULL)
    return;

  if (record == NULL)
    {
      g_autoptr (GHashTable) items = map_items (self);
      OvRunItem *item = g_hash_table_lookup (items, id);

      g_hash_table_remove (self->loading, id);
      if (item != NULL)
        ov_run_item_set_shown (item, FALSE);
      self->failed (error, self->user_data);
      return;
    }

  g_hash_table_insert (self->arrived, g_strdup (id), g_steal_pointer (&record));
  if (self->arrived_source == 0)
    self->arrived_source = g_timeout_add (TOGETHER, arrived_cb, self);
}

/**
 * ov_run_loader_load:
 * @self: a loader
 * @item: a run without its curves
 *
 * Fetches the curves of a run, which then has them; unless it was trained on other data than the
 * current one.
 */
void
ov_run_loader_load (OvRunLoader *self,
                    OvRunItem   *item)
{
  OvRunItem *current;
  OvRunQuery *query;
  const char *id;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OV_IS_RUN_LOADER (self));
  g_return_if_fail (OV_IS_RUN_ITEM (item));

  id = ov_run_item_get_id (item);
  current = ov_run_collection_get_current (self->collection);
  if (current == NULL
      || strcmp (ov_run_item_get_data (item), ov_run_item_get_data (current)) != 0
      || !g_hash_table_add (self->loading, g_strdup (id)))
    return;

  task = g_task_new (self, self->cancellable, loaded_cb, NULL);
  query = ov_run_query_new (self->path);
  g_ptr_array_add (query->ids, g_strdup (id));
  g_task_set_task_data (task, query, (GDestroyNotify) ov_run_query_free);
  g_task_run_in_thread (task, ov_run_reader_load_cb);
}
