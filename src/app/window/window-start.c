/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-private.h"

/* How the window begins: with the run that was the current one when it was closed, from where that
 * was left. Only one that came to its end is run again from the beginning. */

/* How long the first run waits for the library, and then for the state of the run that was left, in
 * milliseconds. */
#define LONGEST_WAIT 3000

/**
 * ov_window_set_held:
 * @self: a window
 * @reason: what a run waits for
 * @is_held: whether it still does
 *
 * Lets no run begin as long as anything is waited for.
 */
void
ov_window_set_held (OvWindow    *self,
                    OvHoldReason reason,
                    gboolean     is_held)
{
  g_return_if_fail (OV_IS_WINDOW (self));

  self->holds = is_held ? self->holds | reason : self->holds & ~(guint) reason;
  ov_session_set_held (self->session, self->holds != 0);
}

static void
let_begin (OvWindow *self)
{
  g_clear_handle_id (&self->start_timeout, g_source_remove);
  ov_window_set_held (self, OV_HOLD_LEFT_RUN, FALSE);
}

static gboolean
timeout_cb (gpointer user_data)
{
  OvWindow *self = user_data;

  self->start_timeout = 0;
  let_begin (self);

  return G_SOURCE_REMOVE;
}

static void
wait_for_answer (OvWindow *self)
{
  g_clear_handle_id (&self->start_timeout, g_source_remove);
  self->start_timeout =
    g_timeout_add_full (OV_PRIORITY_WAIT, LONGEST_WAIT, timeout_cb, self, NULL);
}

/* Whether the run is what would begin anew otherwise: somebody may have asked for another one. */
static gboolean
is_wanted (OvWindow  *self,
           OvRunItem *item)
{
  OvDataset *dataset = ov_data_store_get_dataset (self->store);

  return self->start_timeout != 0 && item != NULL && dataset != NULL
         && ov_recipe_equal (ov_run_item_get_recipe (item), ov_session_get_recipe (self->session))
         && g_str_equal (ov_run_item_get_data (item), ov_dataset_get_hash (dataset));
}

/* Exact steps are continued by exact ones, for which the form has to be there at the beginning. */
static void
begin_with_form (OvWindow *self)
{
  if (self->start_timeout != 0 && !ov_quadratic_store_is_looking (self->quadratics))
    let_begin (self);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GWeakRef *reference = user_data;
  g_autoptr (OvWindow) self = g_weak_ref_get (reference);
  g_autoptr (OvRunOrigin) origin = ov_run_keeper_find_origin_finish (result, NULL);
  OvRunItem *item;

  g_weak_ref_clear (reference);
  g_free (reference);
  if (self == NULL || self->keeper == NULL)
    return;

  item = ov_run_keeper_find_left (self->keeper);
  if (origin == NULL || !is_wanted (self, item))
    {
      let_begin (self);
      return;
    }

  ov_window_continue (self, ov_run_item_get_recipe (item), origin,
                      g_settings_get_boolean (self->settings, "paused"));
  if (origin->record->exact_from == OV_EPOCH_NEVER)
    {
      let_begin (self);
      return;
    }
  g_signal_connect_object (self->quadratics, "changed", G_CALLBACK (begin_with_form), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->quadratics, "progress-changed", G_CALLBACK (begin_with_form),
                           self, G_CONNECT_SWAPPED);
  begin_with_form (self);
}

/* The library is open. */
static void
look_for_run (OvWindow *self)
{
  OvRunItem *item = ov_run_keeper_find_left (self->keeper);
  GWeakRef *reference;

  if (!is_wanted (self, item))
    {
      let_begin (self);
      return;
    }

  wait_for_answer (self);
  reference = g_new0 (GWeakRef, 1);
  g_weak_ref_init (reference, self);
  ov_run_keeper_find_origin (self->keeper, item, G_MAXUINT, FALSE, NULL, found_cb, reference);
}

/* There is data for the first run. */
static void
dataset_changed_cb (OvWindow *self)
{
  if (self->has_begun)
    return;

  self->has_begun = TRUE;
  ov_window_set_held (self, OV_HOLD_LEFT_RUN, TRUE);
  wait_for_answer (self);
  if (ov_run_keeper_is_open (self->keeper))
    look_for_run (self);
  else
    g_signal_connect_object (self->keeper, "opened", G_CALLBACK (look_for_run), self,
                             G_CONNECT_SWAPPED);
}

/**
 * ov_window_connect_start:
 * @self: a window that is being made, whose session does not follow its data yet
 *
 * Lets the window begin with the run that was left.
 */
void
ov_window_connect_start (OvWindow *self)
{
  g_signal_group_connect_swapped (self->store_signals, "dataset-changed",
                                  G_CALLBACK (dataset_changed_cb), self);
}

/* How long the window, which is no longer to be seen, waits for its run, in microseconds. Most end
 * within a few milliseconds. */
#define LONGEST_END (2 * G_USEC_PER_SEC)

/**
 * ov_window_end:
 * @self: a window that goes
 *
 * Stops the run, which is kept as it is, and remembers how it was left. Of several windows the one
 * that is closed last decides what the next start continues.
 */
void
ov_window_end (OvWindow *self)
{
  OvRun *run;

  g_return_if_fail (OV_IS_WINDOW (self));

  run = ov_session_get_run (self->session);
  ov_window_remember_recipe (self, ov_session_get_recipe (self->session));
  g_clear_handle_id (&self->start_timeout, g_source_remove);
  if (run != NULL)
    g_settings_set_boolean (self->settings, "paused", ov_run_get_state (run) == OV_RUN_PAUSED);
  gdk_display_flush (gtk_widget_get_display (GTK_WIDGET (self)));
  ov_session_finish (self->session, g_get_monotonic_time () + LONGEST_END);
}
