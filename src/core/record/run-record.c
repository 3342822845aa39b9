/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-record.h"

#include "schedule.h"
#include "stability.h"

/**
 * ov_run_record_new:
 * @recipe: what is run; copied
 * @dataset: (nullable): what it is run on, of which the record keeps what it is called and its size
 * @n_threads: how many threads compute
 *
 * Returns: (transfer full): the record of a run that has not begun, to be let go of with
 *   ov_run_record_unref()
 */
OvRunRecord *
ov_run_record_new (const OvRecipe  *recipe,
                   const OvDataset *dataset,
                   guint            n_threads)
{
  OvRunRecord *self;

  g_return_val_if_fail (recipe != NULL, NULL);

  self = g_new0 (OvRunRecord, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->recipe = *recipe;
  if (dataset != NULL)
    {
      self->data_name = g_strdup (dataset->name);
      for (guint split = 0; split < OV_N_SPLITS; split++)
        self->n_images[split] = dataset->n_images[split];
    }
  self->n_threads = n_threads;
  self->exact_from = OV_EPOCH_NEVER;
  self->history = ov_history_new ();
  self->batch_losses = ov_batch_losses_new ();
  self->sharpness = ov_sharpness_history_new ();
  self->readings = ov_readings_new ();

  return self;
}

/**
 * ov_run_record_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
OvRunRecord *
ov_run_record_ref (OvRunRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ov_run_record_unref:
 * @self: a record
 */
void
ov_run_record_unref (OvRunRecord *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->data_name);
  ov_history_free (self->history);
  ov_batch_losses_free (self->batch_losses);
  ov_sharpness_history_free (self->sharpness);
  ov_readings_free (self->readings);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * ov_run_record_freeze:
 * @self: a record, on its own thread
 *
 * Keeps a record as it is now: one that is complete as itself, any other one as a copy.
 *
 * Returns: (transfer full): a record that nobody changes any more, for any thread to read
 */
OvRunRecord *
ov_run_record_freeze (OvRunRecord *self)
{
  OvRunRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->outcome != OV_OUTCOME_NONE)
    return ov_run_record_ref (self);

  copy = g_memdup2 (self, sizeof *self);
  g_atomic_ref_count_init (&copy->ref_count);
  copy->data_name = g_strdup (self->data_name);
  copy->history = ov_history_copy (self->history);
  copy->batch_losses = ov_batch_losses_copy (self->batch_losses);
  copy->sharpness = ov_sharpness_history_copy (self->sharpness);
  copy->readings = ov_readings_copy (self->readings);

  return copy;
}

/* How many of the epochs that are taken from another record are of another recipe. More epochs of
 * the same recipe make no other run. */
static guint
count_inherited (const OvRunRecord *self,
                 const OvRunRecord *other,
                 guint              n_epochs)
{
  return ov_schedule_is_prefix (&other->recipe, &self->recipe) ? MIN (other->n_inherited, n_epochs)
                                                               : n_epochs;
}

/**
 * ov_run_record_go_on:
 * @self: the record of a run that has not begun
 * @other: that of the run which it continues
 * @n_epochs: how many of its epochs it takes, at most those that there are
 *
 * Takes the beginning of another record: its epochs, and what was measured before the next one; but
 * the sharpness only where that is the same quantity, see ov_stability_is_preconditioned().
 * Whether its steps were exact is not taken, for the run that continues may make others.
 */
void
ov_run_record_go_on (OvRunRecord       *self,
                     const OvRunRecord *other,
                     guint              n_epochs)
{
  const gboolean is_same_sharpness = ov_stability_is_preconditioned (&self->recipe)
                                     == ov_stability_is_preconditioned (&other->recipe);
  const OvBatchLosses *losses;

  g_return_if_fail (self != NULL);
  g_return_if_fail (other != NULL);
  g_return_if_fail (ov_history_get_n_epochs (self->history) == 0);
  g_return_if_fail (n_epochs <= ov_history_get_n_epochs (other->history));

  self->n_inherited = count_inherited (self, other, n_epochs);
  for (guint i = 0; i < n_epochs; i++)
    ov_history_append (self->history, ov_history_get_epoch (other->history, i));

  for (gsize i = 0; i < other->sharpness->points->len; i++)
    {
      const OvSharpnessPoint *point = ov_sharpness_history_get_point (other->sharpness, i);

      if (point->epoch < n_epochs && is_same_sharpness)
        ov_sharpness_history_add (self->sharpness, point);
    }

  for (gsize i = 0; i < other->readings->points->len; i++)
    {
      const OvInstrumentReading *reading = ov_readings_get (other->readings, i);

      if (reading->epoch < n_epochs)
        ov_readings_add (self->readings, reading);
    }

  losses = other->batch_losses;
  for (gsize i = 0; i < losses->epochs->len; i++)
    {
      const double epoch = g_array_index (losses->epochs, double, i);

      if (epoch < n_epochs)
        ov_batch_losses_add_point (self->batch_losses, epoch,
                                   g_array_index (losses->losses, double, i));
    }
}
