/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

OvDataset *ov_sample_new (void);

G_END_DECLS
