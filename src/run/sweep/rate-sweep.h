/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"
#include "trial.h"

#define OV_RATE_SWEEP_FEWEST 3
#define OV_RATE_SWEEP_MOST 16

#define OV_TYPE_RATE_SWEEP (ov_rate_sweep_get_type ())
G_DECLARE_FINAL_TYPE (OvRateSweep, ov_rate_sweep, OV, RATE_SWEEP, GObject)

OvRateSweep     *ov_rate_sweep_new             (guint           n_threads);

void             ov_rate_sweep_set_dataset     (OvRateSweep    *self,
                                                OvDataset      *dataset);
OvDataset       *ov_rate_sweep_get_dataset     (OvRateSweep    *self);
void             ov_rate_sweep_set_quadratic   (OvRateSweep    *self,
                                                OvQuadratic    *quadratic);
void             ov_rate_sweep_set_forecasting (OvRateSweep    *self,
                                                gboolean        is_forecasting);
gboolean         ov_rate_sweep_start           (OvRateSweep    *self,
                                                const OvRecipe *recipe,
                                                double          from,
                                                double          to,
                                                guint           n_trials,
                                                GError        **error);
void             ov_rate_sweep_stop            (OvRateSweep    *self);
void             ov_rate_sweep_clear           (OvRateSweep    *self);

gboolean         ov_rate_sweep_is_running      (OvRateSweep    *self);
gboolean         ov_rate_sweep_is_forecast     (OvRateSweep    *self);
double           ov_rate_sweep_get_progress    (OvRateSweep    *self);
guint            ov_rate_sweep_get_n_trials    (OvRateSweep    *self);
const GError    *ov_rate_sweep_get_error       (OvRateSweep    *self);
const OvTrial   *ov_rate_sweep_get_trial       (OvRateSweep    *self,
                                                guint           trial);
