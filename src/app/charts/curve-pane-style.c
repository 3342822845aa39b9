/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "curve-pane-private.h"

/* Draws everything anew, as for another run, but the forecast and what was drawn by hand stay. */
static void
rebuild (OvCurvePane *self)
{
  g_autoptr (OvRun) run = g_object_ref (self->run);
  g_autofree double *guessed = g_steal_pointer (&self->guessed);
  const guint n_guessed = self->n_guessed;

  ov_forecast_curves_hide (&self->forecast, ov_curve_pane_get_chart (self, OV_QUANTITY_LOSS));
  ov_curve_pane_set_run (self, NULL);
  ov_curve_pane_set_run (self, run);
  if (guessed != NULL)
    {
      self->guessed = g_steal_pointer (&guessed);
      self->n_guessed = n_guessed;
      ov_curve_pane_draw_guess (self);
    }
  ov_curve_pane_draw_forecast (self);
}

/**
 * ov_curve_pane_set_style:
 * @self: a pane
 * @style: how the charts look; copied
 *
 * Gives all charts another look.
 */
void
ov_curve_pane_set_style (OvCurvePane         *self,
                         const OvFigureStyle *style)
{
  gboolean is_moved, is_grouped;

  g_return_if_fail (OV_IS_CURVE_PANE (self));
  g_return_if_fail (style != NULL);

  if (ov_figure_style_equal (&self->style, style))
    return;

  is_moved = self->style.abscissa != style->abscissa;
  is_grouped = self->style.seeds != style->seeds;
  self->style = *style;
  ov_ghost_curves_set_abscissa (self->ghost_curves, style->abscissa);
  ov_ghost_curves_set_named (self->ghost_curves, style->with_names);
  ov_strip_column_set_style (self->strips, style);
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    ov_figure_style_apply (style, ov_curve_pane_get_chart (self, i), i);
  if (is_moved && self->run != NULL)
    rebuild (self);
  else if (is_grouped && self->run != NULL)
    ov_curve_pane_draw_means (self);
  for (guint i = 0; self->run != NULL && i < OV_N_QUANTITIES; i++)
    ov_curves_set_best (&self->curves[i], style->with_best, ov_run_get_history (self->run));
  if (self->run != NULL)
    ov_curve_pane_show_strips (self);
  ov_curve_pane_align (self);
  ov_curve_pane_rest (self);
  ov_curve_pane_redraw (self);
}

/**
 * ov_curve_pane_set_ghost_visible:
 * @self: a pane
 * @run: an earlier run that is shown
 * @visible: whether its curves are to be seen
 *
 * Shows or hides an earlier run until the list of them changes.
 */
void
ov_curve_pane_set_ghost_visible (OvCurvePane *self,
                                 OvRun       *run,
                                 gboolean     visible)
{
  g_return_if_fail (OV_IS_CURVE_PANE (self));

  ov_ghost_curves_set_visible (self->ghost_curves, run, visible);
  ov_curve_pane_align (self);
  ov_curve_pane_redraw (self);
}
