/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument-report.h"

#include "instrument-columns.h"
#include "number.h"

static void
append_name_cb (const char *column,
                double      value,
                gpointer    user_data)
{
  GString *text = user_data;

  g_string_append_printf (text, ",%s", column);
}

/**
 * ov_instrument_report_append_header:
 * @text: a table's first row
 * @record: the record of a run
 * @instruments: the set of those that have columns
 */
void
ov_instrument_report_append_header (GString           *text,
                                    const OvRunRecord *record,
                                    guint              instruments)
{
  ov_instrument_columns_visit (record, instruments, 0, append_name_cb, text);
}

static void
append_value_cb (const char *column,
                 double      value,
                 gpointer    user_data)
{
  ov_number_append_cell (user_data, value);
}

/**
 * ov_instrument_report_append_cells:
 * @text: an epoch's row
 * @record: the record of its run
 * @instruments: the set of those that have columns
 * @epoch: which epoch
 *
 * Appends what the instruments showed after the epoch, and empty cells for what is not known.
 */
void
ov_instrument_report_append_cells (GString           *text,
                                   const OvRunRecord *record,
                                   guint              instruments,
                                   guint              epoch)
{
  ov_instrument_columns_visit (record, instruments, epoch, append_value_cb, text);
}
