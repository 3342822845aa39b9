/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define OV_N_EPOCH_SPANS 8

/**
 * OvEpochSpan:
 * @first: the first number of epochs
 * @last: the last one; no less than @first
 *
 * A number of epochs as somebody guesses it.
 */
typedef struct
{
  guint first;
  guint last;
} OvEpochSpan;

/**
 * OvStepGuess:
 * @landing: how far the step goes, as a multiple of the way to the lowest point of its line
 * @middle: (nullable): after how many epochs the run is in the middle across the valley; %NULL when
 *   nothing was said of it
 * @n_epochs: how many epochs the run has; a @middle beyond them says that it is not there by then
 *
 * What somebody expects of a run in the valley before it is run. A plain value.
 */
typedef struct
{
  double             landing;
  const OvEpochSpan *middle;
  guint              n_epochs;
} OvStepGuess;

guint ov_epoch_spans_make  (guint              n_epochs,
                            OvEpochSpan       *spans);
char *ov_epoch_span_name   (const OvEpochSpan *self,
                            guint              n_epochs);
char *ov_step_guess_judge  (const OvStepGuess *self,
                            double             landing,
                            guint              middle);
