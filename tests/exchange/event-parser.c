/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "event-parser.h"

#include <string.h>

/*
 * Reads TensorBoard's files by the words of their formats, and shares nothing with what writes
 * them; anything that is not as it has to be fails the test.
 */

typedef struct
{
  const guint8 *bytes;
  gsize         size;
} Span;

/* Bit by bit, from the highest: the polynomial as Castagnoli wrote it, on mirrored bytes. */
static guint32
find_crc32c (Span span)
{
  guint32 sum = 0xffffffffu;
  guint32 mirrored = 0;

  for (gsize i = 0; i < span.size; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        const guint32 next = (span.bytes[i] >> bit & 1u) ^ sum >> 31;

        sum = sum << 1 ^ (next != 0 ? 0x1edc6f41u : 0u);
      }
  for (guint bit = 0; bit < 32; bit++)
    mirrored |= (sum >> bit & 1u) << (31 - bit);

  return mirrored ^ 0xffffffffu;
}

static Span
take (Span *rest, gsize size)
{
  const Span taken = {rest->bytes, size};

  g_assert_cmpuint (rest->size, >=, size);
  rest->bytes += size;
  rest->size -= size;

  return taken;
}

static guint64
take_little_endian (Span *rest, guint n_bytes)
{
  const Span taken = take (rest, n_bytes);
  guint64 value = 0;

  for (guint i = n_bytes; i-- > 0;)
    value = value * 256 + taken.bytes[i];

  return value;
}

static void
check_sum (Span *rest, Span of)
{
  const guint32 sum = find_crc32c (of);
  const guint32 masked = ((sum >> 15) | (sum << 17)) + 0xa282ead8u;

  g_assert_cmphex (take_little_endian (rest, 4), ==, masked);
}

static guint64
take_varint (Span *rest)
{
  guint64 value = 0;

  for (guint shift = 0;; shift += 7)
    {
      const guint8 byte = *take (rest, 1).bytes;

      value |= (guint64) (byte & 127) << shift;
      if (byte < 128)
        return value;
    }
}

static Span
take_text (Span *rest)
{
  return take (rest, take_varint (rest));
}

/* Summary.Value: tag = 1, simple_value = 2. */
static void
parse_value (Span rest, ParsedValue value, GArray *values)
{
  guint n_numbers = 0;

  while (rest.size > 0)
    {
      const guint64 key = take_varint (&rest);

      if (key == (1 << 3 | 2))
        {
          const Span tag = take_text (&rest);

          value.tag = g_strndup ((const char *) tag.bytes, tag.size);
        }
      else
        {
          const guint32 bits = (guint32) take_little_endian (&rest, 4);

          g_assert_cmpuint (key, ==, 2 << 3 | 5);
          memcpy (&value.value, &bits, sizeof bits);
          n_numbers++;
        }
    }
  g_assert_nonnull (value.tag);
  g_assert_cmpuint (n_numbers, ==, 1);
  g_array_append_val (values, value);
}

/* Event: wall_time = 1, step = 2, file_version = 3, summary = 5; Summary: value = 1. */
static void
parse_event (Span rest, guint number, GArray *values, char **version)
{
  ParsedValue value = {.event = number};
  Span summary = {NULL, 0};

  while (rest.size > 0)
    {
      const guint64 key = take_varint (&rest);

      if (key == (1 << 3 | 1))
        {
          const guint64 bits = take_little_endian (&rest, 8);

          memcpy (&value.time, &bits, sizeof bits);
        }
      else if (key == (2 << 3 | 0))
        value.step = (guint) take_varint (&rest);
      else if (key == (3 << 3 | 2))
        {
          const Span text = take_text (&rest);

          g_assert_null (*version);
          *version = g_strndup ((const char *) text.bytes, text.size);
        }
      else
        {
          g_assert_cmpuint (key, ==, 5 << 3 | 2);
          summary = take_text (&rest);
        }
    }
  while (summary.size > 0)
    {
      g_assert_cmpuint (take_varint (&summary), ==, 1 << 3 | 2);
      parse_value (take_text (&summary), value, values);
    }
}

static void
clear_value (gpointer value)
{
  g_free (((ParsedValue *) value)->tag);
}

/* Returns all numbers of a file; its version and the number of its events besides. */
GArray *
event_parser_parse (const guint8 *bytes, gsize size, char **version, guint *n_events)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (ParsedValue));
  Span rest = {bytes, size};

  g_array_set_clear_func (values, clear_value);
  *version = NULL;
  for (*n_events = 0; rest.size > 0; (*n_events)++)
    {
      const Span head = {rest.bytes, 8};
      const gsize length = take_little_endian (&rest, 8);
      Span event;

      check_sum (&rest, head);
      event = take (&rest, length);
      check_sum (&rest, event);
      parse_event (event, *n_events, values, version);
    }

  return values;
}
