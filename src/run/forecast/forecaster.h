/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "quadratic.h"

G_BEGIN_DECLS

/**
 * OvForecastResult:
 * @recipe: the recipe that it is about
 * @n_epochs: how many epochs were forecast
 * @epochs: [@n_epochs], 0, 1, 2, …
 * @train_loss: [@n_epochs]
 * @n_test: at how many epochs the test loss was forecast
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

#define OV_TYPE_FORECASTER (ov_forecaster_get_type ())
G_DECLARE_FINAL_TYPE (OvForecaster, ov_forecaster, OV, FORECASTER, GObject)

OvForecaster           *ov_forecaster_new           (void);
void                    ov_forecaster_set_quadratic (OvForecaster   *self,
                                                     OvQuadratic    *quadratic);
void                    ov_forecaster_request       (OvForecaster   *self,
                                                     const OvRecipe *recipe);
const OvForecastResult *ov_forecaster_get_result    (OvForecaster   *self);

G_END_DECLS
