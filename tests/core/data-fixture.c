/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data-fixture.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"

/* Makes a file of zeros that takes no room on the disk. */
void
fixture_write_zeros (const char *folder,
                     const char *name,
                     gsize       size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int descriptor = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  g_assert_cmpint (descriptor, >=, 0);
  g_assert_cmpint (ftruncate (descriptor, (off_t) size), ==, 0);
  g_assert_cmpint (close (descriptor), ==, 0);
}

void
fixture_write_zero_files (const char *folder)
{
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    fixture_write_zeros (folder, ov_cifar10_file_names[i], CIFAR10_FILE_SIZE);
}

/* Changes one byte of a file. */
void
fixture_poke (const char *folder,
              const char *name,
              gsize       offset,
              guint8      value)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int descriptor = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  g_assert_cmpint (descriptor, >=, 0);
  g_assert_cmpint (pwrite (descriptor, &value, 1, (off_t) offset), ==, 1);
  g_assert_cmpint (close (descriptor), ==, 0);
}

static void
write_member (struct archive *archive,
              const Member   *member)
{
  static const guint8 zeros[CIFAR10_RECORD_SIZE];
  struct archive_entry *entry = archive_entry_new ();
  g_autoptr (GMappedFile) source = NULL;

  archive_entry_set_pathname (entry, member->path);
  archive_entry_set_filetype (entry, g_str_has_suffix (member->path, "/") ? AE_IFDIR : AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, (la_int64_t) member->size);
  if (member->link_target != NULL && member->is_hard_link)
    archive_entry_set_hardlink (entry, member->link_target);
  else if (member->link_target != NULL)
    {
      archive_entry_set_filetype (entry, AE_IFLNK);
      archive_entry_set_symlink (entry, member->link_target);
    }
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);

  if (member->source != NULL)
    {
      source = g_mapped_file_new (member->source, FALSE, NULL);
      g_assert_nonnull (source);
      g_assert_cmpint (archive_write_data (archive, g_mapped_file_get_contents (source),
                                           member->size),
                       ==, (la_ssize_t) member->size);
    }

  for (gsize left = member->source == NULL ? member->size : 0; left > 0;)
    {
      gsize n_bytes = MIN (left, sizeof zeros);

      g_assert_cmpint (archive_write_data (archive, zeros, n_bytes), ==, (la_ssize_t) n_bytes);
      left -= n_bytes;
    }

  archive_entry_free (entry);
}

void
fixture_write_archive (const char   *path,
                       ArchiveKind   kind,
                       const Member *members,
                       guint         n_members)
{
  struct archive *archive = archive_write_new ();

  archive_write_set_format_gnutar (archive);
  if (kind == ARCHIVE_GZIP)
    {
      archive_write_add_filter_gzip (archive);
      archive_write_set_filter_option (archive, "gzip", "compression-level", "1");
    }
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (guint i = 0; i < n_members; i++)
    write_member (archive, &members[i]);
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}

/* Returns where the real images are, or %NULL after making the test fail: build-aux/test fetches
 * them and says where. */
char *
fixture_get_real_folder (void)
{
  const char *set = g_getenv ("OVERSHOOT_TEST_CIFAR10");
  g_autoptr (GFile) folder =
    set != NULL ? g_file_new_for_path (set) : ov_cifar10_default_folder ();
  g_autoptr (GFile) file = g_file_get_child (folder, ov_cifar10_file_names[0]);

  if (g_file_query_exists (file, NULL))
    return g_file_get_path (folder);

  g_test_message ("%s is missing: run build-aux/fetch-cifar10 first", g_file_peek_path (file));
  g_test_fail ();
  return NULL;
}

/* An error is right when it is of its kind, names @part, and is a whole sentence. */
void
fixture_assert_error (const GError *error,
                      GQuark        domain,
                      int           code,
                      const char   *part)
{
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (domain));
  g_assert_cmpint (error->code, ==, code);
  if (part != NULL)
    g_assert_nonnull (g_strstr_len (error->message, -1, part));
  if (domain == OV_ERROR)
    g_assert_true (g_str_has_suffix (error->message, "."));
}

gsize
fixture_get_size (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return (gsize) status.st_size;
}

static void
append_counted (GByteArray *bytes,
                char        code,
                const void *data,
                guint32     size)
{
  guint32 length = GUINT32_TO_LE (size);

  g_byte_array_append (bytes, (const guint8 *) &code, 1);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, data, size);
}

#define APPEND(text) g_byte_array_append (bytes, (const guint8 *) text, sizeof text - 1)

/* Writes a binary batch as Python 2's cPickle and NumPy write it, in their protocol 2. */
void
fixture_write_python (const char   *folder,
                      const char   *name,
                      const guint8 *records)
{
  const guint32 n_pixels = CIFAR10_RECORD_SIZE - 1;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree guint8 *pixels = g_malloc (10000 * n_pixels);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  APPEND ("\x80\x02}q\x01(U\x0b"
          "batch_labelq\x02U\x15training batch 1 of 5q\x03"
          "U\x06labelsq\x04]q\x05(");
  for (gsize i = 0; i < 10000; i++)
    {
      const guint8 label[] = {'K', records[i * CIFAR10_RECORD_SIZE]};

      g_byte_array_append (bytes, label, sizeof label);
      memcpy (pixels + i * n_pixels, records + i * CIFAR10_RECORD_SIZE + 1, n_pixels);
    }
  APPEND ("eU\x04"
          "dataq\x06"
          "cnumpy.core.multiarray\n_reconstruct\nq\x07"
          "cnumpy\nndarray\nq\x08K\x00\x85U\x01"
          "b\x87Rq\x09(K\x01M\x10'M\x00\x0c\x86"
          "cnumpy\ndtype\nq\x0aU\x02u1K\x00K\x01\x87Rq"
          "\x0b(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89");
  append_counted (bytes, 'T', pixels, 10000 * n_pixels);
  APPEND ("tbU\x09"
          "filenamesq\x0c](");
  for (guint32 i = 0; i < 10000; i++)
    {
      const guint32 place = GUINT32_TO_LE (i + 13);

      APPEND ("U\x07"
              "dog.pngr");
      g_byte_array_append (bytes, (const guint8 *) &place, sizeof place);
    }
  APPEND ("eu.");
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, NULL));
}
