/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart-view.h"

void ov_chart_alignment_apply (OvChartView *const *views,
                               guint               n_views);
