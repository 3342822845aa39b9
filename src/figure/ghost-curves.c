/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ghost-curves.h"

#include "loss-note.h"
#include "run-item.h"
#include "strip.h"

#define N_QUANTITIES OV_N_QUANTITIES

/* One earlier run on both charts. */
typedef struct
{
  guint       slot;
  OvRun      *run;      /* owned: its history is what the curves have drawn */
  OvTimeline *timeline; /* owned */
  OvCurves    curves[N_QUANTITIES];
} Drawn;

struct _OvGhostCurves
{
  OvChart   *charts[N_QUANTITIES]; /* borrowed */
  GArray    *drawn;                /* of Drawn */
  OvAbscissa abscissa;
  gboolean   is_named;
};

/**
 * ov_ghost_curves_new:
 * @losses: the chart of the losses, which has to outlive the curves
 * @accuracies: the chart of the accuracies, likewise
 *
 * Returns: (transfer full): curves of no run yet, to be freed with ov_ghost_curves_free()
 */
OvGhostCurves *
ov_ghost_curves_new (OvChart *losses,
                     OvChart *accuracies)
{
  OvGhostCurves *self;

  g_return_val_if_fail (losses != NULL, NULL);
  g_return_val_if_fail (accuracies != NULL, NULL);

  self = g_new0 (OvGhostCurves, 1);
  self->charts[OV_QUANTITY_LOSS] = losses;
  self->charts[OV_QUANTITY_ACCURACY] = accuracies;
  self->drawn = g_array_new (FALSE, TRUE, sizeof (Drawn));

  return self;
}

/**
 * ov_ghost_curves_free:
 * @self: curves that have been cleared
 */
void
ov_ghost_curves_free (OvGhostCurves *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->drawn->len == 0);

  g_array_unref (self->drawn);
  g_free (self);
}

/**
 * ov_ghost_curves_clear:
 * @self: curves
 *
 * Takes every earlier run off the charts.
 */
void
ov_ghost_curves_clear (OvGhostCurves *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->drawn->len; i++)
    {
      Drawn *drawn = &g_array_index (self->drawn, Drawn, i);

      for (guint q = 0; q < N_QUANTITIES; q++)
        ov_curves_remove (&drawn->curves[q]);
      g_object_unref (drawn->run);
      ov_timeline_free (drawn->timeline);
    }
  g_array_set_size (self->drawn, 0);
  ov_chart_set_note (self->charts[OV_QUANTITY_LOSS], NULL);
}

/**
 * ov_ghost_curves_set_abscissa:
 * @self: curves
 * @abscissa: what the x axes of the charts are from the next drawing on
 */
void
ov_ghost_curves_set_abscissa (OvGhostCurves *self,
                              OvAbscissa     abscissa)
{
  g_return_if_fail (self != NULL);

  self->abscissa = abscissa;
}

/**
 * ov_ghost_curves_set_visible:
 * @self: curves
 * @run: an earlier run that is drawn
 * @visible: whether it is to be seen
 *
 * Shows or hides one of the earlier runs until they are drawn the next time.
 */
void
ov_ghost_curves_set_visible (OvGhostCurves *self,
                             OvRun         *run,
                             gboolean       visible)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->drawn->len; i++)
    {
      Drawn *drawn = &g_array_index (self->drawn, Drawn, i);

      for (guint q = 0; drawn->run == run && q < N_QUANTITIES; q++)
        ov_curves_set_visible (&drawn->curves[q], visible);
    }
}

/**
 * ov_ghost_curves_set_named:
 * @self: curves
 * @is_named: whether the names of the runs are to be read on the charts, where those of the current
 *   one are; not at first
 */
void
ov_ghost_curves_set_named (OvGhostCurves *self,
                           gboolean       is_named)
{
  g_return_if_fail (self != NULL);

  self->is_named = is_named;
  for (guint i = 0; i < self->drawn->len; i++)
    {
      const Drawn *drawn = &g_array_index (self->drawn, Drawn, i);

      for (guint q = 0; q < N_QUANTITIES; q++)
        ov_chart_set_series_listed (self->charts[q], drawn->curves[q].train, is_named);
    }
}

/**
 * ov_ghost_curves_draw:
 * @self: curves
 * @items: of #OvRunItem, the earlier runs, which have their curves
 * @current: the run in front of them, from which their names say how they differ
 *
 * Redraws the earlier runs. None has an entry in a legend, unless they were asked for by
 * ov_ghost_curves_set_named(): the list of the runs is that. Of those
 * with another kind of loss only the accuracies are drawn, which a note says.
 *
 * Returns: (transfer none) (nullable): the one among them that is still running
 */
OvRun *
ov_ghost_curves_draw (OvGhostCurves *self,
                      GListModel    *items,
                      OvRun         *current)
{
  OvRun *running = NULL;
  OvLossNote note = {0};
  g_autofree char *words = NULL;
  guint n_items;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (items), NULL);
  g_return_val_if_fail (OV_IS_RUN (current), NULL);

  ov_ghost_curves_clear (self);
  n_items = g_list_model_get_n_items (items);
  ov_loss_note_place (&note, ov_run_get_recipe (current), self->abscissa);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (items, i);
      Drawn drawn = {.slot = ov_run_item_get_slot (item),
                     .run = g_object_ref (ov_run_item_get_run (item))};
      const gboolean is_comparable = ov_loss_note_add (&note, ov_run_item_get_recipe (item),
                                                       ov_run_get_recipe (current));

      ov_loss_note_place (&note, ov_run_item_get_recipe (item), self->abscissa);
      drawn.timeline =
        ov_timeline_new (self->abscissa, ov_run_get_record (drawn.run)->n_images[OV_SPLIT_TRAIN]);
      for (guint q = 0; q < N_QUANTITIES; q++)
        {
          drawn.curves[q] = ov_curves_add (self->charts[q], q);
          drawn.curves[q].timeline = drawn.timeline;
          ov_curves_update (&drawn.curves[q], ov_run_get_history (drawn.run));
          ov_curves_make_ghost (&drawn.curves[q], ov_run_item_get_slot (item),
                                ov_run_item_get_name (item), ov_run_item_get_recipe (item),
                                ov_run_get_recipe (current));
          ov_chart_set_series_listed (self->charts[q], drawn.curves[q].train, self->is_named);

          /* Squared errors and cross-entropies have no axis in common. */
          drawn.curves[q].is_other_kind = q == OV_QUANTITY_LOSS && !is_comparable;
          if (drawn.curves[q].is_other_kind)
            ov_curves_set_visible (&drawn.curves[q], FALSE);
        }
      g_array_append_val (self->drawn, drawn);
      if (!ov_run_has_ended (drawn.run))
        running = drawn.run;
    }
  words = ov_loss_note_make (&note);
  ov_chart_set_note (self->charts[OV_QUANTITY_LOSS], words);

  return running;
}

/**
 * ov_ghost_curves_update:
 * @self: curves
 *
 * Draws the epochs that are new, of a run that is still running while another one is in front.
 */
void
ov_ghost_curves_update (OvGhostCurves *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->drawn->len; i++)
    {
      Drawn *drawn = &g_array_index (self->drawn, Drawn, i);
      const OvHistory *history = ov_run_get_history (drawn->run);

      for (guint q = 0; q < N_QUANTITIES; q++)
        if (drawn->curves[q].n_epochs < ov_history_get_n_epochs (history))
          ov_curves_update (&drawn->curves[q], history);
    }
}

/**
 * ov_ghost_curves_list_members:
 * @self: curves
 * @quantity: a chart
 * @members: (element-type OvMeanMember): where the runs that are drawn there are appended; they
 *   stay where they are until the runs are drawn anew
 */
void
ov_ghost_curves_list_members (OvGhostCurves *self,
                              OvQuantity     quantity,
                              GArray        *members)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (quantity < N_QUANTITIES);
  g_return_if_fail (members != NULL);

  for (guint i = 0; i < self->drawn->len; i++)
    {
      Drawn *drawn = &g_array_index (self->drawn, Drawn, i);
      const OvMeanMember member = {ov_run_get_record (drawn->run), &drawn->curves[quantity],
                                   drawn->slot, FALSE};

      g_array_append_val (members, member);
    }
}

/**
 * ov_ghost_curves_get_emphasis:
 * @run: a run on a chart
 * @pointed: (nullable): the run that is pointed at
 *
 * Returns: how the curves of @run stand out
 */
OvEmphasis
ov_ghost_curves_get_emphasis (OvRun *run,
                              OvRun *pointed)
{
  if (pointed == NULL)
    return OV_EMPHASIS_NONE;

  return run == pointed ? OV_EMPHASIS_RAISED : OV_EMPHASIS_LOWERED;
}

/**
 * ov_ghost_curves_point_at:
 * @self: curves
 * @run: (nullable): the run that is pointed at, one of these or another one
 *
 * Raises the curves of one run, and lowers those of the others.
 */
void
ov_ghost_curves_point_at (OvGhostCurves *self,
                          OvRun         *run)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->drawn->len; i++)
    {
      Drawn *drawn = &g_array_index (self->drawn, Drawn, i);

      for (guint q = 0; q < N_QUANTITIES; q++)
        ov_curves_set_emphasis (&drawn->curves[q],
                                ov_ghost_curves_get_emphasis (drawn->run, run));
    }
}
