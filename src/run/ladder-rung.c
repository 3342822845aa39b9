/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-rung.h"

/**
 * ov_ladder_rung_clear:
 * @self: a rung
 *
 * Frees what it holds.
 */
void
ov_ladder_rung_clear (OvLadderRung *self)
{
  g_clear_pointer (&self->history, ov_history_free);
  g_clear_object (&self->run);
}

/**
 * ov_ladder_rung_foretell:
 * @self: a rung that is not run
 * @history: (transfer full): what its run would have recorded
 */
void
ov_ladder_rung_foretell (OvLadderRung *self,
                         OvHistory    *history)
{
  ov_history_free (self->history);
  self->history = history;
  self->state = ov_history_has_diverged (history) ? OV_RUN_DIVERGED : OV_RUN_FINISHED;
}

/**
 * ov_ladder_rung_get_history:
 * @self: a rung
 *
 * Returns: (transfer none): its epochs so far
 */
const OvHistory *
ov_ladder_rung_get_history (const OvLadderRung *self)
{
  return self->run != NULL ? ov_run_get_history (self->run) : self->history;
}

/**
 * ov_ladder_rung_get_share:
 * @self: a rung
 *
 * Returns: which share of it is done, from 0 to 1
 */
double
ov_ladder_rung_get_share (const OvLadderRung *self)
{
  const double epochs = MAX (self->recipe.epochs, 1);
  const OvProgress *progress;
  guint n_done;

  if (self->state >= OV_RUN_FINISHED)
    return 1.0;
  if (self->run == NULL)
    return 0.0;

  progress = ov_run_get_progress (self->run);
  n_done = ov_history_get_n_epochs (ov_run_get_history (self->run));
  if (progress->epoch == n_done && progress->images_total > 0)
    return (n_done + (double) progress->images_done / progress->images_total) / epochs;

  return n_done / epochs;
}
