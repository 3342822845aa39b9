/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "file-error.h"
#include "library.h"
#include "quadratic.h"

#define EXACT_SUFFIX "_exact-steps"

static void
fill_run (OvSweepRun  *run,
          OvSweepPlan *plan,
          guint        place,
          OvDataset   *dataset,
          gboolean     exact_steps)
{
  g_autofree char *name = ov_grid_make_name (plan->grid, place);
  g_autofree char *file = NULL;

  ov_grid_get_recipe (plan->grid, place, &run->recipe);
  run->is_exact = exact_steps && ov_quadratic_would_suit (dataset, &run->recipe);
  run->name = g_strconcat (name, run->is_exact ? EXACT_SUFFIX : NULL, NULL);
  file = g_strconcat (run->name, OV_LIBRARY_SUFFIX, NULL);
  run->path = g_build_filename (plan->folder, file, NULL);
  run->data_hash = g_strdup (ov_dataset_get_hash (dataset));
}

/**
 * ov_sweep_plan_new:
 * @grid: the recipes; it has to outlive the plan
 * @folder: where the runs are to be saved, a file each
 * @dataset: what they are trained on
 * @exact_steps: whether those that can be are trained on the quadratic form of the data
 *
 * Makes the plan of a sweep. Its files have not been looked at.
 *
 * Returns: (transfer full): the plan
 */
OvSweepPlan *
ov_sweep_plan_new (const OvGrid *grid,
                   const char   *folder,
                   OvDataset    *dataset,
                   gboolean      exact_steps)
{
  OvSweepPlan *self = g_new0 (OvSweepPlan, 1);

  self->grid = grid;
  self->folder = g_strdup (folder);
  self->n_runs = ov_grid_get_n_recipes (grid);
  self->runs = g_new0 (OvSweepRun, self->n_runs);
  for (guint i = 0; i < self->n_runs; i++)
    fill_run (&self->runs[i], self, i, dataset, exact_steps);

  return self;
}

/**
 * ov_sweep_plan_free:
 * @self: (transfer full): a plan
 */
void
ov_sweep_plan_free (OvSweepPlan *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_runs; i++)
    {
      OvSweepRun *run = &self->runs[i];

      g_free (run->name);
      g_free (run->path);
      g_free (run->data_hash);
      g_clear_pointer (&run->entry, ov_run_entry_free);
      g_free (run->error);
    }
  g_free (self->runs);
  g_free (self->folder);
  g_free (self);
}

/* Returns why a run that is saved is not the one that is wanted, or NULL. */
static const char *
find_difference (const OvSweepRun *run,
                 const OvRunEntry *entry)
{
  if (!ov_recipe_equal (&run->recipe, &entry->recipe) || entry->parent != NULL)
    return _("It holds another run.");
  if (strcmp (run->data_hash, entry->data_hash) != 0)
    return _("Its run was trained on other images.");
  if (run->is_exact != (entry->exact_from == 0))
    return _("Its run was trained with other steps.");

  return NULL;
}

/**
 * ov_sweep_run_set_error:
 * @self: a run
 * @error: (nullable): a sentence that says why it was not trained
 */
void
ov_sweep_run_set_error (OvSweepRun *self,
                        const char *error)
{
  g_free (self->error);
  self->error = g_strdup (error);
}

static void
refuse (OvSweepRun *self,
        const char *reason)
{
  g_autofree char *shown = ov_file_display_name (self->path);
  g_autofree char *sentence = NULL;

  /* Translators: the first is a file, the second a sentence. */
  sentence = g_strdup_printf (_("“%s”: %s Choose another folder with -o, or move the file away."),
                              shown, reason);
  self->state = OV_SWEEP_UNUSABLE;
  ov_sweep_run_set_error (self, sentence);
}

/**
 * ov_sweep_run_look:
 * @self: a run
 *
 * Looks what there is of the run, by the table in its file.
 */
void
ov_sweep_run_look (OvSweepRun *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const char *difference;

  g_clear_pointer (&self->entry, ov_run_entry_free);
  g_clear_pointer (&self->error, g_free);
  self->state = OV_SWEEP_MISSING;

  if (!g_file_test (self->path, G_FILE_TEST_EXISTS))
    return;

  /* A program that was killed at once leaves a file without tables, or an empty one. */
  library = ov_library_open (self->path, OV_LIBRARY_CREATE, &error);
  /* One that is write-protected may be done all the same. */
  if (library == NULL)
    library = ov_library_open (self->path, OV_LIBRARY_UNTRUSTED, NULL);
  if (library != NULL)
    g_clear_error (&error);
  entries = library != NULL ? ov_library_list (library, NULL, &error) : NULL;
  if (entries == NULL)
    {
      self->state = OV_SWEEP_UNUSABLE;
      ov_sweep_run_set_error (self, error->message);
      return;
    }
  if (entries->len == 0)
    return;

  self->entry = ov_run_entry_copy (g_ptr_array_index (entries, entries->len - 1));
  difference = find_difference (self, self->entry);
  if (difference != NULL)
    refuse (self, difference);
  else
    self->state = self->entry->outcome == OV_OUTCOME_FINISHED
                      || self->entry->outcome == OV_OUTCOME_DIVERGED
                    ? OV_SWEEP_DONE
                    : OV_SWEEP_UNFINISHED;
}

/**
 * ov_sweep_plan_look:
 * @self: a plan
 *
 * Looks what there is of each run.
 */
void
ov_sweep_plan_look (OvSweepPlan *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_runs; i++)
    ov_sweep_run_look (&self->runs[i]);
}

/**
 * ov_sweep_plan_count:
 * @self: a plan whose files have been looked at
 * @state: what may be there of a run
 *
 * Returns: of how many runs that is there
 */
guint
ov_sweep_plan_count (const OvSweepPlan *self,
                     OvSweepState       state)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->n_runs; i++)
    n += self->runs[i].state == state;

  return n;
}

/**
 * ov_sweep_run_is_to_do:
 * @self: a run that has been looked at
 *
 * Returns: whether it is to be trained, from its beginning or from where it was left
 */
gboolean
ov_sweep_run_is_to_do (const OvSweepRun *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state == OV_SWEEP_MISSING || self->state == OV_SWEEP_UNFINISHED;
}

/**
 * ov_sweep_plan_is_to_do:
 * @self: a plan whose files have been looked at
 *
 * Returns: whether some run is to be trained
 */
gboolean
ov_sweep_plan_is_to_do (const OvSweepPlan *self)
{
  return ov_sweep_plan_count (self, OV_SWEEP_MISSING) > 0
         || ov_sweep_plan_count (self, OV_SWEEP_UNFINISHED) > 0;
}
