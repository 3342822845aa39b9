/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The most values that an instrument shows at once: one for each layer, where it tells those
 * apart. */
#define OV_READING_MOST_VALUES 8

/**
 * OvInstrumentReading:
 * @epoch: the epoch after whose last step it was taken
 * @instrument: which instrument, by its place in #ov_instruments
 * @n_values: how many of @values there are
 * @values: what it showed; not a number where there was nothing to show
 * @seconds: wall-clock time that it took
 *
 * What an instrument showed after an epoch of a run: a value, copied freely between threads.
 */
typedef struct
{
  guint  epoch;
  guint  instrument;
  guint  n_values;
  double values[OV_READING_MOST_VALUES];
  double seconds;
} OvInstrumentReading;

/**
 * OvReadings:
 * @points: (element-type OvInstrumentReading): by epoch, and by instrument within one
 *
 * What the instruments showed in the course of a run.
 */
typedef struct
{
  GArray *points;
} OvReadings;

OvReadings      *ov_readings_new         (void);
OvReadings      *ov_readings_copy        (const OvReadings *self);
void             ov_readings_free        (OvReadings       *self);
gboolean         ov_readings_add         (OvReadings       *self,
                                          const OvInstrumentReading  *reading);
void             ov_readings_put         (OvReadings       *self,
                                          const OvInstrumentReading  *reading,
                                          guint             index,
                                          double            value);
gsize            ov_readings_count_before (const OvReadings *self,
                                           guint             epoch);
const OvInstrumentReading *ov_readings_get         (const OvReadings *self,
                                          gsize             index);
const OvInstrumentReading *ov_readings_find        (const OvReadings *self,
                                          guint             epoch,
                                          guint             instrument);
const OvInstrumentReading *ov_readings_get_last    (const OvReadings *self,
                                          guint             instrument);
guint            ov_readings_get_instruments (const OvReadings *self);
double           ov_readings_get_seconds (const OvReadings *self);

gboolean         ov_reading_is_due       (guint             interval,
                                          guint             epoch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvReadings, ov_readings_free)
