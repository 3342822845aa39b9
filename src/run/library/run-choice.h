/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-item.h"

/* What is chosen for a run until a person chooses otherwise: its name, its colour, and whether the
 * charts show it. */
char *ov_run_choice_name     (GPtrArray      *items,
                              const OvRecipe *recipe);
guint ov_run_choice_slot     (GPtrArray      *items,
                              guint           first_slot,
                              guint           n_slots);
void  ov_run_choice_thin_out (GPtrArray      *items,
                              OvRunItem      *newest);
