/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study.h"

char *ov_compare_report_make (const GPtrArray *runs,
                              OvStudyFormat    format);
