/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file-temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Names under which files are written before they are whole. A name says what it is: hidden, the
 * name of the file to be, a mark and a number. As long as its writer lives, the file is locked
 * (flock): a later writer deletes those whose lock it can get, since they belong to nobody.
 */

#define MARK ".overshoot-"
#define N_DIGITS 8

/* The longest name, where the file system does not say. */
#define USUAL_NAME_MAX 255

#define MOST_ATTEMPTS 100

/* @base shortened so that the whole name is not too long, at the start of a character. */
static char *
make_name (int         folder,
           const char *base)
{
  const long told = fpathconf (folder, _PC_NAME_MAX);
  const gsize longest = told > 0 ? (gsize) told : USUAL_NAME_MAX;
  const gsize rest = strlen (".") + strlen (MARK) + N_DIGITS;
  gsize length = MIN (strlen (base), longest > rest ? longest - rest : 0);

  while (length > 0 && base[length] != '\0' && (base[length] & 0xc0) == 0x80)
    length--;

  return g_strdup_printf (".%.*s" MARK "%08x", (int) length, base, g_random_int ());
}

static gboolean
is_name (const char *name)
{
  const gsize length = strlen (name);
  const char *mark;

  if (*name != '.' || length < 1 + strlen (MARK) + N_DIGITS)
    return FALSE;

  mark = name + length - N_DIGITS - strlen (MARK);

  return memcmp (mark, MARK, strlen (MARK)) == 0
         && strspn (mark + strlen (MARK), "0123456789abcdef") == N_DIGITS;
}

/* Whether an open file still has its name. */
static gboolean
has_name (int         fd,
          int         folder,
          const char *name)
{
  struct stat own;
  struct stat named;

  return fstat (fd, &own) == 0 && fstatat (folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0
         && own.st_dev == named.st_dev && own.st_ino == named.st_ino;
}

/*
 * ov_file_temporary_create:
 * @folder: a descriptor of the folder
 * @base: the name that the file will have when it is whole
 * @mode: its mode, before the umask
 * @name: (out): its name in @folder until then
 *
 * Makes an empty file, locked for as long as the descriptor is open. Where there are no locks the
 * file has none, and no other writer can get one to delete it.
 *
 * Returns: a descriptor for reading and writing, or -1 with `errno` set
 */
int
ov_file_temporary_create (int         folder,
                          const char *base,
                          int         mode,
                          char      **name)
{
  for (guint i = 0; i < MOST_ATTEMPTS; i++)
    {
      g_autofree char *attempt = make_name (folder, base);
      const int fd = openat (folder, attempt, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                             mode);

      if (fd < 0 && errno == EEXIST)
        continue;
      if (fd < 0)
        return -1;

      /* Another writer may have found the file before it was locked, and deleted it. */
      if ((flock (fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
          && has_name (fd, folder, attempt))
        {
          *name = g_steal_pointer (&attempt);
          return fd;
        }

      close (fd);
    }

  errno = EEXIST;

  return -1;
}

/*
 * ov_file_temporary_hand_on:
 * @fd: a new file
 * @old: what is known of the old one
 *
 * Gives a new file an old one's owner and mode. File systems that have only one of either need not
 * be asked to change it.
 *
 * Returns: 0 or an errno
 */
int
ov_file_temporary_hand_on (int                fd,
                           const struct stat *old)
{
  struct stat own;

  if (fstat (fd, &own) != 0)
    return errno;

  if ((own.st_uid != old->st_uid || own.st_gid != old->st_gid)
      && fchown (fd, old->st_uid, old->st_gid) != 0)
    return errno;

  return own.st_mode == old->st_mode || fchmod (fd, old->st_mode & 07777) == 0 ? 0 : errno;
}

/* Deletes a file if nobody is writing it. Others' files are theirs to delete. */
static void
sweep_file (int         folder,
            const char *name)
{
  const int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  struct stat status;
  int fd;

  /* Some network file systems lock only what is open for writing, which a umask can forbid. */
  fd = openat (folder, name, O_RDWR | flags);
  if (fd < 0 && errno == EACCES)
    fd = openat (folder, name, O_RDONLY | flags);
  if (fd < 0)
    return;

  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && status.st_uid == geteuid ()
      && flock (fd, LOCK_EX | LOCK_NB) == 0 && has_name (fd, folder, name))
    unlinkat (folder, name, 0);

  close (fd);
}

/*
 * ov_file_temporary_sweep:
 * @folder: a descriptor of a folder
 *
 * Deletes what killed writers have left in it, and nothing that a living one is writing. What
 * cannot be read or deleted is left alone.
 */
void
ov_file_temporary_sweep (int folder)
{
  const int own = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const struct dirent *entry;
  DIR *stream;

  if (own < 0)
    return;

  stream = fdopendir (own);
  if (stream == NULL)
    {
      close (own);
      return;
    }

  while ((entry = readdir (stream)) != NULL)
    if (is_name (entry->d_name))
      sweep_file (folder, entry->d_name);
  closedir (stream);
}
