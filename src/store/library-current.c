/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "library-private.h"
#include "statement.h"

/* Which run the program was in the middle of: a number among the settings, so that tables of any
 * version have room for it, and an older program leaves it alone. */
#define CURRENT "'current_run'"

/**
 * ov_library_set_current:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 *
 * Notes which run the next start of the program is to continue.
 *
 * Returns: whether it was written
 */
gboolean
ov_library_set_current (OvLibrary  *self,
                        const char *id,
                        GError    **error)
{
  gint64 row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  row = ov_library_find_row (self, id, error);

  return row != 0
         && ov_statement_execute (self, error,
                                  "INSERT OR REPLACE INTO settings VALUES (" CURRENT ", ?)", "i",
                                  row);
}

/**
 * ov_library_get_current:
 * @self: a library
 * @id: (out) (transfer full) (nullable): the UUID of the run that was noted; %NULL when none was,
 *   or that one is gone
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
ov_library_get_current (OvLibrary *self,
                        char     **id,
                        GError   **error)
{
  g_autoptr (OvStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  *id = NULL;
  statement = ov_statement_new (self,
                                "SELECT uuid FROM runs WHERE deleted IS NULL AND id = "
                                "(SELECT value FROM settings WHERE name = " CURRENT ")",
                                error);
  if (statement == NULL || !ov_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *id = ov_statement_take_text (statement);

  return TRUE;
}

/*
 * ov_library_forget_current:
 * @self: a library, within a transaction
 * @id: the UUID of a run that was just added
 * @error: return location for an error
 *
 * Forgets the run that was noted, when that is gone and the new one has its number.
 *
 * Returns: whether that was done
 */
gboolean
ov_library_forget_current (OvLibrary  *self,
                           const char *id,
                           GError    **error)
{
  return ov_statement_execute (self, error,
                               "DELETE FROM settings WHERE name = " CURRENT
                               " AND value = (SELECT id FROM runs WHERE uuid = ?)",
                               "s", id);
}
