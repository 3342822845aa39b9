/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "event-format.h"

#include "crc32c.h"

/**
 * ov_event_sum:
 * @data: [@size], bytes
 * @size: how many
 *
 * Returns: what a record has beside them: their CRC-32C, turned and shifted, since the sum of what
 *   holds its own sum is always the same
 */
guint32
ov_event_sum (gconstpointer data,
              gsize         size)
{
  const guint32 sum = ov_crc32c (data, size);

  return (sum >> 15 | sum << 17) + 0xa282ead8u;
}
