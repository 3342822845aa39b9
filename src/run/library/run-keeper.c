/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "model.h"
#include "run-choice.h"
#include "run-edit.h"
#include "run-keeper-private.h"
#include "run-reader.h"

/* How much memory the states of runs may take until the library has them. */
#define STATES_BUDGET ((gsize) 64 * 1024 * 1024)

enum
{
  FAILED,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * OvRunKeeper:
 *
 * Keeps the runs of a collection in a library on disk: fills the collection with those that are
 * there, saves what begins, continues and is changed, and fetches the curves of a run when they are
 * wanted. All of it happens on other threads. Without a library that can be written the program
 * continues, and says so.
 */
G_DEFINE_FINAL_TYPE (OvRunKeeper, ov_run_keeper, G_TYPE_OBJECT)

static void
tell_failure (const GError *error,
              gpointer      user_data)
{
  g_signal_emit (user_data, signals[FAILED], 0, error != NULL ? error->message : NULL);
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

static void
add_to_library (OvRunKeeper *self,
                OvRunItem   *item)
{
  g_autoptr (OvRunEntry) entry = ov_run_edit_make_entry (item);
  Saved *saved = g_new0 (Saved, 1);

  saved->run = ov_run_item_get_run (item);
  g_hash_table_insert (self->saved, g_strdup (entry->id), saved);
  ov_library_writer_add_run (self->writer, entry);
}

/* A run that repeats or continues one of the library takes its place as soon as it has got further:
 * it is the same run, since it has the same epochs, and those who know it know it still. */
static gboolean
takes_the_place (OvRunKeeper *self,
                 OvRunItem   *item,
                 Saved       *saved)
{
  g_autoptr (OvRunEntry) entry = NULL;

  if (ov_run_item_get_facts (item)->n_epochs <= saved->n_epochs)
    return FALSE;
  ov_run_keeper_recount (self, item, saved);
  if (ov_run_item_get_facts (item)->n_epochs <= saved->n_epochs)
    return FALSE;
  if (ov_run_item_is_resumed (item))
    {
      ov_run_keeper_resume_saved (self, item, saved);
      return TRUE;
    }

  entry = ov_run_edit_make_entry (item);
  ov_library_writer_begin_again (self->writer, entry);
  saved->run = ov_run_item_get_run (item);
  saved->is_whole = FALSE;

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
  ov_run_keeper_write_states (self, item, FALSE);
}

/*
 * ov_run_keeper_prepare:
 * @self: a keeper
 * @item: a run
 *
 * Fetches the curves of a run that the charts are to show: one with the data of that in front. A
 * run that was never in a window, such as one of the command line, or that had the colour of
 * another one, gets a colour that tells it apart.
 */
void
ov_run_keeper_prepare (OvRunKeeper *self,
                       OvRunItem   *item)
{
  OvRunItem *front = ov_run_collection_get_front (self->collection);

  if (ov_run_item_is_shown (item) && ov_run_item_is_colourless (item))
    ov_run_item_set_slot (item, ov_run_collection_choose_slot (self->collection));
  if (ov_run_item_get_run (item) == NULL && ov_run_item_is_shown (item)
      && ov_run_choice_are_comparable (item, front))
    ov_run_loader_load (self->loader, item);
}

static void
item_changed_cb (OvRunCollection *collection,
                 OvRunItem       *item,
                 OvRunKeeper     *self)
{
  if (ov_run_item_is_current (item))
    {
      ov_run_keeper_hold (self, item);
      ov_run_keeper_follow_states (self, item);
      save (self, item);
      ov_run_keeper_note_current (self, item);
      ov_run_keeper_let_go (self, item);
    }
  else
    ov_run_keeper_prepare (self, item);
}

/* Before the first run begins nothing is fetched. */
static void
front_changed_cb (OvRunKeeper *self)
{
  GListModel *items = G_LIST_MODEL (self->collection);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (items, i);

      ov_run_keeper_prepare (self, item);
    }
}

static void
retired_cb (OvRunCollection *collection,
            OvRunItem       *item,
            OvRunKeeper     *self)
{
  Saved *saved = g_hash_table_lookup (self->saved, ov_run_item_get_id (item));

  ov_run_keeper_restore_states (self, item);
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

/* The current run is left where it is when the program ends, and is what the next start continues,
 * whatever another program has trained meanwhile. */
static void
leave_current (OvRunKeeper *self)
{
  OvRunItem *current =
    self->collection != NULL ? ov_run_collection_get_current (self->collection) : NULL;
  const Saved *saved =
    current != NULL ? g_hash_table_lookup (self->saved, ov_run_item_get_id (current)) : NULL;

  if (self->writer != NULL && saved != NULL && saved->run == ov_run_item_get_run (current))
    ov_run_keeper_write_states (self, current, TRUE);
  g_clear_pointer (&self->current_id, g_free);
  if (current != NULL)
    ov_run_keeper_note_current (self, current);
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
  leave_current (self);
  ov_run_keeper_leave_states (self);
  g_clear_pointer (&self->writer, ov_library_writer_free);
  g_clear_pointer (&self->lock, ov_run_lock_free);
  g_clear_object (&self->collection);

  G_OBJECT_CLASS (ov_run_keeper_parent_class)->dispose (object);
}

static void
ov_run_keeper_finalize (GObject *object)
{
  OvRunKeeper *self = OV_RUN_KEEPER (object);

  g_free (self->path);
  g_free (self->left_id);
  g_free (self->held_id);
  g_free (self->current_id);
  g_hash_table_unref (self->n_releases);
  g_hash_table_unref (self->saved);
  ov_checkpoint_cache_free (self->states);
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
   * @message: (nullable): why runs are not kept, and what to do about it: a sentence for people;
   *   %NULL when they are kept after all
   */
  signals[FAILED] = g_signal_new ("failed", OV_TYPE_RUN_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * OvRunKeeper::opened:
   * @self: the keeper
   *
   * The library has been read, or cannot be: see ov_run_keeper_is_open().
   */
  signals[OPENED] = g_signal_new ("opened", OV_TYPE_RUN_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
ov_run_keeper_init (OvRunKeeper *self)
{
  self->saved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->n_releases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->states = ov_checkpoint_cache_new (STATES_BUDGET);
  self->cancellable = g_cancellable_new ();
  self->signals = g_signal_group_new (OV_TYPE_RUN_COLLECTION);
  g_signal_group_connect (self->signals, "item-changed", G_CALLBACK (item_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::front", G_CALLBACK (front_changed_cb),
                                  self);
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

/*
 * ov_run_keeper_make_item:
 * @self: a keeper
 * @entry: a run of an earlier day, or from elsewhere
 *
 * Returns: (transfer full): its item, which is in no collection yet
 */
OvRunItem *
ov_run_keeper_make_item (OvRunKeeper      *self,
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

  ov_run_item_set_facts (item, &facts);
  ov_run_item_set_pinned (item, entry->is_pinned);
  ov_run_item_set_shown (item, entry->is_pinned || !entry->is_hidden);
  ov_run_item_set_parent (item, entry->parent, entry->parent_epoch);
  ov_run_item_set_source (item, entry->source);
  /* Whatever the library says of it: a run that was paused for long, or that is run once more and
   * has not got as far yet, has an outcome there. */
  ov_run_item_set_elsewhere (item, ov_run_keeper_is_elsewhere (self, item));
  if (entry->is_colour_set)
    ov_run_item_choose_slot (item, slot);
  else if (!ov_run_collection_has_slot (self->collection, entry->colour))
    ov_run_item_set_colourless (item);

  return item;
}

/*
 * ov_run_keeper_remember:
 * @self: a keeper
 * @entry: a run
 *
 * Notes that the library has a run, and how much of it.
 */
void
ov_run_keeper_remember (OvRunKeeper      *self,
                        const OvRunEntry *entry)
{
  Saved *saved = g_new0 (Saved, 1);

  saved->n_epochs = entry->n_epochs;
  g_hash_table_insert (self->saved, g_strdup (entry->id), saved);
}

/* The current run may have been run before, on an earlier day. */
static void
absorb_repeat (OvRunItem *current,
               GPtrArray *items)
{
  OvRunItem *earlier = ov_run_choice_find_repeat (items, ov_run_item_get_recipe (current),
                                                  ov_run_item_get_data (current));

  if (earlier == NULL)
    return;

  ov_run_item_absorb (current, earlier);
  g_ptr_array_remove (items, earlier);
}

/* The current run, and those that ended while the library could not be opened. */
static void
save_all (OvRunKeeper *self)
{
  GListModel *items = G_LIST_MODEL (self->collection);

  for (guint i = g_list_model_get_n_items (items); i-- > 0;)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (items, i);

      save (self, item);
    }
}

/* Fills the collection with what the library has. */
static void
fill (OvRunKeeper        *self,
      const OvRunListing *listing)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  OvRunItem *current = ov_run_collection_get_current (self->collection);

  if (self->writer == NULL)
    ov_run_keeper_open_locks (self, !listing->is_read_only);
  for (guint i = 0; i < listing->entries->len; i++)
    {
      const OvRunEntry *entry = g_ptr_array_index (listing->entries, i);

      /* When it is opened once more, most of them are there. */
      if (g_hash_table_contains (self->saved, entry->id))
        continue;
      ov_run_keeper_remember (self, entry);
      g_ptr_array_add (items, ov_run_keeper_make_item (self, entry));
    }
  ov_run_keeper_note_left (self, listing->entries, listing->current);
  if (current != NULL)
    absorb_repeat (current, items);
  if (!listing->is_read_only && self->writer == NULL)
    self->writer = ov_library_writer_new (self->path, OV_LIBRARY_CREATE | OV_LIBRARY_SHARED,
                                          tell_failure, self);
  else if (listing->is_read_only)
    g_signal_emit (self, signals[FAILED], 0,
                   _("The library of runs cannot be written: new runs are not kept. Let its "
                     "folder be written to and try again."));

  ov_run_choice_restore (items);
  ov_run_collection_add (self->collection, items);
  if (current != NULL)
    ov_run_choice_rename (current, G_LIST_MODEL (self->collection));
  for (guint i = 0; i < items->len; i++)
    ov_run_keeper_prepare (self, items->pdata[i]);
  save_all (self);
  ov_run_loader_judge (self->loader, items);
}

/* What is wrong, and what follows from it. */
static void
tell_not_kept (OvRunKeeper  *self,
               const GError *error)
{
  g_autofree char *message =
    /* Translators: %s is a sentence or two about what is wrong with the library. */
    g_strdup_printf (_("%s Until then, new runs are not kept."), error->message);

  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  OvRunKeeper *self = OV_RUN_KEEPER (source);
  g_autoptr (GError) error = NULL;
  OvRunListing *listing = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->collection != NULL)
    {
      self->is_open = TRUE;
      if (listing != NULL)
        fill (self, listing);
      else
        tell_not_kept (self, error);
      g_signal_emit (self, signals[OPENED], 0);
    }
  g_clear_pointer (&listing, ov_run_listing_free);
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
 * ov_run_keeper_can_write:
 * @self: a keeper
 *
 * Returns: whether it has a library in which runs are kept, or tries to keep them; if not,
 *   ov_run_keeper_open() may succeed later
 */
gboolean
ov_run_keeper_can_write (OvRunKeeper *self)
{
  g_return_val_if_fail (OV_IS_RUN_KEEPER (self), FALSE);

  return self->writer != NULL;
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
 * ov_run_keeper_get_path:
 * @self: a keeper
 *
 * Returns: the library's file
 */
const char *
ov_run_keeper_get_path (OvRunKeeper *self)
{
  g_return_val_if_fail (OV_IS_RUN_KEEPER (self), NULL);

  return self->path;
}
