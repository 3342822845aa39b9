/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "curve-pane-private.h"

/**
 * ov_curve_pane_draw_means:
 * @self: a pane that has a run, whose ghosts are drawn
 *
 * Draws the means of those runs that differ only by the seed, if they are wanted.
 */
void
ov_curve_pane_draw_means (OvCurvePane *self)
{
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    {
      g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (OvMeanMember));
      const OvMeanMember front = {ov_run_get_record (self->run), &self->curves[i], OV_SLOT_TRAIN,
                                  TRUE};

      g_array_append_val (members, front);
      ov_ghost_curves_list_members (self->ghost_curves, i, members);
      ov_mean_curves_draw (self->means[i], &self->style,
                           (const OvMeanMember *) (gconstpointer) members->data, members->len);
    }
}

/**
 * ov_curve_pane_clear_means:
 * @self: a pane, whose runs are still drawn
 *
 * Takes the means away.
 */
void
ov_curve_pane_clear_means (OvCurvePane *self)
{
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    ov_mean_curves_clear (self->means[i]);
}
