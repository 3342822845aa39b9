/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "instrument.h"
#include "library-private.h"
#include "statement.h"

/* The log of another program has no NaN but for what it does not say. */
static void
mark_missing (OvEpoch *epoch)
{
  for (OvEpochField field = 0; field < OV_N_EPOCH_FIELDS; field++)
    if (isnan (ov_epoch_get_field (epoch, field)))
      ov_epoch_set_field (epoch, field, OV_EPOCH_MISSING);
}

/* Takes an epoch of the statement's row: the one that follows those which are there. */
static gboolean
take_epoch (OvStatement *statement,
            OvRunRecord *record,
            GError     **error)
{
  const guint index = ov_history_get_n_epochs (record->history);
  OvEpoch epoch;

  epoch.index = (guint) ov_statement_take_number (statement, index, index);
  epoch.learning_rate = ov_statement_take_real (statement);
  epoch.train_loss = ov_statement_take_real (statement);
  epoch.train_accuracy = ov_statement_take_real (statement);
  epoch.test_loss = ov_statement_take_real (statement);
  epoch.test_accuracy = ov_statement_take_real (statement);
  epoch.batch_loss = ov_statement_take_real (statement);
  epoch.seconds = ov_statement_take_real (statement);
  if (!ov_statement_is_sound (statement, error))
    return FALSE;

  if (ov_recipe_is_foreign (&record->recipe))
    mark_missing (&epoch);
  ov_history_append (record->history, &epoch);

  return TRUE;
}

static gboolean
take_sharpness (OvStatement *statement,
                OvRunRecord *record,
                GError     **error)
{
  OvSharpnessPoint point;

  point.epoch = (guint) ov_statement_take_number (statement, 0, MOST_EPOCHS);
  point.value = ov_statement_take_real (statement);
  point.error = ov_statement_take_real (statement);
  point.residual = ov_statement_take_real (statement);
  point.is_bound = ov_statement_take_number (statement, 0, 1) != 0;
  point.seconds = ov_statement_take_real (statement);
  if (!ov_statement_is_sound (statement, error))
    return FALSE;

  ov_sharpness_history_add (record->sharpness, &point);

  return TRUE;
}

/* Takes a value of a reading. What another version's instruments show, and what an instrument has
 * nothing to show of, is left out. */
static gboolean
take_reading (OvStatement *statement,
              OvRunRecord *record,
              GError     **error)
{
  OvInstrumentReading reading = {
    .epoch = (guint) ov_statement_take_number (statement, 0, MOST_EPOCHS),
  };
  g_autofree char *name = ov_statement_take_text (statement);
  const guint part = (guint) ov_statement_take_number (statement, 0, OV_READING_MOST_VALUES - 1);
  const double value = ov_statement_take_real (statement);

  reading.seconds = ov_statement_take_real (statement);
  if (!ov_statement_is_sound (statement, error))
    return FALSE;

  if (ov_recipe_is_foreign (&record->recipe) || !ov_instrument_find (name, &reading.instrument))
    return TRUE;
  reading.n_values = ov_instrument_count_values (ov_instruments[reading.instrument],
                                                 record->recipe.model);
  if (part < reading.n_values)
    ov_readings_put (record->readings, &reading, part, value);

  return TRUE;
}

static gboolean
take_batch_loss (OvStatement *statement,
                 OvRunRecord *record,
                 GError     **error)
{
  const gint64 place = (gint64) record->batch_losses->epochs->len;
  double epoch;
  double loss;

  ov_statement_take_number (statement, place, place);
  epoch = ov_statement_take_real (statement);
  loss = ov_statement_take_real (statement);
  if (!isfinite (epoch) || epoch < 0.0)
    ov_statement_refuse (statement);
  if (!ov_statement_is_sound (statement, error))
    return FALSE;

  ov_batch_losses_add_point (record->batch_losses, epoch, loss);

  return TRUE;
}

/* A run's tables, with the version that has them first, and what takes a row of each. */
static const struct
{
  guint       since;
  const char *query;
  gboolean (*take) (OvStatement *statement,
                    OvRunRecord *record,
                    GError     **error);
} tables[] = {
  {1,
   "SELECT epoch, learning_rate, train_loss, train_accuracy, test_loss, test_accuracy, batch_loss, "
   "seconds FROM epochs WHERE run = ? ORDER BY epoch",
   take_epoch},
  {1,
   "SELECT epoch, value, error, residual, is_bound, seconds FROM sharpness WHERE run = ? "
   "ORDER BY epoch",
   take_sharpness},
  {3,
   "SELECT epoch, instrument, part, value, seconds FROM readings WHERE run = ? "
   "ORDER BY epoch, instrument, part",
   take_reading},
  {1, "SELECT point, epoch, loss FROM batch_losses WHERE run = ? ORDER BY point", take_batch_loss},
};

static gboolean
load_table (OvLibrary   *self,
            gsize        table,
            gint64       row,
            OvRunRecord *record,
            GError     **error)
{
  g_autoptr (OvStatement) statement = ov_statement_new (self, tables[table].query, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  ov_statement_bind (statement, "i", row);

  while (has_row)
    if (!ov_statement_step (statement, &has_row, error)
        || (has_row && !tables[table].take (statement, record, error)))
      return FALSE;

  return TRUE;
}

static OvRunRecord *
make_record (const OvRunEntry *entry)
{
  OvRunRecord *record = ov_run_record_new (&entry->recipe, NULL, entry->threads);

  record->data_name = entry->data[0] != '\0' ? g_strdup (entry->data) : NULL;
  for (guint split = 0; split < OV_N_SPLITS; split++)
    record->n_images[split] = entry->n_images[split];
  record->exact_from = entry->exact_from;
  record->n_inherited = entry->parent != NULL ? entry->parent_epoch : 0;

  return record;
}

typedef struct
{
  const char  *id;
  OvRunRecord *record;
} Load;

static gboolean
load_cb (OvLibrary *self,
         gpointer   data,
         GError   **error)
{
  Load *load = data;
  g_autoptr (OvRunEntry) entry = ov_library_find (self, load->id, error);
  gint64 row;

  if (entry == NULL)
    return FALSE;
  row = ov_library_find_row (self, load->id, error);
  if (row == 0)
    return FALSE;

  load->record = make_record (entry);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (self->version >= tables[i].since && !load_table (self, i, row, load->record, error))
      return FALSE;

  /* What the list shows has to be true. */
  if (ov_history_get_n_epochs (load->record->history) != entry->n_epochs)
    {
      ov_library_set_error (error, OV_LIBRARY_ERROR_DAMAGED, self->path);
      return FALSE;
    }

  load->record->outcome = entry->outcome;
  if (entry->error != NULL)
    load->record->error = g_error_new_literal (OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED,
                                               entry->error);

  return TRUE;
}

/**
 * ov_library_load:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 *
 * Loads a run. One that is still running, or was when its program ended, has no outcome.
 *
 * Returns: (transfer full) (nullable): the record as it was saved, bit for bit, or %NULL with an
 *   %OV_LIBRARY_ERROR set
 */
OvRunRecord *
ov_library_load (OvLibrary  *self,
                 const char *id,
                 GError    **error)
{
  Load load = {id, NULL};

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (!ov_library_read (self, load_cb, &load, error))
    g_clear_pointer (&load.record, ov_run_record_unref);

  return load.record;
}
