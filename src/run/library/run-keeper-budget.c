/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "library.h"
#include "run-keeper-private.h"

/* How much room a library gives to the states of its runs. */

static void
measure_cb (GTask        *task,
            gpointer      source,
            gpointer      path,
            GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (OvLibrary) library =
    ov_library_open (path, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, &error);
  g_autofree OvStatesRoom *room = g_new0 (OvStatesRoom, 1);

  if (library != NULL
      && ov_library_get_checkpoint_bytes (library, &room->used, &room->budget, &error))
    g_task_return_pointer (task, g_steal_pointer (&room), g_free);
  else
    g_task_return_error (task, error);
}

/**
 * ov_run_keeper_measure_states:
 * @self: a keeper
 * @cancellable: (nullable): for whoever no longer wants it
 * @callback: (scope async): called with the answer; its source object is %NULL
 * @user_data: given to @callback
 *
 * Finds out how much room the states in the library take.
 */
void
ov_run_keeper_measure_states (OvRunKeeper        *self,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OV_IS_RUN_KEEPER (self));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, measure_cb);
}

/**
 * ov_run_keeper_measure_states_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full) (nullable): the room, to be freed with g_free(), or %NULL with @error
 *   set
 */
OvStatesRoom *
ov_run_keeper_measure_states_finish (GAsyncResult *result,
                                     GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
set_budget_cb (OvLibrary *library,
               gpointer   data,
               GError   **error)
{
  return ov_library_set_checkpoint_budget (library, *(gint64 *) data, error);
}

/**
 * ov_run_keeper_set_states_budget:
 * @self: a keeper
 * @budget: how many bytes the states in the library may take
 *
 * Sets the budget, on another thread. What has no room any more goes.
 */
void
ov_run_keeper_set_states_budget (OvRunKeeper *self,
                                 gint64       budget)
{
  g_return_if_fail (OV_IS_RUN_KEEPER (self));
  g_return_if_fail (budget >= 0);

  if (self->writer != NULL)
    ov_library_writer_push (self->writer, set_budget_cb, g_memdup2 (&budget, sizeof budget),
                            g_free);
}
