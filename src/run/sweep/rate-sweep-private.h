/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast-job.h"
#include "rate-sweep.h"

/* Only for the files that make up a sweep. */
struct _OvRateSweep
{
  GObject       parent_instance;

  guint         n_threads;
  OvDataset    *dataset;
  OvQuadratic  *quadratic;
  GArray       *trials;      /* of OvTrial */
  guint         current;     /* the trial that runs or comes next */
  GSignalGroup *run_signals; /* of the current trial's run */
  guint         generation;  /* another one whenever the work was dropped */
  gboolean      is_running;
  gboolean      is_stopping;    /* the current run was told to end */
  gboolean      is_forecasting; /* whether the next sweep is forecast where it can be */
  gboolean      is_forecast;
  OvJob        *forecast_job; /* while it forecasts */
  GError       *error;
};
