/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "run.h"

#define OV_TYPE_START_CHOICE (ov_start_choice_get_type ())
G_DECLARE_FINAL_TYPE (OvStartChoice, ov_start_choice, OV, START_CHOICE, AdwBin)

void   ov_start_choice_set_run (OvStartChoice *self,
                                OvRun         *run);
OvRun *ov_start_choice_get_run (OvStartChoice *self);
