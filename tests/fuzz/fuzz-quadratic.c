/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "quadratic-private.h"

/*
 * Changes to a file of the cache that was right: each is three bytes, of which the first two are a
 * place near the file's beginning or, from 0x8000 on, near its end, counted backwards. The third is
 * what the file holds there; near the end, 'c' cuts the file off there instead, and 'a' appends so
 * many zeros. The file may be used only if it is as it was.
 */

#define CHANGE_SIZE 3
#define MOST_CHANGES 16
#define FROM_END 0x8000

typedef struct
{
  OvDataset  *dataset;
  const char *hash;
  GFile      *file;
  goffset     size;
  guint8      head[FROM_END];
  guint8      tail[FROM_END];
} Cache;

static OvDataset *
make_dataset (void)
{
  static const char *const names[OV_N_CLASSES] = {
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
  };
  g_autoptr (GError) error = NULL;
  OvDataset *dataset = ov_dataset_new ("Fuzz", names, 2, 1, g_malloc0 (3 * OV_IMAGE_SIZE),
                                       g_malloc0 (3), &error);

  g_assert_no_error (error);

  return dataset;
}

static void
read_ends (int     fd,
           goffset size,
           guint8 *head,
           guint8 *tail)
{
  g_assert_cmpint (pread (fd, head, FROM_END, 0), ==, FROM_END);
  g_assert_cmpint (pread (fd, tail, FROM_END, size - FROM_END), ==, FROM_END);
}

static int
open_file (const Cache *cache)
{
  const int fd = g_open (g_file_peek_path (cache->file), O_RDWR | O_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);

  return fd;
}

/* Writes a form whose values are all zero, which stays for the next input. */
static Cache *
get_cache (void)
{
  static Cache cache;
  g_autofree char *path = NULL;
  g_autoptr (OvQuadratic) form = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  if (cache.file != NULL)
    return &cache;

  path = g_build_filename (fuzz_get_folder (), "form", NULL);
  cache.file = g_file_new_for_path (path);
  cache.dataset = make_dataset ();
  cache.hash = ov_dataset_get_hash (cache.dataset);
  form = ov_quadratic_allocate ();
  memset (form->values, 0, sizeof *form->values);
  form->n_images[OV_SPLIT_TRAIN] = 2;
  form->n_images[OV_SPLIT_TEST] = 1;
  ov_quadratic_save (form, cache.file, cache.hash, NULL, &error);
  g_assert_no_error (error);

  fd = open_file (&cache);
  cache.size = lseek (fd, 0, SEEK_END);
  read_ends (fd, cache.size, cache.head, cache.tail);
  close (fd);

  return &cache;
}

static void
change (int           fd,
        goffset       size,
        const guint8 *how)
{
  const goffset place = how[0] << 8 | how[1];
  const goffset offset = place < FROM_END ? place : size - 1 - (place - FROM_END);

  if (place < FROM_END || (how[2] != 'c' && how[2] != 'a'))
    g_assert_cmpint (pwrite (fd, &how[2], 1, offset), ==, 1);
  else
    g_assert_cmpint (ftruncate (fd, how[2] == 'c' ? offset : size + 1 + place - FROM_END), ==, 0);
}

static gboolean
is_as_it_was (int          fd,
              const Cache *cache)
{
  guint8 head[FROM_END];
  guint8 tail[FROM_END];

  if (lseek (fd, 0, SEEK_END) != cache->size)
    return FALSE;
  read_ends (fd, cache->size, head, tail);

  return memcmp (head, cache->head, FROM_END) == 0 && memcmp (tail, cache->tail, FROM_END) == 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  const Cache *cache = get_cache ();
  const int fd = open_file (cache);
  g_autoptr (OvQuadratic) form = NULL;

  for (gsize i = 0; i < MIN (size / CHANGE_SIZE, MOST_CHANGES); i++)
    change (fd, cache->size, bytes + i * CHANGE_SIZE);

  form = ov_quadratic_load (cache->dataset, cache->file, cache->hash);
  fuzz_is_accepted = form != NULL;
  g_assert_true (fuzz_is_accepted == is_as_it_was (fd, cache));

  g_assert_cmpint (ftruncate (fd, cache->size), ==, 0);
  g_assert_cmpint (pwrite (fd, cache->head, FROM_END, 0), ==, FROM_END);
  g_assert_cmpint (pwrite (fd, cache->tail, FROM_END, cache->size - FROM_END), ==, FROM_END);
  close (fd);

  return 0;
}
