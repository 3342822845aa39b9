/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "readings.h"
#include "timeline.h"

/**
 * OvStripCurves:
 * @chart: (unowned): where they are drawn
 * @timeline: (unowned) (nullable): where the epochs of the run stand
 * @measured: series of what was measured
 * @limit: series of what limits it; 0 for none, as in an earlier run
 * @parts: [@n_parts], series of further values that are measured with the first, layer by layer
 * @n_parts: how many there are
 * @n_measured: how many points @measured has, or how many measurements were looked at
 * @lowest: the least of its values that a logarithmic axis can show; infinite without one
 * @highest: the largest one; 0 without one
 * @horizon: the x to which @limit is drawn; 0 before the first time
 *
 * What one run has on a strip.
 */
typedef struct
{
  OvChart          *chart;
  const OvTimeline *timeline;
  guint             measured;
  guint             limit;
  guint             parts[OV_READING_MOST_VALUES - 1];
  guint             n_parts;
  gsize             n_measured;
  double            lowest;
  double            highest;
  double            horizon;
} OvStripCurves;

void ov_strip_curves_set_visible (OvStripCurves *self,
                                  gboolean       visible);
void ov_strip_curves_remove      (OvStripCurves *self);
