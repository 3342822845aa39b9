/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "strip.h"

extern const OvStrip ov_sharpness_strip;

char *ov_sharpness_describe_cost (OvRun      *run,
                                  const char *separator);
