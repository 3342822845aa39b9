/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rate-sweep.h"
#include "study.h"

char *ov_ladder_report_make (const OvStudy *study,
                             OvRateSweep   *sweep);
