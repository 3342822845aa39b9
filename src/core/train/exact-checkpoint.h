/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checkpoint.h"
#include "quadratic.h"

OvCheckpoint *ov_exact_checkpoint_new (OvQuadratic    *quadratic,
                                       const OvRecipe *recipe,
                                       guint           n_epochs,
                                       GCancellable   *cancellable);
