/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "readings.h"

#include <math.h>

/**
 * ov_readings_new:
 *
 * Returns: (transfer full): no readings yet, to be freed with ov_readings_free()
 */
OvReadings *
ov_readings_new (void)
{
  OvReadings *self = g_new0 (OvReadings, 1);

  self->points = g_array_new (FALSE, FALSE, sizeof (OvInstrumentReading));

  return self;
}

/**
 * ov_readings_copy:
 * @self: readings
 *
 * Returns: (transfer full): a copy, which may go to another thread
 */
OvReadings *
ov_readings_copy (const OvReadings *self)
{
  OvReadings *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (OvReadings, 1);
  copy->points = g_array_copy (self->points);

  return copy;
}

/**
 * ov_readings_free:
 * @self: readings
 */
void
ov_readings_free (OvReadings *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->points);
  g_free (self);
}

static gint64
get_key (guint epoch,
         guint instrument)
{
  return ((gint64) epoch << 32) + instrument;
}

/* The first reading that does not stand before that of an epoch and an instrument. */
static guint
find_place (const OvReadings *self,
            gint64            key)
{
  guint low = 0;
  guint high = self->points->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      const OvInstrumentReading *reading = ov_readings_get (self, middle);

      if (get_key (reading->epoch, reading->instrument) < key)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * ov_readings_add:
 * @self: readings
 * @reading: the newest; copied
 *
 * Returns: whether it was added: a reading that does not come after all others is left out
 */
gboolean
ov_readings_add (OvReadings                *self,
                 const OvInstrumentReading *reading)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (reading != NULL, FALSE);
  g_return_val_if_fail (reading->n_values <= OV_READING_MOST_VALUES, FALSE);

  if (find_place (self, get_key (reading->epoch, reading->instrument)) < self->points->len)
    return FALSE;

  g_array_append_vals (self->points, reading, 1);

  return TRUE;
}

/**
 * ov_readings_put:
 * @self: readings
 * @reading: when and by what it was taken, with the number of its values
 * @index: which of its values, less than their number
 * @value: the value
 *
 * Puts a value of a reading where it belongs, whatever there is by now. Until it is put there, a
 * value of it is not a number.
 */
void
ov_readings_put (OvReadings                *self,
                 const OvInstrumentReading *reading,
                 guint                      index,
                 double                     value)
{
  const gint64 key = get_key (reading->epoch, reading->instrument);
  const guint place = find_place (self, key);
  OvInstrumentReading *there;

  g_return_if_fail (index < reading->n_values && reading->n_values <= OV_READING_MOST_VALUES);

  if (ov_readings_find (self, reading->epoch, reading->instrument) == NULL)
    {
      OvInstrumentReading added = *reading;

      for (guint i = 0; i < OV_READING_MOST_VALUES; i++)
        added.values[i] = NAN;
      g_array_insert_val (self->points, place, added);
    }
  there = &g_array_index (self->points, OvInstrumentReading, place);
  there->values[index] = value;
}

/**
 * ov_readings_count_before:
 * @self: readings
 * @epoch: an epoch
 *
 * Returns: how many were taken after earlier epochs
 */
gsize
ov_readings_count_before (const OvReadings *self,
                          guint             epoch)
{
  g_return_val_if_fail (self != NULL, 0);

  return find_place (self, get_key (epoch, 0));
}

/**
 * ov_readings_get:
 * @self: readings
 * @index: which, less than the length
 *
 * Returns: (transfer none): the reading, valid until the next one is added
 */
const OvInstrumentReading *
ov_readings_get (const OvReadings *self,
                 gsize             index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->points->len, NULL);

  return &g_array_index (self->points, OvInstrumentReading, index);
}

/**
 * ov_readings_find:
 * @self: readings
 * @epoch: an epoch
 * @instrument: the place of an instrument
 *
 * Returns: (transfer none) (nullable): what that showed after it, valid until the next one is added
 */
const OvInstrumentReading *
ov_readings_find (const OvReadings *self,
                  guint             epoch,
                  guint             instrument)
{
  const OvInstrumentReading *reading;
  guint place;

  g_return_val_if_fail (self != NULL, NULL);

  place = find_place (self, get_key (epoch, instrument));
  if (place == self->points->len)
    return NULL;
  reading = ov_readings_get (self, place);

  return reading->epoch == epoch && reading->instrument == instrument ? reading : NULL;
}

/**
 * ov_readings_get_last:
 * @self: readings
 * @instrument: the place of an instrument
 *
 * Returns: (transfer none) (nullable): what it showed last, valid until the next one is added
 */
const OvInstrumentReading *
ov_readings_get_last (const OvReadings *self,
                      guint             instrument)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = self->points->len; i > 0; i--)
    if (ov_readings_get (self, i - 1)->instrument == instrument)
      return ov_readings_get (self, i - 1);

  return NULL;
}

/**
 * ov_readings_get_instruments:
 * @self: readings
 *
 * Returns: the set of the instruments that showed anything: the bit of each one's place
 */
guint
ov_readings_get_instruments (const OvReadings *self)
{
  guint instruments = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->points->len; i++)
    instruments |= 1u << ov_readings_get (self, i)->instrument;

  return instruments;
}

/**
 * ov_readings_get_seconds:
 * @self: readings
 *
 * Returns: wall-clock time that all of them took
 */
double
ov_readings_get_seconds (const OvReadings *self)
{
  double seconds = 0.0;

  g_return_val_if_fail (self != NULL, 0.0);

  for (guint i = 0; i < self->points->len; i++)
    seconds += ov_readings_get (self, i)->seconds;

  return seconds;
}

/**
 * ov_reading_is_due:
 * @interval: every how many epochs the instruments are read; 0 for never
 * @epoch: the epoch that is done
 *
 * Returns: whether they are to be read after it: after the first one, and then at equal distances,
 *   wherever the run was interrupted
 */
gboolean
ov_reading_is_due (guint interval,
                   guint epoch)
{
  return interval > 0 && epoch % interval == 0;
}
