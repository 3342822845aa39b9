/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <sys/stat.h>

#include "file-writer.h"
#include "library-private.h"
#include "schema.h"
#include "statement.h"

/* How long another program may keep a library locked, in milliseconds. */
#define PATIENCE 5000

/* The most that a file that anybody may have made can have SQLite do: a checkpoint's length, and
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

/* Looks at the place before SQLite does, which would wait for a pipe's writer. */
static gboolean
check_place (OvLibrary *self,
             GError   **error)
{
  struct stat status;

  if (stat (self->path, &status) != 0)
    {
      const gboolean is_to_be_made = (self->flags & OV_LIBRARY_CREATE) != 0;

      if (is_to_be_made && errno == ENOENT)
        return TRUE;
      ov_library_set_error (error,
                            is_to_be_made ? OV_LIBRARY_ERROR_READ_ONLY : OV_LIBRARY_ERROR_MISSING,
                            self->path);
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

/* Reads a number that a pragma returns. */
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

/* Another program may have done it since the version was read. */
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

/* Makes the tables of a file that is empty, or brings them up to date: all of it or nothing, so
 * that no copy of the old ones is needed. Meanwhile the rows of a run do not go with a table that
 * is replaced; SQLite heeds that only between transactions. */
static gboolean
migrate (OvLibrary *self,
         GError   **error)
{
  gboolean is_done;

  sqlite3_db_config (self->database, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  is_done = ov_library_transact (self, migrate_cb, NULL, error);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  self->version = OV_SCHEMA_VERSION;

  return is_done;
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

  /* PRAGMA quick_check would take an index on trust by which the runs are found; these indices are
   * small, so that it is hardly faster. */
  statement = ov_statement_new (self, "PRAGMA integrity_check (1)", error);
  if (statement == NULL || !ov_statement_step (statement, &has_row, error))
    return FALSE;
  answer = has_row ? ov_statement_take_text (statement) : NULL;
  if (g_strcmp0 (answer, "ok") == 0)
    return TRUE;

  ov_library_set_error (error, OV_LIBRARY_ERROR_DAMAGED, self->path);

  return FALSE;
}

/* What a file is known by. */
typedef struct
{
  gint64 application;
  gint64 version;
  gint64 n_objects;
} Marks;

static gboolean
read_marks_cb (OvLibrary *self,
               gpointer   data,
               GError   **error)
{
  Marks *marks = data;

  return read_pragma (self, "PRAGMA application_id", &marks->application, error)
         && read_pragma (self, "PRAGMA user_version", &marks->version, error)
         && read_pragma (self, "SELECT count (*) FROM sqlite_schema", &marks->n_objects, error);
}

/* Finds out whose file it is, and makes it one of ours when it is empty. Another program may be
 * doing just that: so all marks have to be those of one moment. */
static gboolean
identify (OvLibrary *self,
          GError   **error)
{
  Marks marks;

  if (!ov_library_read (self, read_marks_cb, &marks, error))
    return FALSE;

  if (marks.application != OV_SCHEMA_APPLICATION_ID
      && (marks.application != 0 || marks.version != 0 || marks.n_objects > 0
          || !(self->flags & OV_LIBRARY_CREATE)))
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_FOREIGN, self->path);
      return FALSE;
    }
  if (marks.version > OV_SCHEMA_VERSION)
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_NEWER, self->path);
      return FALSE;
    }
  if (marks.version < 0 || (marks.version == 0 && marks.n_objects > 0))
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_DAMAGED, self->path);
      return FALSE;
    }

  self->version = (guint) marks.version;
  if (self->flags & OV_LIBRARY_UNTRUSTED)
    return check_whole (self, self->version, error);

  /* What is only read stays as it is. */
  if (self->version == OV_SCHEMA_VERSION
      || (self->version > 0 && (self->flags & OV_LIBRARY_READ_ONLY)))
    return TRUE;

  /* Only a file without tables heeds this, which lets it get shorter again. */
  return ov_library_execute (self, "PRAGMA auto_vacuum = INCREMENTAL", error)
         && migrate (self, error);
}

/* How changes are written: a log beside the file lets readers continue, but needs shared memory,
 * which disks of other computers do not provide. */
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

  const char *journal = (self->flags & OV_LIBRARY_SHARED) && !is_remote
                          ? "PRAGMA journal_mode = WAL"
                          : "PRAGMA journal_mode = DELETE";
  g_autoptr (GError) fault = NULL;
  gboolean is_chosen;

  /* Where others have it open, it stays as they have it. */
  ov_library_set_patience (self, 0);
  is_chosen = ov_library_execute (self, journal, &fault);
  ov_library_set_patience (self, PATIENCE);
  if (!is_chosen && !g_error_matches (fault, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_BUSY))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  return ov_library_execute (self, "PRAGMA synchronous = FULL", error);
}

static gboolean
set_up (OvLibrary *self,
        GError   **error)
{
  guard (self);
  if (!ov_library_execute (self, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0", error))
    return FALSE;

  if (self->flags & OV_LIBRARY_READ_ONLY)
    return ov_library_execute (self, "PRAGMA query_only = ON", error) && identify (self, error);

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
