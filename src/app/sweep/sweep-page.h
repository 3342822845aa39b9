/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"
#include "rate-sweep.h"

#define OV_TYPE_SWEEP_PAGE (ov_sweep_page_get_type ())
G_DECLARE_FINAL_TYPE (OvSweepPage, ov_sweep_page, OV, SWEEP_PAGE, OvPage)

OvRateSweep *ov_sweep_page_get_sweep (OvSweepPage *self);
