/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "instrument.h"
#include "trainer-private.h"

/* What the instruments lean on. */

const float *ov_trainer_get_step_gradient  (OvTrainer    *self);
gboolean     ov_trainer_find_next_gradient (OvTrainer    *self,
                                            float        *gradient,
                                            GCancellable *cancellable,
                                            GError      **error);
double       ov_instrument_multiply        (const float  *one,
                                            const float  *other,
                                            gsize         n);
double       ov_instrument_measure_change  (const float  *from,
                                            const float  *to,
                                            gsize         n);
