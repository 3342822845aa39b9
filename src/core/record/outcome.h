/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvOutcome:
 * @OV_OUTCOME_NONE: the run has not ended
 * @OV_OUTCOME_FINISHED: every epoch of the recipe is done
 * @OV_OUTCOME_DIVERGED: the loss grew without bound and the run stopped itself
 * @OV_OUTCOME_CANCELLED: it was told to stop
 * @OV_OUTCOME_FAILED: an error ended it
 *
 * How a run ended.
 */
typedef enum
{
  OV_OUTCOME_NONE,
  OV_OUTCOME_FINISHED,
  OV_OUTCOME_DIVERGED,
  OV_OUTCOME_CANCELLED,
  OV_OUTCOME_FAILED,
} OvOutcome;

const char *ov_outcome_get_name (OvOutcome self);
