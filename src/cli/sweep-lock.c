/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "file-error.h"

struct _OvSweepLock
{
  char *path;
  int   descriptor;
};

/* Whether the file that is open is still the one of its name: who had it before may have removed
 * it, and somebody else made another. */
static gboolean
is_in_place (const OvSweepLock *self)
{
  struct stat own, named;

  return fstat (self->descriptor, &own) == 0 && g_stat (self->path, &named) == 0
         && own.st_dev == named.st_dev && own.st_ino == named.st_ino;
}

/* Returns whether the lock could be had; errno then is 0 when the file is to be opened again. */
static gboolean
try_once (OvSweepLock *self)
{
  gboolean is_taken;

  self->descriptor = g_open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (self->descriptor < 0)
    return FALSE;

  /* Not all file systems can. Then the user has to see to it that no run is trained twice. */
  if (flock (self->descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    return FALSE;

  is_taken = is_in_place (self);
  errno = 0;

  return is_taken;
}

/**
 * ov_sweep_lock_take:
 * @path: the file of a run
 * @error: return location for an error
 *
 * Takes the right to train a run, by a lock on a hidden file beside that of the run. SQLite has
 * locks of its own on the latter, which let two programs write into it in turn. The kernel gives up
 * the lock of a program that was killed.
 *
 * Returns: (transfer full) (nullable): the lock, or %NULL with @error set when another program has
 *   it or it cannot be made
 */
OvSweepLock *
ov_sweep_lock_take (const char *path,
                    GError    **error)
{
  g_autoptr (OvSweepLock) self = g_new0 (OvSweepLock, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strconcat (".", name, ".lock", NULL);
  g_autofree char *shown = NULL;

  self->path = g_build_filename (folder, hidden, NULL);
  while (!try_once (self))
    {
      const int failure = errno;

      if (self->descriptor >= 0)
        close (self->descriptor);
      self->descriptor = -1;
      if (failure == 0)
        continue;
      if (failure == EWOULDBLOCK)
        {
          shown = ov_file_display_name (path);
          g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                       _("“%s” is being trained by another program. Wait until that ends."), shown);
        }
      else
        ov_file_set_error (error, self->path, failure);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * ov_sweep_lock_free:
 * @self: (transfer full): a lock
 *
 * Gives the lock up, and removes its file.
 */
void
ov_sweep_lock_free (OvSweepLock *self)
{
  g_return_if_fail (self != NULL);

  if (self->descriptor >= 0)
    {
      g_unlink (self->path);
      close (self->descriptor);
    }
  g_free (self->path);
  g_free (self);
}
