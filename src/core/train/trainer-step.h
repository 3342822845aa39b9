/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "step-line.h"
#include "trainer.h"

/* On how many images the loss along a step is measured unless more is asked for. */
#define OV_STEP_IMAGES 500

/* Of how many steps at most the loss is measured at a time: one batch's line is noisy. */
#define OV_STEP_LINES 5

void     ov_trainer_set_kept_steps (OvTrainer    *self,
                                    guint         n_steps);
gboolean ov_trainer_has_step       (OvTrainer    *self);
gboolean ov_trainer_measure_step   (OvTrainer    *self,
                                    guint         n_images,
                                    OvStepLine   *line,
                                    GCancellable *cancellable,
                                    GError      **error);
