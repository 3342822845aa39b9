/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"

/**
 * OvForecast:
 *
 * Forecasts runs of the linear classifier without running them. It keeps what the runs have in
 * common, so that each further recipe takes milliseconds. Used by one thread at a time.
 */
typedef struct _OvForecast OvForecast;

OvForecast *ov_forecast_new           (OvQuadratic     *quadratic);
OvForecast *ov_forecast_ref           (OvForecast      *self);
void        ov_forecast_unref         (OvForecast      *self);
gboolean    ov_forecast_run           (OvForecast      *self,
                                       const OvRecipe  *recipe,
                                       double          *train_loss,
                                       const guint     *test_epochs,
                                       guint            n_test,
                                       double          *test_loss);
guint       ov_forecast_choose_epochs (guint            n_epochs,
                                       guint            n_wanted,
                                       guint           *epochs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvForecast, ov_forecast_unref)
