/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvInstrumentOptions:
 * @set: the instruments that are read, by their places in #ov_instruments
 * @interval: every how many epochs; 0 for never
 *
 * What is measured of a run between its epochs.
 */
typedef struct
{
  guint set;
  guint interval;
} OvInstrumentOptions;

gboolean ov_instrument_options_parse (GHashTable          *texts,
                                      OvInstrumentOptions *options,
                                      GError             **error);
