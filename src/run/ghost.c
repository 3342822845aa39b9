/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ghost.h"

/**
 * OvGhost:
 *
 * An earlier run that stays on the charts, and the colour that it is known by there.
 */
struct _OvGhost
{
  GObject parent_instance;

  OvRun  *run;
  guint   slot;
};

G_DEFINE_FINAL_TYPE (OvGhost, ov_ghost, G_TYPE_OBJECT)

static void
ov_ghost_dispose (GObject *object)
{
  OvGhost *self = OV_GHOST (object);

  g_clear_object (&self->run);

  G_OBJECT_CLASS (ov_ghost_parent_class)->dispose (object);
}

static void
ov_ghost_class_init (OvGhostClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_ghost_dispose;
}

static void
ov_ghost_init (OvGhost *self)
{
}

/**
 * ov_ghost_new:
 * @run: a run that has ended; referenced
 * @slot: its colour in the palette
 *
 * Returns: (transfer full): a ghost
 */
OvGhost *
ov_ghost_new (OvRun *run,
              guint  slot)
{
  OvGhost *self;

  g_return_val_if_fail (OV_IS_RUN (run), NULL);

  self = g_object_new (OV_TYPE_GHOST, NULL);
  self->run = g_object_ref (run);
  self->slot = slot;

  return self;
}

/**
 * ov_ghost_get_run:
 * @self: a ghost
 *
 * Returns: (transfer none): the run
 */
OvRun *
ov_ghost_get_run (OvGhost *self)
{
  g_return_val_if_fail (OV_IS_GHOST (self), NULL);

  return self->run;
}

/**
 * ov_ghost_get_slot:
 * @self: a ghost
 *
 * Returns: its colour in the palette
 */
guint
ov_ghost_get_slot (OvGhost *self)
{
  g_return_val_if_fail (OV_IS_GHOST (self), 0);

  return self->slot;
}
