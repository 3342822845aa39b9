/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "diagnosis.h"
#include "quadratic.h"
#include "run.h"

#define OV_TYPE_DIAGNOSIS_BAR (ov_diagnosis_bar_get_type ())
G_DECLARE_FINAL_TYPE (OvDiagnosisBar, ov_diagnosis_bar, OV, DIAGNOSIS_BAR, AdwBin)

void               ov_diagnosis_bar_set_run       (OvDiagnosisBar *self,
                                                   OvRun          *run,
                                                   OvQuadratic    *quadratic);
void               ov_diagnosis_bar_follow        (OvDiagnosisBar *self,
                                                   OvDiagnosisKind kind);
const OvDiagnosis *ov_diagnosis_bar_get_diagnosis (OvDiagnosisBar *self);
