/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-table.h"

#include <glib/gi18n-lib.h>

#include "text-table.h"

/* In place of what a run does not have. */
#define NOTHING "-"

/* The columns with what distinguishes the runs: cells of a run, or titles when it is NULL. Returns
 * the bits of those that hold numbers. */
static guint
append_facts (GPtrArray        *cells,
              const OvGrid     *grid,
              const OvSweepRun *run,
              guint             column)
{
  guint numbers = 0;

  if (ov_grid_get_n_presets (grid) > 1)
    {
      g_ptr_array_add (cells, g_strdup (run != NULL ? run->recipe.preset : _("Recipe")));
      column++;
    }

  for (guint i = 0; i < ov_grid_get_n_axes (grid); i++)
    {
      guint n_values;
      const OvParameter *parameter = ov_grid_get_axis (grid, i, &n_values);

      if (n_values == 1)
        continue;
      if (run != NULL)
        g_ptr_array_add (cells, ov_parameter_format (parameter,
                                                     ov_parameter_get (parameter, &run->recipe)));
      else
        g_ptr_array_add (cells, g_strdup (_(parameter->title)));
      if (parameter->kind == OV_PARAMETER_REAL || parameter->kind == OV_PARAMETER_COUNT)
        numbers |= 1u << column;
      column++;
    }

  return numbers;
}

static const char *
get_outcome (const OvSweepRun *run)
{
  if (run->state == OV_SWEEP_UNUSABLE)
    return "unusable";
  if (run->entry == NULL)
    return "missing";

  /* Whoever trains it says so by a lock; a run that nobody trains any more is not running. */
  return run->entry->outcome == OV_OUTCOME_NONE ? "unfinished"
                                                : ov_outcome_get_name (run->entry->outcome);
}

static void
append_results (GPtrArray        *cells,
                const OvSweepRun *run)
{
  const OvRunEntry *entry = run->state != OV_SWEEP_UNUSABLE ? run->entry : NULL;
  const gboolean has_epochs = entry != NULL && entry->n_epochs > 0;
  const gboolean has_best = entry != NULL && entry->best_epoch != OV_RUN_ENTRY_NONE;

  g_ptr_array_add (cells, g_strdup_printf ("%u/%u", entry != NULL ? entry->n_epochs : 0,
                                           run->recipe.epochs));
  g_ptr_array_add (cells, has_best ? ov_text_cell_new (entry->best_test_accuracy, "%.2f")
                                   : g_strdup (NOTHING));
  g_ptr_array_add (cells, has_best ? g_strdup_printf ("%u", entry->best_epoch)
                                   : g_strdup (NOTHING));
  g_ptr_array_add (cells, has_epochs ? ov_text_cell_new (entry->last_train_loss, "%.6g")
                                     : g_strdup (NOTHING));
  g_ptr_array_add (cells, g_strdup (get_outcome (run)));
}

/**
 * ov_sweep_table_make:
 * @plan: the runs of a sweep, which have been looked at
 *
 * Returns: (transfer full): a table with a line for each run below a heading: its place in the
 *   sweep, what tells it from the others, and what became of it
 */
char *
ov_sweep_table_make (const OvSweepPlan *plan)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);
  const char *const titles[] = {_("Epochs"), _("Test %"), _("at"), _("Loss"), _("Outcome")};
  guint numbers = 1;
  guint n_columns;

  g_ptr_array_add (cells, g_strdup (_("Run")));
  numbers |= append_facts (cells, plan->grid, NULL, cells->len);
  for (guint i = 0; i < G_N_ELEMENTS (titles) - 1; i++)
    numbers |= 1u << (cells->len + i);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_ptr_array_add (cells, g_strdup (titles[i]));
  n_columns = cells->len;

  for (guint i = 0; i < plan->n_runs; i++)
    {
      g_ptr_array_add (cells, g_strdup_printf ("%u", i + 1));
      append_facts (cells, plan->grid, &plan->runs[i], 1);
      append_results (cells, &plan->runs[i]);
    }
  ov_text_table_append (text, (const char *const *) cells->pdata, plan->n_runs + 1, n_columns,
                        numbers);

  return g_string_free (text, FALSE);
}
