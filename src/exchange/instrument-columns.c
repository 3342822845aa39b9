/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument-columns.h"

#include <math.h>

#include "instrument.h"

/* What the instruments showed of a run, as columns of a table or members of an epoch in JSON. */

/**
 * ov_instrument_columns_visit:
 * @record: the record of a run of ours
 * @instruments: the set of those that have columns
 * @epoch: which epoch
 * @func: called with each column, in the order of the table of instruments
 * @user_data: given to @func
 *
 * Goes through what a set of instruments showed after an epoch.
 */
void
ov_instrument_columns_visit (const OvRunRecord     *record,
                             guint                  instruments,
                             guint                  epoch,
                             OvInstrumentColumnFunc func,
                             gpointer               user_data)
{
  g_return_if_fail (record != NULL && func != NULL);

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    {
      const OvInstrument *instrument = ov_instruments[i];
      const gboolean is_wanted = (instruments & 1u << i) != 0;
      const guint n = is_wanted ? ov_instrument_count_values (instrument, record->recipe.model) : 0;
      const OvInstrumentReading *reading = ov_readings_find (record->readings, epoch, i);

      for (guint j = 0; j < n; j++)
        {
          g_autofree char *column = ov_instrument_name_column (instrument, record->recipe.model, j);

          func (column,
                reading != NULL && j < reading->n_values ? reading->values[j] : (double) NAN,
                user_data);
        }
    }
}

static void
add_member_cb (const char *column,
               double      value,
               gpointer    user_data)
{
  json_object_set_double_member (user_data, column, value);
}

/**
 * ov_instrument_columns_add_members:
 * @object: an epoch
 * @record: the record of its run
 * @instruments: the set of those that have members
 * @epoch: which epoch
 *
 * Adds what the instruments showed after the epoch, not a number where that is not known:
 * ov_json_print() writes null for what is not finite.
 */
void
ov_instrument_columns_add_members (JsonObject        *object,
                                   const OvRunRecord *record,
                                   guint              instruments,
                                   guint              epoch)
{
  g_return_if_fail (object != NULL);

  ov_instrument_columns_visit (record, instruments, epoch, add_member_cb, object);
}

/**
 * ov_instrument_columns_take_members:
 * @object: an epoch, which may come from anybody
 * @record: the record of its run, which is one of ours; gets the readings
 * @epoch: which epoch
 *
 * Takes what ov_instrument_columns_add_members() has added, where it is a number. How long it took
 * is not known.
 */
void
ov_instrument_columns_take_members (JsonObject  *object,
                                    OvRunRecord *record,
                                    guint        epoch)
{
  const OvModel *model;

  g_return_if_fail (object != NULL && record != NULL);

  model = record->recipe.model;
  for (guint i = 0; ov_instruments[i] != NULL; i++)
    {
      const OvInstrumentReading reading = {
        .epoch = epoch,
        .instrument = i,
        .n_values = ov_instrument_count_values (ov_instruments[i], model),
      };

      for (guint j = 0; j < reading.n_values; j++)
        {
          g_autofree char *column = ov_instrument_name_column (ov_instruments[i], model, j);
          JsonNode *node = json_object_get_member (object, column);
          const GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

          if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
            ov_readings_put (record->readings, &reading, j, json_node_get_double (node));
        }
    }
}
