/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "library-private.h"
#include "statement.h"

/* What take_entry() takes, in its order, and first of that what the first version had. */
#define COLUMNS_1                                                                          \
  "SELECT uuid, name, colour, pinned, hidden, deleted, recipe, data, data_hash, n_train, " \
  "n_test, program, threads, machine, exact_from, source, parent, parent_epoch, outcome, " \
  "error, started, written, n_epochs, best_epoch, best_test_accuracy, last_train_loss, "   \
  "last_test_loss, seconds, "
#define COLUMNS_2 "colour_set "

#define MOST_THREADS 100000

static gboolean
take_outcome (OvStatement *statement,
              OvOutcome   *outcome)
{
  g_autofree char *name = ov_statement_take_text (statement);

  for (*outcome = OV_OUTCOME_NONE; *outcome <= OV_OUTCOME_FAILED; (*outcome)++)
    if (strcmp (name, ov_outcome_get_name (*outcome)) == 0)
      return TRUE;
  *outcome = OV_OUTCOME_NONE;

  return FALSE;
}

static void
take_recipe (OvStatement *statement,
             OvRecipe    *recipe)
{
  g_autofree char *json = ov_statement_take_text_or_null (statement);

  if (json == NULL)
    ov_recipe_init_foreign (recipe);
  else if (!ov_recipe_from_json (recipe, json, NULL))
    ov_statement_refuse (statement);
}

/* Returns a text that is a UUID, or one that is refused. */
static char *
take_uuid (OvStatement *statement,
           gboolean     may_be_null)
{
  g_autofree char *uuid = may_be_null ? ov_statement_take_text_or_null (statement)
                                      : ov_statement_take_text (statement);

  if (uuid != NULL && !g_uuid_string_is_valid (uuid))
    ov_statement_refuse (statement);

  return g_steal_pointer (&uuid);
}

/* Asks for the entries that a condition is about. */
static OvStatement *
ask (OvLibrary  *self,
     const char *condition,
     GError    **error)
{
  g_autofree char *query = g_strconcat (COLUMNS_1, self->version < 2 ? "0 " : COLUMNS_2,
                                        "FROM runs ", condition, NULL);

  return ov_statement_new (self, query, error);
}

/* Returns the entry in the statement's row, or NULL when it cannot be right. */
static OvRunEntry *
take_entry (OvStatement *statement,
            GError     **error)
{
  g_autoptr (OvRunEntry) entry = g_new0 (OvRunEntry, 1);

  entry->id = take_uuid (statement, FALSE);
  entry->name = ov_statement_take_text (statement);
  entry->colour = (guint) ov_statement_take_number (statement, 0, G_MAXINT32);
  entry->is_pinned = ov_statement_take_number (statement, 0, 1) != 0;
  entry->is_hidden = ov_statement_take_number (statement, 0, 1) != 0;
  entry->is_deleted = ov_statement_take_number_or (statement, 0, G_MAXINT64, -1) >= 0;
  take_recipe (statement, &entry->recipe);
  entry->data = ov_statement_take_text (statement);
  entry->data_hash = ov_statement_take_text (statement);
  for (guint split = 0; split < OV_N_SPLITS; split++)
    entry->n_images[split] = (guint) ov_statement_take_number (statement, 0, G_MAXINT32);
  entry->program = ov_statement_take_text (statement);
  entry->threads = (guint) ov_statement_take_number (statement, 0, MOST_THREADS);
  entry->machine = ov_statement_take_text (statement);
  entry->exact_from = (guint) ov_statement_take_number_or (statement, 0, MOST_EPOCHS,
                                                           OV_EPOCH_NEVER);
  entry->source = ov_statement_take_text_or_null (statement);
  if (entry->source == NULL && ov_recipe_is_foreign (&entry->recipe))
    ov_statement_refuse (statement);
  entry->parent = take_uuid (statement, TRUE);
  entry->parent_epoch = (guint) ov_statement_take_number_or (statement, 0, MOST_EPOCHS, 0);
  if (!take_outcome (statement, &entry->outcome))
    ov_statement_refuse (statement);
  entry->error = ov_statement_take_text_or_null (statement);
  entry->started = ov_statement_take_number (statement, 0, G_MAXINT64);
  entry->written = ov_statement_take_number (statement, 0, G_MAXINT64);
  entry->n_epochs = (guint) ov_statement_take_number (statement, 0, MOST_EPOCHS);
  entry->best_epoch = (guint) ov_statement_take_number_or (statement, 0, MOST_EPOCHS,
                                                           OV_RUN_ENTRY_NONE);
  entry->best_test_accuracy = ov_statement_take_real (statement);
  entry->last_train_loss = ov_statement_take_real (statement);
  entry->last_test_loss = ov_statement_take_real (statement);
  entry->seconds = ov_statement_take_real (statement);
  entry->is_colour_set = ov_statement_take_number (statement, 0, 1) != 0;

  return ov_statement_is_sound (statement, error) ? g_steal_pointer (&entry) : NULL;
}

static GPtrArray *
list (OvLibrary  *self,
      const char *condition,
      guint      *n_unreadable,
      GError    **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (OvStatement) statement = NULL;
  gboolean has_row;
  guint n_refused = 0;

  g_return_val_if_fail (self != NULL, NULL);

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_run_entry_free);
  statement = ask (self, condition, error);
  if (statement == NULL)
    return NULL;

  while (ov_statement_step (statement, &has_row, error))
    {
      OvRunEntry *entry;

      if (!has_row)
        {
          if (n_unreadable != NULL)
            *n_unreadable = n_refused;
          return g_steal_pointer (&entries);
        }

      entry = take_entry (statement, NULL);
      if (entry != NULL)
        g_ptr_array_add (entries, entry);
      else
        n_refused++;
    }

  return NULL;
}

/**
 * ov_library_list:
 * @self: a library
 * @n_unreadable: (out) (optional): how many runs were left out, since their rows cannot be right
 * @error: return location for an error
 *
 * Lists the runs that are not deleted, the earliest first.
 *
 * Returns: (transfer full) (element-type OvRunEntry) (nullable): the entries, or %NULL with an
 *   %OV_LIBRARY_ERROR set
 */
GPtrArray *
ov_library_list (OvLibrary *self,
                 guint     *n_unreadable,
                 GError   **error)
{
  return list (self, "WHERE deleted IS NULL ORDER BY started, id", n_unreadable, error);
}

/*
 * ov_library_list_all:
 * @self: a library
 * @n_unreadable: (out) (optional): how many runs were left out
 * @error: return location for an error
 *
 * Does as ov_library_list(), with the runs that are deleted.
 */
GPtrArray *
ov_library_list_all (OvLibrary *self,
                     guint     *n_unreadable,
                     GError   **error)
{
  return list (self, "ORDER BY started, id", n_unreadable, error);
}

/**
 * ov_library_find:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the run's entry, deleted or not, or %NULL with an
 *   %OV_LIBRARY_ERROR set
 */
OvRunEntry *
ov_library_find (OvLibrary  *self,
                 const char *id,
                 GError    **error)
{
  g_autoptr (OvStatement) statement = NULL;
  gboolean has_row;
  gint64 row;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  row = ov_library_find_row (self, id, error);
  if (row == 0)
    return NULL;
  statement = ask (self, "WHERE id = ?", error);
  if (statement == NULL)
    return NULL;
  ov_statement_bind (statement, "i", row);
  if (!ov_statement_step (statement, &has_row, error))
    return NULL;
  if (!has_row)
    ov_statement_refuse (statement);

  return take_entry (statement, error);
}
