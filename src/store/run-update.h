/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-record.h"

/**
 * OvRunUpdate:
 * @epochs: (array length=n_epochs): the epochs that follow those which are there
 * @n_epochs: how many
 * @sharpness: (array length=n_sharpness): measurements that are new
 * @n_sharpness: how many
 * @readings: (array length=n_readings): what the instruments showed that is new
 * @n_readings: how many
 * @first_point: the place of the first of the batch losses below, which take the place of those
 *   that are there from it on
 * @point_epochs: (array length=n_points): where they stand
 * @point_losses: (array length=n_points): the losses
 * @n_points: how many
 * @exact_from: the epoch from which on the steps are exact, or %OV_EPOCH_NEVER
 *
 * What has come of a run since the last time. It owns nothing.
 */
typedef struct
{
  const OvEpoch             *epochs;
  gsize                      n_epochs;
  const OvSharpnessPoint    *sharpness;
  gsize                      n_sharpness;
  const OvInstrumentReading *readings;
  gsize                      n_readings;
  gsize                      first_point;
  const double              *point_epochs;
  const double              *point_losses;
  gsize                      n_points;
  guint                      exact_from;
} OvRunUpdate;

void ov_run_update_init (OvRunUpdate       *self,
                         const OvRunRecord *record,
                         gsize              n_epochs,
                         gsize              n_sharpness,
                         gsize              n_readings,
                         gsize              n_points);
