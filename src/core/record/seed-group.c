/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seed-group.h"

static void
free_group (gpointer data)
{
  OvSeedGroup *self = data;

  g_ptr_array_unref (self->runs);
  g_free (self);
}

static gboolean
belong_together (const OvRunRecord *a,
                 const OvRunRecord *b)
{
  return ov_recipe_equal_but_seed (&a->recipe, &b->recipe)
         && g_strcmp0 (a->data_name, b->data_name) == 0
         && a->n_images[OV_SPLIT_TRAIN] == b->n_images[OV_SPLIT_TRAIN]
         && a->n_images[OV_SPLIT_TEST] == b->n_images[OV_SPLIT_TEST];
}

/* The group that a run belongs to by its recipe, or a new one. */
static OvSeedGroup *
find_group (GPtrArray         *groups,
            GPtrArray         *firsts,
            const OvRunRecord *run)
{
  OvSeedGroup *group;

  for (guint i = 0; i < groups->len; i++)
    if (belong_together (firsts->pdata[i], run))
      return groups->pdata[i];

  group = g_new0 (OvSeedGroup, 1);
  group->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_run_record_unref);
  g_ptr_array_add (groups, group);
  g_ptr_array_add (firsts, (gpointer) run);

  return group;
}

/**
 * ov_seed_group_find:
 * @runs: [@n_runs], of data that is the same where it has the same name and size
 * @n_runs: how many
 *
 * Finds those that are equal but for the seed. A run without an epoch belongs to no group yet, and
 * a branch, whose first epochs are of another recipe, to none at all. One that diverged is counted,
 * but no mean is taken of it: a mean with a number that grows without bound is that number.
 *
 * Returns: (transfer full) (element-type OvSeedGroup): those of at least two runs, which they
 *   reference
 */
GPtrArray *
ov_seed_group_find (OvRunRecord *const *runs,
                    guint               n_runs)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);
  g_autoptr (GPtrArray) firsts = g_ptr_array_new ();

  g_return_val_if_fail (runs != NULL || n_runs == 0, groups);

  for (guint i = 0; i < n_runs; i++)
    {
      OvSeedGroup *group;

      if (ov_history_get_n_epochs (runs[i]->history) == 0 || runs[i]->n_inherited > 0)
        continue;
      group = find_group (groups, firsts, runs[i]);
      if (ov_history_has_diverged (runs[i]->history))
        group->n_diverged++;
      else
        g_ptr_array_add (group->runs, ov_run_record_ref (runs[i]));
    }

  for (guint i = groups->len; i-- > 0;)
    if (((OvSeedGroup *) groups->pdata[i])->runs->len < 2)
      g_ptr_array_remove_index (groups, i);

  return groups;
}

/**
 * ov_seed_group_contains:
 * @self: a group
 * @run: a run
 *
 * Returns: whether the mean is taken of it too
 */
gboolean
ov_seed_group_contains (const OvSeedGroup *self,
                        const OvRunRecord *run)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_ptr_array_find (self->runs, run, NULL);
}

static const OvHistory *
get_history (const OvSeedGroup *self,
             guint              index)
{
  return ((const OvRunRecord *) self->runs->pdata[index])->history;
}

/**
 * ov_seed_group_count_epochs:
 * @self: a group
 *
 * Returns: how many epochs the longest of the runs has
 */
guint
ov_seed_group_count_epochs (const OvSeedGroup *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->runs->len; i++)
    n = MAX (n, ov_history_get_n_epochs (get_history (self, i)));

  return n;
}

/**
 * ov_seed_group_count_unfinished:
 * @self: a group
 *
 * Returns: how many of the runs have fewer epochs than their recipe asks for
 */
guint
ov_seed_group_count_unfinished (const OvSeedGroup *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->runs->len; i++)
    {
      const OvRunRecord *run = self->runs->pdata[i];

      n += ov_history_get_n_epochs (run->history) < run->recipe.epochs;
    }

  return n;
}

/**
 * ov_seed_group_measure:
 * @self: a group
 * @index: an epoch's number
 * @field: one of its numbers
 * @statistics: (out): over the runs that have the epoch
 */
void
ov_seed_group_measure (const OvSeedGroup *self,
                       guint              index,
                       OvEpochField       field,
                       OvRunStatistics   *statistics)
{
  g_autofree double *values = NULL;
  guint n = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (statistics != NULL);

  values = g_new (double, self->runs->len);
  for (guint i = 0; i < self->runs->len; i++)
    {
      const OvHistory *history = get_history (self, i);

      if (index < ov_history_get_n_epochs (history))
        values[n++] = ov_epoch_get_field (ov_history_get_epoch (history, index), field);
    }
  ov_run_statistics_measure (statistics, values, n);
}
