/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"
#include "forecast-job.h"

#define OV_FORECAST_FIGURE_WIDTH 1200
#define OV_FORECAST_FIGURE_HEIGHT 700

/**
 * OvForecastFigure:
 * @forecast: what is forecast of a recipe
 * @dataset_name: (nullable): for which data
 * @data_hash: (nullable): what tells them from others
 *
 * The losses that a run would have, for paper. Everything in it is borrowed.
 */
typedef struct
{
  const OvForecastResult *forecast;
  const char             *dataset_name;
  const char             *data_hash;
} OvForecastFigure;

extern const OvFigureClass ov_forecast_figure_class;
