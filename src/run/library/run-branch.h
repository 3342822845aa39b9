/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-item.h"

char *ov_run_branch_describe (OvRunItem *item);
char *ov_run_branch_format   (OvRunItem *item);
void  ov_run_branch_name_parents (GPtrArray *items,
                                  OvRunItem *parent);
