/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "library-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "file-error.h"
#include "file-signal.h"
#include "file-writer.h"
#include "schema.h"
#include "statement.h"

/* How long another program may keep a library locked, in milliseconds. */
#define PATIENCE 5000

/* What a file that anybody may have made can have SQLite do, at most: a checkpoint's length, and
 * otherwise not much more than our own statements need. */
static const struct
{
  int limit;
  int value;
} limits[] = {
  {SQLITE_LIMIT_LENGTH, OV_STATEMENT_BLOB},
  {SQLITE_LIMIT_SQL_LENGTH, 100000},
  {SQLITE_LIMIT_COLUMN, 100},
  {SQLITE_LIMIT_EXPR_DEPTH, 20},
  {SQLITE_LIMIT_COMPOUND_SELECT, 3},
  {SQLITE_LIMIT_VDBE_OP, 25000},
  {SQLITE_LIMIT_FUNCTION_ARG, 8},
  {SQLITE_LIMIT_ATTACHED, 0},
  {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
  {SQLITE_LIMIT_VARIABLE_NUMBER, 40},
  {SQLITE_LIMIT_TRIGGER_DEPTH, 10},
};

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

/* SQLite knows only a full disk by name; a quota and a limit of size are failed writes to it, and
 * of the file that it was which failed it keeps the reason in some cases. */
static gboolean
is_full (OvLibrary *self,
         int        result)
{
  struct rlimit limit;
  int failure = 0;

  if ((result & 0xff) == SQLITE_FULL)
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

    /* That our statements are not understood tells of tables which are not as we made them. */
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

static gboolean
execute (OvLibrary  *self,
         const char *sql,
         GError    **error)
{
  const int result = sqlite3_exec (self->database, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || ov_library_fail (self, result, error);
}

/* Looks at the place before SQLite does, which would wait for a pipe's writer. */
static gboolean
check_place (OvLibrary *self,
             GError   **error)
{
  struct stat status;

  if (stat (self->path, &status) != 0)
    {
      if ((self->flags & OV_LIBRARY_CREATE) && errno == ENOENT)
        return TRUE;
      ov_library_set_error (error, OV_LIBRARY_ERROR_MISSING, self->path);
      return FALSE;
    }
  if (S_ISREG (status.st_mode) && (status.st_size > 0 || (self->flags & OV_LIBRARY_CREATE)))
    return TRUE;

  ov_library_set_error (error, OV_LIBRARY_ERROR_FOREIGN, self->path);

  return FALSE;
}

static gboolean
make_folder (OvLibrary *self,
             GError   **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GFile) folder = g_file_get_parent (file);

  return folder == NULL || ov_file_make_folder (folder, 0755, error) != NULL;
}

/* Reads a number that a pragma tells. */
static gboolean
read_pragma (OvLibrary  *self,
             const char *pragma,
             gint64     *value,
             GError    **error)
{
  g_autoptr (OvStatement) statement = ov_statement_new (self, pragma, error);
  gboolean has_row;

  if (statement == NULL || !ov_statement_step (statement, &has_row, error))
    return FALSE;
  *value = has_row ? ov_statement_take_number (statement, G_MININT32, G_MAXINT32) : 0;

  return TRUE;
}

/* As SQLite advises for files of unknown origin: no code of theirs is run, nothing of them is
 * mapped into memory, and damage is looked for where it is cheap. */
static void
guard (OvLibrary *self)
{
  const gboolean is_untrusted = (self->flags & OV_LIBRARY_UNTRUSTED) != 0;

  sqlite3_extended_result_codes (self->database, 1);
  sqlite3_busy_timeout (self->database, PATIENCE);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);

  for (gsize i = 0; is_untrusted && i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (self->database, limits[i].limit, limits[i].value);
}

/* Makes the tables of a file that is empty, or brings them up to date. Another program may have
 * done so since the version was read. */
static gboolean
migrate_cb (OvLibrary *self,
            gpointer   data,
            GError   **error)
{
  gint64 version;
  int result;

  if (!read_pragma (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version >= OV_SCHEMA_VERSION)
    return TRUE;

  result = ov_schema_migrate (self->database, (guint) version, OV_SCHEMA_VERSION);

  return result == SQLITE_OK || ov_library_fail (self, result, error);
}

static gboolean
check_whole (OvLibrary *self,
             guint      version,
             GError   **error)
{
  g_autoptr (OvStatement) statement = NULL;
  g_autofree char *answer = NULL;
  gboolean has_row;

  if (!ov_schema_is_exact (self->database, version))
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_DAMAGED, self->path);
      return FALSE;
    }

  statement = ov_statement_new (self, "PRAGMA quick_check (1)", error);
  if (statement == NULL || !ov_statement_step (statement, &has_row, error))
    return FALSE;
  answer = has_row ? ov_statement_take_text (statement) : NULL;
  if (g_strcmp0 (answer, "ok") == 0)
    return TRUE;

  ov_library_set_error (error, OV_LIBRARY_ERROR_DAMAGED, self->path);

  return FALSE;
}

/* Finds out whose file it is, and makes it one of ours when it is empty. */
static gboolean
identify (OvLibrary *self,
          GError   **error)
{
  gint64 application;
  gint64 version;
  gint64 n_objects;

  if (!read_pragma (self, "PRAGMA application_id", &application, error)
      || !read_pragma (self, "PRAGMA user_version", &version, error)
      || !read_pragma (self, "SELECT count (*) FROM sqlite_schema", &n_objects, error))
    return FALSE;

  if (application != OV_SCHEMA_APPLICATION_ID
      && (application != 0 || version != 0 || n_objects > 0
          || !(self->flags & OV_LIBRARY_CREATE)))
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_FOREIGN, self->path);
      return FALSE;
    }
  if (version > OV_SCHEMA_VERSION)
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_NEWER, self->path);
      return FALSE;
    }
  if (version < 0 || (version == 0 && n_objects > 0))
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_DAMAGED, self->path);
      return FALSE;
    }

  if (self->flags & OV_LIBRARY_UNTRUSTED)
    return check_whole (self, (guint) version, error);

  if (version == OV_SCHEMA_VERSION)
    return TRUE;

  /* Only a file without tables takes this to heart, which lets it get shorter again. */
  return execute (self, "PRAGMA auto_vacuum = INCREMENTAL", error)
         && ov_library_transact (self, migrate_cb, NULL, error);
}

/* What changes are written by: a log beside the file lets readers go on, but needs memory that all
 * have in common, which disks of other computers do not give. */
static gboolean
choose_journal (OvLibrary *self,
                GError   **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info (
    file, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE, NULL, NULL);
  const gboolean is_remote = info != NULL
                             && g_file_info_get_attribute_boolean (
                               info, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE);

  if ((self->flags & OV_LIBRARY_SHARED) && !is_remote)
    return execute (self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", error);

  return execute (self, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL", error);
}

static gboolean
set_up (OvLibrary *self,
        GError   **error)
{
  guard (self);
  if (!execute (self, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0", error))
    return FALSE;

  if (self->flags & OV_LIBRARY_READ_ONLY)
    return execute (self, "PRAGMA query_only = ON", error) && identify (self, error);

  if (sqlite3_db_readonly (self->database, "main"))
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_READ_ONLY, self->path);
      return FALSE;
    }

  return identify (self, error) && choose_journal (self, error);
}

/* What was shared last needs more files beside it even to be read, unless it is known that nobody
 * writes it: that is so where nobody has it open and nobody may make them. */
static gboolean
open_unchanging (OvLibrary *self)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *uri = g_filename_to_uri (self->path, NULL, NULL);
  g_autofree char *address = g_strconcat (uri, "?immutable=1", NULL);

  if (g_file_test (log, G_FILE_TEST_EXISTS))
    return FALSE;

  sqlite3_close (self->database);

  return sqlite3_open_v2 (address, &self->database,
                          SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL)
           == SQLITE_OK
         && set_up (self, NULL);
}

static gboolean
open_database (OvLibrary *self,
               int        how,
               GError   **error)
{
  g_autoptr (GError) fault = NULL;
  const int result = sqlite3_open_v2 (self->path, &self->database, how, NULL);

  if (result != SQLITE_OK)
    return ov_library_fail (self, result, error);
  if (set_up (self, &fault)
      || ((self->flags & OV_LIBRARY_READ_ONLY)
          && g_error_matches (fault, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_READ_ONLY)
          && open_unchanging (self)))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

/**
 * ov_library_open:
 * @path: a file
 * @flags: how to open it
 * @error: return location for an error
 *
 * Opens a library of runs. A file that is anything else, is damaged or was written by a newer
 * version of the program is left as it is.
 *
 * Returns: (transfer full) (nullable): the library, or %NULL with an %OV_LIBRARY_ERROR set, or an
 *   %OV_ERROR_FILE when a folder cannot be made
 */
OvLibrary *
ov_library_open (const char    *path,
                 OvLibraryFlags flags,
                 GError       **error)
{
  g_autoptr (OvLibrary) self = NULL;
  int how = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (OvLibrary, 1);
  self->path = g_canonicalize_filename (path, NULL);
  self->flags = flags;
  if (flags & OV_LIBRARY_UNTRUSTED)
    self->flags = (self->flags | OV_LIBRARY_READ_ONLY) & ~OV_LIBRARY_CREATE;

  if (!check_place (self, error))
    return NULL;
  if (self->flags & OV_LIBRARY_CREATE)
    {
      if (!make_folder (self, error))
        return NULL;
      how |= SQLITE_OPEN_CREATE;
    }

  return open_database (self, how, error) ? g_steal_pointer (&self) : NULL;
}

/*
 * ov_library_new_in_memory:
 * @path: the file that it is for, which errors name
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a library without runs that is in no file yet
 */
OvLibrary *
ov_library_new_in_memory (const char *path,
                          GError    **error)
{
  g_autoptr (OvLibrary) self = g_new0 (OvLibrary, 1);
  int result;

  self->path = g_canonicalize_filename (path, NULL);
  self->flags = OV_LIBRARY_CREATE;
  result = sqlite3_open_v2 (":memory:", &self->database,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (result != SQLITE_OK)
    {
      ov_library_fail (self, result, error);
      return NULL;
    }
  guard (self);

  return identify (self, error) ? g_steal_pointer (&self) : NULL;
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

  if (!execute (self, is_inner ? "SAVEPOINT inner_one" : "BEGIN IMMEDIATE", error))
    return FALSE;

  self->depth++;
  if (work (self, data, error)
      && execute (self, is_inner ? "RELEASE inner_one" : "COMMIT", error))
    {
      self->depth--;
      return TRUE;
    }

  /* A full disk, for one, has taken back everything by itself. */
  self->depth--;
  if (!sqlite3_get_autocommit (self->database))
    execute (self, is_inner ? "ROLLBACK TO inner_one; RELEASE inner_one" : "ROLLBACK", NULL);

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
  if (!execute (self, "BEGIN", error))
    return FALSE;

  self->depth++;
  is_done = work (self, data, error);
  self->depth--;
  if (!sqlite3_get_autocommit (self->database))
    execute (self, "ROLLBACK", NULL);

  return is_done;
}
