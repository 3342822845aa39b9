/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "library-private.h"
#include "statement.h"

/*
 * ov_library_change:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 * @sql: a statement whose last value is the run
 * @types: those of the other values, as for ov_statement_bind()
 * @...: the other values
 *
 * Changes something about one run.
 *
 * Returns: whether it was changed
 */
gboolean
ov_library_change (OvLibrary  *self,
                   const char *id,
                   GError    **error,
                   const char *sql,
                   const char *types,
                   ...)
{
  g_autoptr (OvStatement) statement = NULL;
  const gint64 row = ov_library_find_row (self, id, error);
  va_list values;

  if (row == 0)
    return FALSE;
  statement = ov_statement_new (self, sql, error);
  if (statement == NULL)
    return FALSE;

  va_start (values, types);
  ov_statement_bind_list (statement, types, values);
  va_end (values);
  ov_statement_bind_number (statement, (int) strlen (types) + 1, row);

  return ov_statement_commit (statement, error);
}

/**
 * ov_library_rename:
 * @self: a library
 * @id: a run's UUID
 * @name: its new name; "" for none
 * @error: return location for an error
 *
 * Returns: whether it was written
 */
gboolean
ov_library_rename (OvLibrary  *self,
                   const char *id,
                   const char *name,
                   GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL && name != NULL, FALSE);

  return ov_library_change (self, id, error, "UPDATE runs SET name = ? WHERE id = ?", "s", name);
}

/**
 * ov_library_set_colour:
 * @self: a library
 * @id: a run's UUID
 * @colour: a place in the palette
 * @is_set: whether a person has chosen it
 * @error: return location for an error
 *
 * Returns: whether it was written
 */
gboolean
ov_library_set_colour (OvLibrary  *self,
                       const char *id,
                       guint       colour,
                       gboolean    is_set,
                       GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return ov_library_change (self, id, error,
                            "UPDATE runs SET colour = ?, colour_set = ? WHERE id = ?", "ii",
                            (gint64) colour, (gint64) (is_set != FALSE));
}

/**
 * ov_library_set_pinned:
 * @self: a library
 * @id: a run's UUID
 * @is_pinned: whether it is always kept
 * @error: return location for an error
 *
 * Returns: whether it was written
 */
gboolean
ov_library_set_pinned (OvLibrary  *self,
                       const char *id,
                       gboolean    is_pinned,
                       GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return ov_library_change (self, id, error, "UPDATE runs SET pinned = ? WHERE id = ?", "i",
                            (gint64) (is_pinned != FALSE));
}

/**
 * ov_library_set_hidden:
 * @self: a library
 * @id: a run's UUID
 * @is_hidden: whether the charts leave it out
 * @error: return location for an error
 *
 * Returns: whether it was written
 */
gboolean
ov_library_set_hidden (OvLibrary  *self,
                       const char *id,
                       gboolean    is_hidden,
                       GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return ov_library_change (self, id, error, "UPDATE runs SET hidden = ? WHERE id = ?", "i",
                            (gint64) (is_hidden != FALSE));
}

/**
 * ov_library_delete:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 *
 * Takes a run out of the list. It is still there, and ov_library_undelete() brings it back, until
 * ov_library_purge() removes it.
 *
 * Returns: whether it was written
 */
gboolean
ov_library_delete (OvLibrary  *self,
                   const char *id,
                   GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return ov_library_change (self, id, error, "UPDATE runs SET deleted = ? WHERE id = ?", "i",
                            g_get_real_time () / 1000);
}

/**
 * ov_library_undelete:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 *
 * Returns: whether the run is in the list again
 */
gboolean
ov_library_undelete (OvLibrary  *self,
                     const char *id,
                     GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return ov_library_change (self, id, error, "UPDATE runs SET deleted = NULL WHERE id = ?", "");
}

/**
 * ov_library_remove:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 *
 * Removes a run for good, deleted or not.
 *
 * Returns: whether it was removed
 */
gboolean
ov_library_remove (OvLibrary  *self,
                   const char *id,
                   GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return ov_library_change (self, id, error, "DELETE FROM runs WHERE id = ?", "");
}

/**
 * ov_library_purge:
 * @self: a library
 * @before: a time, in milliseconds since 1970
 * @error: return location for an error
 *
 * Removes for good what was deleted before that time. The file keeps its length, as room for other
 * runs, until ov_library_shrink().
 *
 * Returns: whether that was done
 */
gboolean
ov_library_purge (OvLibrary *self,
                  gint64     before,
                  GError   **error)
{
  g_autoptr (OvStatement) statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  statement = ov_statement_new (self, "DELETE FROM runs WHERE deleted < ?", error);
  if (statement == NULL)
    return FALSE;
  ov_statement_bind (statement, "i", before);

  return ov_statement_commit (statement, error);
}

static gboolean
shrink_cb (OvLibrary *self,
           gpointer   data,
           GError   **error)
{
  g_autoptr (OvStatement) statement = ov_statement_new (self, "PRAGMA incremental_vacuum", error);
  gboolean has_row = TRUE;

  /* A step frees a page. */
  while (statement != NULL && has_row)
    if (!ov_statement_step (statement, &has_row, error))
      return FALSE;

  return statement != NULL;
}

/**
 * ov_library_shrink:
 * @self: a library
 * @error: return location for an error
 *
 * Gives back the room on the disk that is not in use.
 *
 * Returns: whether that was done
 */
gboolean
ov_library_shrink (OvLibrary *self,
                   GError   **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return ov_library_transact (self, shrink_cb, NULL, error);
}

/**
 * ov_library_move_branches:
 * @self: a library
 * @from: a run's UUID
 * @to: the UUID of the run that takes its place
 * @error: return location for an error
 *
 * Lets the branches of a run be those of another one, which has the same epochs.
 *
 * Returns: whether it was written
 */
gboolean
ov_library_move_branches (OvLibrary  *self,
                          const char *from,
                          const char *to,
                          GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (from != NULL && to != NULL, FALSE);

  return ov_statement_execute (self, error, "UPDATE runs SET parent = ? WHERE parent = ?", "ss", to,
                               from);
}
