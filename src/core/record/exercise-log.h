/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "epoch.h"
#include "recipe.h"

/* What the exercise that Overshoot grew from printed while it trained. The words are never
 * translated: they are there to be compared. */

char    *ov_exercise_log_begin  (const OvRecipe *recipe);
gboolean ov_exercise_log_prints (const OvRecipe *recipe,
                                 const OvEpoch  *epoch);
char    *ov_exercise_log_epoch  (const OvRecipe *recipe,
                                 guint           n_train,
                                 const OvEpoch  *epoch,
                                 gboolean        is_last);
char    *ov_exercise_log_end    (const OvRecipe *recipe,
                                 double          seconds);
