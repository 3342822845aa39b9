/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "error.h"
#include "file-error.h"
#include "file-target-private.h"
#include "file-temporary.h"

/* As many symbolic links as the kernel follows. */
#define MOST_LINKS 40

/* The memory devices that take bytes and keep none: Linux's list of devices, major 1. */
#define MEMORY_MAJOR 1
#define NULL_MINOR 3
#define ZERO_MINOR 5
#define FULL_MINOR 7

/**
 * ov_file_target_free:
 * @self: (nullable): a target
 */
void
ov_file_target_free (OvFileTarget *self)
{
  if (self == NULL)
    return;

  if (self->folder >= 0)
    close (self->folder);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->name);
  g_free (self->path);
  g_free (self->base);
  g_free (self);
}

/* The file systems whose files control the kernel. */
static gboolean
is_kernels_system (const struct statfs *system)
{
  static const guint32 kinds[] = {PROC_SUPER_MAGIC, SYSFS_MAGIC, DEBUGFS_MAGIC,
                                  TRACEFS_MAGIC, CGROUP_SUPER_MAGIC,
                                  CGROUP2_SUPER_MAGIC, SECURITYFS_MAGIC, BPF_FS_MAGIC,
                                  EFIVARFS_MAGIC};

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((guint32) system->f_type == kinds[i])
      return TRUE;

  return FALSE;
}

/* Whether a symbolic link is the kernel's own, such as /proc/self/fd/1: what is written in it is
 * not a name, though it may look like one. */
static gboolean
is_kernels_link (const char *path)
{
  const int fd = open (path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  struct statfs system;
  gboolean is;

  if (fd < 0)
    return FALSE;
  is = fstatfs (fd, &system) == 0 && (guint32) system.f_type == PROC_SUPER_MAGIC;
  close (fd);

  return is;
}

/* Follows the symbolic links that a path ends in; folders before the last name are left to the
 * kernel. Returns 0 or an errno. */
static int
follow_links (OvFileTarget *self,
              gboolean     *is_kernels)
{
  self->path = g_strdup (self->name);

  for (guint i = 0; i <= MOST_LINKS; i++)
    {
      g_autofree char *folder = NULL;
      g_autofree char *next = NULL;
      char text[PATH_MAX];
      struct stat status;
      gssize length;

      if (self->path[0] == '\0')
        return ENOENT;
      if (g_str_has_suffix (self->path, "/"))
        return EISDIR;
      if (lstat (self->path, &status) != 0)
        return errno == ENOENT ? 0 : errno;
      if (!S_ISLNK (status.st_mode))
        return 0;

      *is_kernels = is_kernels_link (self->path);
      if (*is_kernels)
        return 0;

      length = readlink (self->path, text, sizeof text - 1);
      if (length < 0)
        return errno;
      text[length] = '\0';

      folder = g_path_get_dirname (self->path);
      next = g_path_is_absolute (text) ? g_strdup (text) : g_build_filename (folder, text, NULL);
      g_free (self->path);
      self->path = g_steal_pointer (&next);
    }

  return ELOOP;
}

static gboolean
fail (OvFileTarget *self,
      int           failure,
      GError      **error)
{
  ov_file_set_error (error, self->name, failure);

  return FALSE;
}

static gboolean
is_sink (const struct stat *status)
{
  return S_ISCHR (status->st_mode)
         && status->st_rdev == makedev (MEMORY_MAJOR, NULL_MINOR);
}

/* Whether what is there is of a kind that can be written into. Opening some devices has effects,
 * and only those that swallow everything have any use for a picture. */
static gboolean
check_kind (OvFileTarget *self,
            GError      **error)
{
  const mode_t mode = self->status.st_mode;
  const dev_t device = self->status.st_rdev;
  g_autofree char *shown = NULL;

  if (S_ISDIR (mode))
    return fail (self, EISDIR, error);

  if (S_ISREG (mode) || S_ISFIFO (mode))
    return TRUE;

  if (S_ISCHR (mode) && major (device) == MEMORY_MAJOR
      && (minor (device) == NULL_MINOR || minor (device) == ZERO_MINOR
          || minor (device) == FULL_MINOR))
    return TRUE;

  shown = ov_file_display_name (self->name);
  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("“%s” is a device or a socket, which cannot hold a file. Give the name of a "
                 "file."),
               shown);

  return FALSE;
}

/*
 * ov_file_target_open:
 * @self: a target where something is
 *
 * Opens what is there for writing, and empties nothing. A FIFO must have a reader.
 *
 * Returns: a descriptor, or -1 with `errno` set
 */
int
ov_file_target_open (const OvFileTarget *self)
{
  const int fd = open (self->path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  /* Only the opening must not wait: writing may, as long as the reader takes. */
  if (fd >= 0)
    fcntl (fd, F_SETFL, 0);

  return fd;
}

static gboolean
refuse_kernels (OvFileTarget *self,
                GError      **error)
{
  g_autofree char *shown = ov_file_display_name (self->name);

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("“%s” belongs to the kernel. Give the name of a file elsewhere."), shown);

  return FALSE;
}

/* Opens what is there, which shows more reliably than its mode whether it can be written. */
static gboolean
check_existing (OvFileTarget *self,
                GError      **error)
{
  struct statfs system;
  gboolean is_kernels;
  int fd;

  if (!check_kind (self, error))
    return FALSE;

  fd = ov_file_target_open (self);
  if (fd < 0)
    return fail (self, errno, error);

  if (S_ISFIFO (self->status.st_mode))
    {
      self->fd = fd;
      return TRUE;
    }

  is_kernels = S_ISREG (self->status.st_mode) && fstatfs (fd, &system) == 0
               && is_kernels_system (&system);
  close (fd);

  return is_kernels ? refuse_kernels (self, error) : TRUE;
}

/* Makes a file beside the target and deletes it again: nothing else shows as reliably whether that
 * will work. Returns 0 or an errno. */
static int
try_folder (OvFileTarget *self)
{
  g_autofree char *name = NULL;
  g_autofree char *upper = NULL;
  struct stat named;
  struct stat own;
  int failure = 0;
  int fd;

  fd = ov_file_temporary_create (self->folder, self->base, 0600, &name);
  if (fd < 0)
    return errno;

  /* A file whose owner or mode cannot be kept by a new one is written into. */
  if (self->exists)
    failure = ov_file_temporary_hand_on (fd, &self->status);

  upper = g_ascii_strup (name, -1);
  self->folds_case = fstatat (self->folder, upper, &named, AT_SYMLINK_NOFOLLOW) == 0
                     && fstat (fd, &own) == 0 && named.st_ino == own.st_ino;
  unlinkat (self->folder, name, 0);
  close (fd);

  return failure;
}

static gboolean
check_folder (OvFileTarget *self,
              GError      **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  struct statfs system;
  int failure;

  self->base = g_path_get_basename (self->path);
  self->folder = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->folder < 0 && errno == EACCES)
    self->folder = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (self->folder < 0 || fstat (self->folder, &self->folder_status) != 0)
    return fail (self, errno, error);

  /* No file can be made there; /dev/fd/9 is such a place when nothing is open as 9. */
  if (fstatfs (self->folder, &system) == 0 && is_kernels_system (&system))
    return refuse_kernels (self, error);

  failure = strlen (self->base) > NAME_MAX ? ENAMETOOLONG : try_folder (self);
  if (failure == 0)
    return TRUE;

  /* What cannot have a new file beside it is written into, as it can be opened. */
  self->in_place = self->exists;

  return self->exists ? TRUE : fail (self, failure == ENOENT ? EACCES : failure, error);
}

/**
 * ov_file_target_new:
 * @path: the name of a file that is to be written, in the file system's encoding
 * @error: return location for an error
 *
 * Follows the symbolic links of @path, and makes sure that a file can be written there now, without
 * changing what is there. A folder, a socket and all devices but /dev/null, /dev/zero and
 * /dev/full are refused; so is a FIFO that nobody reads from. One that has a reader is kept open,
 * so that the reader does not see its end before the file has been written.
 *
 * Returns: (transfer full) (nullable): the target, or %NULL with an %OV_ERROR_FILE set
 */
OvFileTarget *
ov_file_target_new (const char *path,
                    GError    **error)
{
  g_autoptr (OvFileTarget) self = g_new0 (OvFileTarget, 1);
  gboolean is_kernels = FALSE;
  int failure;

  g_return_val_if_fail (path != NULL, NULL);

  self->name = g_strdup (path);
  self->folder = -1;
  self->fd = -1;

  if (*path == '\0')
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_FILE,
                           _("The name of the file is empty. Give it one."));
      return NULL;
    }

  failure = follow_links (self, &is_kernels);
  if (failure != 0)
    {
      fail (self, failure, error);
      return NULL;
    }

  self->exists = stat (self->path, &self->status) == 0;
  if (!self->exists && errno != ENOENT)
    {
      fail (self, errno, error);
      return NULL;
    }
  if (self->exists && !check_existing (self, error))
    return NULL;

  /* A new file in the place of one of several names would leave the others behind. */
  self->in_place = self->exists
                   && (!S_ISREG (self->status.st_mode)
                       || self->status.st_nlink > 1
                       || is_kernels);
  if (self->in_place)
    return g_steal_pointer (&self);

  return check_folder (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * ov_file_target_is_plain:
 * @self: a target
 *
 * Returns: whether it is a file with a name of its own: neither a device nor a FIFO, nor what
 *   /dev/fd or /dev/stdout leads to
 */
gboolean
ov_file_target_is_plain (const OvFileTarget *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !self->exists || (S_ISREG (self->status.st_mode) && !is_kernels_link (self->path));
}

static gboolean
is_file (const OvFileTarget *self,
         const struct stat  *status)
{
  return self->exists && !is_sink (status) && self->status.st_dev == status->st_dev
         && self->status.st_ino == status->st_ino;
}

/**
 * ov_file_target_is_same:
 * @self: a target
 * @other: another
 *
 * /dev/null can be the target of any number of files.
 *
 * Returns: whether the two files would be one
 */
gboolean
ov_file_target_is_same (const OvFileTarget *self,
                        const OvFileTarget *other)
{
  g_autofree char *folded = NULL;
  g_autofree char *other_folded = NULL;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  if (self->exists || other->exists)
    return other->exists && is_file (self, &other->status);

  if (self->folder_status.st_dev != other->folder_status.st_dev
      || self->folder_status.st_ino != other->folder_status.st_ino)
    return FALSE;

  if (!self->folds_case || !g_utf8_validate (self->base, -1, NULL)
      || !g_utf8_validate (other->base, -1, NULL))
    return g_str_equal (self->base, other->base);

  folded = g_utf8_casefold (self->base, -1);
  other_folded = g_utf8_casefold (other->base, -1);

  return g_str_equal (folded, other_folded);
}

/**
 * ov_file_target_is_path:
 * @self: a target
 * @path: the name of a file that may exist
 *
 * Returns: whether what is at @path would be overwritten
 */
gboolean
ov_file_target_is_path (const OvFileTarget *self,
                        const char         *path)
{
  struct stat status;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  return stat (path, &status) == 0 && is_file (self, &status);
}

/**
 * ov_file_target_is_open_file:
 * @self: a target
 * @fd: a descriptor, such as that of standard output
 *
 * Returns: whether what goes to @fd would end up in the same file
 */
gboolean
ov_file_target_is_open_file (const OvFileTarget *self,
                             int                 fd)
{
  struct stat status;

  g_return_val_if_fail (self != NULL, FALSE);

  return fstat (fd, &status) == 0 && is_file (self, &status);
}
