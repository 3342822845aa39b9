/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number.h"

#include <langinfo.h>
#include <math.h>
#include <string.h>

/* Enough for every double to be read back as it was. */
#define MOST_DIGITS 17

/* Enough for every float. */
#define MOST_FLOAT_DIGITS 9

/* A number that is compared with others shows at least so many significant digits, and a power of
 * ten below this. */
#define LEAST_DIGITS 3
#define LEAST_FIXED 1e-5
#define MOST_FIXED 1e15

/* So many digits of a count stand together. */
#define GROUP 3
#define NARROW_SPACE "\u202f"

/* A sentence has a power of ten from here on. */
#define LEAST_EXPONENTIAL 1e6

/* C writes 5e-06 where people write 5e-6. */
static void
shorten_exponent (char *text)
{
  char *digits = strchr (text, 'e');
  char *first;

  if (digits == NULL)
    return;

  digits++;
  if (*digits == '+')
    memmove (digits, digits + 1, strlen (digits));
  else if (*digits == '-')
    digits++;
  for (first = digits; first[0] == '0' && first[1] != '\0'; first++)
    ;
  memmove (digits, first, strlen (first) + 1);
}

/* Ten is written as 10, not as 1e1: the digits before the point all count. */
static int
count_whole_digits (double value)
{
  const double size = fabs (value);

  return size >= 1.0 && size < 1e15 ? (int) floor (log10 (size)) + 1 : 1;
}

/* A full stop in every language. */
static void
format_digits (char   text[G_ASCII_DTOSTR_BUF_SIZE],
               char   conversion,
               int    precision,
               double value)
{
  char format[] = "%.00_";

  format[2] = (char) ('0' + precision / 10);
  format[3] = (char) ('0' + precision % 10);
  format[4] = conversion;
  g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, format, value);
}

static char *
format_not_finite (double value)
{
  if (isnan (value))
    return g_strdup ("nan");

  return g_strdup (value > 0.0 ? "inf" : "-inf");
}

/**
 * ov_number_write:
 * @text: where to write it
 * @pattern: a format for printf(), such as "%.4f"
 * @value: any number
 *
 * Writes a number with a full stop in every language. The sign that a processor gives to NaN means
 * nothing, and is left out.
 */
void
ov_number_write (char        text[G_ASCII_DTOSTR_BUF_SIZE],
                 const char *pattern,
                 double      value)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (pattern != NULL);

  g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, pattern, isnan (value) ? (double) NAN : value);
}

/**
 * ov_number_format:
 * @value: any number
 *
 * Writes a number with the fewest digits that are read back as the same double, with a full stop in
 * every language: 0.1, 5e-6, 300. Every file that holds numbers for programs writes them so. What
 * is not finite is "inf", "-inf" or "nan"; the sign that a processor gives to the last means
 * nothing, and is left out.
 *
 * Returns: (transfer full): the text
 */
char *
ov_number_format (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return format_not_finite (value);

  for (int digits = count_whole_digits (value); digits <= MOST_DIGITS; digits++)
    {
      format_digits (text, 'g', digits, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }

  shorten_exponent (text);

  return g_strdup (text);
}

/**
 * ov_number_localise:
 * @text: (transfer full): a number as ov_number_format() writes it
 *
 * Gives a number that a person reads the decimal mark of the locale, as printf() does: 0,1 in
 * Germany. What programs read keeps its full stop.
 *
 * Returns: (transfer full): the number
 */
char *
ov_number_localise (char *text)
{
  const char *mark = nl_langinfo (RADIXCHAR);
  char *stop;
  char *localised;

  g_return_val_if_fail (text != NULL, NULL);

  stop = strchr (text, '.');
  if (stop == NULL || strcmp (mark, ".") == 0)
    return text;

  localised = g_strdup_printf ("%.*s%s%s", (int) (stop - text), text, mark, stop + 1);
  g_free (text);

  return localised;
}

/* What stands between thousands. Where the locale has nothing, a comma, unless that is the decimal
 * mark. */
static const char *
find_separator (void)
{
  const char *separator = nl_langinfo (THOUSEP);

  if (*separator != '\0')
    return separator;

  return strcmp (nl_langinfo (RADIXCHAR), ".") == 0 ? "," : NARROW_SPACE;
}

/**
 * ov_number_localise_text:
 * @text: what is written in the source, in English, with numbers in it
 *
 * Gives the numbers of a text that nobody has translated the marks of the locale, as those beside
 * it have: 0,1 and 50.000 in Germany.
 *
 * Returns: (transfer full): the text
 */
char *
ov_number_localise_text (const char *text)
{
  const char *mark = nl_langinfo (RADIXCHAR);
  const char *separator = find_separator ();
  GString *localised = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, g_string_free (localised, FALSE));

  for (const char *at = text; *at != '\0'; at++)
    {
      const gboolean is_within =
        at > text && g_ascii_isdigit (at[-1]) && g_ascii_isdigit (at[1]);

      if (is_within && *at == '.')
        g_string_append (localised, mark);
      else if (is_within && *at == ',')
        g_string_append (localised, separator);
      else
        g_string_append_c (localised, *at);
    }

  return g_string_free (localised, FALSE);
}

/**
 * ov_number_format_count:
 * @count: how many there are
 *
 * Writes a count for people, as the locale separates its thousands: 50,000, in Germany 50.000.
 *
 * Returns: (transfer full): the text
 */
char *
ov_number_format_count (gsize count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GSIZE_FORMAT, count);
  const gsize n = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % GROUP == 0)
        g_string_append (text, find_separator ());
      g_string_append_c (text, digits[i]);
    }

  return g_string_free (text, FALSE);
}

/**
 * ov_number_format_local:
 * @value: any number
 *
 * Writes a number as ov_number_format() does, with the decimal mark of the locale.
 *
 * Returns: (transfer full): the text
 */
char *
ov_number_format_local (double value)
{
  return ov_number_localise (ov_number_format (value));
}

/**
 * ov_number_append_cell:
 * @row: a row of a table with commas, which has a cell already
 * @value: any number
 *
 * Appends another cell with the number as ov_number_format() writes it, empty when the value is not
 * a number.
 */
void
ov_number_append_cell (GString *row,
                       double   value)
{
  g_autofree char *number = isnan (value) ? NULL : ov_number_format (value);

  g_return_if_fail (row != NULL);

  g_string_append_c (row, ',');
  if (number != NULL)
    g_string_append (row, number);
}

/**
 * ov_number_widen:
 * @value: any number in single precision
 *
 * Returns: the number that has the fewest digits of those which become @value in single precision:
 *   0.1, where a conversion has 0.10000000149011612
 */
double
ov_number_widen (float value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return (double) value;

  for (int digits = 1; digits <= MOST_FLOAT_DIGITS; digits++)
    {
      double wide;

      format_digits (text, 'g', digits, (double) value);
      wide = g_ascii_strtod (text, NULL);
      if (!((float) wide != value))
        return wide;
    }

  return (double) value;
}

/**
 * ov_number_format_short:
 * @value: any number
 * @digits: how many significant digits are enough, at most 6
 *
 * Writes a number for a sentence: rounded, without zeros at the end, with the decimal mark of the
 * locale, and with a power of ten where it is below 1e-4 or not below a million: 0.018, 2530,
 * 1.2e13.
 *
 * Returns: (transfer full): the text
 */
char *
ov_number_format_short (double value,
                        int    digits)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double rounded;

  g_return_val_if_fail (digits >= 1 && digits <= 6, NULL);

  if (!isfinite (value))
    return format_not_finite (value);

  rounded = ov_number_round (value, digits);
  if (fabs (rounded) < LEAST_EXPONENTIAL)
    return ov_number_format_local (rounded);

  format_digits (text, 'g', digits, rounded);
  shorten_exponent (text);

  return ov_number_localise (g_strdup (text));
}

/* @digits significant digits, those before the point included, and zeros at the end kept; from
 * @exponential on with a power of ten. */
static void
format_significant (char   text[G_ASCII_DTOSTR_BUF_SIZE],
                    int    digits,
                    double value,
                    double exponential)
{
  const double size = fabs (value);

  if (value == 0.0)
    format_digits (text, 'f', 0, 0.0);
  else if (size < LEAST_FIXED || size >= exponential)
    format_digits (text, 'e', digits - 1, value);
  else
    {
      const int decimals = digits - 1 - (int) floor (log10 (size));

      format_digits (text, 'f', MAX (decimals, 0), value);
    }

  shorten_exponent (text);
}

/**
 * ov_number_format_full:
 * @value: any number
 * @digits: how many significant digits it is to have, at most 17
 *
 * Writes a number that stands above or below others: rounded, with its zeros at the end, so that
 * all have as many digits, with the decimal mark of the locale, and with a power of ten where it is
 * below 1e-5 or not below a million: 0.7870, 21.00, 1.235e7.
 *
 * Returns: (transfer full): the text
 */
char *
ov_number_format_full (double value,
                       int    digits)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_val_if_fail (digits >= 1 && digits <= MOST_DIGITS, NULL);

  if (!isfinite (value))
    return format_not_finite (value);

  format_significant (text, digits, ov_number_round (value, digits), LEAST_EXPONENTIAL);

  return ov_number_localise (g_strdup (text));
}

/**
 * ov_number_count_distinct:
 * @value: any number
 * @other: the number that a reader compares it with; not finite when there is none
 *
 * Returns: how many significant digits @value is to have: three, and as many more as it takes to
 *   look different from @other when it is different
 */
int
ov_number_count_distinct (double value,
                          double other)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char other_text[G_ASCII_DTOSTR_BUF_SIZE];
  int digits = LEAST_DIGITS;

  if (!isfinite (value) || !isfinite (other) || other == value)
    return digits;

  for (; digits < MOST_DIGITS; digits++)
    {
      format_significant (text, digits, value, MOST_FIXED);
      format_significant (other_text, digits, other, MOST_FIXED);
      if (strcmp (text, other_text) != 0)
        break;
    }

  return digits;
}

/**
 * ov_number_format_distinct:
 * @value: any number
 * @other: the number that a reader compares it with, such as the one in the line above; not finite
 *   when there is none
 *
 * Writes a number for people, with as many digits as ov_number_count_distinct() says.
 *
 * Returns: (transfer full): the text
 */
char *
ov_number_format_distinct (double value,
                           double other)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return format_not_finite (value);

  format_significant (text, ov_number_count_distinct (value, other), value, MOST_FIXED);

  return g_strdup (text);
}

/**
 * ov_number_round:
 * @value: a finite number
 * @digits: how many significant digits are to be left, at most 17
 *
 * Returns: the number that is written with so few digits
 */
double
ov_number_round (double value,
                 int    digits)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_val_if_fail (digits >= 1 && digits <= MOST_DIGITS, value);

  format_digits (text, 'g', digits, value);

  return g_ascii_strtod (text, NULL);
}

/**
 * ov_number_read:
 * @text: what a person has written
 * @takes_comma: whether the decimal mark may be a comma; of a count one may well separate thousands
 * @value: (out): the number
 *
 * Reads a whole text as a number. Its decimal mark may be a full stop, whatever the locale is.
 *
 * Returns: whether it is one
 */
gboolean
ov_number_read (const char *text,
                gboolean    takes_comma,
                double     *value)
{
  g_autofree char *plain = g_strdup (text);
  char *comma = takes_comma && strchr (plain, '.') == NULL ? strchr (plain, ',') : NULL;
  char *end;

  if (comma != NULL)
    *comma = '.';
  *value = g_ascii_strtod (plain, &end);

  return end != plain && *end == '\0';
}
