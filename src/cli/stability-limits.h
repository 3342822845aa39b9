/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exported-run.h"

/**
 * OvStabilityLimits:
 *
 * The learning rates at which runs become unstable, as far as they are known here.
 */
typedef struct _OvStabilityLimits OvStabilityLimits;

OvStabilityLimits *ov_stability_limits_new  (void);
void               ov_stability_limits_free (OvStabilityLimits   *self);
double             ov_stability_limits_find (OvStabilityLimits   *self,
                                             const OvExportedRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvStabilityLimits, ov_stability_limits_free)
