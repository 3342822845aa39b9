/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crc32c.h"

/*
 * zlib has another polynomial. Debian's library for this one is in C++ and twenty times as long as
 * what reads a log needs.
 */

/* Castagnoli's polynomial with its bits reversed: RFC 3720, appendix B.4. */
#define POLYNOMIAL 0x82f63b78u

static gpointer
make_table_cb (gpointer data)
{
  guint32 *table = g_new (guint32, 256);

  for (guint32 byte = 0; byte < 256; byte++)
    {
      guint32 sum = byte;

      for (guint bit = 0; bit < 8; bit++)
        sum = sum >> 1 ^ ((sum & 1u) != 0 ? POLYNOMIAL : 0);
      table[byte] = sum;
    }

  return table;
}

/**
 * ov_crc32c:
 * @data: [@size], bytes
 * @size: how many
 *
 * Returns: their CRC-32C
 */
guint32
ov_crc32c (gconstpointer data,
           gsize         size)
{
  static GOnce once = G_ONCE_INIT;
  const guint32 *table = g_once (&once, make_table_cb, NULL);
  const guint8 *bytes = data;
  guint32 sum = G_MAXUINT32;

  for (gsize i = 0; i < size; i++)
    sum = sum >> 8 ^ table[(sum ^ bytes[i]) & 0xffu];

  return ~sum;
}
