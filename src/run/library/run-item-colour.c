/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-item-private.h"

/* The colour of a run: its place in the palette, and who has given it. */

/**
 * ov_run_item_get_slot:
 * @self: an item
 *
 * Returns: its colour in the palette
 */
guint
ov_run_item_get_slot (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), 0);

  return self->slot;
}

/**
 * ov_run_item_is_slot_chosen:
 * @self: an item
 *
 * Returns: whether a person has chosen its colour
 */
gboolean
ov_run_item_is_slot_chosen (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), FALSE);

  return self->is_slot_chosen;
}

/**
 * ov_run_item_choose_slot:
 * @self: an item
 * @slot: a colour of the palette that a person has chosen for it
 */
void
ov_run_item_choose_slot (OvRunItem *self,
                         guint      slot)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  self->is_slot_chosen = TRUE;
  ov_run_item_set_slot (self, slot);
}

/**
 * ov_run_item_set_slot:
 * @self: an item
 * @slot: its colour in the palette
 */
void
ov_run_item_set_slot (OvRunItem *self,
                      guint      slot)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  if (self->slot == slot && !self->is_colourless)
    return;

  self->is_colourless = FALSE;
  self->slot = slot;
  ov_run_item_tell (self, OV_RUN_ITEM_PROP_SLOT);
}

/**
 * ov_run_item_restore_slot:
 * @self: an item
 * @slot: the colour of the palette that it had
 * @is_chosen: whether a person had chosen that one
 */
void
ov_run_item_restore_slot (OvRunItem *self,
                          guint      slot,
                          gboolean   is_chosen)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  self->is_slot_chosen = is_chosen;
  ov_run_item_set_slot (self, slot);
}

/**
 * ov_run_item_is_colourless:
 * @self: an item
 *
 * Returns: whether nobody has given it a colour yet: that of another one stands in for it
 */
gboolean
ov_run_item_is_colourless (OvRunItem *self)
{
  g_return_val_if_fail (OV_IS_RUN_ITEM (self), FALSE);

  return self->is_colourless;
}

/**
 * ov_run_item_set_colourless:
 * @self: a new item, which has no colour until ov_run_item_set_slot()
 */
void
ov_run_item_set_colourless (OvRunItem *self)
{
  g_return_if_fail (OV_IS_RUN_ITEM (self));

  self->is_colourless = TRUE;
}
