/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "file-error.h"
#include "library-private.h"
#include "statement.h"

/*
 * ov_library_find_row:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 *
 * Returns: the number by which the other tables know the run, or 0 with an %OV_LIBRARY_ERROR set
 */
gint64
ov_library_find_row (OvLibrary  *self,
                     const char *id,
                     GError    **error)
{
  g_autoptr (OvStatement) statement = NULL;
  g_autofree char *shown = NULL;
  gboolean has_row;
  gint64 row;

  statement = ov_statement_new (self, "SELECT id FROM runs WHERE uuid = ?", error);
  if (statement == NULL)
    return 0;
  ov_statement_bind (statement, "s", id);
  if (!ov_statement_step (statement, &has_row, error))
    return 0;
  if (has_row)
    {
      row = ov_statement_take_number (statement, 1, G_MAXINT64);
      return ov_statement_is_sound (statement, error) ? row : 0;
    }

  shown = ov_file_display_name (self->path);
  g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING,
               _("“%s” has no run %s. List those that it has."), shown, id);

  return 0;
}

/*
 * ov_library_count:
 * @self: a library
 * @sql: a query for one number
 * @row: the value of the query, or 0 when it has none
 * @number: (out): the number, at least 0; 0 when there is none
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
ov_library_count (OvLibrary  *self,
                  const char *sql,
                  gint64      row,
                  gint64     *number,
                  GError    **error)
{
  g_autoptr (OvStatement) statement = ov_statement_new (self, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  if (row != 0)
    ov_statement_bind (statement, "i", row);
  if (!ov_statement_step (statement, &has_row, error))
    return FALSE;
  *number = has_row ? ov_statement_take_number_or (statement, 0, G_MAXINT64, 0) : 0;

  return ov_statement_is_sound (statement, error);
}

typedef struct
{
  OvStatement *statement;
  const char  *id;
} Addition;

static gboolean
add_cb (OvLibrary *self,
        gpointer   data,
        GError   **error)
{
  const Addition *addition = data;

  return ov_statement_run (addition->statement, error)
         && ov_library_forget_current (self, addition->id, error);
}

/**
 * ov_library_add_run:
 * @self: a library
 * @entry: a run that begins; what the library finds out itself is not looked at
 * @error: return location for an error
 *
 * Adds a run that is running and has no epochs yet.
 *
 * Returns: whether it was added
 */
gboolean
ov_library_add_run (OvLibrary        *self,
                    const OvRunEntry *entry,
                    GError          **error)
{
  g_autoptr (OvStatement) statement = NULL;
  g_autofree char *recipe = NULL;
  Addition addition;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (entry != NULL, FALSE);

  g_return_val_if_fail (entry->source != NULL || !ov_recipe_is_foreign (&entry->recipe), FALSE);

  if (!ov_recipe_is_foreign (&entry->recipe))
    recipe = ov_recipe_to_json (&entry->recipe);
  statement = ov_statement_new (
    self,
    "INSERT INTO runs (uuid, name, colour, colour_set, pinned, hidden, recipe, data, data_hash, "
    "n_train, n_test, program, threads, machine, source, parent, parent_epoch, started, written, "
    "outcome, n_epochs, seconds) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
    error);
  if (statement == NULL)
    return FALSE;
  ov_statement_bind (
    statement, "ssiiiisssiisisssiiis", entry->id, entry->name, (gint64) entry->colour,
    (gint64) entry->is_colour_set,
    (gint64) entry->is_pinned, (gint64) entry->is_hidden, recipe, entry->data, entry->data_hash,
    (gint64) entry->n_images[OV_SPLIT_TRAIN], (gint64) entry->n_images[OV_SPLIT_TEST],
    entry->program, (gint64) entry->threads, entry->machine, entry->source, entry->parent,
    (gint64) entry->parent_epoch, entry->started, g_get_real_time () / 1000,
    ov_outcome_get_name (OV_OUTCOME_NONE));
  addition = (Addition) {statement, entry->id};

  return ov_library_transact (self, add_cb, &addition, error);
}

/**
 * ov_library_end_run:
 * @self: a library
 * @id: a run's UUID
 * @outcome: how it ended, or %OV_OUTCOME_NONE when it is resumed
 * @why: (nullable): why it failed
 * @error: return location for an error
 *
 * Returns: whether it was written
 */
gboolean
ov_library_end_run (OvLibrary  *self,
                    const char *id,
                    OvOutcome   outcome,
                    const char *why,
                    GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return ov_library_change (self, id, error,
                            "UPDATE runs SET outcome = ?, error = ?, written = ? WHERE id = ?",
                            "ssi", ov_outcome_get_name (outcome), why, g_get_real_time () / 1000);
}

typedef struct
{
  const char        *id;
  const OvRunRecord *record;
} Save;

static gboolean
save_cb (OvLibrary *self,
         gpointer   data,
         GError   **error)
{
  const Save *save = data;
  const OvRunRecord *record = save->record;
  const gint64 row = ov_library_find_row (self, save->id, error);
  OvRunUpdate update;
  gint64 n_epochs, n_sharpness, n_read, n_points;

  if (row == 0
      || !ov_library_count (self, "SELECT count (*) FROM epochs WHERE run = ?", row, &n_epochs,
                            error)
      || !ov_library_count (self, "SELECT count (*) FROM sharpness WHERE run = ?", row,
                            &n_sharpness, error)
      || !ov_library_count (self,
                            "SELECT coalesce (max (epoch) + 1, 0) FROM readings WHERE run = ?", row,
                            &n_read, error)
      || !ov_library_count (self, "SELECT count (*) FROM batch_losses WHERE run = ?", row,
                            &n_points, error))
    return FALSE;

  /* There may be readings that the record does not have: see ov_library_load(). */
  ov_run_update_init (&update, record, (gsize) n_epochs, (gsize) n_sharpness,
                      ov_readings_count_before (record->readings, (guint) n_read),
                      (gsize) n_points);

  return ov_library_append (self, save->id, &update, error)
         && ov_library_end_run (self, save->id, record->outcome,
                                record->error != NULL ? record->error->message : NULL, error);
}

/**
 * ov_library_save:
 * @self: a library
 * @id: a run's UUID
 * @record: the record of the run, which has all that is there and more
 * @error: return location for an error
 *
 * Brings a run up to its record, and says how it ended when it has.
 *
 * Returns: whether it was written, all of it or nothing
 */
gboolean
ov_library_save (OvLibrary         *self,
                 const char        *id,
                 const OvRunRecord *record,
                 GError           **error)
{
  Save save = {id, record};

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  return ov_library_transact (self, save_cb, &save, error);
}

/**
 * ov_library_end_abandoned:
 * @self: a library
 * @before: a time, in milliseconds since 1970
 * @error: return location for an error
 *
 * Ends, as interrupted, the runs that are running by name but were last written before that time:
 * those of a program that has crashed. A run that is written again after all has the outcome which
 * it then comes to.
 *
 * Returns: whether that was done
 */
gboolean
ov_library_end_abandoned (OvLibrary *self,
                          gint64     before,
                          GError   **error)
{
  g_autoptr (OvStatement) statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  statement = ov_statement_new (
    self, "UPDATE runs SET outcome = ? WHERE outcome = ? AND written < ?", error);
  if (statement == NULL)
    return FALSE;
  ov_statement_bind (statement, "ssi", ov_outcome_get_name (OV_OUTCOME_CANCELLED),
                     ov_outcome_get_name (OV_OUTCOME_NONE), before);

  return ov_statement_commit (statement, error);
}
