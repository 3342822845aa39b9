/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"

gboolean   ov_sample_is_name (const char *name);
OvDataset *ov_sample_new     (void);
