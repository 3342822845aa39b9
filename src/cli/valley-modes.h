/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"
#include "study.h"

int ov_valley_modes_report (const OvStudy     *study,
                            const OvQuadratic *quadratic);
