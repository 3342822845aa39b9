/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "timeline.h"

guint ov_guess_curve_add (OvChart          *chart,
                          const OvTimeline *timeline,
                          const double     *losses,
                          guint             n_epochs);
