/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checkpoint-finder.h"
#include "checkpoint-interval.h"
#include "run-keeper-private.h"

/* The states that the runs of a keeper can be continued from. */

/* How long a state may be in memory alone while its run is running, in microseconds: what is lost
 * with the program can be trained again in that time. */
#define WRITE_INTERVAL (10 * G_USEC_PER_SEC)

static void
checkpoint_taken_cb (OvRun        *run,
                     OvCheckpoint *checkpoint,
                     OvRunKeeper  *self)
{
  ov_checkpoint_cache_add (self->states, ov_run_get_record (run), checkpoint);
}

static void
add_record (GHashTable *records,
            OvRun      *run)
{
  if (run != NULL)
    g_hash_table_add (records, ov_run_get_record (run));
}

/* Only the runs of the collection are ever continued. */
static void
retain_states (OvRunKeeper *self)
{
  GListModel *items = G_LIST_MODEL (self->collection);
  g_autoptr (GHashTable) records = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (items, i);

      add_record (records, ov_run_item_get_run (item));
      add_record (records, ov_run_item_get_former (item));
    }
  ov_checkpoint_cache_retain (self->states, records);
}

/* A run that continues another one begins with the states of that one, and a branch with the one
 * where it leaves its parent, so that it needs the parent no longer. */
static void
take_over_states (OvRunKeeper *self,
                  OvRunItem   *item)
{
  OvRunRecord *record = ov_run_get_record (ov_run_item_get_run (item));
  OvCheckpoint *first = ov_run_get_checkpoint (ov_run_item_get_run (item));
  OvRun *former = ov_run_item_get_former (item);

  if (ov_run_item_is_resumed (item) && former != NULL)
    ov_checkpoint_cache_move (self->states, ov_run_get_record (former), record);
  if (first != NULL && ov_checkpoint_cache_find (self->states, record, G_MAXUINT) == NULL)
    ov_checkpoint_cache_add (self->states, record, first);
}

/*
 * ov_run_keeper_follow_states:
 * @self: a keeper
 * @item: the current run
 *
 * Takes the states of the run from now on, in the place of those of the run before.
 */
void
ov_run_keeper_follow_states (OvRunKeeper *self,
                             OvRunItem   *item)
{
  OvRun *run = ov_run_item_get_run (item);

  if (run == self->followed)
    return;

  ov_run_keeper_leave_states (self);
  retain_states (self);
  take_over_states (self, item);
  self->followed = g_object_ref (run);
  self->followed_handler = g_signal_connect (run, "checkpoint-taken",
                                             G_CALLBACK (checkpoint_taken_cb), self);
  self->last_written = g_get_monotonic_time ();
  ov_run_set_checkpoint_interval (run, OV_CHECKPOINT_INTERVAL_GROWS);
}

/*
 * ov_run_keeper_restore_states:
 * @self: a keeper
 * @item: the run that was the current one
 *
 * Gives the states of a run back to what it was before, when it was continued and did not get
 * further.
 */
void
ov_run_keeper_restore_states (OvRunKeeper *self,
                              OvRunItem   *item)
{
  OvRun *run = ov_run_item_get_run (item);
  const OvRunOrigin *origin = self->followed != NULL ? ov_run_get_origin (self->followed) : NULL;

  if (run == NULL || run == self->followed || origin == NULL || origin->is_branch)
    return;

  ov_checkpoint_cache_move (self->states, ov_run_get_record (self->followed),
                            ov_run_get_record (run));
}

/*
 * ov_run_keeper_leave_states:
 * @self: a keeper
 *
 * Takes no more states of the run that was followed.
 */
void
ov_run_keeper_leave_states (OvRunKeeper *self)
{
  if (self->followed == NULL)
    return;

  g_clear_signal_handler (&self->followed_handler, self->followed);
  ov_run_drop_checkpoint (self->followed);
  g_clear_object (&self->followed);
}

/*
 * ov_run_keeper_write_states:
 * @self: a keeper with a writer
 * @item: the current run, which the library has
 * @is_last: whether there will be no other time
 *
 * Writes the states of a run when it is time: often enough for a crash, and no more often, since
 * many of them do not stay.
 */
void
ov_run_keeper_write_states (OvRunKeeper *self,
                            OvRunItem   *item,
                            gboolean     is_last)
{
  OvRun *run = ov_run_item_get_run (item);

  if (!is_last && !ov_run_has_ended (run)
      && g_get_monotonic_time () - self->last_written < WRITE_INTERVAL)
    return;

  self->last_written = g_get_monotonic_time ();
  ov_checkpoint_cache_write (self->states, ov_run_get_record (run), self->writer,
                             ov_run_item_get_id (item));
}

/* How a run of the library is taken back to where it is continued. */
typedef struct
{
  char    *id;
  OvRecipe recipe;
  guint    n_epochs;
} Rewind;

static void
rewind_free (gpointer data)
{
  Rewind *self = data;

  g_free (self->id);
  g_free (self);
}

static gboolean
rewind_cb (OvLibrary *library,
           gpointer   data,
           GError   **error)
{
  const Rewind *self = data;

  return ov_library_rewind (library, self->id, &self->recipe, self->n_epochs, error);
}

/*
 * ov_run_keeper_resume_saved:
 * @self: a keeper with a writer
 * @item: the current run, which continues one of the library and has got further
 * @saved: what the library has of it
 *
 * Has the library continue its run too, from where this one did.
 */
void
ov_run_keeper_resume_saved (OvRunKeeper *self,
                            OvRunItem   *item,
                            Saved       *saved)
{
  const OvRunOrigin *origin = ov_run_get_origin (ov_run_item_get_run (item));
  Rewind *rewind = g_new (Rewind, 1);

  *rewind = (Rewind) {
    .id = g_strdup (ov_run_item_get_id (item)),
    .recipe = *ov_run_item_get_recipe (item),
    .n_epochs = origin->n_epochs,
  };
  ov_library_writer_push (self->writer, rewind_cb, rewind, rewind_free);
  ov_library_writer_continue_run (self->writer, ov_run_item_get_id (item), origin->record);
  saved->run = ov_run_item_get_run (item);
  saved->is_whole = FALSE;
}

/* Returns: (nullable): by what the library knows the run whose curves the item has or would have */
static const char *
get_library_id (OvRunKeeper *self,
                OvRunItem   *item)
{
  const char *id = ov_run_item_get_id (item);
  const Saved *saved = g_hash_table_lookup (self->saved, id);
  gboolean is_same;

  if (saved == NULL)
    return NULL;

  is_same = saved->run != NULL ? saved->run == ov_run_item_get_run (item)
                               : !ov_run_item_is_current (item);

  return is_same || ov_run_item_is_resumed (item) ? id : NULL;
}

/* Returns: (transfer none) (nullable): the newest state in memory up to an epoch */
static OvCheckpoint *
find_in_memory (OvRunKeeper *self,
                OvRunItem   *item,
                guint        at_most)
{
  OvRun *run = ov_run_item_get_run (item);

  return run != NULL ? ov_checkpoint_cache_find (self->states, ov_run_get_record (run), at_most)
                     : NULL;
}

/**
 * ov_run_keeper_list_states:
 * @self: a keeper
 * @item: a run of its collection
 *
 * Returns: (transfer full) (element-type OvCheckpoint): those of its states that are in memory, for
 *   whoever saves them; the library may have others, and some of the same
 */
GPtrArray *
ov_run_keeper_list_states (OvRunKeeper *self,
                           OvRunItem   *item)
{
  OvRun *run;

  g_return_val_if_fail (OV_IS_RUN_KEEPER (self), NULL);
  g_return_val_if_fail (OV_IS_RUN_ITEM (item), NULL);

  run = ov_run_item_get_run (item);

  return ov_checkpoint_cache_list (self->states, run != NULL ? ov_run_get_record (run) : NULL);
}

/* The first epochs of a branch are its parent's. Runs that descend from each other, as a file of
 * somebody else may say, have an end all the same.
 *
 * Returns: (transfer none): the run that has made the epochs up to @at_most */
static OvRunItem *
find_owner (OvRunKeeper *self,
            OvRunItem   *item,
            guint        at_most)
{
  guint n_left = g_list_model_get_n_items (G_LIST_MODEL (self->collection));
  const char *id;
  OvRunItem *parent;
  guint n_epochs;

  while (n_left-- > 0 && (id = ov_run_item_get_parent (item, &n_epochs)) != NULL
         && at_most < n_epochs
         && (parent = ov_run_collection_find (self->collection, id)) != NULL)
    item = parent;

  return item;
}

/**
 * ov_run_keeper_find_checkpoint:
 * @self: a keeper
 * @item: a run of its collection
 * @at_most: how many epochs may have been trained
 * @cancellable: (nullable): for whoever no longer wants it
 * @callback: (scope async): called with the answer; its source object is %NULL, since waiting keeps
 *   nobody
 * @user_data: given to @callback
 *
 * Finds the newest state of a run up to an epoch, in memory or in the library. A run has dozens
 * of them, spread evenly over its epochs, and always its newest one, unless it has diverged.
 */
void
ov_run_keeper_find_checkpoint (OvRunKeeper        *self,
                               OvRunItem          *item,
                               guint               at_most,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_return_if_fail (OV_IS_RUN_KEEPER (self));
  g_return_if_fail (OV_IS_RUN_ITEM (item));

  item = find_owner (self, item, at_most);
  ov_checkpoint_finder_find (self->path, get_library_id (self, item), at_most,
                             find_in_memory (self, item, at_most), cancellable, callback,
                             user_data);
}

/**
 * ov_run_keeper_find_checkpoint_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full) (nullable): the state, whose own number of epochs says where it is, or
 *   %NULL with @error set to a sentence for people when there is none or it cannot be read
 */
OvCheckpoint *
ov_run_keeper_find_checkpoint_finish (GAsyncResult *result,
                                      GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ov_run_keeper_find_states:
 * @self: a keeper
 * @item: a run of its collection
 * @cancellable: (nullable): for whoever no longer wants them
 * @callback: (scope async): called with the answer; its source object is %NULL
 * @user_data: given to @callback
 *
 * Finds all states of a run, in memory and in the library: some dozens, spread evenly over its
 * epochs.
 */
void
ov_run_keeper_find_states (OvRunKeeper        *self,
                           OvRunItem          *item,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_return_if_fail (OV_IS_RUN_KEEPER (self));
  g_return_if_fail (OV_IS_RUN_ITEM (item));

  ov_checkpoint_finder_find_all (self->path, get_library_id (self, item),
                                 ov_run_keeper_list_states (self, item), cancellable, callback,
                                 user_data);
}

/**
 * ov_run_keeper_find_states_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full) (element-type OvCheckpoint) (nullable): the states, in no order, or
 *   %NULL with @error set when nobody wants them any more or nobody knows the run
 */
GPtrArray *
ov_run_keeper_find_states_finish (GAsyncResult *result,
                                  GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Where the item stood before its current run began it again. */
static void
find_former (OvRunKeeper        *self,
             OvRunItem          *item,
             guint               at_most,
             GCancellable       *cancellable,
             GAsyncReadyCallback callback,
             gpointer            user_data)
{
  const char *id = ov_run_item_get_id (item);
  const Saved *saved = g_hash_table_lookup (self->saved, id);
  OvRun *run = ov_run_item_get_former (item);
  OvRunRecord *record = run != NULL ? ov_run_get_record (run) : NULL;

  ov_checkpoint_finder_find_origin (
    self->path, saved != NULL && saved->run != ov_run_item_get_run (item) ? id : NULL, at_most,
    record != NULL ? ov_checkpoint_cache_find (self->states, record, at_most) : NULL,
    record != NULL ? ov_run_record_ref (record) : NULL, id, FALSE, cancellable, callback,
    user_data);
}

/**
 * ov_run_keeper_find_origin:
 * @self: a keeper
 * @item: a run of its collection
 * @at_most: how many epochs may have been trained
 * @is_branch: whether it is to be continued as a run of its own
 * @cancellable: (nullable): for whoever no longer wants it
 * @callback: (scope async): called with the answer; its source object is %NULL
 * @user_data: given to @callback
 *
 * Finds all that it takes to continue a run from its newest state up to an epoch. Of a run that has
 * been begun again and has not got as far as before, it is the run before that is resumed.
 */
void
ov_run_keeper_find_origin (OvRunKeeper        *self,
                           OvRunItem          *item,
                           guint               at_most,
                           gboolean            is_branch,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  OvRunItem *owner;
  OvRun *run;

  g_return_if_fail (OV_IS_RUN_KEEPER (self));
  g_return_if_fail (OV_IS_RUN_ITEM (item));

  if (!is_branch && ov_run_item_get_former_facts (item) != NULL)
    {
      find_former (self, item, at_most, cancellable, callback, user_data);
      return;
    }

  run = ov_run_item_get_run (item);
  owner = find_owner (self, item, at_most);
  ov_checkpoint_finder_find_origin (
    self->path, get_library_id (self, owner), at_most, find_in_memory (self, owner, at_most),
    run != NULL ? ov_run_record_freeze (ov_run_get_record (run)) : NULL, ov_run_item_get_id (item),
    is_branch, cancellable, callback, user_data);
}

/**
 * ov_run_keeper_find_origin_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full) (nullable): where a run can begin that continues the other, or %NULL
 *   with @error set to a sentence for people
 */
OvRunOrigin *
ov_run_keeper_find_origin_finish (GAsyncResult *result,
                                  GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
