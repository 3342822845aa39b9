/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument-report.h"

#include <math.h>

#include "instrument.h"
#include "number.h"

/* Where a value of an instrument goes. */
typedef void (*ValueFunc) (const char *column,
                           double      value,
                           gpointer    user_data);

/* Goes through the columns of a set of instruments, with what they showed after an epoch: not a
 * number where that is not known. */
static void
visit_values (const OvRunRecord *record,
              guint              instruments,
              guint              epoch,
              ValueFunc          func,
              gpointer           user_data)
{
  const OvModel *model = record->recipe.model;

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    {
      const OvInstrument *instrument = ov_instruments[i];
      const guint n = ov_instrument_count_values (instrument, model);
      const OvInstrumentReading *reading = ov_readings_find (record->readings, epoch, i);

      for (guint j = 0; instruments & 1u << i && j < n; j++)
        {
          g_autofree char *column = ov_instrument_name_column (instrument, model, j);

          func (column,
                reading != NULL && j < reading->n_values ? reading->values[j] : (double) NAN,
                user_data);
        }
    }
}

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
  visit_values (record, instruments, 0, append_name_cb, text);
}

static void
append_value_cb (const char *column,
                 double      value,
                 gpointer    user_data)
{
  GString *text = user_data;
  g_autofree char *number = isnan (value) ? NULL : ov_number_format (value);

  g_string_append_printf (text, ",%s", number != NULL ? number : "");
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
  visit_values (record, instruments, epoch, append_value_cb, text);
}

static void
add_member_cb (const char *column,
               double      value,
               gpointer    user_data)
{
  JsonObject *object = user_data;

  if (isfinite (value))
    json_object_set_double_member (object, column, value);
  else
    json_object_set_null_member (object, column);
}

/**
 * ov_instrument_report_add_members:
 * @object: an epoch
 * @record: the record of its run
 * @instruments: the set of those that have members
 * @epoch: which epoch
 *
 * Adds what the instruments showed after the epoch: null where that is not known or not finite.
 */
void
ov_instrument_report_add_members (JsonObject        *object,
                                  const OvRunRecord *record,
                                  guint              instruments,
                                  guint              epoch)
{
  visit_values (record, instruments, epoch, add_member_cb, object);
}
