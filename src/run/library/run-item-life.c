/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-item-private.h"

/* How an item becomes the current one and an earlier one again. */

/* How often all facts of a running run are found out anew, in microseconds: its curves are judged,
 * and whoever keeps it writes what is new. */
#define INTERVAL (G_USEC_PER_SEC / 4)

/*
 * ov_run_item_unfollow:
 * @self: an item
 *
 * Lets its run tell it nothing more.
 */
void
ov_run_item_unfollow (OvRunItem *self)
{
  for (gsize i = 0; self->run != NULL && i < G_N_ELEMENTS (self->handlers); i++)
    g_clear_signal_handler (&self->handlers[i], self->run);
}

static void
refresh (OvRunItem *self)
{
  self->refreshed_at = g_get_monotonic_time ();
  ov_run_facts_init (&self->facts, ov_run_get_record (self->run));
  ov_run_item_tell (self, OV_RUN_ITEM_PROP_0);
}

static void
epochs_added_cb (OvRunItem *self)
{
  if (self->facts.n_epochs == 0 || g_get_monotonic_time () - self->refreshed_at >= INTERVAL)
    {
      refresh (self);
      return;
    }

  ov_run_facts_count (&self->facts, ov_run_get_history (self->run));
  ov_run_item_tell_progress (self);
}

/**
 * ov_run_item_is_resumed:
 * @self: an item
 *
 * Returns: whether its run continues what was there before
 */
gboolean
ov_run_item_is_resumed (OvRunItem *self)
{
  const OvRunOrigin *origin;

  g_return_val_if_fail (OV_IS_RUN_ITEM (self), FALSE);

  origin = self->run != NULL ? ov_run_get_origin (self->run) : NULL;

  return origin != NULL && !origin->is_branch;
}

/* Whether what there was before the current run is better than what that has come to. */
static gboolean
is_former_better (OvRunItem *self)
{
  const guint n_before = self->former_facts.n_epochs;

  return n_before > self->facts.n_epochs
         || (n_before == self->facts.n_epochs && n_before > 0 && ov_run_item_is_resumed (self));
}

/**
 * ov_run_item_begin:
 * @self: an item
 * @run: a run of its recipe, which begins, or one that continues its run; referenced
 *
 * Makes it the current item, whose facts follow the run. What an earlier run left is put aside.
 */
void
ov_run_item_begin (OvRunItem *self,
                   OvRun     *run)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));
  g_return_if_fail (OV_IS_RUN (run));
  g_return_if_fail (!self->is_current);

  self->former_run = g_steal_pointer (&self->run);
  self->former_facts = self->facts;
  self->former_started = self->started;
  self->former_recipe = self->recipe;

  self->run = g_object_ref (run);
  self->recipe = *ov_run_get_recipe (run);
  if (!ov_run_item_is_resumed (self))
    self->started = g_get_real_time ();
  self->is_current = TRUE;
  self->is_elsewhere = FALSE;
  self->handlers[0] = g_signal_connect_swapped (run, "epochs-added",
                                                G_CALLBACK (epochs_added_cb), self);
  self->handlers[1] = g_signal_connect_swapped (run, "state-changed", G_CALLBACK (refresh), self);
  g_object_notify (G_OBJECT (self), "current");
  refresh (self);
}

/**
 * ov_run_item_retire:
 * @self: the current item
 *
 * Makes it an earlier one. Of two runs of its recipe the one with more epochs stays, and the later
 * one when they have equally many, unless it only continued the other and did not get further.
 */
void
ov_run_item_retire (OvRunItem *self)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));
  g_return_if_fail (self->is_current);

  ov_run_item_unfollow (self);
  self->is_current = FALSE;
  refresh (self);
  if (is_former_better (self))
    {
      g_clear_object (&self->run);
      self->run = g_steal_pointer (&self->former_run);
      self->facts = self->former_facts;
      self->started = self->former_started;
      self->recipe = self->former_recipe;
    }
  g_clear_object (&self->former_run);
  ov_run_item_tell (self, OV_RUN_ITEM_PROP_CURRENT);
}

/**
 * ov_run_item_absorb:
 * @self: the current item
 * @earlier: an item of the same recipe and data, which is in no collection
 *
 * Makes the current item the one that @earlier is: it takes its id, its name and its looks, and
 * falls back on it if the current run does not get as far.
 */
void
ov_run_item_absorb (OvRunItem *self,
                    OvRunItem *earlier)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));
  g_return_if_fail (OV_IS_RUN_ITEM (earlier));
  g_return_if_fail (self->is_current);

  ov_run_item_set_id (self, earlier->id);
  self->former_facts = earlier->facts;
  self->former_started = earlier->started;
  self->former_recipe = earlier->recipe;
  ov_run_item_set_name (self, earlier->name);
  ov_run_item_set_pinned (self, earlier->is_pinned);
  self->is_slot_chosen = earlier->is_slot_chosen;
  if (!earlier->is_colourless)
    ov_run_item_set_slot (self, earlier->slot);
}

/**
 * ov_run_item_part:
 * @self: the current item
 * @id: what distinguishes it from all others from now on
 *
 * Leaves what there was before its run to whoever has that now: the item is its current run alone.
 */
void
ov_run_item_part (OvRunItem  *self,
                  const char *id)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));
  g_return_if_fail (self->is_current);

  ov_run_item_set_id (self, id);
  g_clear_object (&self->former_run);
  self->former_facts = (OvRunFacts) {0};
}

/**
 * ov_run_item_get_former:
 * @self: the current item
 *
 * Returns: (transfer none) (nullable): the run that was its own before, if it has its curves
 */
OvRun *
ov_run_item_get_former (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return self->former_run;
}

/**
 * ov_run_item_get_former_facts:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what became of it before, when that got further than its
 *   current run has until now; otherwise %NULL
 */
const OvRunFacts *
ov_run_item_get_former_facts (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), NULL);

  return self->is_current && self->former_facts.n_epochs > self->facts.n_epochs
           ? &self->former_facts
           : NULL;
}
