/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exact-origin.h"

#include <glib/gi18n-lib.h>

#include "exact-checkpoint.h"

/* What a thread computes an origin from. */
typedef struct
{
  OvQuadratic *quadratic;
  OvRunRecord *record;
  char        *id;
  guint        n_epochs;
} Query;

static void
query_free (gpointer data)
{
  Query *self = data;

  ov_quadratic_unref (self->quadratic);
  ov_run_record_unref (self->record);
  g_free (self->id);
  g_free (self);
}

static void
find_cb (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  const Query *query = data;
  g_autoptr (OvCheckpoint) found = ov_exact_checkpoint_new (
    query->quadratic, &query->record->recipe, query->n_epochs, cancellable);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (found != NULL)
    g_task_return_pointer (task, ov_run_origin_new (query->id, TRUE, found, query->record),
                           (GDestroyNotify) ov_run_origin_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                             _("The weights are not finite any more after epoch %u. Branch off "
                               "from an earlier one."),
                             query->n_epochs - 1);
}

/**
 * ov_exact_origin_find:
 * @quadratic: the loss of the run; referenced
 * @item: a run that is what its recipe says from its first epoch on, see ov_replay_get_form()
 * @n_epochs: after how many epochs it is left, of those that it has
 * @cancellable: (nullable): for whoever no longer wants it
 * @callback: (scope async): called with the answer; its source object is %NULL
 * @user_data: given to @callback
 *
 * Computes all that it takes to branch off from a run of the linear classifier at any of its
 * epochs, from the closed form.
 */
void
ov_exact_origin_find (OvQuadratic        *quadratic,
                      OvRunItem          *item,
                      guint               n_epochs,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Query *query;

  g_return_if_fail (quadratic != NULL);
  g_return_if_fail (OV_IS_RUN_ITEM (item) && ov_run_item_get_run (item) != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  query = g_new (Query, 1);
  *query = (Query) {ov_quadratic_ref (quadratic),
                    ov_run_record_freeze (ov_run_get_record (ov_run_item_get_run (item))),
                    g_strdup (ov_run_item_get_id (item)), n_epochs};
  g_task_set_task_data (task, query, query_free);
  g_task_run_in_thread (task, find_cb);
}

/**
 * ov_exact_origin_find_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full) (nullable): where a branch can begin, or %NULL with @error set to a
 *   sentence for people
 */
OvRunOrigin *
ov_exact_origin_find_finish (GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
