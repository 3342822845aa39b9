/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "cifar10-batch.h"
#include "data-reader.h"
#include "error.h"
#include "file-error.h"

/* The archives' other members are lists of class names and pages of HTML, below 200 bytes; and what
 * file managers put beside every file. */
#define MAX_OTHER_SIZE 65536
#define MAX_MEMBERS 1000

#define STREAM_BUFFER_SIZE (256 * 1024)

/* What a member is, beside one of the six files, whose index it is then. */
enum
{
  MEMBER_OTHER = OV_CIFAR10_N_FILES, /* read by nobody */
  MEMBER_FOLDER,
};

/* An archive while it is read. @name is fit for messages; @stream_error is what GIO said last. */
typedef struct
{
  char           *name;
  GInputStream   *stream;
  guint8         *buffer;
  GCancellable   *cancellable;
  GError         *stream_error;
  struct archive *archive;
  guint           n_members;
  gboolean        is_seen[OV_CIFAR10_N_FILES];
} Reader;

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->archive, archive_read_free);
  g_clear_error (&reader->stream_error);
  g_clear_object (&reader->stream);
  g_clear_pointer (&reader->buffer, g_free);
  g_clear_pointer (&reader->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static la_ssize_t
read_stream_cb (struct archive *archive, void *user_data, const void **buffer)
{
  Reader *reader = user_data;
  gssize n_read;

  g_clear_error (&reader->stream_error);
  n_read = g_input_stream_read (reader->stream, reader->buffer, STREAM_BUFFER_SIZE,
                                reader->cancellable, &reader->stream_error);
  if (n_read < 0)
    archive_set_error (archive, EIO, "%s", reader->stream_error->message);

  *buffer = reader->buffer;
  return n_read;
}

/* Reports why libarchive could not continue: its source failed or was cancelled, the very beginning
 * was not that of an archive, or a later part is damaged. */
static void
set_archive_error (Reader  *reader,
                   GFile   *file,
                   GError **error)
{
  if (reader->stream_error != NULL)
    ov_data_reader_set_read_error (error, file, reader->stream_error);
  else if (reader->n_members == 0)
    g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                 _("“%s” is not an archive of CIFAR-10. Choose the original "
                   "cifar-10-binary.tar.gz, or a folder with the six files."),
                 reader->name);
  else
    g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                 _("“%s” is damaged or incomplete. Get CIFAR-10 again."), reader->name);
}

static gboolean
open_archive (Reader       *reader,
              GFile        *file,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (GError) cause = NULL;

  reader->name = ov_file_display_file (file);
  reader->cancellable = cancellable;
  reader->stream = G_INPUT_STREAM (g_file_read (file, cancellable, &cause));
  if (reader->stream == NULL)
    {
      ov_data_reader_set_read_error (error, file, cause);
      return FALSE;
    }

  reader->buffer = g_malloc (STREAM_BUFFER_SIZE);
  reader->archive = archive_read_new ();
  archive_read_support_filter_gzip (reader->archive);
  archive_read_support_format_tar (reader->archive);
  if (archive_read_open (reader->archive, reader, NULL, read_stream_cb, NULL) == ARCHIVE_OK)
    return TRUE;

  set_archive_error (reader, file, error);
  return FALSE;
}

static gboolean
climbs_out (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  return path[0] == '/' || g_strv_contains ((const char *const *) parts, "..");
}

/* Returns what the member is, or -1 when the archive should not hold it. Which folder it lies in is
 * left open: people repack CIFAR-10, with `./` before the names or with no folder at all. */
static int
find_member (struct archive_entry *entry,
             const char           *path,
             gboolean             *is_python)
{
  g_autofree char *name = g_path_get_basename (path);

  *is_python = FALSE;
  if (archive_entry_filetype (entry) == AE_IFDIR)
    return MEMBER_FOLDER;

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autofree char *python_name = ov_cifar10_python_name (i);

      *is_python = g_str_equal (name, python_name);
      if (*is_python || g_str_equal (name, ov_cifar10_file_names[i]))
        return (int) i;
    }

  /* Hidden files are what macOS and others leave in an archive. */
  if (g_str_equal (name, "batches.meta.txt") || g_str_equal (name, "batches.meta")
      || g_str_equal (name, "readme.html") || name[0] == '.')
    return MEMBER_OTHER;

  return -1;
}

static gboolean
check_size (Reader               *reader,
            struct archive_entry *entry,
            int                   member,
            gboolean              is_python,
            GError              **error)
{
  gint64 size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : -1;

  if (member < OV_CIFAR10_N_FILES && !is_python && size != OV_CIFAR10_FILE_SIZE)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                   _("“%s” in “%s” has %" PRId64 " bytes instead of %d. "
                     "Get CIFAR-10 again."),
                   ov_cifar10_file_names[member], reader->name, size, OV_CIFAR10_FILE_SIZE);
      return FALSE;
    }

  if ((size < 0 && member < OV_CIFAR10_N_FILES)
      || size > (member < OV_CIFAR10_N_FILES ? OV_CIFAR10_MAX_PYTHON_SIZE : MAX_OTHER_SIZE))
    {
      g_autofree char *shown = g_utf8_make_valid (archive_entry_pathname (entry), -1);

      g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                   _("“%s” in “%s” is far too large (%" PRId64 " bytes). "
                     "Get CIFAR-10 again."),
                   shown, reader->name, size);
      return FALSE;
    }

  return TRUE;
}

/* Returns the member's index, or -1 with @error set when it has no place in CIFAR-10's archive. */
static int
check_member (Reader               *reader,
              struct archive_entry *entry,
              gboolean             *is_python,
              GError              **error)
{
  const char *path = archive_entry_pathname (entry);
  g_autofree char *shown = g_utf8_make_valid (path != NULL ? path : "?", -1);
  int member = path != NULL ? find_member (entry, path, is_python) : -1;

  if (path != NULL && climbs_out (path))
    g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                 _("“%s” holds the path “%s”, which leads out of the archive's folder. Nothing was "
                   "read; get the original archive."),
                 reader->name, shown);
  else if (member < 0 || reader->n_members > MAX_MEMBERS)
    g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                 _("“%s” holds “%s”, which is not part of CIFAR-10. Choose the original "
                   "cifar-10-binary.tar.gz."),
                 reader->name, shown);
  else if (archive_entry_hardlink (entry) != NULL
           || archive_entry_filetype (entry) != (member == MEMBER_FOLDER ? AE_IFDIR : AE_IFREG))
    g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                 _("“%s” in “%s” is a link or another special file. Get the original archive."),
                 shown, reader->name);
  else if (member < OV_CIFAR10_N_FILES && reader->is_seen[member])
    g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                 _("“%s” holds “%s” twice. Get the original archive."), reader->name, shown);
  else if (check_size (reader, entry, member, *is_python, error))
    return member;

  return -1;
}

/* Fails without an error of its own: the caller asks set_archive_error() for the reason. */
static gboolean
read_member (gpointer      source,
             guint8       *buffer,
             gsize         size,
             GCancellable *cancellable,
             GError      **error)
{
  Reader *reader = source;

  if (archive_read_data (reader->archive, buffer, size) == (la_ssize_t) size)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "cut short");
  return FALSE;
}

static gboolean
fill_batch (Reader               *reader,
            struct archive_entry *entry,
            guint                 file_index,
            gboolean              is_python,
            OvCifar10Batches     *batches,
            GError              **error)
{
  g_autofree char *name = ov_cifar10_python_name (file_index);

  reader->is_seen[file_index] = TRUE;
  if (!is_python)
    return ov_cifar10_batches_fill (batches, file_index, read_member, reader, reader->cancellable,
                                    error);

  return ov_cifar10_batches_fill_from_python (batches, file_index, name,
                                              (gsize) archive_entry_size (entry), read_member,
                                              reader, reader->cancellable, error);
}

/* Reads the members up to the archive's end. */
static gboolean
read_members (Reader           *reader,
              GFile            *file,
              OvCifar10Batches *batches,
              GError          **error)
{
  struct archive_entry *entry;
  int status;

  while ((status = archive_read_next_header (reader->archive, &entry)) == ARCHIVE_OK
         || status == ARCHIVE_WARN)
    {
      g_autoptr (GError) cause = NULL;
      gboolean is_python;
      int member;

      reader->n_members++;
      member = check_member (reader, entry, &is_python, error);
      if (member < 0)
        return FALSE;
      if (member >= OV_CIFAR10_N_FILES
          || fill_batch (reader, entry, (guint) member, is_python, batches, &cause))
        continue;

      if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        set_archive_error (reader, file, error);
      else
        g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  if (status == ARCHIVE_EOF)
    return TRUE;

  set_archive_error (reader, file, error);
  return FALSE;
}

/**
 * ov_cifar10_load_archive:
 * @archive: the original `cifar-10-binary.tar.gz` or `cifar-10-python.tar.gz`, the tar file in one
 *   of them, or the same files repacked
 * @cancellable: (nullable): stops the reading
 * @error: return location for an error
 *
 * Reads CIFAR-10 straight from its archive; nothing is unpacked to disk. Only the original's
 * members are accepted, in whatever folder, each once, as a plain file and in its size, so that an
 * archive made to do harm is refused before its contents are looked at. Blocks for about a second;
 * meant for a worker thread.
 *
 * Returns: (transfer full) (nullable): the data set, or %NULL with @error set: %OV_ERROR_DATA, or
 *   %G_IO_ERROR_CANCELLED
 */
OvDataset *
ov_cifar10_load_archive (GFile        *archive,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_auto (OvCifar10Batches) batches = {0};
  g_auto (Reader) reader = {0};

  g_return_val_if_fail (G_IS_FILE (archive), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!open_archive (&reader, archive, cancellable, error)
      || !ov_cifar10_batches_init (&batches, error)
      || !read_members (&reader, archive, &batches, error))
    return NULL;

  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      if (reader.is_seen[i])
        continue;

      g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                   _("“%s” lacks “%s”, one of CIFAR-10's six files. Get CIFAR-10 again."),
                   reader.name, ov_cifar10_file_names[i]);
      return NULL;
    }

  return ov_cifar10_batches_finish (&batches, error);
}

static OvDataMatch
probe (const OvDataPlace *place)
{
  return place->type == G_FILE_TYPE_REGULAR ? OV_DATA_MATCH_POSSIBLE : OV_DATA_MATCH_NONE;
}

const OvDataReader ov_cifar10_archive_reader = {
  .probe = probe,
  .load = ov_cifar10_load_archive,
  .verify = ov_cifar10_verify,
  .verify_quickly = ov_cifar10_verify_quickly,
};
