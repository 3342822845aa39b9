/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run.h"

/**
 * OvTrial:
 * @recipe: what is run there
 * @state: what it does
 * @outcome: how it ended
 * @history: its epochs while there is no run: none, or those that were forecast
 * @run: (nullable): from its start on
 *
 * One learning rate of a sweep.
 */
typedef struct
{
  OvRecipe   recipe;
  OvRunState state;
  OvOutcome  outcome;
  OvHistory *history;
  OvRun     *run;
} OvTrial;

void             ov_trial_clear       (OvTrial       *self);
void             ov_trial_forecast    (OvTrial       *self,
                                       OvHistory     *history);
const OvHistory *ov_trial_get_history (const OvTrial *self);
double           ov_trial_get_share   (const OvTrial *self);
double           ov_trial_choose_rate (double         from,
                                       double         to,
                                       guint          n_trials,
                                       guint          trial);
