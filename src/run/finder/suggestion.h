/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "range-test.h"

/**
 * OvSuggestion:
 * @OV_SUGGESTION_STEEPEST: where the loss falls most per factor in learning rate
 * @OV_SUGGESTION_TENTH: a tenth of the rate at which the loss is least
 * @OV_SUGGESTION_LIMIT: the limit of stability, where it is known
 *
 * A learning rate to try.
 */
typedef enum
{
  OV_SUGGESTION_STEEPEST,
  OV_SUGGESTION_TENTH,
  OV_SUGGESTION_LIMIT,
} OvSuggestion;

#define OV_N_SUGGESTIONS 3

double      ov_suggestion_round    (double           rate);
double      ov_suggestion_get_rate (OvSuggestion     suggestion,
                                    const OvFinding *finding,
                                    double           limit);
const char *ov_suggestion_get_mark (OvSuggestion     suggestion);
const char *ov_suggestion_explain  (OvSuggestion     suggestion,
                                    gboolean         is_beyond);
