/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hash.h"

/*
 * Two programs that train the same run would write its epochs twice. So each locks the run that it
 * trains: a byte of a hidden file beside the library, at a place that the run's UUID decides. The
 * kernel gives up the lock of a program that ended, however it did. The library itself cannot be
 * locked in this way: SQLite's own locks on it go when the process closes another descriptor of it.
 * The file stays, since to remove it would part those who have it open from those who make it anew.
 * Windows make it. The commands only use it, for a file of runs is to stay alone in its folder: a
 * file that no window has had as its library is not locked.
 */

/* As many digits of a hash as an offset in a file has room for. */
#define N_DIGITS 15

struct _OvRunLock
{
  int descriptor; /* -1 where there are no locks: then nobody is told */
};

/* Whoever may write the library may lock its runs: the file gets the library's mode, as those have
 * that SQLite makes beside it. Only its owner can do that, which is who has made it. */
static void
share (const OvRunLock *self,
       const char      *library)
{
  const mode_t access = S_IRWXU | S_IRWXG | S_IRWXO;
  GStatBuf own, status;

  if (g_stat (library, &status) == 0 && fstat (self->descriptor, &own) == 0
      && (own.st_mode & access) != (status.st_mode & access)
      && fchmod (self->descriptor, status.st_mode & access) != 0)
    g_debug ("The file with the locks of “%s” keeps its mode", library);
}

/**
 * ov_run_lock_new:
 * @library: a library's file
 * @is_to_be_made: whether the file with the locks is made when it is not there; if not, and without
 *   one, no run is held by anybody
 *
 * Returns: (transfer full): locks, none of which is held
 */
OvRunLock *
ov_run_lock_new (const char *library,
                 gboolean    is_to_be_made)
{
  OvRunLock *self = g_new0 (OvRunLock, 1);
  /* Whoever has opened it by a link means the same library. */
  char *real = realpath (library, NULL);
  g_autofree char *folder = g_path_get_dirname (real != NULL ? real : library);
  g_autofree char *name = g_path_get_basename (real != NULL ? real : library);
  g_autofree char *hidden = g_strconcat (".", name, ".lock", NULL);
  g_autofree char *path = g_build_filename (folder, hidden, NULL);

  self->descriptor = g_open (path, O_RDWR | O_CLOEXEC | (is_to_be_made ? O_CREAT : 0), 0644);
  if (self->descriptor >= 0)
    share (self, real != NULL ? real : library);
  else
    self->descriptor = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  free (real);

  return self;
}

/**
 * ov_run_lock_free:
 * @self: (transfer full): locks
 *
 * Releases all runs.
 */
void
ov_run_lock_free (OvRunLock *self)
{
  g_return_if_fail (self != NULL);

  if (self->descriptor >= 0)
    close (self->descriptor);
  g_free (self);
}

/* Does something with a run's byte. The lock belongs to the open file rather than to the process,
 * so that two windows of one program are told apart as well. */
static gboolean
control (OvRunLock    *self,
         int           command,
         const char   *id,
         struct flock *lock)
{
  g_autofree char *hash = ov_hash_compute (id, strlen (id));

  hash[N_DIGITS] = '\0';
  lock->l_whence = SEEK_SET;
  lock->l_start = (off_t) g_ascii_strtoull (hash, NULL, 16);
  lock->l_len = 1;

  return fcntl (self->descriptor, command, lock) == 0;
}

/**
 * ov_run_lock_hold:
 * @self: locks
 * @id: a run's UUID
 *
 * Tells other programs that this one trains a run, until it ends or releases it. Where the file
 * with the locks can only be read, nobody is told, but others' locks are seen all the same.
 *
 * Returns: whether no other one does; %TRUE as well where the file system has no locks
 */
gboolean
ov_run_lock_hold (OvRunLock  *self,
                  const char *id)
{
  struct flock lock = {.l_type = F_WRLCK};

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (self->descriptor < 0 || control (self, F_OFD_SETLK, id, &lock))
    return TRUE;

  return errno == EBADF ? !ov_run_lock_is_elsewhere (self, id)
                        : errno != EAGAIN && errno != EACCES;
}

/**
 * ov_run_lock_release:
 * @self: locks
 * @id: a run's UUID
 *
 * Lets other programs train a run, if this one has held it.
 */
void
ov_run_lock_release (OvRunLock  *self,
                     const char *id)
{
  struct flock lock = {.l_type = F_UNLCK};

  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL);

  if (self->descriptor >= 0)
    control (self, F_OFD_SETLK, id, &lock);
}

/**
 * ov_run_lock_is_elsewhere:
 * @self: locks
 * @id: a run's UUID
 *
 * Returns: whether another program trains a run
 */
gboolean
ov_run_lock_is_elsewhere (OvRunLock  *self,
                          const char *id)
{
  struct flock lock = {.l_type = F_WRLCK};

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return self->descriptor >= 0 && control (self, F_OFD_GETLK, id, &lock)
         && lock.l_type != F_UNLCK;
}
