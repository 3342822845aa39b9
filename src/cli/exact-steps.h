/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"

OvQuadratic *ov_exact_steps_prepare (OvDataset    *dataset,
                                     guint         n_threads,
                                     GCancellable *cancellable,
                                     GError      **error);
