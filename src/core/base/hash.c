/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hash.h"

#include <xxhash.h>

/**
 * ov_hash_compute:
 * @data: [@size], bytes
 * @size: their number
 *
 * Computes the XXH3 hash of some data, of 128 bits, at the speed of the memory: 184 MB take some
 * 10 ms, where SHA-256 takes half a second. It tells apart data that differs by accident, though
 * not data that was made to have the same hash, and is the same on every machine.
 *
 * Returns: (transfer full): %OV_HASH_LENGTH hexadecimal digits
 */
char *
ov_hash_compute (gconstpointer data,
                 gsize         size)
{
  const XXH128_hash_t hash = XXH3_128bits (data, size);

  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x",
                          (guint64) hash.high64, (guint64) hash.low64);
}
