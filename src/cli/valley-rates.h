/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study.h"

/* How many runs one picture holds. */
#define OV_VALLEY_MOST_RATES 9

guint ov_valley_rates_parse (OvStudy *study,
                             double  *rates,
                             GError **error);
