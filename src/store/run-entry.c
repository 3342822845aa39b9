/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-entry.h"

#include <math.h>
#include <string.h>

#include "machine.h"

/**
 * ov_run_entry_new:
 * @record: the record of a run
 * @data_hash: what tells its images from others, or ""
 *
 * Makes the entry of a run that begins now, on this machine and under a new UUID.
 *
 * Returns: (transfer full): the entry
 */
OvRunEntry *
ov_run_entry_new (const OvRunRecord *record,
                  const char        *data_hash)
{
  OvRunEntry *self;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (data_hash != NULL, NULL);

  self = g_new0 (OvRunEntry, 1);
  self->id = g_uuid_string_random ();
  self->name = g_strdup ("");
  self->recipe = record->recipe;
  self->data = g_strdup (record->data_name != NULL ? record->data_name : "");
  self->data_hash = g_strdup (data_hash);
  for (guint split = 0; split < OV_N_SPLITS; split++)
    self->n_images[split] = record->n_images[split];
  self->threads = record->n_threads;
  self->exact_from = record->exact_from;
  self->program = g_strdup (PACKAGE_VERSION);
  self->machine = ov_machine_describe ();
  self->started = g_get_real_time () / 1000;
  self->written = self->started;
  self->best_epoch = OV_RUN_ENTRY_NONE;
  self->best_test_accuracy = NAN;
  self->last_train_loss = NAN;
  self->last_test_loss = NAN;

  return self;
}

/**
 * ov_run_entry_new_foreign:
 * @record: the record of a run that another program has made, with the recipe of
 *   ov_recipe_init_foreign()
 * @source: what it was read from, such as "Keras CSV log"
 *
 * Makes the entry of a run about which nothing is known but its epochs, under a new UUID.
 *
 * Returns: (transfer full): the entry
 */
OvRunEntry *
ov_run_entry_new_foreign (const OvRunRecord *record,
                          const char        *source)
{
  OvRunEntry *self;

  g_return_val_if_fail (record != NULL && ov_recipe_is_foreign (&record->recipe), NULL);
  g_return_val_if_fail (source != NULL, NULL);

  self = ov_run_entry_new (record, "");
  g_free (self->program);
  self->program = g_strdup ("");
  g_free (self->machine);
  self->machine = g_strdup ("");
  self->source = g_strdup (source);

  return self;
}

/**
 * ov_run_entry_set_file:
 * @self: the entry of a run that is taken over from another library
 * @path: the file of that library
 *
 * Notes from which file the run was read, unless another program has made it: then what wrote its
 * log stays its source.
 */
void
ov_run_entry_set_file (OvRunEntry *self,
                       const char *path)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);

  if (ov_recipe_is_foreign (&self->recipe))
    return;

  g_free (self->source);
  self->source = g_filename_display_basename (path);
}

/**
 * ov_run_entry_copy:
 * @self: an entry
 *
 * Returns: (transfer full): a copy
 */
OvRunEntry *
ov_run_entry_copy (const OvRunEntry *self)
{
  OvRunEntry *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->data = g_strdup (self->data);
  copy->data_hash = g_strdup (self->data_hash);
  copy->program = g_strdup (self->program);
  copy->machine = g_strdup (self->machine);
  copy->source = g_strdup (self->source);
  copy->parent = g_strdup (self->parent);
  copy->error = g_strdup (self->error);

  return copy;
}

/**
 * ov_run_entry_free:
 * @self: (transfer full): an entry
 */
void
ov_run_entry_free (OvRunEntry *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->id);
  g_free (self->name);
  g_free (self->data);
  g_free (self->data_hash);
  g_free (self->program);
  g_free (self->machine);
  g_free (self->source);
  g_free (self->parent);
  g_free (self->error);
  g_free (self);
}

/**
 * ov_run_entry_is_repeat:
 * @self: a run's entry
 * @other: another's
 *
 * Returns: whether both have to have the same epochs, bit for bit: the same recipe, from the same
 *   beginning, on the same images, with the same number of threads of the same machine
 */
gboolean
ov_run_entry_is_repeat (const OvRunEntry *self,
                        const OvRunEntry *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return ov_recipe_equal (&self->recipe, &other->recipe) && self->data_hash[0] != '\0'
         && strcmp (self->data_hash, other->data_hash) == 0
         && strcmp (self->machine, other->machine) == 0 && self->threads == other->threads
         && self->exact_from == other->exact_from
         && g_strcmp0 (self->parent, other->parent) == 0
         && self->parent_epoch == other->parent_epoch;
}
