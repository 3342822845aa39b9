/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

double ov_stability_get_rate_limit      (double sharpness,
                                         double momentum);
double ov_stability_get_smooth_rate     (double sharpness,
                                         double momentum);
double ov_stability_get_sharpness_limit (double learning_rate,
                                         double momentum);
double ov_stability_get_nesterov_limit  (double learning_rate,
                                         double momentum);
double ov_stability_get_growth          (double sharpness,
                                         double learning_rate,
                                         double momentum);
