/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "timeline.h"

/**
 * OvForecastCurves:
 * @train: series of the forecast training loss; 0 while there is none
 * @test: series of the forecast test loss; 0 while there is none
 *
 * What a run will show, on a chart of losses.
 */
typedef struct
{
  guint train;
  guint test;
} OvForecastCurves;

void ov_forecast_curves_show (OvForecastCurves *self,
                              OvChart          *chart,
                              const OvTimeline *timeline,
                              const double     *epochs,
                              const double     *train_loss,
                              gsize             n_epochs,
                              const double     *test_epochs,
                              const double     *test_loss,
                              gsize             n_test);
void ov_forecast_curves_hide (OvForecastCurves *self,
                              OvChart          *chart);
