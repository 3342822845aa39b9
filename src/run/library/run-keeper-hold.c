/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "library.h"
#include "run-keeper-private.h"

/* Several programs may have the same library open. Each holds the run that it trains, so that no
 * other one takes it up: see run-lock.c. */

/*
 * ov_run_keeper_open_locks:
 * @self: a keeper whose library was opened
 * @is_writable: whether it can be written this time
 */
void
ov_run_keeper_open_locks (OvRunKeeper *self,
                          gboolean     is_writable)
{
  g_clear_pointer (&self->lock, ov_run_lock_free);
  g_clear_pointer (&self->held_id, g_free);
  self->lock = ov_run_lock_new (self->path, is_writable);
}

/* A run that is to be released when all that came before is written. */
typedef struct
{
  OvRunKeeper  *keeper;      /* borrowed: valid until it is cancelled */
  GCancellable *cancellable; /* the keeper's */
  GMainContext *context;
  char         *id;
} Release;

static void
release_free (gpointer data)
{
  Release *self = data;

  g_object_unref (self->cancellable);
  g_main_context_unref (self->context);
  g_free (self->id);
  g_free (self);
}

/* On the keeper's thread. The run may have been begun again meanwhile. */
static gboolean
release_cb (gpointer data)
{
  const Release *release = data;
  OvRunKeeper *self = release->keeper;
  guint n_left;

  if (g_cancellable_is_cancelled (release->cancellable))
    return G_SOURCE_REMOVE;

  n_left = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_releases, release->id)) - 1;
  if (n_left > 0)
    g_hash_table_insert (self->n_releases, g_strdup (release->id), GUINT_TO_POINTER (n_left));
  else
    g_hash_table_remove (self->n_releases, release->id);
  if (n_left == 0 && g_strcmp0 (self->held_id, release->id) != 0)
    ov_run_lock_release (self->lock, release->id);

  return G_SOURCE_REMOVE;
}

static gboolean
write_nothing_cb (OvLibrary *library,
                  gpointer   data,
                  GError   **error)
{
  return TRUE;
}

/* What the writer frees was written, with all that came before it. */
static void
written_cb (gpointer data)
{
  Release *release = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, release_cb, release, release_free);
  g_source_attach (source, release->context);
}

/* Others may only have a run when the library has all of it. */
static void
release (OvRunKeeper *self)
{
  Release *order;
  guint n_releases;

  if (self->held_id == NULL)
    return;
  if (self->writer == NULL)
    {
      ov_run_lock_release (self->lock, self->held_id);
      g_clear_pointer (&self->held_id, g_free);
      return;
    }

  order = g_new (Release, 1);
  *order = (Release) {
    .keeper = self,
    .cancellable = g_object_ref (self->cancellable),
    .context = g_main_context_ref_thread_default (),
    .id = g_steal_pointer (&self->held_id),
  };
  n_releases = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_releases, order->id)) + 1;
  g_hash_table_insert (self->n_releases, g_strdup (order->id), GUINT_TO_POINTER (n_releases));
  ov_library_writer_push (self->writer, write_nothing_cb, order, written_cb);
}

/*
 * ov_run_keeper_hold:
 * @self: a keeper whose library is open
 * @item: the current run
 *
 * Holds the run until ov_run_keeper_let_go(). When another program has begun to train what the item
 * was made for, its run is one of its own from now on.
 */
void
ov_run_keeper_hold (OvRunKeeper *self,
                    OvRunItem   *item)
{
  const char *id = ov_run_item_get_id (item);
  const gboolean has_ended = ov_run_has_ended (ov_run_item_get_run (item));

  if (self->lock == NULL || (!has_ended && g_strcmp0 (self->held_id, id) == 0))
    return;

  if (has_ended)
    return;
  release (self);
  if (!ov_run_lock_hold (self->lock, id))
    {
      g_autofree char *own_id = g_uuid_string_random ();

      ov_run_item_part (item, own_id);
      ov_run_lock_hold (self->lock, own_id);
    }
  self->held_id = g_strdup (ov_run_item_get_id (item));
}

/*
 * ov_run_keeper_let_go:
 * @self: a keeper
 * @item: the current run, which was saved
 *
 * Holds the run no longer when it has ended, as soon as that is written.
 */
void
ov_run_keeper_let_go (OvRunKeeper *self,
                      OvRunItem   *item)
{
  if (ov_run_has_ended (ov_run_item_get_run (item)))
    release (self);
}

/*
 * ov_run_keeper_recount:
 * @self: a keeper
 * @item: the current run, which is held and is about to take the place of what the library has
 * @saved: what was known of that
 *
 * Finds out whether another program has trained the run further since the library was listed: fewer
 * epochs never take the place of more. As long as the run is held none does, so that this is asked
 * once, of one row and on this thread: an answer that came later would miss a run that ends.
 */
void
ov_run_keeper_recount (OvRunKeeper *self,
                       OvRunItem   *item,
                       Saved       *saved)
{
  g_autoptr (OvLibrary) library =
    ov_library_open (self->path, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, NULL);
  g_autoptr (OvRunEntry) entry =
    library != NULL ? ov_library_find (library, ov_run_item_get_id (item), NULL) : NULL;

  if (entry != NULL)
    saved->n_epochs = MAX (saved->n_epochs, entry->n_epochs);
}

/**
 * ov_run_keeper_is_elsewhere:
 * @self: a keeper
 * @item: a run of its collection
 *
 * Returns: whether another program trains the run at the moment, so that this one cannot take it up
 */
gboolean
ov_run_keeper_is_elsewhere (OvRunKeeper *self,
                            OvRunItem   *item)
{
  g_return_val_if_fail (OV_IS_RUN_KEEPER (self), FALSE);
  g_return_val_if_fail (OV_IS_RUN_ITEM (item), FALSE);

  return self->lock != NULL && ov_run_lock_is_elsewhere (self->lock, ov_run_item_get_id (item));
}
