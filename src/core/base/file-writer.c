/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "file-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "error.h"
#include "file-error.h"
#include "file-signal.h"
#include "file-target-private.h"
#include "file-temporary.h"

/*
 * The one way in which the program writes files. A file is written under a temporary name in the
 * folder of its target, forced to the disk and renamed: a failure or a crash at any time leaves the
 * old file or the new one, whole. Symbolic links are followed first, and the old file's mode, owner
 * and attributes are handed on. What a new file cannot stand in for is written into instead, after
 * all of the contents are at hand: see ov_file_target_new().
 */

/* A file that is written again for what could not be renamed is copied in pieces of this size. */
#define PIECE_SIZE (1024 * 1024)

struct _OvFileWriter
{
  OvFileTarget    *target;
  OvFileDurability durability;
  GByteArray      *held; /* all that is to be written in place; NULL otherwise */
  char            *name; /* the temporary name; NULL when there is none (any more) */
  int              fd;   /* of the temporary file, or -1 */
  gboolean         is_flushed;
};

/**
 * ov_file_writer_new:
 * @path: the file's name
 * @durability: whether it has to be on the disk before the old file is gone
 * @error: return location for an error
 *
 * Begins to write a file. What killed programs have left under temporary names in the same folder
 * is deleted.
 *
 * Returns: (transfer full) (nullable): a writer, or %NULL with an %OV_ERROR_FILE set
 */
OvFileWriter *
ov_file_writer_new (const char      *path,
                    OvFileDurability durability,
                    GError         **error)
{
  g_autoptr (OvFileTarget) target = ov_file_target_new (path, error);
  g_autoptr (OvFileWriter) self = NULL;

  if (target == NULL)
    return NULL;

  self = g_new0 (OvFileWriter, 1);
  self->durability = durability;
  self->target = g_steal_pointer (&target);
  self->fd = -1;
  if (self->target->folder >= 0)
    ov_file_temporary_sweep (self->target->folder);

  if (self->target->in_place)
    {
      self->held = g_byte_array_new ();
      return g_steal_pointer (&self);
    }

  /* Nobody else may read in an old file's successor before it has the old file's mode. */
  self->fd = ov_file_temporary_create (self->target->folder, self->target->base,
                                       self->target->exists ? 0600 : 0666, &self->name);
  if (self->fd < 0)
    {
      ov_file_set_error (error, path, errno);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * ov_file_writer_free:
 * @self: (nullable): a writer
 *
 * Lets go of a file. One that was not committed leaves nothing behind, and its target as it was.
 */
void
ov_file_writer_free (OvFileWriter *self)
{
  if (self == NULL)
    return;

  if (self->name != NULL)
    unlinkat (self->target->folder, self->name, 0);
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->held, g_byte_array_unref);
  g_free (self->name);
  ov_file_target_free (self->target);
  g_free (self);
}

/* Writes all of the bytes. Returns 0 or an errno. */
static int
write_fully (int           fd,
             gconstpointer data,
             gsize         size)
{
  const guint8 *bytes = data;
  OvFileSignals signals;
  int failure = 0;

  ov_file_signals_hold (&signals);
  while (size > 0 && failure == 0)
    {
      const gssize n_written = write (fd, bytes, size);

      if (n_written > 0)
        {
          bytes += n_written;
          size -= (gsize) n_written;
        }
      else if (n_written == 0)
        failure = ENOSPC;
      else if (errno != EINTR)
        failure = errno;
    }
  ov_file_signals_release (&signals);

  return failure;
}

static gboolean
fail (OvFileWriter *self,
      int           failure,
      GError      **error)
{
  if (failure == 0)
    return TRUE;

  ov_file_set_error (error, self->target->name, failure);

  return FALSE;
}

/**
 * ov_file_writer_write:
 * @self: a writer that was not flushed
 * @data: [@size] bytes, which follow those written before
 * @size: how many
 * @error: return location for an error
 *
 * Returns: whether they were written; if not, @error is an %OV_ERROR_FILE
 */
gboolean
ov_file_writer_write (OvFileWriter *self,
                      gconstpointer data,
                      gsize         size,
                      GError      **error)
{
  g_return_val_if_fail (self != NULL && !self->is_flushed, FALSE);

  if (self->held == NULL)
    return fail (self, write_fully (self->fd, data, size), error);

  if (size > G_MAXUINT - self->held->len)
    return fail (self, EFBIG, error);
  g_byte_array_append (self->held, data, (guint) size);

  return TRUE;
}

/* Hands on what a rename would lose of the old file. Its access list and label are extended
 * attributes; where one cannot be set, the mode still holds. */
static int
hand_on_attributes (OvFileWriter *self)
{
  const struct stat *old = &self->target->status;
  g_autofree char *names = NULL;
  gssize length;

  length = listxattr (self->target->path, NULL, 0);
  names = g_malloc0 (length > 0 ? (gsize) length : 1);
  if (length > 0)
    length = listxattr (self->target->path, names, (gsize) length);

  for (gssize i = 0; i < length; i += (gssize) strlen (names + i) + 1)
    {
      char value[4096];
      const gssize size = getxattr (self->target->path, names + i, value, sizeof value);

      if (size >= 0)
        fsetxattr (self->fd, names + i, value, (gsize) size, 0);
    }

  return ov_file_temporary_hand_on (self->fd, old);
}

/* Forces a file to the disk, where its file system supports that. Returns 0 or an errno. */
static int
synchronise (int fd)
{
  return fsync (fd) == 0 || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP ? 0 : errno;
}

/**
 * ov_file_writer_flush:
 * @self: a writer that everything was written to
 * @error: return location for an error
 *
 * Forces the file to the disk under its temporary name, which is where most failures show. Several
 * files that belong together are all flushed before the first is committed.
 *
 * Returns: whether it is there
 */
gboolean
ov_file_writer_flush (OvFileWriter *self,
                      GError      **error)
{
  int failure = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->is_flushed)
    return TRUE;

  self->is_flushed = TRUE;
  if (self->held != NULL)
    return TRUE;

  if (self->target->exists)
    failure = hand_on_attributes (self);
  if (failure == 0 && self->durability == OV_FILE_DURABLE)
    failure = synchronise (self->fd);

  return fail (self, failure, error);
}

/* Reserves the room before the old contents are touched. Where the file system cannot, the writing
 * itself asks for it. */
static int
reserve (int   fd,
         gsize size)
{
  OvFileSignals signals;
  struct rlimit limit;
  int failure = 0;

  if (getrlimit (RLIMIT_FSIZE, &limit) == 0 && size > limit.rlim_cur)
    return EFBIG;

  ov_file_signals_hold (&signals);
  if (size > 0 && fallocate (fd, FALLOC_FL_KEEP_SIZE, 0, (off_t) size) != 0)
    failure = errno;
  ov_file_signals_release (&signals);

  return failure == ENOSPC || failure == EDQUOT || failure == EFBIG ? failure : 0;
}

/* Copies the temporary file into another. Returns 0 or an errno. */
static int
copy_temporary (OvFileWriter *self,
                int           to)
{
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);
  off_t place = 0;
  gssize n_read;
  int failure = 0;

  while (failure == 0 && (n_read = pread (self->fd, piece, PIECE_SIZE, place)) != 0)
    {
      failure = n_read < 0 ? errno : write_fully (to, piece, (gsize) n_read);
      place += n_read;
    }

  return failure;
}

/* Puts the new contents into what is there. Returns 0 or an errno. */
static int
write_in_place (OvFileWriter *self)
{
  const gboolean is_regular = S_ISREG (self->target->status.st_mode);
  const int fd = ov_file_target_open (self->target);
  struct stat own;
  gsize size;
  int failure = 0;

  if (fd < 0)
    return errno;

  size = self->held != NULL ? self->held->len : fstat (self->fd, &own) == 0 ? (gsize) own.st_size
                                                                            : 0;
  if (is_regular)
    failure = reserve (fd, size);
  if (failure == 0)
    failure = self->held != NULL ? write_fully (fd, self->held->data, size)
                                 : copy_temporary (self, fd);
  if (failure == 0 && is_regular && ftruncate (fd, (off_t) size) != 0)
    failure = errno;
  if (failure == 0 && is_regular && self->durability == OV_FILE_DURABLE)
    failure = synchronise (fd);
  if (close (fd) != 0 && failure == 0 && errno != EINTR)
    failure = errno;

  return failure;
}

/* Whether something that must not be replaced has come to the target's place meanwhile. */
static gboolean
is_taken (const OvFileTarget *target)
{
  struct stat status;

  return fstatat (target->folder, target->base, &status, AT_SYMLINK_NOFOLLOW) == 0
         && !S_ISREG (status.st_mode);
}

/* Returns 0 or an errno. */
static int
rename_temporary (OvFileWriter *self)
{
  const OvFileTarget *target = self->target;

  if (is_taken (target))
    return EEXIST;
  if (renameat (target->folder, self->name, target->folder, target->base) != 0)
    return errno;

  g_clear_pointer (&self->name, g_free);
  /* The file has its name: if the folder cannot be forced to the disk, that undoes nothing. */
  if (self->durability == OV_FILE_DURABLE)
    fsync (target->folder);

  return 0;
}

/**
 * ov_file_writer_commit:
 * @self: a writer that everything was written to
 * @error: return location for an error
 *
 * Gives the file its name, after flushing it.
 *
 * Returns: whether it has it; if not, @error is an %OV_ERROR_FILE, and the old file is whole unless
 *   it was to be written in place and the disk failed midway
 */
gboolean
ov_file_writer_commit (OvFileWriter *self,
                       GError      **error)
{
  int failure;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!ov_file_writer_flush (self, error))
    return FALSE;
  if (self->held != NULL)
    return fail (self, write_in_place (self), error);

  failure = rename_temporary (self);

  /* A file that is mounted by itself, or another user's in a shared folder, cannot be replaced. */
  if (self->target->exists
      && (failure == EBUSY || failure == EXDEV || failure == EPERM || failure == EACCES))
    failure = write_in_place (self);

  return fail (self, failure, error);
}

/**
 * ov_file_writer_get_unfinished:
 * @self: a writer that was not committed
 *
 * Returns: (transfer full) (nullable): the file under its temporary name, for reading what was
 *   written so far; %NULL when there is none, since the target is written in place
 */
GFile *
ov_file_writer_get_unfinished (OvFileWriter *self)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->name == NULL)
    return NULL;

  folder = g_path_get_dirname (self->target->path);

  return g_file_new_build_filename (folder, self->name, NULL);
}

/**
 * ov_file_write:
 * @path: the file's name
 * @data: [@size] its contents
 * @size: how many bytes
 * @error: return location for an error
 *
 * Writes a whole file, see ov_file_writer_commit().
 *
 * Returns: whether it was written; if not, @error is an %OV_ERROR_FILE
 */
gboolean
ov_file_write (const char   *path,
               gconstpointer data,
               gsize         size,
               GError      **error)
{
  g_autoptr (OvFileWriter) writer = ov_file_writer_new (path, OV_FILE_DURABLE, error);

  return writer != NULL && ov_file_writer_write (writer, data, size, error)
         && ov_file_writer_commit (writer, error);
}

/* The path of a file or folder that has one. */
static const char *
find_path (GFile   *file,
           GError **error)
{
  const char *path = g_file_peek_path (file);
  g_autofree char *shown = NULL;

  if (path != NULL)
    return path;

  shown = ov_file_display_file (file);
  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("“%s” is not on this computer. Choose a folder that is."), shown);

  return NULL;
}

/**
 * ov_file_write_to:
 * @file: the file
 * @data: [@size] its contents
 * @size: how many bytes
 * @error: return location for an error
 *
 * Does as ov_file_write(). Places that are not on this computer are refused: they cannot be written
 * in this way.
 *
 * Returns: whether it was written; if not, @error is an %OV_ERROR_FILE
 */
gboolean
ov_file_write_to (GFile        *file,
                  gconstpointer data,
                  gsize         size,
                  GError      **error)
{
  const char *path;

  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = find_path (file, error);

  return path != NULL && ov_file_write (path, data, size, error);
}

/**
 * ov_file_make_folder:
 * @folder: a folder for files of the program's own
 * @mode: the mode of the folders that have to be made, before the umask
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): the path of @folder, which is there now, or %NULL with an
 *   %OV_ERROR_FILE set
 */
const char *
ov_file_make_folder (GFile   *folder,
                     int      mode,
                     GError **error)
{
  const char *path;
  int failure;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  path = find_path (folder, error);
  if (path == NULL || g_mkdir_with_parents (path, mode) == 0)
    return path;

  failure = errno;
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autofree char *shown = ov_file_display_name (path);

      g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                   _("“%s” is not a folder. Choose another place."), shown);
    }
  else
    ov_file_set_error (error, path, failure);

  return NULL;
}
