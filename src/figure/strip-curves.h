/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"

G_BEGIN_DECLS

/**
 * OvStripCurves:
 * @chart: (unowned): where they are drawn
 * @measured: series of what was measured
 * @limit: series of what limits it; 0 for none, as in an earlier run
 *
 * What one run has on a strip.
 */
typedef struct
{
  OvChart *chart;
  guint    measured;
  guint    limit;
} OvStripCurves;

void ov_strip_curves_remove (OvStripCurves *self);

G_END_DECLS
