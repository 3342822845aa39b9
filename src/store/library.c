/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "library-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/resource.h>

#include "file-error.h"
#include "file-signal.h"
#include "schema.h"
#include "statement.h"

/**
 * ov_library_get_default_path:
 *
 * Returns: (transfer full): where the program keeps its runs
 */
char *
ov_library_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "overshoot", "runs.db", NULL);
}

/* SQLite knows only a full disk by name; to it, a quota and a limit of size are failed writes,
 * whose reason it keeps in some cases. */
static gboolean
is_full (OvLibrary *self,
         int        result)
{
  struct rlimit limit;
  int failure = 0;

  /* Beside a library that is shared there is a file whose size is reserved. */
  if ((result & 0xff) == SQLITE_FULL
      || sqlite3_extended_errcode (self->database) == SQLITE_IOERR_SHMSIZE)
    return TRUE;
  if (sqlite3_extended_errcode (self->database) != SQLITE_IOERR_WRITE)
    return FALSE;

  sqlite3_file_control (self->database, "main", SQLITE_FCNTL_LAST_ERRNO, &failure);

  return failure == EDQUOT || failure == EFBIG
         || (getrlimit (RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY);
}

/**
 * ov_library_get_schema:
 *
 * Returns: (transfer none): the statements of SQL that make a library's tables, with remarks that
 *   explain them
 */
const char *
ov_library_get_schema (void)
{
  return ov_schema_get_text ();
}

static OvLibraryError
find_code (OvLibrary *self,
           int        result)
{
  const int extended = sqlite3_extended_errcode (self->database);

  if (is_full (self, result))
    return OV_LIBRARY_ERROR_FULL;
  if (extended == SQLITE_IOERR_SHORT_READ)
    return OV_LIBRARY_ERROR_DAMAGED;

  switch (result & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return OV_LIBRARY_ERROR_BUSY;

    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return OV_LIBRARY_ERROR_READ_ONLY;

    case SQLITE_NOTADB:
      return OV_LIBRARY_ERROR_FOREIGN;

    /* When our statements are not understood, the tables are not as we made them. */
    case SQLITE_ERROR:
    case SQLITE_CORRUPT:
    case SQLITE_TOOBIG:
      return OV_LIBRARY_ERROR_DAMAGED;

    case SQLITE_IOERR:
      return OV_LIBRARY_ERROR_DISK;

    default:
      return OV_LIBRARY_ERROR_FAILED;
    }
}

/*
 * ov_library_fail:
 * @self: a library
 * @result: a result code of SQLite other than %SQLITE_OK
 * @error: return location for an error
 *
 * Sets an error that says what is wrong.
 *
 * Returns: %FALSE
 */
gboolean
ov_library_fail (OvLibrary *self,
                 int        result,
                 GError   **error)
{
  const OvLibraryError code = find_code (self, result);
  g_autofree char *shown = NULL;

  if (code != OV_LIBRARY_ERROR_FAILED)
    {
      ov_library_set_error (error, code, self->path);
      return FALSE;
    }

  shown = ov_file_display_name (self->path);
  g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED,
               _("“%s” cannot be used (%s). Check its place and its disk, and try again."), shown,
               sqlite3_errmsg (self->database));

  return FALSE;
}

/*
 * ov_library_execute:
 * @self: a library
 * @sql: statements that give no rows
 * @error: return location for an error
 *
 * Returns: whether they were run
 */
gboolean
ov_library_execute (OvLibrary  *self,
                    const char *sql,
                    GError    **error)
{
  const int result = sqlite3_exec (self->database, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || ov_library_fail (self, result, error);
}

/**
 * ov_library_free:
 * @self: (transfer full): a library
 *
 * Closes a library. What was shared is a single file again when the last one does so.
 */
void
ov_library_free (OvLibrary *self)
{
  OvFileSignals signals;

  g_return_if_fail (self != NULL);

  ov_file_signals_hold (&signals);
  sqlite3_close (self->database);
  ov_file_signals_release (&signals);
  g_free (self->path);
  g_free (self);
}

/**
 * ov_library_get_path:
 * @self: a library
 *
 * Returns: (transfer none): its file
 */
const char *
ov_library_get_path (OvLibrary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/**
 * ov_library_is_read_only:
 * @self: a library
 *
 * Returns: whether it was opened to be read only
 */
gboolean
ov_library_is_read_only (OvLibrary *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return (self->flags & OV_LIBRARY_READ_ONLY) != 0;
}

/**
 * ov_library_set_patience:
 * @self: a library
 * @milliseconds: how long another program may keep it locked before that is an error
 */
void
ov_library_set_patience (OvLibrary *self,
                         guint      milliseconds)
{
  g_return_if_fail (self != NULL);

  sqlite3_busy_timeout (self->database, (int) milliseconds);
}

static gboolean
transact (OvLibrary    *self,
          OvLibraryWork work,
          gpointer      data,
          GError      **error)
{
  const gboolean is_inner = self->depth > 0;

  if (!ov_library_execute (self, is_inner ? "SAVEPOINT inner_one" : "BEGIN IMMEDIATE", error))
    return FALSE;

  self->depth++;
  if (work (self, data, error)
      && ov_library_execute (self, is_inner ? "RELEASE inner_one" : "COMMIT", error))
    {
      self->depth--;
      return TRUE;
    }

  /* A full disk, for example, has taken back everything by itself. */
  self->depth--;
  if (!sqlite3_get_autocommit (self->database))
    ov_library_execute (self,
                        is_inner ? "ROLLBACK TO inner_one; RELEASE inner_one" : "ROLLBACK", NULL);

  return FALSE;
}

/**
 * ov_library_transact:
 * @self: a library
 * @work: what to do
 * @data: given to @work
 * @error: return location for an error
 *
 * Does several steps of which either all are kept or none. Within @work the same may be done with
 * a part of them.
 *
 * Returns: whether they are kept
 */
gboolean
ov_library_transact (OvLibrary    *self,
                     OvLibraryWork work,
                     gpointer      data,
                     GError      **error)
{
  OvFileSignals signals;
  gboolean is_done;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->flags & OV_LIBRARY_READ_ONLY)
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_READ_ONLY, self->path);
      return FALSE;
    }

  /* A limit of size would end the program otherwise. */
  ov_file_signals_hold (&signals);
  is_done = transact (self, work, data, error);
  ov_file_signals_release (&signals);

  return is_done;
}

/*
 * ov_library_read:
 * @self: a library
 * @work: what to read
 * @data: given to @work
 * @error: return location for an error
 *
 * Reads several things as they are at one moment, whatever others write meanwhile.
 *
 * Returns: whether @work succeeded
 */
gboolean
ov_library_read (OvLibrary    *self,
                 OvLibraryWork work,
                 gpointer      data,
                 GError      **error)
{
  gboolean is_done;

  if (self->depth > 0)
    return work (self, data, error);
  if (!ov_library_execute (self, "BEGIN", error))
    return FALSE;

  self->depth++;
  is_done = work (self, data, error);
  self->depth--;
  if (!sqlite3_get_autocommit (self->database))
    ov_library_execute (self, "ROLLBACK", NULL);

  return is_done;
}
