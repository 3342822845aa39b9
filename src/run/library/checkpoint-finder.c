/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checkpoint-finder.h"

#include <glib/gi18n-lib.h>

#include "library.h"

/* Reads the states of a run from a library, on other threads. */

typedef struct
{
  char         *path;
  char         *id; /* NULL when the library has nothing of the run */
  guint         at_most;
  OvCheckpoint *candidate; /* or NULL */

  /* Where all are wanted. */
  GPtrArray    *candidates; /* of OvCheckpoint */

  /* Where an origin is wanted. */
  char         *own_id;
  gboolean      is_branch;
  OvRunRecord  *record; /* or NULL: it is read */
} Query;

static void
query_free (gpointer data)
{
  Query *self = data;

  g_free (self->path);
  g_free (self->id);
  g_free (self->own_id);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->record, ov_run_record_unref);
  g_clear_pointer (&self->candidate, ov_checkpoint_unref);
  g_free (self);
}

/* Waiting for an answer keeps nobody, so the task has no source. */
static GTask *
make_task (const char         *path,
           const char         *id,
           GCancellable       *cancellable,
           GAsyncReadyCallback callback,
           gpointer            user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Query *query = g_new0 (Query, 1);

  query->path = g_strdup (path);
  query->id = g_strdup (id);
  g_task_set_task_data (task, query, query_free);

  return task;
}

static void
set_missing (GError **error,
             guint    at_most)
{
  if (at_most < G_MAXINT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _("No state of this run is kept up to epoch %u. Run it again from the beginning."),
                 at_most);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         _("No state of this run is kept. Run it again from the beginning."));
}

static OvCheckpoint *
load (const Query *query,
      OvLibrary   *library,
      GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;
  guint n_epochs;

  if (library != NULL)
    bytes = ov_library_load_checkpoint (library, query->id, query->at_most, &n_epochs, error);
  if (bytes == NULL && error != NULL
      && g_error_matches (*error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING))
    {
      g_clear_error (error);
      set_missing (error, query->at_most);
    }

  return bytes != NULL ? ov_checkpoint_from_bytes (bytes, error) : NULL;
}

/* Returns: (nullable): the newer one of the state in memory and that in the library */
static OvCheckpoint *
find (const Query *query,
      OvLibrary   *library,
      GError     **error)
{
  OvCheckpoint *candidate = query->candidate;
  OvCheckpoint *found = NULL;

  if (candidate == NULL && query->id == NULL)
    set_missing (error, query->at_most);
  if (query->id != NULL
      && (candidate == NULL || ov_checkpoint_get_n_epochs (candidate) < query->at_most))
    found = load (query, library, candidate == NULL ? error : NULL);
  if (candidate == NULL
      || (found != NULL
          && ov_checkpoint_get_n_epochs (found) > ov_checkpoint_get_n_epochs (candidate)))
    return found;

  g_clear_pointer (&found, ov_checkpoint_unref);

  return ov_checkpoint_ref (candidate);
}

static OvLibrary *
open_library (const Query *query,
              GError     **error)
{
  return query->id != NULL
           ? ov_library_open (query->path, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, error)
           : NULL;
}

static void
find_cb (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  const Query *query = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library = open_library (query, query->candidate == NULL ? &error : NULL);
  g_autoptr (OvCheckpoint) found = NULL;

  if (error == NULL)
    found = find (query, library, &error);
  if (found != NULL)
    g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) ov_checkpoint_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * ov_checkpoint_finder_find:
 * @path: a library's file
 * @id: (nullable): by what it knows a run; %NULL when it does not
 * @at_most: how many epochs may have been trained
 * @candidate: (nullable): a state up to there that is in memory; referenced
 * @cancellable: (nullable): for whoever no longer wants it
 * @callback: (scope async): called with a task without a source object, whose pointer is the
 *   #OvCheckpoint
 * @user_data: given to @callback
 *
 * Finds a state to continue from, or to look at: the newest one up to there.
 */
void
ov_checkpoint_finder_find (const char         *path,
                           const char         *id,
                           guint               at_most,
                           OvCheckpoint       *candidate,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_autoptr (GTask) task = make_task (path, id, cancellable, callback, user_data);
  Query *query = g_task_get_task_data (task);

  query->at_most = at_most;
  if (candidate != NULL)
    query->candidate = ov_checkpoint_ref (candidate);
  if (id == NULL)
    find_cb (task, NULL, query, NULL);
  else
    g_task_run_in_thread (task, find_cb);
}

static void
find_origin_cb (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Query *query = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library = open_library (query, &error);
  g_autoptr (OvCheckpoint) found = NULL;

  if (error == NULL)
    found = find (query, library, &error);
  if (error == NULL && query->record == NULL && library != NULL)
    query->record = ov_library_load (library, query->id, &error);
  if (error == NULL
      && (query->record == NULL
          || ov_history_get_n_epochs (query->record->history)
               < ov_checkpoint_get_n_epochs (found)))
    set_missing (&error, query->at_most);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task,
                           ov_run_origin_new (query->own_id, query->is_branch, found,
                                              query->record),
                           (GDestroyNotify) ov_run_origin_unref);
}

/**
 * ov_checkpoint_finder_find_origin:
 * @path: a library's file
 * @id: (nullable): by what it knows a run; %NULL when it does not
 * @at_most: how many epochs may have been trained
 * @candidate: (nullable): a state up to there that is in memory; referenced
 * @record: (nullable) (transfer full): the record of the run, which nobody changes any more; %NULL
 *   to read it
 * @own_id: what distinguishes the run from others
 * @is_branch: whether it is continued as a run of its own
 * @cancellable: (nullable): for whoever no longer wants it
 * @callback: (scope async): called with a task without a source object, whose pointer is the
 *   #OvRunOrigin
 * @user_data: given to @callback
 *
 * Finds all that it takes to continue a run.
 */
void
ov_checkpoint_finder_find_origin (const char         *path,
                                  const char         *id,
                                  guint               at_most,
                                  OvCheckpoint       *candidate,
                                  OvRunRecord        *record,
                                  const char         *own_id,
                                  gboolean            is_branch,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_autoptr (GTask) task = make_task (path, id, cancellable, callback, user_data);
  Query *query = g_task_get_task_data (task);

  query->at_most = at_most;
  if (candidate != NULL)
    query->candidate = ov_checkpoint_ref (candidate);
  query->record = record;
  query->own_id = g_strdup (own_id);
  query->is_branch = is_branch;
  g_task_run_in_thread (task, find_origin_cb);
}

static gboolean
has_candidate (const Query *query,
               guint        n_epochs)
{
  for (guint i = 0; i < query->candidates->len; i++)
    if (ov_checkpoint_get_n_epochs (g_ptr_array_index (query->candidates, i)) == n_epochs)
      return TRUE;

  return FALSE;
}

/* Those that only the library has. One that cannot be read is left out. */
static void
load_others (Query        *query,
             OvLibrary    *library,
             GCancellable *cancellable)
{
  g_autoptr (GArray) epochs = ov_library_list_checkpoints (library, query->id, NULL);

  for (guint i = 0; epochs != NULL && i < epochs->len; i++)
    {
      const guint n_epochs = g_array_index (epochs, guint, i);
      g_autoptr (OvCheckpoint) found = NULL;

      if (g_cancellable_is_cancelled (cancellable))
        return;
      query->at_most = n_epochs;
      if (!has_candidate (query, n_epochs))
        found = load (query, library, NULL);
      if (found != NULL)
        g_ptr_array_add (query->candidates, g_steal_pointer (&found));
    }
}

static void
find_all_cb (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Query *query = data;
  g_autoptr (OvLibrary) library = open_library (query, NULL);

  if (library != NULL)
    load_others (query, library, cancellable);
  g_task_return_pointer (task, g_steal_pointer (&query->candidates),
                         (GDestroyNotify) g_ptr_array_unref);
}

/**
 * ov_checkpoint_finder_find_all:
 * @path: a library's file
 * @id: (nullable): by what it knows a run; %NULL when it does not
 * @candidates: (transfer full) (element-type OvCheckpoint): states that are in memory
 * @cancellable: (nullable): for whoever no longer wants them
 * @callback: (scope async): called with a task without a source object, whose pointer is an array
 *   of #OvCheckpoint, in no order
 * @user_data: given to @callback
 *
 * Finds all states of a run that there are, each once.
 */
void
ov_checkpoint_finder_find_all (const char         *path,
                               const char         *id,
                               GPtrArray          *candidates,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = make_task (path, id, cancellable, callback, user_data);
  Query *query = g_task_get_task_data (task);

  query->candidates = candidates;
  g_task_run_in_thread (task, find_all_cb);
}
