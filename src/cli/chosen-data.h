/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"

OvDataset *ov_chosen_data_load (const char    *choice,
                                GFile        **source,
                                GCancellable  *cancellable,
                                GError       **error);
