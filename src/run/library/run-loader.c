/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-loader.h"

#include <string.h>

#include "run-choice.h"
#include "run-facts.h"
#include "run-reader.h"

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
  OvRunQuery      *query;   /* of those that are not being read yet; NULL while there are none */
  guint            query_source;
  GCancellable    *cancellable;
};

G_DEFINE_FINAL_TYPE (OvRunLoader, ov_run_loader, G_TYPE_OBJECT)

static void
ov_run_loader_dispose (GObject *object)
{
  OvRunLoader *self = OV_RUN_LOADER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->query_source, g_source_remove);
  g_clear_object (&self->collection);

  G_OBJECT_CLASS (ov_run_loader_parent_class)->dispose (object);
}

static void
ov_run_loader_finalize (GObject *object)
{
  OvRunLoader *self = OV_RUN_LOADER (object);

  g_free (self->path);
  g_hash_table_unref (self->loading);
  g_clear_pointer (&self->query, ov_run_query_free);
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

/*
 * ov_run_loader_map:
 * @self: a loader
 *
 * Returns: (transfer full) (element-type utf8 OvRunItem): the runs by their ids, all borrowed
 */
GHashTable *
ov_run_loader_map (OvRunLoader *self)
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

  items = ov_run_loader_map (self);
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

/* The data of the current run if a run was trained on the same; NULL otherwise, for nobody knows
 * where that is. */
static OvDataset *
find_dataset (OvRunLoader *self,
              OvRunItem   *item)
{
  OvRunItem *current = ov_run_collection_get_current (self->collection);

  return ov_run_choice_are_comparable (item, current)
           ? ov_run_get_dataset (ov_run_item_get_run (current))
           : NULL;
}

/**
 * ov_run_loader_give:
 * @self: a loader
 * @item: a run that is not the current one
 * @record: what it has left; referenced
 *
 * Gives a run its curves, unless it has some.
 */
void
ov_run_loader_give (OvRunLoader *self,
                    OvRunItem   *item,
                    OvRunRecord *record)
{
  g_autoptr (OvRun) run = NULL;

  g_return_if_fail (OV_IS_RUN_LOADER (self));
  g_return_if_fail (OV_IS_RUN_ITEM (item));
  g_return_if_fail (record != NULL);

  if (ov_run_item_get_run (item) != NULL || ov_run_item_is_current (item))
    return;

  run = ov_run_new_ended (record, find_dataset (self, item));
  ov_run_item_set_run (item, run);
}

/* Gives a run its curves, or takes it off the charts when they cannot be read. */
static void
show_record (OvRunLoader *self,
             OvRunItem   *item,
             OvRunRecord *record)
{
  if (record != NULL)
    {
      ov_run_loader_give (self, item, record);
      return;
    }

  ov_run_item_set_shown (item, FALSE);
  if (item == ov_run_collection_get_front (self->collection))
    ov_run_collection_set_front (self->collection, NULL);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  OvRunLoader *self = OV_RUN_LOADER (source);
  OvRunQuery *query = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) records = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GHashTable) items = NULL;

  if (records == NULL || self->collection == NULL)
    return;

  items = ov_run_loader_map (self);
  ov_run_collection_freeze (self->collection);
  for (guint i = 0; i < records->len; i++)
    {
      OvRunItem *item = g_hash_table_lookup (items, query->ids->pdata[i]);

      g_hash_table_remove (self->loading, query->ids->pdata[i]);
      if (item != NULL)
        show_record (self, item, records->pdata[i]);
    }
  ov_run_collection_thaw (self->collection);
  if (query->error != NULL)
    self->failed (query->error, self->user_data);
}

/* All that are asked for within an iteration are read, and shown, together. */
static gboolean
read_cb (gpointer user_data)
{
  OvRunLoader *self = user_data;
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, loaded_cb, NULL);

  self->query_source = 0;
  g_task_set_task_data (task, g_steal_pointer (&self->query), (GDestroyNotify) ov_run_query_free);
  g_task_run_in_thread (task, ov_run_reader_load_cb);

  return G_SOURCE_REMOVE;
}

/**
 * ov_run_loader_load:
 * @self: a loader
 * @item: a run without its curves
 *
 * Fetches the curves of a run, which then has them. Before the first run begins nothing is on the
 * charts, and nothing is fetched.
 */
void
ov_run_loader_load (OvRunLoader *self,
                    OvRunItem   *item)
{
  const char *id;

  g_return_if_fail (OV_IS_RUN_LOADER (self));
  g_return_if_fail (OV_IS_RUN_ITEM (item));

  id = ov_run_item_get_id (item);
  if (ov_run_collection_get_current (self->collection) == NULL
      || !g_hash_table_add (self->loading, g_strdup (id)))
    return;

  if (self->query == NULL)
    {
      self->query = ov_run_query_new (self->path);
      self->query_source = g_idle_add_full (G_PRIORITY_DEFAULT, read_cb, self, NULL);
    }
  g_ptr_array_add (self->query->ids, g_strdup (id));
}
