/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-keeper.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "library-writer.h"
#include "model.h"
#include "run-edit.h"
#include "run-loader.h"
#include "run-reader.h"

/* How many earlier runs are on the charts at the start at most, pinned ones aside. */
#define MOST_SHOWN 50

/**
 * OvRunKeeper:
 *
 * Keeps the runs of a collection in a library on disk: fills the collection with those that are
 * there, saves what begins, continues and is changed, and fetches the curves of a run when they are
 * wanted. All of it happens on other threads. Without a library that can be written the program
 * continues, and says so.
 */
struct _OvRunKeeper
{
  GObject          parent_instance;

  char            *path;
  OvRunCollection *collection;
  GSignalGroup    *signals;
  OvLibraryWriter *writer; /* NULL while nothing can be kept */
  GHashTable      *saved;  /* of Saved, by the runs' ids */
  OvRunLoader     *loader;
  GCancellable    *cancellable;
  gboolean         is_open;
};

/* What the library has of a run. */
typedef struct
{
  guint    n_epochs;
  OvRun   *run;      /* borrowed, to be compared: whose they are; NULL from an earlier day */
  gboolean is_whole; /* nothing more of that run is to come */
} Saved;

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvRunKeeper, ov_run_keeper, G_TYPE_OBJECT)

static void
tell_failure (const GError *error,
              gpointer      user_data)
{
  g_signal_emit (user_data, signals[FAILED], 0, error->message);
}

static void
edited_cb (OvRunItem   *item,
           GParamSpec  *pspec,
           OvRunKeeper *self)
{
  if (self->writer != NULL && g_hash_table_contains (self->saved, ov_run_item_get_id (item)))
    ov_library_writer_push (self->writer, ov_run_edit_write_cb, ov_run_edit_new (item),
                            ov_run_edit_free);
}

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

static void
add_to_library (OvRunKeeper *self,
                OvRunItem   *item)
{
  OvRun *run = ov_run_item_get_run (item);
  g_autoptr (OvRunEntry) entry =
    ov_run_entry_new (ov_run_get_record (run), ov_run_item_get_data (item));
  Saved *saved = g_new0 (Saved, 1);

  g_free (entry->id);
  entry->id = g_strdup (ov_run_item_get_id (item));
  g_free (entry->name);
  entry->name = g_strdup (ov_run_item_get_name (item));
  entry->colour = ov_run_item_get_slot (item);
  entry->is_pinned = ov_run_item_is_pinned (item);
  entry->is_hidden = !ov_run_item_is_shown (item);
  entry->started = ov_run_item_get_started (item) / 1000;
  saved->run = run;
  g_hash_table_insert (self->saved, g_strdup (entry->id), saved);
  ov_library_writer_add_run (self->writer, entry);
}

/* A run that repeats one of the library takes its place as soon as it has got further. */
static gboolean
takes_the_place (OvRunKeeper *self,
                 OvRunItem   *item,
                 Saved       *saved)
{
  g_autofree char *id = NULL;

  if (ov_run_item_get_facts (item)->n_epochs <= saved->n_epochs)
    return FALSE;

  ov_library_writer_push (self->writer, delete_cb, g_strdup (ov_run_item_get_id (item)), g_free);
  id = g_uuid_string_random ();
  ov_run_item_set_id (item, id);
  add_to_library (self, item);

  return TRUE;
}

static void
save (OvRunKeeper *self,
      OvRunItem   *item)
{
  OvRun *run = ov_run_item_get_run (item);
  Saved *saved;

  if (self->writer == NULL || run == NULL || ov_run_item_get_facts (item)->n_epochs == 0)
    return;

  saved = g_hash_table_lookup (self->saved, ov_run_item_get_id (item));
  if (saved == NULL)
    add_to_library (self, item);
  else if (saved->run != run && !takes_the_place (self, item, saved))
    return;

  saved = g_hash_table_lookup (self->saved, ov_run_item_get_id (item));
  if (saved->is_whole)
    return;

  saved->is_whole = ov_run_has_ended (run);
  saved->n_epochs = ov_run_item_get_facts (item)->n_epochs;
  ov_library_writer_save (self->writer, ov_run_item_get_id (item), ov_run_get_record (run));
}

static void
load_if_wanted (OvRunKeeper *self,
                OvRunItem   *item)
{
  if (ov_run_item_get_run (item) == NULL && ov_run_item_is_shown (item))
    ov_run_loader_load (self->loader, item);
}

static void
item_changed_cb (OvRunCollection *collection,
                 OvRunItem       *item,
                 OvRunKeeper     *self)
{
  if (ov_run_item_is_current (item))
    save (self, item);
  else
    load_if_wanted (self, item);
}

static void
retired_cb (OvRunCollection *collection,
            OvRunItem       *item,
            OvRunKeeper     *self)
{
  Saved *saved = g_hash_table_lookup (self->saved, ov_run_item_get_id (item));

  if (saved == NULL || saved->run == ov_run_item_get_run (item))
    save (self, item);
  edited_cb (item, NULL, self);
}

static void
items_changed_cb (GListModel  *items,
                  guint        position,
                  guint        n_removed,
                  guint        n_added,
                  OvRunKeeper *self)
{
  static const char *const edits[] = {
    "notify::name",
    "notify::slot",
    "notify::pinned",
    "notify::shown",
  };

  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (items, i);

      g_signal_handlers_disconnect_by_func (item, edited_cb, self);
      for (gsize e = 0; e < G_N_ELEMENTS (edits); e++)
        g_signal_connect_object (item, edits[e], G_CALLBACK (edited_cb), self, 0);
    }
}

static void
ov_run_keeper_dispose (GObject *object)
{
  OvRunKeeper *self = OV_RUN_KEEPER (object);

  g_cancellable_cancel (self->cancellable);
  /* A task that is still reading keeps the loader for a while. */
  if (self->loader != NULL)
    g_object_run_dispose (G_OBJECT (self->loader));
  g_clear_object (&self->loader);
  g_clear_object (&self->signals);
  g_clear_pointer (&self->writer, ov_library_writer_free);
  g_clear_object (&self->collection);

  G_OBJECT_CLASS (ov_run_keeper_parent_class)->dispose (object);
}

static void
ov_run_keeper_finalize (GObject *object)
{
  OvRunKeeper *self = OV_RUN_KEEPER (object);

  g_free (self->path);
  g_hash_table_unref (self->saved);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (ov_run_keeper_parent_class)->finalize (object);
}

static void
ov_run_keeper_class_init (OvRunKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ov_run_keeper_dispose;
  object_class->finalize = ov_run_keeper_finalize;

  /**
   * OvRunKeeper::failed:
   * @self: the keeper
   * @message: why runs are not kept, and what to do about it: a sentence for people
   */
  signals[FAILED] = g_signal_new ("failed", OV_TYPE_RUN_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ov_run_keeper_init (OvRunKeeper *self)
{
  self->saved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
  self->signals = g_signal_group_new (OV_TYPE_RUN_COLLECTION);
  g_signal_group_connect (self->signals, "item-changed", G_CALLBACK (item_changed_cb), self);
  g_signal_group_connect (self->signals, "retired", G_CALLBACK (retired_cb), self);
  g_signal_group_connect (self->signals, "items-changed", G_CALLBACK (items_changed_cb), self);
}

/**
 * ov_run_keeper_new:
 * @collection: the runs; referenced
 * @path: the library's file
 *
 * Returns: (transfer full): a keeper that has not looked at its library yet
 */
OvRunKeeper *
ov_run_keeper_new (OvRunCollection *collection,
                   const char      *path)
{
  OvRunKeeper *self;

  g_return_val_if_fail (OV_IS_RUN_COLLECTION (collection), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (OV_TYPE_RUN_KEEPER, NULL);
  self->collection = g_object_ref (collection);
  self->path = g_strdup (path);
  g_signal_group_set_target (self->signals, collection);
  self->loader = ov_run_loader_new (collection, path, tell_failure, self);

  return self;
}

static OvRunItem *
make_item (OvRunKeeper      *self,
           const OvRunEntry *entry)
{
  const OvRunFacts facts = {
    .n_epochs = entry->n_epochs,
    .outcome = entry->outcome == OV_OUTCOME_NONE ? OV_OUTCOME_CANCELLED : entry->outcome,
    .best_accuracy = entry->best_test_accuracy,
    .best_epoch = entry->best_epoch != OV_RUN_ENTRY_NONE ? entry->best_epoch : 0,
    .best_loss = NAN,
    .last_loss = entry->last_train_loss,
    .seconds = entry->seconds,
    .diagnosis = OV_DIAGNOSIS_UNKNOWN,
  };
  const char *name = *entry->name != '\0' ? entry->name : _(entry->recipe.model->short_title);
  const guint slot = ov_run_collection_fit_slot (self->collection, entry->colour);
  OvRunItem *item = ov_run_item_new (entry->id, name, slot, &entry->recipe, entry->data_hash,
                                     entry->data, entry->started * 1000);
  Saved *saved = g_new0 (Saved, 1);

  ov_run_item_set_facts (item, &facts);
  ov_run_item_set_pinned (item, entry->is_pinned);
  ov_run_item_set_shown (item, entry->is_pinned || !entry->is_hidden);
  saved->n_epochs = entry->n_epochs;
  g_hash_table_insert (self->saved, g_strdup (entry->id), saved);

  return item;
}

/* The current run may have been run before, on an earlier day. */
static gboolean
is_repeat (OvRunItem *item,
           OvRunItem *current)
{
  return current != NULL
         && ov_recipe_equal (ov_run_item_get_recipe (item), ov_run_item_get_recipe (current))
         && strcmp (ov_run_item_get_data (item), ov_run_item_get_data (current)) == 0;
}

/* Leaves as many runs on the charts as can be told apart. @items: the newest first */
static void
hide_surplus (GPtrArray *items)
{
  guint n_shown = 0;

  for (guint i = 0; i < items->len; i++)
    if (ov_run_item_is_shown (items->pdata[i]) && !ov_run_item_is_pinned (items->pdata[i])
        && ++n_shown > MOST_SHOWN)
      ov_run_item_set_shown (items->pdata[i], FALSE);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  OvRunKeeper *self = OV_RUN_KEEPER (source);
  g_autoptr (GError) error = NULL;
  OvRunListing *listing = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_absorbed = FALSE;
  OvRunItem *current;

  if (self->collection == NULL)
    {
      g_clear_pointer (&listing, ov_run_listing_free);
      return;
    }

  current = ov_run_collection_get_current (self->collection);
  self->is_open = TRUE;
  if (listing == NULL)
    {
      tell_failure (error, self);
      return;
    }

  for (guint i = listing->entries->len; i-- > 0;)
    {
      g_autoptr (OvRunItem) item = make_item (self, listing->entries->pdata[i]);

      if (!is_absorbed && is_repeat (item, current))
        {
          ov_run_item_absorb (current, item);
          is_absorbed = TRUE;
        }
      else
        g_ptr_array_add (items, g_object_ref (item));
    }
  if (!listing->is_read_only)
    self->writer = ov_library_writer_new (self->path, OV_LIBRARY_CREATE | OV_LIBRARY_SHARED,
                                          tell_failure, self);
  else
    g_signal_emit (self, signals[FAILED], 0,
                   _("The library of runs cannot be written: new runs are not kept. Let its "
                     "folder be written to and start again."));
  ov_run_listing_free (listing);

  hide_surplus (items);
  ov_run_collection_add (self->collection, items);
  for (guint i = 0; i < items->len; i++)
    load_if_wanted (self, items->pdata[i]);
  if (current != NULL)
    save (self, current);
  ov_run_loader_judge (self->loader, items);
}

/**
 * ov_run_keeper_open:
 * @self: a keeper
 *
 * Reads which runs the library has, and then keeps those of the collection in it.
 */
void
ov_run_keeper_open (OvRunKeeper *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OV_IS_RUN_KEEPER (self));

  task = g_task_new (self, self->cancellable, listed_cb, NULL);
  g_task_set_task_data (task, ov_run_query_new (self->path), (GDestroyNotify) ov_run_query_free);
  g_task_run_in_thread (task, ov_run_reader_list_cb);
}

/**
 * ov_run_keeper_is_open:
 * @self: a keeper
 *
 * Returns: whether the library was read, or turned out not to be readable
 */
gboolean
ov_run_keeper_is_open (OvRunKeeper *self)
{
  g_return_val_if_fail (OV_IS_RUN_KEEPER (self), FALSE);

  return self->is_open;
}

/**
 * ov_run_keeper_load:
 * @self: a keeper
 * @item: a run without its curves
 *
 * Fetches the curves of a run, which then has them; unless it was trained on other data than the
 * current one.
 */
void
ov_run_keeper_load (OvRunKeeper *self,
                    OvRunItem   *item)
{
  g_return_if_fail (OV_IS_RUN_KEEPER (self));

  ov_run_loader_load (self->loader, item);
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
