/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest.h"

#include <string.h>

#include "simd.h"

/*
 * SHA-256 of 184 MB takes longer than a window may stay without its forecast. So a team mixes the
 * data into a few kilobytes, chunk by chunk, and SHA-256 is taken of those. The mixing is not
 * proof against someone who builds a collision on purpose; it is against accident, which is what a
 * file in the user's own cache has to fear.
 */

#define CHUNK_SIZE (256 * 1024)

/* Words of a chunk go to the lanes in turn, so that vector instructions mix many at a time. */
#define N_LANES 32
#define ROW_SIZE (N_LANES * sizeof (guint64))

/* 2⁶⁴ over the golden ratio, made odd. */
#define MULTIPLIER G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

typedef struct
{
  const guint8 *data;
  gsize         size;
  guint         n_chunks;
  guint64 (*lanes)[N_LANES]; /* [n_chunks] */
} Work;

/* Each step is one-to-one in the lane and in the word: two chunks that differ in one word never
 * end alike. The shift carries the high bits down, which a product only moves up. */
OV_MULTIVERSION static void
mix (guint64 *restrict lanes,
     const guint8 *restrict data,
     gsize n_rows)
{
  for (gsize row = 0; row < n_rows; row++)
    {
      guint64 words[N_LANES];

      memcpy (words, data + row * ROW_SIZE, ROW_SIZE);
      for (guint i = 0; i < N_LANES; i++)
        {
          const guint64 mixed = (lanes[i] ^ words[i]) * MULTIPLIER;

          lanes[i] = mixed ^ (mixed >> 32);
        }
    }
}

static void
digest_chunk (const Work *work,
              guint       chunk)
{
  const guint8 *data = work->data + (gsize) chunk * CHUNK_SIZE;
  const gsize size = MIN (CHUNK_SIZE, work->size - (gsize) chunk * CHUNK_SIZE);
  const gsize n_rows = size / ROW_SIZE;
  guint64 *lanes = work->lanes[chunk];
  guint8 rest[ROW_SIZE] = {0};

  for (guint i = 0; i < N_LANES; i++)
    lanes[i] = i + 1;
  mix (lanes, data, n_rows);

  if (size > n_rows * ROW_SIZE)
    {
      memcpy (rest, data + n_rows * ROW_SIZE, size - n_rows * ROW_SIZE);
      mix (lanes, rest, 1);
    }
}

static void
digest_member (guint    member,
               guint    n_members,
               gpointer user_data)
{
  const Work *work = user_data;
  guint begin;
  guint end;

  ov_team_share (work->n_chunks, member, n_members, &begin, &end);
  for (guint chunk = begin; chunk < end; chunk++)
    digest_chunk (work, chunk);
}

/**
 * ov_digest_compute:
 * @team: the threads that share the work
 * @data: [@size], bytes
 * @size: their number
 *
 * Computes a name for some data that other data will not have by accident, at the speed of the
 * memory. It depends on the order of bytes in this machine's words, not on the size of the team.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
ov_digest_compute (OvTeam       *team,
                   gconstpointer data,
                   gsize         size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint64 (*lanes)[N_LANES] = NULL;
  const guint64 length = size;
  Work work = {data, size};

  g_return_val_if_fail (team != NULL, NULL);
  g_return_val_if_fail (data != NULL || size == 0, NULL);

  work.n_chunks = (guint) ((size + CHUNK_SIZE - 1) / CHUNK_SIZE);
  lanes = g_malloc0_n (MAX (work.n_chunks, 1), sizeof *lanes);
  work.lanes = lanes;
  ov_team_run (team, digest_member, &work);

  g_checksum_update (checksum, (const guchar *) &length, sizeof length);
  g_checksum_update (checksum, (const guchar *) lanes,
                     (gssize) (work.n_chunks * sizeof *lanes));

  return g_strdup (g_checksum_get_string (checksum));
}
