/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "curves.h"
#include "rate-sweep.h"
#include "sweep-figure.h"

#define OV_TYPE_SWEEP_VIEW (ov_sweep_view_get_type ())
G_DECLARE_FINAL_TYPE (OvSweepView, ov_sweep_view, OV, SWEEP_VIEW, AdwBin)

void           ov_sweep_view_set_sweep    (OvSweepView *self,
                                           OvRateSweep *sweep);
void           ov_sweep_view_set_quantity (OvSweepView *self,
                                           OvQuantity   quantity);
void           ov_sweep_view_set_overlay  (OvSweepView *self,
                                           gboolean     overlay);
void           ov_sweep_view_set_type_scale (OvSweepView *self,
                                           double       type_scale);
char          *ov_sweep_view_describe     (OvSweepView *self);
OvSweepFigure *ov_sweep_view_make_figure  (OvSweepView *self);
