/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "log-table.h"

gboolean    ov_event_reader_probe (const guint8 *bytes,
                                   gsize         size);
OvLogTable *ov_event_reader_parse (const guint8 *bytes,
                                   gsize         size,
                                   char        **reason);
