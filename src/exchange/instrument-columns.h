/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "run-record.h"

/**
 * OvInstrumentColumnFunc:
 * @column: what the value is called
 * @value: what an instrument showed; not a number where that is not known
 * @user_data: what was given with it
 *
 * Where a value of an instrument goes.
 */
typedef void (*OvInstrumentColumnFunc) (const char *column,
                                        double      value,
                                        gpointer    user_data);

void ov_instrument_columns_visit        (const OvRunRecord     *record,
                                         guint                  instruments,
                                         guint                  epoch,
                                         OvInstrumentColumnFunc func,
                                         gpointer               user_data);
void ov_instrument_columns_add_members  (JsonObject            *object,
                                         const OvRunRecord     *record,
                                         guint                  instruments,
                                         guint                  epoch);
void ov_instrument_columns_take_members (JsonObject            *object,
                                         OvRunRecord           *record,
                                         guint                  epoch);
