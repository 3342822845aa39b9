/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast-job.h"

#define OV_TYPE_FORECASTER (ov_forecaster_get_type ())
G_DECLARE_FINAL_TYPE (OvForecaster, ov_forecaster, OV, FORECASTER, GObject)

OvForecaster           *ov_forecaster_new           (void);
void                    ov_forecaster_set_quadratic (OvForecaster   *self,
                                                     OvQuadratic    *quadratic);
void                    ov_forecaster_request       (OvForecaster   *self,
                                                     const OvRecipe *recipe);
const OvForecastResult *ov_forecaster_get_result    (OvForecaster   *self);
