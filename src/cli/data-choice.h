/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"

G_BEGIN_DECLS

OvDataset *ov_data_choice_load (const char    *choice,
                                char         **note,
                                GCancellable  *cancellable,
                                GError       **error);

G_END_DECLS
