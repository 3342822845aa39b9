/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run.h"

G_BEGIN_DECLS

/**
 * OvLadderRung:
 * @recipe: what is run there
 * @state: what it does
 * @history: its epochs while there is no run: none, or those that were foretold
 * @run: (nullable): from its start on
 *
 * One learning rate of a ladder; private to this room.
 */
typedef struct
{
  OvRecipe   recipe;
  OvRunState state;
  OvHistory *history;
  OvRun     *run;
} OvLadderRung;

void             ov_ladder_rung_clear       (OvLadderRung       *self);
void             ov_ladder_rung_foretell    (OvLadderRung       *self,
                                             OvHistory          *history);
const OvHistory *ov_ladder_rung_get_history (const OvLadderRung *self);
double           ov_ladder_rung_get_share   (const OvLadderRung *self);
double           ov_ladder_rung_choose_rate (double              from,
                                             double              to,
                                             guint               n_rungs,
                                             guint               rung);

G_END_DECLS
