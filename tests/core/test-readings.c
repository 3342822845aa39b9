/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "readings.h"

#include <math.h>

static gboolean
add (OvReadings *readings, guint epoch, guint instrument, double value)
{
  const OvInstrumentReading reading = {
    .epoch = epoch,
    .instrument = instrument,
    .n_values = 1,
    .values = {value},
    .seconds = 0.25,
  };

  return ov_readings_add (readings, &reading);
}

static void
test_order (void)
{
  g_autoptr (OvReadings) readings = ov_readings_new ();
  g_autoptr (OvReadings) copy = NULL;

  g_assert_null (ov_readings_get_last (readings, 0));
  g_assert_null (ov_readings_find (readings, 0, 0));
  g_assert_true (add (readings, 0, 1, 1.0));
  g_assert_true (add (readings, 0, 4, 2.0));
  g_assert_true (add (readings, 5, 1, 3.0));
  copy = ov_readings_copy (readings);
  g_assert_true (add (readings, 10, 4, 4.0));

  /* Neither twice nor out of order. */
  g_assert_false (add (readings, 10, 4, 5.0));
  g_assert_false (add (readings, 10, 1, 5.0));
  g_assert_false (add (readings, 7, 4, 5.0));
  g_assert_cmpuint (readings->points->len, ==, 4);

  g_assert_cmpfloat (ov_readings_find (readings, 0, 4)->values[0], ==, 2.0);
  g_assert_cmpfloat (ov_readings_find (readings, 5, 1)->values[0], ==, 3.0);
  g_assert_null (ov_readings_find (readings, 5, 4));
  g_assert_null (ov_readings_find (readings, 11, 1));
  g_assert_cmpuint (ov_readings_get_last (readings, 1)->epoch, ==, 5);
  g_assert_cmpuint (ov_readings_get_last (readings, 4)->epoch, ==, 10);
  g_assert_null (ov_readings_get_last (readings, 0));
  g_assert_cmpfloat (ov_readings_get_seconds (readings), ==, 1.0);

  g_assert_cmpuint (copy->points->len, ==, 3);
  g_assert_cmpuint (ov_readings_get_last (copy, 4)->epoch, ==, 0);
}

/* Values that come from a file in any order are in the same places as if they had been read. */
static void
test_put (void)
{
  static const struct
  {
    guint epoch;
    guint instrument;
    guint part;
  } rows[] = {{5, 1, 0}, {0, 4, 0}, {5, 0, 2}, {0, 1, 0}, {5, 0, 0}};
  g_autoptr (OvReadings) readings = ov_readings_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const OvInstrumentReading reading = {
        .epoch = rows[i].epoch,
        .instrument = rows[i].instrument,
        .n_values = rows[i].instrument == 0 ? 3 : 1,
        .seconds = 0.25,
      };

      ov_readings_put (readings, &reading, rows[i].part, i);
    }

  g_assert_cmpuint (readings->points->len, ==, 4);
  g_assert_cmpuint (ov_readings_get (readings, 0)->instrument, ==, 1);
  g_assert_cmpuint (ov_readings_get (readings, 1)->instrument, ==, 4);
  g_assert_cmpuint (ov_readings_get (readings, 2)->instrument, ==, 0);
  g_assert_cmpuint (ov_readings_get (readings, 3)->instrument, ==, 1);
  g_assert_cmpfloat (ov_readings_get (readings, 2)->values[0], ==, 4.0);
  g_assert_true (isnan (ov_readings_get (readings, 2)->values[1]));
  g_assert_cmpfloat (ov_readings_get (readings, 2)->values[2], ==, 2.0);
  g_assert_cmpfloat (ov_readings_get_seconds (readings), ==, 1.0);
  g_assert_cmphex (ov_readings_get_instruments (readings), ==, 1u << 0 | 1u << 1 | 1u << 4);
  g_assert_cmpuint (ov_readings_count_before (readings, 0), ==, 0);
  g_assert_cmpuint (ov_readings_count_before (readings, 5), ==, 2);
  g_assert_cmpuint (ov_readings_count_before (readings, 6), ==, 4);
}

static void
test_due (void)
{
  g_assert_false (ov_reading_is_due (0, 0));
  for (guint epoch = 0; epoch < 12; epoch++)
    {
      g_assert_true (ov_reading_is_due (1, epoch));
      g_assert_cmpint (ov_reading_is_due (5, epoch), ==, epoch == 0 || epoch == 5 || epoch == 10);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/readings/order", test_order);
  g_test_add_func ("/readings/put", test_put);
  g_test_add_func ("/readings/due", test_due);

  return g_test_run ();
}
