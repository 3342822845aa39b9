/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"
#include "timeline.h"

/**
 * OvLossNote:
 * @n_other_kind: how many runs have another kind of loss than the one in front
 * @n_foreign: how many are of another program, or all when the one in front is
 * @n_other_penalty: how many have another regularisation, whose penalty is part of the loss
 * @n_unplaced: how many say nothing of what the x axis is, the one in front included
 *
 * How the losses of runs compare with those of the run in front of them. All zero before the first.
 */
typedef struct
{
  guint n_other_kind;
  guint n_foreign;
  guint n_other_penalty;
  guint n_unplaced;
} OvLossNote;

gboolean ov_loss_note_is_comparable (const OvRecipe *recipe,
                                     const OvRecipe *front);
gboolean ov_loss_note_add  (OvLossNote       *self,
                            const OvRecipe   *recipe,
                            const OvRecipe   *front);
void     ov_loss_note_place (OvLossNote      *self,
                             const OvRecipe  *recipe,
                             OvAbscissa       abscissa);
char    *ov_loss_note_make (const OvLossNote *self);
