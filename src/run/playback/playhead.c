/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "playhead.h"

#include <math.h>

/**
 * OvPlayhead:
 *
 * Which epoch of the run in front is looked at: the newest one, also while the run is running, or
 * one that stays. Whoever shows something of an epoch follows it.
 */
struct _OvPlayhead
{
  GObject         parent_instance;

  OvRun          *run; /* NULL without one */
  GSignalGroup   *run_signals;

  guint           epoch; /* or OV_EPOCH_NEVER for the newest */
  OvPlayDirection direction;
  double          position; /* while it plays: the epoch, in parts as well */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvPlayhead, ov_playhead, G_TYPE_OBJECT)

static void
tell (OvPlayhead *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ov_playhead_dispose (GObject *object)
{
  OvPlayhead *self = OV_PLAYHEAD (object);

  g_clear_object (&self->run_signals);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (ov_playhead_parent_class)->dispose (object);
}

static void
ov_playhead_class_init (OvPlayheadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_playhead_dispose;

  /**
   * OvPlayhead::changed:
   * @self: the playhead
   *
   * Another epoch is looked at, the run has more of them or has ended, or it is played or not.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_PLAYHEAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ov_playhead_init (OvPlayhead *self)
{
  self->epoch = OV_EPOCH_NEVER;
  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "epochs-added", G_CALLBACK (tell), self);
  g_signal_group_connect_swapped (self->run_signals, "state-changed", G_CALLBACK (tell), self);
}

/**
 * ov_playhead_new:
 *
 * Returns: (transfer full): a playhead without a run
 */
OvPlayhead *
ov_playhead_new (void)
{
  return g_object_new (OV_TYPE_PLAYHEAD, NULL);
}

/**
 * ov_playhead_set_run:
 * @self: a playhead
 * @run: (nullable): the run that is looked at; referenced
 *
 * Looks at the newest epoch of another run.
 */
void
ov_playhead_set_run (OvPlayhead *self,
                     OvRun      *run)
{
  g_return_if_fail (OV_IS_PLAYHEAD (self));

  if (self->run == run)
    return;

  g_set_object (&self->run, run);
  g_signal_group_set_target (self->run_signals, run);
  self->epoch = OV_EPOCH_NEVER;
  self->direction = OV_PLAY_STOPPED;
  tell (self);
}

/**
 * ov_playhead_get_run:
 * @self: a playhead
 *
 * Returns: (transfer none) (nullable): the run that is looked at
 */
OvRun *
ov_playhead_get_run (OvPlayhead *self)
{
  g_return_val_if_fail (OV_IS_PLAYHEAD (self), NULL);

  return self->run;
}

/**
 * ov_playhead_get_n_epochs:
 * @self: a playhead
 *
 * Returns: how many epochs there are to be looked at
 */
guint
ov_playhead_get_n_epochs (OvPlayhead *self)
{
  g_return_val_if_fail (OV_IS_PLAYHEAD (self), 0);

  return self->run != NULL ? ov_history_get_n_epochs (ov_run_get_history (self->run)) : 0;
}

/**
 * ov_playhead_get_epoch:
 * @self: a playhead
 *
 * Returns: the number of the epoch that is looked at; %OV_EPOCH_NEVER before the first
 */
guint
ov_playhead_get_epoch (OvPlayhead *self)
{
  const guint n_epochs = ov_playhead_get_n_epochs (self);

  if (n_epochs == 0)
    return OV_EPOCH_NEVER;

  return MIN (self->epoch, n_epochs - 1);
}

/**
 * ov_playhead_get_record:
 * @self: a playhead
 *
 * Returns: (transfer none) (nullable): the epoch that is looked at; %NULL before the first
 */
const OvEpoch *
ov_playhead_get_record (OvPlayhead *self)
{
  const guint epoch = ov_playhead_get_epoch (self);

  return epoch != OV_EPOCH_NEVER ? ov_history_get_epoch (ov_run_get_history (self->run), epoch)
                                 : NULL;
}

/**
 * ov_playhead_is_newest:
 * @self: a playhead
 *
 * Returns: whether the newest epoch is looked at, whichever that is
 */
gboolean
ov_playhead_is_newest (OvPlayhead *self)
{
  g_return_val_if_fail (OV_IS_PLAYHEAD (self), TRUE);

  return self->epoch == OV_EPOCH_NEVER;
}

/**
 * ov_playhead_looks_back:
 * @self: (nullable): a playhead, if there is one yet
 * @run: (nullable): a run
 *
 * Returns: whether it is that run that is looked at, and another epoch than its newest one
 */
gboolean
ov_playhead_looks_back (OvPlayhead *self,
                        OvRun      *run)
{
  return self != NULL && run != NULL && self->run == run && self->epoch != OV_EPOCH_NEVER;
}

/**
 * ov_playhead_format:
 * @self: a playhead
 *
 * Returns: (transfer full): the number of the epoch, with zeros before it so that all numbers of
 *   the run have the same width; dashes before the first
 */
char *
ov_playhead_format (OvPlayhead *self)
{
  const guint epoch = ov_playhead_get_epoch (self);
  const guint n_planned = self->run != NULL ? ov_run_get_recipe (self->run)->epochs : 0;
  const guint last = MAX (MAX (n_planned, ov_playhead_get_n_epochs (self)), 2) - 1;
  const int digits = (int) log10 (last) + 1;

  return epoch != OV_EPOCH_NEVER ? g_strdup_printf ("%0*u", digits, epoch)
                                 : g_strnfill ((gsize) digits, '-');
}

/* Looks at an epoch; one past the end, or the last one, is the newest. */
static void
move (OvPlayhead *self,
      guint       epoch)
{
  if (epoch + 1 >= ov_playhead_get_n_epochs (self))
    epoch = OV_EPOCH_NEVER;
  if (self->epoch == epoch)
    return;

  self->epoch = epoch;
  tell (self);
}

/**
 * ov_playhead_set_epoch:
 * @self: a playhead
 * @epoch: the number of an epoch
 *
 * Looks at an epoch, which stays when the run has more of them; but the last one is the newest,
 * which is followed. What plays stops.
 */
void
ov_playhead_set_epoch (OvPlayhead *self,
                       guint       epoch)
{
  g_return_if_fail (OV_IS_PLAYHEAD (self));

  ov_playhead_play (self, OV_PLAY_STOPPED);
  move (self, MIN (epoch, OV_EPOCH_NEVER - 1));
}

/**
 * ov_playhead_follow:
 * @self: a playhead
 *
 * Looks at the newest epoch from now on.
 */
void
ov_playhead_follow (OvPlayhead *self)
{
  ov_playhead_set_epoch (self, OV_EPOCH_NEVER - 1);
}

/**
 * ov_playhead_play:
 * @self: a playhead
 * @direction: where to
 *
 * Begins to play, or stops. From the end that lies in that direction it begins at the other one.
 */
void
ov_playhead_play (OvPlayhead     *self,
                  OvPlayDirection direction)
{
  const guint n_epochs = ov_playhead_get_n_epochs (self);

  g_return_if_fail (OV_IS_PLAYHEAD (self));

  if (n_epochs < 2)
    direction = OV_PLAY_STOPPED;
  if (self->direction == direction)
    return;

  self->direction = direction;
  if (direction == OV_PLAY_FORWARDS && self->epoch == OV_EPOCH_NEVER)
    self->epoch = 0;
  else if (direction == OV_PLAY_BACKWARDS && self->epoch == 0)
    self->epoch = OV_EPOCH_NEVER;
  self->position = MIN (self->epoch, n_epochs - 1);
  tell (self);
}

/**
 * ov_playhead_get_direction:
 * @self: a playhead
 *
 * Returns: whether it plays, and where to
 */
OvPlayDirection
ov_playhead_get_direction (OvPlayhead *self)
{
  g_return_val_if_fail (OV_IS_PLAYHEAD (self), OV_PLAY_STOPPED);

  return self->direction;
}

/**
 * ov_playhead_advance:
 * @self: a playhead
 * @seconds: how much time has passed since it began to play, or since the last call
 *
 * Plays on, at a speed that takes %OV_PLAYHEAD_SECONDS for the whole run. It stops at the ends, of
 * which that of the newest epoch is followed.
 */
void
ov_playhead_advance (OvPlayhead *self,
                     double      seconds)
{
  double last;

  g_return_if_fail (OV_IS_PLAYHEAD (self));

  if (self->direction == OV_PLAY_STOPPED)
    return;

  last = MAX (ov_playhead_get_n_epochs (self), 1) - 1.0;
  self->position += self->direction * seconds * last / OV_PLAYHEAD_SECONDS;
  if (self->direction == OV_PLAY_BACKWARDS && self->position <= 0.0)
    ov_playhead_set_epoch (self, 0);
  else if (self->direction == OV_PLAY_FORWARDS && self->position >= last)
    ov_playhead_follow (self);
  else
    move (self, (guint) lround (self->position));
}
