/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sharpness-value.h"
#include "trainer.h"

/* What is enough to follow the sharpness of a run: half a per cent is seen on no chart. */
#define OV_SHARPNESS_IMAGES 1000
#define OV_SHARPNESS_ITERATIONS 200
#define OV_SHARPNESS_TOLERANCE 2e-3

gboolean ov_trainer_has_sharpness     (OvTrainer    *self);
gboolean ov_trainer_measure_sharpness (OvTrainer    *self,
                                       guint         n_images,
                                       guint         max_iterations,
                                       double        tolerance,
                                       OvSharpness  *sharpness,
                                       GCancellable *cancellable,
                                       GError      **error);
