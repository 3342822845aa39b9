/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"
#include "recipe.h"

/**
 * OvDiagnosisKind:
 * @OV_DIAGNOSIS_UNKNOWN: too few epochs to tell
 * @OV_DIAGNOSIS_TOO_SLOW: the run will not get anywhere in its epochs
 * @OV_DIAGNOSIS_SMOOTH: the loss falls along a smooth curve
 * @OV_DIAGNOSIS_SPIKY: the loss jumps up and down without a pattern
 * @OV_DIAGNOSIS_OSCILLATING: the loss swings to one side and the other from epoch to epoch
 * @OV_DIAGNOSIS_SWAYING: momentum has carried the loss past its lowest point and back
 * @OV_DIAGNOSIS_DIVERGING: the loss grows
 * @OV_DIAGNOSIS_OVERFITTING: the tick: the test loss turned up while the training loss fell on
 * @OV_DIAGNOSIS_PLATEAU: the loss fell and then stood still
 * @OV_DIAGNOSIS_TOO_HIGH: the loss has risen, and has not come back to where it was
 * @OV_DIAGNOSIS_FALLING: the loss falls, though not along a smooth curve
 * @OV_DIAGNOSIS_RECOVERED: the loss had risen for anybody to see, and has come back
 *
 * What the curves of a run do.
 */
typedef enum
{
  OV_DIAGNOSIS_UNKNOWN,
  OV_DIAGNOSIS_TOO_SLOW,
  OV_DIAGNOSIS_SMOOTH,
  OV_DIAGNOSIS_SPIKY,
  OV_DIAGNOSIS_OSCILLATING,
  OV_DIAGNOSIS_SWAYING,
  OV_DIAGNOSIS_DIVERGING,
  OV_DIAGNOSIS_OVERFITTING,
  OV_DIAGNOSIS_PLATEAU,
  OV_DIAGNOSIS_TOO_HIGH,
  OV_DIAGNOSIS_RECOVERED,
  OV_DIAGNOSIS_FALLING,
} OvDiagnosisKind;

/**
 * OvEpochSpan:
 * @first: an epoch
 * @last: the same, or a later one
 *
 * Epochs that follow each other.
 */
typedef struct
{
  guint first;
  guint last;
} OvEpochSpan;

/**
 * OvDiagnosisFinding:
 * @kind: what the curves do as well
 * @evidence: what was seen, in numbers; sentences for people
 * @spans: (element-type OvEpochSpan): the epochs that these mean, in order
 *
 * Something else that can be said of a run.
 */
typedef struct
{
  OvDiagnosisKind kind;
  char           *evidence;
  GArray         *spans;
} OvDiagnosisFinding;

/**
 * OvDiagnosis:
 * @kind: what the curves do
 * @mark: the epoch where it shows best, such as the turning point of the tick, or -1
 * @growth: of a diverging run, the factor on the training loss in an epoch; otherwise 1
 * @evidence: what was seen, in numbers, and why where that is known; sentences for people
 * @spans: (element-type OvEpochSpan): the epochs that these mean, in order
 * @others: (element-type OvDiagnosisFinding): what else was found, the most important first
 * @has_remedy: whether there is something to try
 * @remedy: the recipe to try
 * @remedy_label: (nullable): a static label for a button that tries it, translated
 *
 * What happened in a run, in words.
 */
typedef struct
{
  OvDiagnosisKind kind;
  int             mark;
  double          growth;
  char           *evidence;
  GArray         *spans;
  GPtrArray      *others;
  gboolean        has_remedy;
  OvRecipe        remedy;
  const char     *remedy_label;
} OvDiagnosis;

OvDiagnosis *ov_diagnosis_new            (const OvHistory   *history,
                                          const OvRecipe    *recipe,
                                          guint              n_train,
                                          double             stability_limit);
void         ov_diagnosis_add_evidence   (OvDiagnosis       *self, const char *sentences);
void         ov_diagnosis_free           (OvDiagnosis       *self);
const char  *ov_diagnosis_kind_get_title (OvDiagnosisKind    kind, gboolean has_ended);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvDiagnosis, ov_diagnosis_free)
