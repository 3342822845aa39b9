/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "statement.h"

#include <math.h>
#include <string.h>

#include "library-private.h"

struct _OvStatement
{
  OvLibrary    *library;
  sqlite3_stmt *statement;
  int           column;   /* that is taken next */
  gboolean      is_sound; /* whether each value that was taken of the row could be right */
};

/**
 * ov_statement_new:
 * @library: a library
 * @sql: one statement
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the statement, or %NULL with an %OV_LIBRARY_ERROR set when
 *   the file has no such tables or cannot be read
 */
OvStatement *
ov_statement_new (OvLibrary  *library,
                  const char *sql,
                  GError    **error)
{
  OvStatement *self;
  sqlite3_stmt *statement;
  const int result = sqlite3_prepare_v2 (library->database, sql, -1, &statement, NULL);

  if (result != SQLITE_OK)
    {
      ov_library_fail (library, result, error);
      return NULL;
    }

  self = g_new0 (OvStatement, 1);
  self->library = library;
  self->statement = statement;
  self->is_sound = TRUE;

  return self;
}

/**
 * ov_statement_free:
 * @self: (transfer full): a statement
 */
void
ov_statement_free (OvStatement *self)
{
  sqlite3_finalize (self->statement);
  g_free (self);
}

/**
 * ov_statement_bind_list:
 * @self: a statement
 * @types: as for ov_statement_bind()
 * @values: the values
 *
 * Gives a statement its values, and has it begin anew.
 */
void
ov_statement_bind_list (OvStatement *self,
                        const char  *types,
                        va_list      values)
{
  sqlite3_reset (self->statement);
  for (int i = 1; types[i - 1] != '\0'; i++)
    switch (types[i - 1])
      {
      case 'i':
        sqlite3_bind_int64 (self->statement, i, va_arg (values, gint64));
        break;
      case 'd':
        sqlite3_bind_double (self->statement, i, va_arg (values, double));
        break;
      case 's':
        sqlite3_bind_text (self->statement, i, va_arg (values, const char *), -1, SQLITE_TRANSIENT);
        break;
      case 'b':
        {
          GBytes *bytes = va_arg (values, GBytes *);
          gsize size;
          gconstpointer data = g_bytes_get_data (bytes, &size);

          sqlite3_bind_blob64 (self->statement, i, data, size, SQLITE_STATIC);
        }
        break;
      default:
        g_assert_not_reached ();
      }
}

/**
 * ov_statement_bind:
 * @self: a statement
 * @types: what each of its values is, a letter each
 * @...: the values: after "i" a #gint64, after "d" a double, which is NULL when it is not a number,
 *   after "s" a text or %NULL, after "b" #GBytes, which have to stay until the statement was run
 *
 * Gives a statement its values, and has it begin anew.
 */
void
ov_statement_bind (OvStatement *self,
                   const char  *types,
                   ...)
{
  va_list values;

  va_start (values, types);
  ov_statement_bind_list (self, types, values);
  va_end (values);
}

/**
 * ov_statement_bind_number:
 * @self: a statement that has its other values
 * @place: the place of a value, from 1
 * @number: the value
 */
void
ov_statement_bind_number (OvStatement *self,
                          int          place,
                          gint64       number)
{
  sqlite3_bind_int64 (self->statement, place, number);
}

/**
 * ov_statement_step:
 * @self: a statement
 * @has_row: (out): whether there is a row, or another one
 * @error: return location for an error
 *
 * Goes on to the first or the next row.
 *
 * Returns: whether that succeeded
 */
gboolean
ov_statement_step (OvStatement *self,
                   gboolean    *has_row,
                   GError     **error)
{
  const int result = sqlite3_step (self->statement);

  self->column = 0;
  self->is_sound = TRUE;
  *has_row = result == SQLITE_ROW;
  if (result == SQLITE_ROW || result == SQLITE_DONE)
    return TRUE;

  return ov_library_fail (self->library, result, error);
}

/**
 * ov_statement_run:
 * @self: a statement that gives no rows, within a transaction when it writes
 * @error: return location for an error
 *
 * Returns: whether it was run
 */
gboolean
ov_statement_run (OvStatement *self,
                  GError     **error)
{
  gboolean has_row;

  return ov_statement_step (self, &has_row, error);
}

static gboolean
commit_cb (OvLibrary *library,
           gpointer   data,
           GError   **error)
{
  return ov_statement_run (data, error);
}

/**
 * ov_statement_commit:
 * @self: a statement that gives no rows
 * @error: return location for an error
 *
 * Runs a statement in a transaction of its own.
 *
 * Returns: whether what it wrote is kept
 */
gboolean
ov_statement_commit (OvStatement *self,
                     GError     **error)
{
  return ov_library_transact (self->library, commit_cb, self, error);
}

/**
 * ov_statement_execute:
 * @library: a library
 * @error: return location for an error
 * @sql: a statement that gives no rows
 * @types: as for ov_statement_bind()
 * @...: the values
 *
 * Returns: whether it was run
 */
gboolean
ov_statement_execute (OvLibrary  *library,
                      GError    **error,
                      const char *sql,
                      const char *types,
                      ...)
{
  g_autoptr (OvStatement) self = ov_statement_new (library, sql, error);
  va_list values;

  if (self == NULL)
    return FALSE;

  va_start (values, types);
  ov_statement_bind_list (self, types, values);
  va_end (values);

  return ov_statement_run (self, error);
}

/**
 * ov_statement_refuse:
 * @self: a statement that has a row
 *
 * Notes that what was taken of the row cannot be right.
 */
void
ov_statement_refuse (OvStatement *self)
{
  self->is_sound = FALSE;
}

/**
 * ov_statement_is_sound:
 * @self: a statement that has a row
 * @error: return location for an error
 *
 * Returns: whether all that was taken of the row could be right; if not, @error is set to
 *   %OV_LIBRARY_ERROR_DAMAGED
 */
gboolean
ov_statement_is_sound (OvStatement *self,
                       GError     **error)
{
  if (!self->is_sound)
    ov_library_set_error (error, OV_LIBRARY_ERROR_DAMAGED, self->library->path);

  return self->is_sound;
}

/**
 * ov_statement_take_number:
 * @self: a statement that has a row
 * @least: the least value that can be right
 * @greatest: the greatest one
 *
 * Returns: the next value of the row; @least when it is no such whole number
 */
gint64
ov_statement_take_number (OvStatement *self,
                          gint64       least,
                          gint64       greatest)
{
  const int column = self->column++;
  const gint64 value = sqlite3_column_int64 (self->statement, column);

  if (sqlite3_column_type (self->statement, column) == SQLITE_INTEGER && value >= least
      && value <= greatest)
    return value;

  ov_statement_refuse (self);

  return least;
}

/**
 * ov_statement_take_number_or:
 * @self: a statement that has a row
 * @least: the least value that can be right
 * @greatest: the greatest one
 * @otherwise: what NULL stands for
 *
 * Returns: the next value of the row
 */
gint64
ov_statement_take_number_or (OvStatement *self,
                             gint64       least,
                             gint64       greatest,
                             gint64       otherwise)
{
  if (sqlite3_column_type (self->statement, self->column) != SQLITE_NULL)
    return ov_statement_take_number (self, least, greatest);

  self->column++;

  return otherwise;
}

/**
 * ov_statement_take_real:
 * @self: a statement that has a row
 *
 * Returns: the next value of the row, which may be infinite; NULL is not a number
 */
double
ov_statement_take_real (OvStatement *self)
{
  const int column = self->column++;
  const int type = sqlite3_column_type (self->statement, column);

  if (type != SQLITE_FLOAT && type != SQLITE_NULL)
    ov_statement_refuse (self);

  return type == SQLITE_FLOAT ? sqlite3_column_double (self->statement, column) : (double) NAN;
}

/**
 * ov_statement_take_text:
 * @self: a statement that has a row
 *
 * Returns: (transfer full): the next value of the row: UTF-8 of at most %OV_RUN_ENTRY_TEXT bytes
 */
char *
ov_statement_take_text (OvStatement *self)
{
  const int column = self->column++;

  if (sqlite3_column_type (self->statement, column) == SQLITE_TEXT)
    {
      const char *text = (const char *) sqlite3_column_text (self->statement, column);
      const int length = sqlite3_column_bytes (self->statement, column);

      if (text != NULL && length <= OV_RUN_ENTRY_TEXT
          && g_utf8_validate_len (text, (gsize) length, NULL))
        return g_strndup (text, (gsize) length);
    }

  ov_statement_refuse (self);

  return g_strdup ("");
}

/**
 * ov_statement_take_text_or_null:
 * @self: a statement that has a row
 *
 * Returns: (transfer full) (nullable): the next value of the row, as ov_statement_take_text() does
 */
char *
ov_statement_take_text_or_null (OvStatement *self)
{
  if (sqlite3_column_type (self->statement, self->column) != SQLITE_NULL)
    return ov_statement_take_text (self);

  self->column++;

  return NULL;
}

/**
 * ov_statement_take_blob:
 * @self: a statement that has a row
 *
 * Returns: (transfer full): the next value of the row, at most %OV_STATEMENT_BLOB bytes
 */
GBytes *
ov_statement_take_blob (OvStatement *self)
{
  const int column = self->column++;

  if (sqlite3_column_type (self->statement, column) == SQLITE_BLOB)
    {
      gconstpointer data = sqlite3_column_blob (self->statement, column);
      const int size = sqlite3_column_bytes (self->statement, column);

      if (data != NULL && size <= OV_STATEMENT_BLOB)
        return g_bytes_new (data, (gsize) size);
    }

  ov_statement_refuse (self);

  return g_bytes_new (NULL, 0);
}
