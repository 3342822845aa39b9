/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"

OvDataset *ov_sample_new (void);
