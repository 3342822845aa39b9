/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "data-reader.h"

/* The choice of the data that the program draws by itself. */
#define OV_DATA_SOURCE_SAMPLE "sample"

GFile     *ov_data_source_get_file (const char          *choice);
OvDataset *ov_data_source_read     (GFile               *file,
                                    const OvDataReader **reader,
                                    GCancellable        *cancellable,
                                    GError             **error);
OvDataset *ov_data_source_load     (const char          *choice,
                                    GFile              **source,
                                    const OvDataReader **reader,
                                    GCancellable        *cancellable,
                                    GError             **error);
