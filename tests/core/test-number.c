/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number.h"

#include <math.h>
#include <string.h>

#include "growth.h"
#include "locale-fixture.h"

static void
check (double value, const char *expected)
{
  g_autofree char *text = ov_number_format (value);

  g_assert_cmpstr (text, ==, expected);
}

static void
check_distinct (double value, double other, const char *expected)
{
  g_autofree char *text = ov_number_format_distinct (value, other);

  g_assert_cmpstr (text, ==, expected);
}

static void
check_known (void)
{
  check (0.0, "0");
  check (5e-6, "5e-6");
  check (0.1, "0.1");
  check (0.1 + 0.2, "0.30000000000000004");
  check (1.0 / 3.0, "0.3333333333333333");
  check (39.532, "39.532");
  check (300.0, "300");
  check (-1234567.0, "-1234567");
  check (1e22, "1e22");
  check (1e-10, "1e-10");
  check (5e-324, "5e-324");
  check (1.7976931348623157e308, "1.7976931348623157e308");
  check (INFINITY, "inf");
  check (-INFINITY, "-inf");
  check (NAN, "nan");
  check (-(double) NAN, "nan");
}

static void
test_known (void)
{
  check_known ();
  locale_fixture_set_up ();
  check_known ();
  check_distinct (0.005, NAN, "0.00500");
  locale_fixture_tear_down ();
}

/* Bits drawn at random are read back, and no text with a digit less would be. */
static void
test_read_back (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (8);

  for (guint i = 0; i < 20000; i++)
    {
      const guint64 bits = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
      g_autofree char *text = NULL;
      char shorter[G_ASCII_DTOSTR_BUF_SIZE];
      double value;
      int n_digits = 0;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;

      text = ov_number_format (value);
      g_assert_true (g_ascii_strtod (text, NULL) == value);

      for (const char *c = text; *c != '\0' && *c != 'e'; c++)
        n_digits += g_ascii_isdigit (*c) && (n_digits > 0 || *c != '0');
      if (n_digits < 2 || fabs (value) < 1e-3 || fabs (value) > 1e6)
        continue;
      g_snprintf (shorter, sizeof shorter, "%.*g", n_digits - 1, value);
      g_assert_true (g_ascii_strtod (shorter, NULL) != value);
    }
}

/* The shortest decimal of any float is read back as that float, and has at most nine digits. */
static void
test_widen (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (9);

  g_assert_cmpfloat (ov_number_widen (0.1f), ==, 0.1);
  g_assert_cmpfloat (ov_number_widen (39.53f), ==, 39.53);
  g_assert_cmpfloat (ov_number_widen (1e-45f), ==, 1e-45);
  g_assert_cmpfloat (ov_number_widen (3.4028235e38f), ==, 3.4028235e38);
  g_assert_true (isnan (ov_number_widen (NAN)));
  g_assert_true (ov_number_widen (-INFINITY) == -INFINITY);
  for (guint i = 0; i < 20000; i++)
    {
      const guint32 bits = g_rand_int (random);
      g_autofree char *text = NULL;
      guint n_digits = 0;
      float value;
      double wide;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;

      wide = ov_number_widen (value);
      g_assert_true ((float) wide == value);
      text = ov_number_format (wide);
      for (const char *c = text; *c != '\0' && *c != 'e'; c++)
        n_digits += g_ascii_isdigit (*c) && (n_digits > 0 || *c != '0');
      g_assert_true (n_digits <= 9 || fabs (wide) >= 1e9);
    }
}

static void
test_distinct (void)
{
  check_distinct (0.01, NAN, "0.0100");
  check_distinct (0.00997003, 0.00998001, "0.00997");
  check_distinct (0.0049999, 0.0050001, "0.0049999");
  check_distinct (1.6e-5, NAN, "0.0000160");
  check_distinct (1.44e-5, 1.6e-5, "0.0000144");
  check_distinct (1.6e-7, NAN, "1.60e-7");
  check_distinct (1.60001e-7, 1.6e-7, "1.60001e-7");
  check_distinct (0.25, 0.25, "0.250");
  check_distinct (12345.6, NAN, "12346");
  check_distinct (12345.6, 12345.8, "12345.6");
  check_distinct (0.0, NAN, "0");
  check_distinct (0.0179 * 0.999, 0.0179, "0.01788");
  check_distinct (NAN, 1.0, "nan");
}

static void
check_short (double value, int digits, const char *expected)
{
  g_autofree char *text = ov_number_format_short (value, digits);

  g_assert_cmpstr (text, ==, expected);
}

static void
check_growth (double factor, const char *expected)
{
  g_autofree char *text = ov_growth_describe (factor);

  g_assert_cmpstr (text, ==, expected);
}

/* Four digits where neighbours need them; what is the same, or stands alone, has three. */
static void
test_count_distinct (void)
{
  g_assert_cmpint (ov_number_count_distinct (0.00882, 0.00883), ==, 3);
  g_assert_cmpint (ov_number_count_distinct (0.008816, 0.008825), ==, 4);
  g_assert_cmpint (ov_number_count_distinct (0.01, 0.01), ==, 3);
  g_assert_cmpint (ov_number_count_distinct (0.01, NAN), ==, 3);
  g_assert_cmpint (ov_number_count_distinct (NAN, 0.01), ==, 3);
  g_assert_cmpint (ov_number_count_distinct (1.0, nextafter (1.0, 2.0)), ==, 17);
}

static void
check_full (double value, const char *expected)
{
  g_autofree char *text = ov_number_format_full (value, 4);

  g_assert_cmpstr (text, ==, expected);
}

/* Above and below each other, all with their zeros. */
static void
test_full (void)
{
  check_full (0.78699, "0.7870");
  check_full (21.0, "21.00");
  check_full (13449.2, "13450");
  check_full (23999659.0, "2.400e7");
  check_full (999999.9, "1.000e6");
  check_full (0.0, "0");
  check_full (INFINITY, "inf");
}

/* What people read: no C's exponents, and the locale's decimal mark. */
static void
test_short (void)
{
  check_short (0.0180634, 4, "0.01806");
  check_short (2526.3, 3, "2530");
  check_short (120.0, 2, "120");
  check_short (1.2345e13, 2, "1.2e13");
  check_short (999999.9, 3, "1e6");
  check_short (1.25e-5, 3, "1.25e-5");
  check_short (0.0, 3, "0");
  check_short (NAN, 3, "nan");

  check_growth (1.00812, "by 0.81 %");
  check_growth (1.0986, "by 9.9 %");
  check_growth (1.5, "by 50 %");
  check_growth (3.456, "3.5-fold");
  check_growth (26.3, "26-fold");
  check_growth (101.4, "101-fold");
  check_growth (3.2e20, "3.2e20-fold");

  locale_fixture_set_up ();
  check_short (0.5, 3, "0,5");
  check_short (1.25e-5, 3, "1,25e-5");
  check_growth (1.0986, "by 9,9 %");
  check (0.5, "0.5");
  locale_fixture_tear_down ();
}

static void
check_count (gsize count, const char *expected)
{
  g_autofree char *text = ov_number_format_count (count);

  g_assert_cmpstr (text, ==, expected);
}

/* The same in a locale that has no separator, which the C locale is, as in a sentence. */
static void
test_count (void)
{
  check_count (0, "0");
  check_count (999, "999");
  check_count (1000, "1,000");
  check_count (50000, "50,000");
  check_count (1234567, "1,234,567");
}

static void
check_text (const char *text, const char *expected)
{
  g_autofree char *localised = ov_number_localise_text (text);

  g_assert_cmpstr (localised, ==, expected);
}

/* A sentence has the marks of the numbers beside it; what is no mark of a number stays. */
static void
test_text (void)
{
  check_text ("At 0.1, of 50,000. In 3,2.5.", "At 0.1, of 50,000. In 3,2.5.");
  locale_fixture_set_up ();
  check_text ("At 0.1, of 50,000.", "At 0,1, of 50.000.");
  check_text (".5, 2.", ".5, 2.");
  check_count (50000, "50.000");
  check_text ("", "");
  locale_fixture_tear_down ();
}

static void
test_round (void)
{
  g_assert_cmpfloat (ov_number_round (0.018063, 2), ==, 0.018);
  g_assert_cmpfloat (ov_number_round (0.018063, 4), ==, 0.01806);
  g_assert_cmpfloat (ov_number_round (0.010000000000000002, 8), ==, 0.01);
  g_assert_cmpfloat (ov_number_round (99950.0, 3), ==, 1e5);
  g_assert_cmpfloat (ov_number_round (-1.25e-7, 1), ==, -1e-7);
  g_assert_cmpfloat (ov_number_round (0.0, 3), ==, 0.0);
}

/* What is typed has either decimal mark, unless it is a count. */
static void
test_read (void)
{
  double value;

  g_assert_true (ov_number_read ("0.25", TRUE, &value) && value == 0.25);
  g_assert_true (ov_number_read ("0,25", TRUE, &value) && value == 0.25);
  g_assert_true (ov_number_read ("1e-3", FALSE, &value) && value == 1e-3);
  g_assert_false (ov_number_read ("1,000", FALSE, &value));
  g_assert_false (ov_number_read ("1,000.5", TRUE, &value));
  g_assert_false (ov_number_read ("", TRUE, &value));
  g_assert_false (ov_number_read ("2 x", TRUE, &value));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/number/known", test_known);
  g_test_add_func ("/number/read-back", test_read_back);
  g_test_add_func ("/number/widen", test_widen);
  g_test_add_func ("/number/distinct", test_distinct);
  g_test_add_func ("/number/short", test_short);
  g_test_add_func ("/number/full", test_full);
  g_test_add_func ("/number/count-distinct", test_count_distinct);
  g_test_add_func ("/number/count", test_count);
  g_test_add_func ("/number/round", test_round);
  g_test_add_func ("/number/text", test_text);
  g_test_add_func ("/number/read", test_read);

  return g_test_run ();
}
