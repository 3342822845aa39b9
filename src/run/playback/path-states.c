/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-states.h"

/* What is being looked for. */
typedef struct
{
  OvReplay     *replay;
  GPtrArray    *peers;    /* of OvRunItem: all that are asked for */
  guint         n_sought; /* of them, so far */
  OvPathStates *states;
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_object_unref (self->replay);
  g_ptr_array_unref (self->peers);
  g_clear_pointer (&self->states, ov_path_states_unref);
  g_free (self);
}

/**
 * ov_path_states_ref:
 * @self: states
 *
 * Returns: (transfer full): the same
 */
OvPathStates *
ov_path_states_ref (OvPathStates *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

static void
states_clear (gpointer data)
{
  OvPathStates *self = data;

  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_ptr_array_unref (self->peers);
}

/**
 * ov_path_states_unref:
 * @self: states
 */
void
ov_path_states_unref (OvPathStates *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, states_clear);
}

/* Those of whom nothing is kept stay out of it, but for the run in front. */
static void
take (Search    *search,
      GPtrArray *states)
{
  OvPathStates *self = search->states;

  if (self->runs->len > 0)
    {
      if (states->len == 0)
        {
          self->n_stateless++;
          return;
        }
      g_ptr_array_add (self->peers, g_object_ref (search->peers->pdata[search->n_sought - 1]));
    }
  g_ptr_array_add (self->runs, g_ptr_array_ref (states));
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) states = ov_run_keeper_find_states_finish (result, &error);
  Search *search = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (states == NULL)
    states = g_ptr_array_new ();
  take (search, states);
  if (search->n_sought == search->peers->len)
    {
      g_task_return_pointer (task, g_steal_pointer (&search->states),
                             (GDestroyNotify) ov_path_states_unref);
      return;
    }

  ov_replay_find_item_states (search->replay, search->peers->pdata[search->n_sought++],
                              g_task_get_cancellable (task), found_cb, g_object_ref (task));
}

/**
 * ov_path_states_find:
 * @replay: what knows the states
 * @run: the run in front
 * @peers: (element-type OvRunItem): others; copied
 * @cancellable: (nullable): for whoever no longer wants them
 * @callback: (scope async): called with the answer; its source object is %NULL
 * @user_data: given to @callback
 *
 * Finds all states of some runs, one run after the other.
 */
void
ov_path_states_find (OvReplay           *replay,
                     OvRun              *run,
                     GPtrArray          *peers,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  GTask *task;
  Search *search;

  g_return_if_fail (OV_IS_REPLAY (replay));
  g_return_if_fail (peers != NULL);

  search = g_new0 (Search, 1);
  search->replay = g_object_ref (replay);
  search->peers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < peers->len; i++)
    g_ptr_array_add (search->peers, g_object_ref (peers->pdata[i]));
  search->states = g_rc_box_new0 (OvPathStates);
  search->states->runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  search->states->peers = g_ptr_array_new_with_free_func (g_object_unref);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_task_data (task, search, search_free);
  ov_replay_find_states (replay, run, cancellable, found_cb, task);
}

/**
 * ov_path_states_find_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full) (nullable): the states, of the run in front perhaps none, or %NULL with
 *   @error set to %G_IO_ERROR_CANCELLED
 */
OvPathStates *
ov_path_states_find_finish (GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
