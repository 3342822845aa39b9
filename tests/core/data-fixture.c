/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data-fixture.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "error.h"

char *
fixture_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("overshoot-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/* Removes a file, or a folder with everything in it. */
void
fixture_remove (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          fixture_remove (child);
        }
    }

  g_assert_cmpint (g_remove (path), ==, 0);
}

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

/* Counts what is in a folder, hidden files too; 0 when there is no such folder. */
guint
fixture_count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n_files++;

  return n_files;
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
  g_autoptr (GFile) folder
    = set != NULL ? g_file_new_for_path (set) : ov_cifar10_default_folder ();
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
