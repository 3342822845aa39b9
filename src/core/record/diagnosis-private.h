/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "curve-statistics.h"
#include "diagnosis.h"

/**
 * OvCase:
 * @history: the epochs so far
 * @recipe: what is trained
 * @is_full: whether each batch holds all images
 * @limit: the learning rate beyond which full-batch descent is unstable, or 0 when it is not known
 * @safe_rate: where there is a limit that is not known, a learning rate that is below it for any
 *   images; otherwise 0
 * @statistics: what the curves show
 *
 * All that a diagnosis is made from. Only for the files that make it.
 */
typedef struct
{
  const OvHistory  *history;
  const OvRecipe   *recipe;
  gboolean          is_full;
  double            limit;
  double            safe_rate;
  OvCurveStatistics statistics;
} OvCase;

double   ov_case_find_excess       (const OvCase   *self);
gboolean ov_case_is_strained       (const OvCase   *self);
gboolean ov_case_is_at_least       (const OvCase   *self);
gboolean ov_case_is_tick           (const OvCase   *self);
gboolean ov_case_is_beyond         (const OvCase   *self);
gboolean ov_case_tells_train_rises (const OvCase   *self);
gboolean ov_case_tells_test_rises  (const OvCase   *self);
double   ov_case_find_reached_rate (const OvCase   *self);
char    *ov_case_explain           (const OvCase   *self,
                                    OvDiagnosisKind kind);
GArray  *ov_case_find_spans        (const OvCase   *self,
                                    OvDiagnosisKind kind);
void     ov_case_prescribe         (const OvCase   *self,
                                    OvDiagnosis    *diagnosis);
