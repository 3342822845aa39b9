/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "data-fixture.h"
#include "error.h"
#include "hash.h"
#include "naive.h"
#include "quadratic-fixture.h"

static OvDataset   *dataset;
static OvDataset   *other_dataset;

/* The form of @dataset. To build one takes seconds: only what is about that builds it again. */
static OvQuadratic *form;

static OvQuadratic *
prepare (OvDataset *images, const char *folder, OvQuadraticSource *source)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GError) cache_error = NULL;
  g_autoptr (GError) error = NULL;
  OvQuadratic *quadratic = ov_quadratic_prepare (images, 2, file, NULL, NULL, source, &cache_error,
                                                 NULL, &error);

  g_assert_no_error (error);
  g_assert_no_error (cache_error);
  g_assert_nonnull (quadratic);

  return quadratic;
}

static void
assert_same (const OvQuadratic *a, const OvQuadratic *b)
{
  g_assert_cmpmem (a->values, sizeof *a->values, b->values, sizeof *b->values);
  g_assert_cmpmem (a->n_images, sizeof a->n_images, b->n_images, sizeof b->n_images);
  g_assert_cmpmem (a->frequencies, sizeof a->frequencies, b->frequencies, sizeof b->frequencies);
}

/* Saves the form of @dataset in a folder, as ov_quadratic_prepare() does once it has built it. */
static void
put_cache (const char *folder)
{
  const char *hash = ov_dataset_get_hash (dataset);
  g_autofree char *name = g_strdup_printf ("quadratic-%s", hash);
  g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (form == NULL)
    form = fixture_make_quadratic (dataset);
  g_assert_true (ov_quadratic_save (form, file, hash, NULL, &error));
  g_assert_no_error (error);
}

/* The only file in a folder. */
static char *
find_name (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_cmpuint (fixture_count_files (folder), ==, 1);

  return g_strdup (g_dir_read_name (dir));
}

/* Built, then read. */
static void
test_cached (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *deep = g_build_filename (folder, "not", "there", NULL);
  g_autoptr (OvQuadratic) built = NULL;
  g_autoptr (OvQuadratic) cached = NULL;
  OvQuadraticSource source;

  built = prepare (dataset, deep, &source);
  g_assert_cmpint (source, ==, OV_QUADRATIC_BUILT);
  cached = prepare (dataset, deep, &source);
  g_assert_cmpint (source, ==, OV_QUADRATIC_CACHED);
  assert_same (cached, built);
  g_assert_cmpuint (fixture_count_files (deep), ==, 1);
  if (form == NULL)
    form = g_steal_pointer (&built);
  fixture_remove (folder);
}

typedef struct
{
  char        *folder;
  GFile       *file;
  const char  *hash;
  OvQuadratic *quadratic; /* of no meaning */
} Cache;

/* A file of numbers that were not computed: reading does not know. */
static void
cache_set_up (Cache *cache)
{
  g_autoptr (GError) error = NULL;

  cache->folder = fixture_make_folder ();
  cache->hash = ov_dataset_get_hash (dataset);
  cache->file = g_file_new_build_filename (cache->folder, "form", NULL);
  cache->quadratic = ov_quadratic_allocate ();
  naive_fill_random ((float *) cache->quadratic->values,
                     sizeof (OvQuadraticValues) / sizeof (float), 1.0, 3);
  cache->quadratic->n_images[OV_SPLIT_TRAIN] = dataset->n_images[OV_SPLIT_TRAIN];
  cache->quadratic->n_images[OV_SPLIT_TEST] = dataset->n_images[OV_SPLIT_TEST];
  for (guint k = 0; k < OV_N_CLASSES; k++)
    cache->quadratic->frequencies[k % 2][k] = 0.25 * k;

  g_assert_true (ov_quadratic_save (cache->quadratic, cache->file, cache->hash, NULL, &error));
  g_assert_no_error (error);
}

static void
cache_clear (Cache *cache)
{
  fixture_remove (cache->folder);
  g_free (cache->folder);
  g_object_unref (cache->file);
  ov_quadratic_unref (cache->quadratic);
}

static OvQuadratic *
load (Cache *cache)
{
  return ov_quadratic_load (dataset, cache->file, cache->hash);
}

static gsize
get_size (Cache *cache, char **contents)
{
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (g_file_peek_path (cache->file), contents, &size, &error);
  g_assert_no_error (error);

  return size;
}

static void
put_contents (Cache *cache, const char *contents, gsize size)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (g_file_peek_path (cache->file), contents, (gssize) size,
                            G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* One byte changed anywhere, bytes missing or too many, nothing at all, a folder. */
static void
test_damaged (void)
{
  g_autofree char *contents = NULL;
  g_autoptr (OvQuadratic) whole = NULL;
  gsize n_places = 0;
  gsize size;
  gsize header;
  Cache cache;

  cache_set_up (&cache);
  whole = load (&cache);
  g_assert_nonnull (whole);
  assert_same (whole, cache.quadratic);
  size = get_size (&cache, &contents);
  header = size - sizeof (OvQuadraticValues);

  for (gsize i = 0; i < size; i += i < header ? 29 : size / 7)
    {
      fixture_poke (cache.folder, "form", i, (guint8) (contents[i] ^ 0x10));
      g_assert_null (load (&cache));
      fixture_poke (cache.folder, "form", i, (guint8) contents[i]);
      n_places++;
    }
  g_assert_cmpuint (n_places, >=, 15);
  fixture_poke (cache.folder, "form", size - 1, (guint8) (contents[size - 1] ^ 1));
  g_assert_null (load (&cache));

  put_contents (&cache, contents, size - 1);
  g_assert_null (load (&cache));
  put_contents (&cache, contents, header);
  g_assert_null (load (&cache));
  put_contents (&cache, contents, 100);
  g_assert_null (load (&cache));
  put_contents (&cache, "", 0);
  g_assert_null (load (&cache));

  g_assert_true (g_file_delete (cache.file, NULL, NULL));
  g_assert_null (load (&cache));
  g_assert_true (g_file_make_directory (cache.file, NULL, NULL));
  g_assert_null (load (&cache));

  cache_clear (&cache);
}

/* A whole file, but of other images. */
static void
test_foreign (void)
{
  const char *other;
  Cache cache;

  cache_set_up (&cache);
  other = ov_dataset_get_hash (other_dataset);
  g_assert_cmpstr (other, !=, cache.hash);
  g_assert_null (ov_quadratic_load (dataset, cache.file, other));
  g_assert_null (ov_quadratic_load (other_dataset, cache.file, cache.hash));
  cache_clear (&cache);
}

/* A damaged file is built again and replaced. */
static void
test_rebuilt (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *name = NULL;
  g_autoptr (OvQuadratic) rebuilt = NULL;
  g_autoptr (OvQuadratic) cached = NULL;
  OvQuadraticSource source;

  put_cache (folder);
  name = find_name (folder);
  fixture_poke (folder, name, 12345, 0x55);
  fixture_poke (folder, name, 12346, 0xaa);
  rebuilt = prepare (dataset, folder, &source);
  g_assert_cmpint (source, ==, OV_QUADRATIC_BUILT);
  assert_same (rebuilt, form);
  cached = prepare (dataset, folder, &source);
  g_assert_cmpint (source, ==, OV_QUADRATIC_CACHED);
  g_assert_cmpuint (fixture_count_files (folder), ==, 1);
  fixture_remove (folder);
}

/* What an older version wrote, whose header was longer, is built again and replaced. The form of
 * other images beside it is not taken for it, and stays. */
static void
test_outdated (void)
{
  g_autofree char *folder = fixture_make_folder ();
  const char *hash = ov_dataset_get_hash (other_dataset);
  g_autofree char *name = g_strdup_printf ("quadratic-%s", hash);
  g_autoptr (OvQuadratic) built = NULL;
  g_autoptr (OvQuadratic) cached = NULL;
  OvQuadraticSource source;

  put_cache (folder);
  fixture_write_zeros (folder, name, 408 + sizeof (OvQuadraticValues));
  built = prepare (other_dataset, folder, &source);
  g_assert_cmpint (source, ==, OV_QUADRATIC_BUILT);
  cached = prepare (other_dataset, folder, &source);
  g_assert_cmpint (source, ==, OV_QUADRATIC_CACHED);
  assert_same (cached, built);
  g_assert_cmpuint (fixture_count_files (folder), ==, 2);
  fixture_remove (folder);
}

/* A cache that cannot be written is reported, and is not an error. */
static void
test_unwritable (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *blocked = g_build_filename (folder, "file", NULL);
  g_autofree char *inside = g_build_filename (blocked, "cache", NULL);
  g_autoptr (GFile) cache = g_file_new_for_path (inside);
  g_autoptr (GError) cache_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvQuadratic) quadratic = NULL;
  OvQuadraticSource source;

  fixture_write_zeros (folder, "file", 10);
  quadratic = ov_quadratic_prepare (dataset, 2, cache, NULL, NULL, &source, &cache_error, NULL,
                                    &error);
  g_assert_no_error (error);
  g_assert_nonnull (quadratic);
  g_assert_cmpint (source, ==, OV_QUADRATIC_BUILT);
  fixture_assert_error (cache_error, OV_ERROR, OV_ERROR_FILE, "cache");
  fixture_remove (folder);
}

/* A write that was given up leaves the old file whole and no other. */
static void
test_cancelled_write (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (OvQuadratic) whole = NULL;
  Cache cache;

  cache_set_up (&cache);
  g_cancellable_cancel (cancellable);
  g_assert_false (ov_quadratic_save (cache.quadratic, cache.file, cache.hash,
                                     cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture_count_files (cache.folder), ==, 1);
  whole = load (&cache);
  g_assert_nonnull (whole);
  cache_clear (&cache);
}

/* Where a folder stands in the file's place, nothing is left behind. */
static void
test_blocked_write (void)
{
  g_autoptr (GError) error = NULL;
  Cache cache;

  cache_set_up (&cache);
  g_assert_true (g_file_delete (cache.file, NULL, NULL));
  g_assert_true (g_file_make_directory (cache.file, NULL, NULL));
  g_assert_false (ov_quadratic_save (cache.quadratic, cache.file, cache.hash, NULL,
                                     &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_FILE, "form");
  g_assert_cmpuint (fixture_count_files (cache.folder), ==, 1);
  cache_clear (&cache);
}

static void
put_form (const char *folder, const char *name, gint64 seconds_ago)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const gint64 then = g_get_real_time () / G_USEC_PER_SEC - seconds_ago;
  const struct timespec times[] = {{.tv_sec = then}, {.tv_sec = then}};

  fixture_write_zeros (folder, name, 10);
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Forms that were not used for long go, and so does what killed runs left; nothing else does. */
static void
test_trimmed (void)
{
  g_autofree char *folder = fixture_make_folder ();

  put_form (folder, "quadratic-a", 400);
  put_form (folder, "quadratic-b", 100);
  put_form (folder, "quadratic-c", 300);
  put_form (folder, "quadratic-d", 200);
  put_form (folder, ".quadratic.01234567", 7200);
  put_form (folder, ".quadratic.89abcdef", 60);
  put_form (folder, ".quadratic-e.overshoot-89abcdef", 1);
  put_form (folder, "notes", 1000000);

  put_cache (folder);
  g_assert_cmpuint (fixture_count_files (folder), ==, 5);
  g_assert_true (has_file (folder, "quadratic-b"));
  g_assert_true (has_file (folder, "quadratic-d"));
  g_assert_true (has_file (folder, ".quadratic.89abcdef"));
  g_assert_true (has_file (folder, "notes"));
  fixture_remove (folder);
}

/* A form that is used is not the next to go, and to use one tidies up, too. */
static void
test_used (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr (OvQuadratic) cached = NULL;
  OvQuadraticSource source;
  const struct timespec times[] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
  struct stat status;

  put_cache (folder);
  name = find_name (folder);
  path = g_build_filename (folder, name, NULL);
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
  put_form (folder, ".quadratic-e.overshoot-89abcdef", 1);
  cached = prepare (dataset, folder, &source);
  g_assert_cmpint (source, ==, OV_QUADRATIC_CACHED);
  g_assert_cmpuint (fixture_count_files (folder), ==, 1);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mtime, >, 1000);
  fixture_remove (folder);
}

/* A hash changes with every byte, the order and the length. */
static void
test_hash (void)
{
  static const gsize sizes[] = {0, 1, 255, 256, 257, 262143, 262144, 262145, 600000};
  g_autofree char *known = ov_hash_compute ("abc", 3);
  g_autofree guint8 *data = g_malloc0 (600000);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* As `xxhsum -H2` says. */
  g_assert_cmpstr (known, ==, "06b05ab6733a618578af5f94892f3950");
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      char *hash = ov_hash_compute (data, sizes[s]);

      g_assert_cmpuint (strlen (hash), ==, OV_HASH_LENGTH);
      g_assert_true (g_hash_table_add (seen, hash));
    }

  for (gsize i = 0; i < 600000; i += 997)
    for (guint bit = 0; bit < 8; bit += 7)
      {
        char *hash;

        data[i] ^= (guint8) (1u << bit);
        hash = ov_hash_compute (data, 600000);
        g_assert_true (g_hash_table_add (seen, hash));
        data[i] ^= (guint8) (1u << bit);
      }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (60, 20);
  other_dataset = naive_dataset_new (61, 20);

  g_test_add_func ("/quadratic-cache/cached", test_cached);
  g_test_add_func ("/quadratic-cache/damaged", test_damaged);
  g_test_add_func ("/quadratic-cache/foreign", test_foreign);
  g_test_add_func ("/quadratic-cache/rebuilt", test_rebuilt);
  g_test_add_func ("/quadratic-cache/outdated", test_outdated);
  g_test_add_func ("/quadratic-cache/unwritable", test_unwritable);
  g_test_add_func ("/quadratic-cache/cancelled-write", test_cancelled_write);
  g_test_add_func ("/quadratic-cache/blocked-write", test_blocked_write);
  g_test_add_func ("/quadratic-cache/trimmed", test_trimmed);
  g_test_add_func ("/quadratic-cache/used", test_used);
  g_test_add_func ("/quadratic-cache/hash", test_hash);

  status = g_test_run ();
  g_clear_pointer (&form, ov_quadratic_unref);
  ov_dataset_unref (dataset);
  ov_dataset_unref (other_dataset);

  return status;
}
