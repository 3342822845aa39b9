/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "run-record.h"

void ov_instrument_report_append_header (GString           *text,
                                         const OvRunRecord *record,
                                         guint              instruments);
void ov_instrument_report_append_cells  (GString           *text,
                                         const OvRunRecord *record,
                                         guint              instruments,
                                         guint              epoch);
