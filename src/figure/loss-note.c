/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loss-note.h"

#include <glib/gi18n-lib.h>

#include "model.h"

/**
 * ov_loss_note_is_comparable:
 * @recipe: a run that stands beside another one
 * @front: the one in front
 *
 * Returns: whether the losses of both may stand on one axis: squared errors and cross-entropies may
 *   not; of another program's loss nobody knows, which the note says
 */
gboolean
ov_loss_note_is_comparable (const OvRecipe *recipe,
                            const OvRecipe *front)
{
  g_return_val_if_fail (recipe != NULL && front != NULL, FALSE);

  return recipe->model->loss == front->model->loss || ov_recipe_is_foreign (recipe)
         || ov_recipe_is_foreign (front);
}

/**
 * ov_loss_note_add:
 * @self: a note
 * @recipe: a run that stands beside another one
 * @front: the one in front
 *
 * Takes a run into account.
 *
 * Returns: as ov_loss_note_is_comparable()
 */
gboolean
ov_loss_note_add (OvLossNote     *self,
                  const OvRecipe *recipe,
                  const OvRecipe *front)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (recipe != NULL && front != NULL, FALSE);

  if (!ov_loss_note_is_comparable (recipe, front))
    {
      self->n_other_kind++;
      return FALSE;
    }
  if (ov_recipe_is_foreign (recipe) || ov_recipe_is_foreign (front))
    self->n_foreign++;
  else
    self->n_other_penalty += recipe->regularisation != front->regularisation;

  return TRUE;
}

/**
 * ov_loss_note_place:
 * @self: a note
 * @recipe: any of the runs
 * @abscissa: what the x axis is
 *
 * Takes into account that a log has epochs, and tells neither how long they took nor how many
 * images they had.
 */
void
ov_loss_note_place (OvLossNote     *self,
                    const OvRecipe *recipe,
                    OvAbscissa      abscissa)
{
  g_return_if_fail (self != NULL && recipe != NULL);

  self->n_unplaced += ov_recipe_is_foreign (recipe) && abscissa != OV_ABSCISSA_EPOCHS;
}

/**
 * ov_loss_note_make:
 * @self: a note
 *
 * Returns: (transfer full) (nullable): what has to be said beside the losses, in the form that
 *   ov_chart_set_note() takes; %NULL when all can be compared
 */
char *
ov_loss_note_make (const OvLossNote *self)
{
  g_autofree char *kind = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->n_unplaced > 0)
    /* Translators: the second line is a shorter way to say the first. */
    return g_strdup (_("a log has neither seconds nor images: it is drawn by epochs only\n"
                       "logs are drawn by epochs only"));
  if (self->n_other_kind > 0 && self->n_foreign > 0)
    /* Translators: the second line is a shorter way to say the first. */
    return g_strdup (_("another kind of loss is left out; that of a log may be yet another\n"
                       "some losses left out, logs may have others"));
  if (self->n_foreign > 0)
    /* Translators: the second line is a shorter way to say the first. */
    return g_strdup (_("the loss of a log is what its program computed, perhaps another kind\n"
                       "logs may have other losses"));
  if (self->n_other_kind == 0)
    return self->n_other_penalty > 0
             ? g_strdup (_("the loss of each run includes its own penalty\n"
                           "losses include penalties"))
             : NULL;

  /* Translators: the second line is a shorter way to say the first. */
  kind = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u run with another kind of loss: only its accuracy is "
                                       "drawn\n%u with another loss left out",
                                       "%u runs with another kind of loss: only their accuracies "
                                       "are drawn\n%u with another loss left out",
                                       self->n_other_kind),
                          self->n_other_kind, self->n_other_kind);

  return g_steal_pointer (&kind);
}
