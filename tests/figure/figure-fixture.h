/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-record.h"

OvRecipe   figure_make_recipe  (void);
OvHistory *figure_make_history (guint n_epochs);

OvRunRecord *figure_make_record (guint n_epochs);
OvSharpnessHistory *figure_make_sharpness (const double *epochs, const double *values, gsize n);
