/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-rung.h"

#include <math.h>

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

/**
 * ov_ladder_rung_choose_rate:
 * @from: the rate of the lowest rung
 * @to: the rate of the highest one
 * @n_rungs: how many rungs there are
 * @rung: one of them
 *
 * Divides a range into equal factors. The rates between its ends have three digits, so that they
 * can be read and typed.
 *
 * Returns: the rate of @rung
 */
double
ov_ladder_rung_choose_rate (double from,
                            double to,
                            guint  n_rungs,
                            guint  rung)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_val_if_fail (n_rungs >= 2 && rung < n_rungs, from);

  if (rung == 0)
    return from;
  if (rung == n_rungs - 1)
    return to;

  g_ascii_formatd (text, sizeof text, "%.2e", from * pow (to / from, rung / (n_rungs - 1.0)));

  return g_ascii_strtod (text, NULL);
}
