/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "track.h"

/**
 * OvTrack:
 *
 * An earlier run that stays on the charts, and the colour that it is known by there.
 */
struct _OvTrack
{
  GObject parent_instance;

  OvRun  *run;
  guint   slot;
};

G_DEFINE_FINAL_TYPE (OvTrack, ov_track, G_TYPE_OBJECT)

static void
ov_track_dispose (GObject *object)
{
  OvTrack *self = OV_TRACK (object);

  g_clear_object (&self->run);

  G_OBJECT_CLASS (ov_track_parent_class)->dispose (object);
}

static void
ov_track_class_init (OvTrackClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_track_dispose;
}

static void
ov_track_init (OvTrack *self)
{
}

/**
 * ov_track_new:
 * @run: a run that has ended; referenced
 * @slot: its colour in the palette
 *
 * Returns: (transfer full): a track
 */
OvTrack *
ov_track_new (OvRun *run,
              guint  slot)
{
  OvTrack *self;

  g_return_val_if_fail (OV_IS_RUN (run), NULL);

  self = g_object_new (OV_TYPE_TRACK, NULL);
  self->run = g_object_ref (run);
  self->slot = slot;

  return self;
}

/**
 * ov_track_get_run:
 * @self: a track
 *
 * Returns: (transfer none): the run
 */
OvRun *
ov_track_get_run (OvTrack *self)
{
  g_return_val_if_fail (OV_IS_TRACK (self), NULL);

  return self->run;
}

/**
 * ov_track_get_slot:
 * @self: a track
 *
 * Returns: its colour in the palette
 */
guint
ov_track_get_slot (OvTrack *self)
{
  g_return_val_if_fail (OV_IS_TRACK (self), 0);

  return self->slot;
}
