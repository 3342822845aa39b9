/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "cifar10-batch.h"
#include "data-source.h"
#include "error.h"

/*
 * An archive. After the letter 'r' it is the rest as it is; otherwise the letter chooses the format
 * ('p' pax, 'u' ustar, else GNU's; a capital one packs it with gzip), the next byte above '0' how
 * much is cut off at the end, and every line is a member: its kind ('f' file, 'd' folder, 's' and
 * 'h' links, 'c' device), what is in it ('=' a right batch, 'b' one with a wrong label, 'p' a right
 * one for Python, else so many bytes), its path.
 */

#define MOST_MEMBERS 40
#define MOST_BYTES (8 * OV_CIFAR10_FILE_SIZE)
#define CUT_SIZE 333

static GByteArray *
make_contents (char what)
{
  GByteArray *bytes;

  if (what == '=' || what == 'b')
    return fuzz_make_batch (what == '=' ? 9 : 10);
  if (what == 'p')
    return fuzz_make_pickle ();

  bytes = g_byte_array_new ();
  g_byte_array_set_size (bytes, (guint8) what);
  memset (bytes->data, what, bytes->len);

  return bytes;
}

static guint
choose_type (char kind)
{
  switch (kind)
    {
    case 'd':
      return AE_IFDIR;
    case 's':
      return AE_IFLNK;
    case 'c':
      return AE_IFCHR;
    default:
      return AE_IFREG;
    }
}

static void
write_member (struct archive *archive,
              const char     *line)
{
  g_autoptr (GByteArray) contents = NULL;
  struct archive_entry *entry;

  if (strlen (line) < 3)
    return;

  contents = make_contents (line[1]);
  entry = archive_entry_new ();
  archive_entry_set_pathname (entry, line + 2);
  archive_entry_set_filetype (entry, choose_type (line[0]));
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, line[0] == 'f' ? contents->len : 0);
  if (line[0] == 's')
    archive_entry_set_symlink (entry, "elsewhere");
  if (line[0] == 'h')
    archive_entry_set_hardlink (entry, "elsewhere");

  /* What libarchive cannot write is left out. */
  if (archive_write_header (archive, entry) == ARCHIVE_OK && line[0] == 'f')
    archive_write_data (archive, contents->data, contents->len);
  archive_entry_free (entry);
}

static gsize
make_archive (FuzzInput *input,
              guint8    *bytes)
{
  struct archive *archive = archive_write_new ();
  const char format = (char) fuzz_take_byte (input);
  const guint8 cut = fuzz_take_byte (input);
  gsize size = 0;
  gsize n_cut;

  if (g_ascii_tolower (format) == 'p')
    archive_write_set_format_pax (archive);
  else if (g_ascii_tolower (format) == 'u')
    archive_write_set_format_ustar (archive);
  else
    archive_write_set_format_gnutar (archive);
  if (g_ascii_isupper (format))
    {
      archive_write_add_filter_gzip (archive);
      archive_write_set_filter_option (archive, "gzip", "compression-level", "1");
    }
  g_assert_cmpint (archive_write_open_memory (archive, bytes, MOST_BYTES, &size), ==, ARCHIVE_OK);

  for (guint i = 0; i < MOST_MEMBERS; i++)
    {
      g_autofree char *line = fuzz_take_line (input);

      if (line == NULL)
        break;
      write_member (archive, line);
    }
  archive_write_close (archive);
  archive_write_free (archive);

  n_cut = cut > '0' ? (gsize) (cut - '0') * CUT_SIZE : 0;

  return size - MIN (size, n_cut);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  static guint8 *buffer;
  FuzzInput input = {bytes, size};
  g_autoptr (GFile) file = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  /* It stays for the next input. */
  if (buffer == NULL)
    buffer = g_malloc (MOST_BYTES);

  if (size > 0 && bytes[0] == 'r')
    file = fuzz_write_file ("archive.tar.gz", bytes + 1, size - 1);
  else
    file = fuzz_write_file ("archive.tar.gz", buffer, make_archive (&input, buffer));

  dataset = ov_data_source_read (file, NULL, NULL, &error);
  fuzz_is_accepted = dataset != NULL;
  if (dataset == NULL)
    fuzz_check_sentence (error, OV_ERROR);
  else
    g_assert_true (ov_cifar10_check_shape (dataset, NULL));

  return 0;
}
