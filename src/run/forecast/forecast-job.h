/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast.h"
#include "history.h"
#include "job.h"

/* A forecast of more epochs than this takes so long that nobody should have to wait for its end. */
#define OV_FORECAST_MOST_EPOCHS 3000

/**
 * OvForecastResult:
 * @recipe: the recipe that it is about
 * @n_epochs: how many epochs were forecast
 * @epochs: [@n_epochs], 0, 1, 2, …
 * @train_loss: [@n_epochs]
 * @n_test: at how many epochs the test loss was forecast; lines join them
 * @test_epochs: [@n_test]
 * @test_loss: [@n_test]
 *
 * What a run of the linear classifier will show.
 */
typedef struct
{
  OvRecipe recipe;
  guint    n_epochs;
  double  *epochs;
  double  *train_loss;
  guint    n_test;
  double  *test_epochs;
  double  *test_loss;
} OvForecastResult;

/**
 * OvForecastFunc:
 * @results: (element-type OvForecastResult): of the next recipes, in order; those that are kept are
 *   to be stolen from the array
 * @has_ended: whether there will be no more
 * @user_data: the receiver's
 *
 * Called with what was forecast since the last time.
 */
typedef void (*OvForecastFunc) (GPtrArray *results,
                                gboolean   has_ended,
                                gpointer   user_data);

OvJob     *ov_forecast_job_start           (OvForecast             *forecast,
                                            const OvRecipe         *recipes,
                                            guint                   n_recipes,
                                            OvForecastFunc          func,
                                            gpointer                user_data);

OvForecastResult *ov_forecast_result_new   (OvForecast             *forecast,
                                            const OvRecipe         *recipe,
                                            guint                   most_test);
OvHistory *ov_forecast_result_make_history (const OvForecastResult *self);
OvForecastResult *ov_forecast_result_copy  (const OvForecastResult *self);
void       ov_forecast_result_free         (OvForecastResult       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvForecastResult, ov_forecast_result_free)
