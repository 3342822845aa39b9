/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"
#include "run-record.h"

double ov_run_record_find_limit (const OvRunRecord *self,
                                 const OvQuadratic *quadratic);
