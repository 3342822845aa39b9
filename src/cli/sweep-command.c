/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-command.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "chosen-data.h"
#include "data-source.h"
#include "exact-steps.h"
#include "exit-status.h"
#include "file-writer.h"
#include "interrupt.h"
#include "machine.h"
#include "output.h"
#include "sweep-jobs.h"
#include "sweep-line.h"
#include "sweep-options.h"
#include "sweep-parallel.h"
#include "sweep-slurm.h"
#include "sweep-table.h"
#include "thread-pool.h"
#include "wrap.h"

/* A sweep and everything that it needs. */
typedef struct
{
  const OvSweepOptions *options;
  OvDataset            *dataset;
  char                 *data; /* where that is, for other programs */
  OvSweepPlan          *plan;
  OvQuadratic          *quadratic;
  GCancellable         *cancellable; /* borrowed */
} Sweep;

static void
sweep_clear (Sweep *self)
{
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->plan, ov_sweep_plan_free);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sweep, sweep_clear)

/* Loads the data, and looks what there is of each run. */
static gboolean
prepare (Sweep   *self,
         GError **error)
{
  g_autoptr (GFile) source = NULL;

  self->dataset = ov_chosen_data_load (self->options->data, &source, self->cancellable, error);
  if (self->dataset == NULL)
    return FALSE;
  self->data = source != NULL ? g_file_get_path (source) : g_strdup (OV_DATA_SOURCE_SAMPLE);
  self->plan = ov_sweep_plan_new (self->options->grid, self->options->output, self->dataset,
                                  self->options->exact_steps);
  ov_sweep_plan_look (self->plan);

  return TRUE;
}

/* Writes a command for each run that is to be trained. */
static int
print_jobs (const Sweep *self)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->plan->n_runs; i++)
    {
      g_autofree char *line = NULL;
      g_autofree char *text = NULL;

      if (!ov_sweep_run_is_to_do (&self->plan->runs[i]))
        continue;
      line = ov_sweep_line_make (self->plan, i, self->options, self->data);
      text = g_strconcat (line, "\n", NULL);
      if (!ov_output_print (text, &error))
        return ov_output_fail (error);
    }

  return OV_EXIT_FINISHED;
}

/* Prepares the quadratic form, with all processors, when a run is to be trained on it. */
static gboolean
prepare_exact_steps (Sweep   *self,
                     GError **error)
{
  gboolean is_needed = FALSE;

  for (guint i = 0; i < self->plan->n_runs; i++)
    is_needed |= self->plan->runs[i].is_exact && ov_sweep_run_is_to_do (&self->plan->runs[i]);
  if (!is_needed)
    return TRUE;

  self->quadratic = ov_exact_steps_prepare (self->dataset, ov_thread_pool_default_size (),
                                            self->cancellable, error);

  return self->quadratic != NULL;
}

/* Trains on threads of this program. */
static gboolean
run_jobs (Sweep   *self,
          GError **error)
{
  OvSweepTraining training = {self->dataset, NULL, self->options->n_threads, self->cancellable};
  const char *fault = NULL;

  if (!prepare_exact_steps (self, error))
    return FALSE;
  for (guint i = 0; i < self->plan->n_runs && fault == NULL; i++)
    fault = ov_machine_find_fault (&self->plan->runs[i].recipe);
  if (fault != NULL)
    ov_output_complain ("%s", fault);

  training.quadratic = self->quadratic;
  ov_sweep_jobs_run (self->plan, &training, self->options->n_jobs);

  return TRUE;
}

static gboolean
train (Sweep   *self,
       GError **error)
{
  const OvSweepOrder order = {self->plan, self->options, self->data, self->cancellable};
  g_autoptr (GFile) folder = g_file_new_for_path (self->plan->folder);

  if (ov_file_make_folder (folder, 0755, error) == NULL)
    return FALSE;

  switch (self->options->engine)
    {
    case OV_SWEEP_SLURM:
      return ov_sweep_slurm_run (&order, error);
    case OV_SWEEP_PARALLEL:
      return ov_sweep_parallel_run (&order, error);
    case OV_SWEEP_OWN:
    default:
      return run_jobs (self, error);
    }
}

/* Says what computed: equal recipes give equal bits only where that is equal too. */
static void
append_machines (GString           *text,
                 const OvSweepPlan *plan)
{
  const OvRunEntry *first = NULL;
  gboolean is_mixed = FALSE;
  g_autofree char *words = NULL;
  g_autofree char *lines = NULL;

  for (guint i = 0; i < plan->n_runs; i++)
    {
      const OvRunEntry *entry = plan->runs[i].entry;

      if (plan->runs[i].state != OV_SWEEP_DONE)
        continue;
      if (first == NULL)
        first = entry;
      is_mixed |= entry->threads != first->threads || !g_str_equal (entry->machine, first->machine)
                  || !g_str_equal (entry->program, first->program);
    }

  if (first == NULL)
    return;
  if (is_mixed)
    words = g_strdup (_("Not all runs were computed alike: “overshoot-cli runs show” has the "
                        "threads and the machine of each. Only where both are the same does the "
                        "same recipe give the same bits."));
  else
    words = g_strdup_printf (ngettext ("Computed with %u thread a run: %s. With these the same "
                                       "recipe gives the same bits.",
                                       "Computed with %u threads a run: %s. With these the same "
                                       "recipe gives the same bits.",
                                       first->threads),
                             first->threads, first->machine);
  lines = ov_wrap (words, 0, 0);
  g_string_append (text, lines);
}

static int
report (const Sweep *self,
        int          signal_number)
{
  const OvSweepPlan *plan = self->plan;
  const guint n_done = ov_sweep_plan_count (plan, OV_SWEEP_DONE);
  g_autofree char *table = ov_sweep_table_make (plan);
  g_autoptr (GString) text = g_string_new (table);
  g_autoptr (GError) error = NULL;

  append_machines (text, plan);
  if (!ov_output_is_quiet () && !ov_output_print (text->str, &error))
    return ov_output_fail (error);

  for (guint i = 0; i < plan->n_runs; i++)
    if (plan->runs[i].error != NULL)
      ov_output_complain (_("Run %u: %s"), i + 1, plan->runs[i].error);

  if (signal_number != 0)
    {
      ov_output_complain (_("Interrupted; %u of %u runs are done. The same command continues."),
                          n_done, plan->n_runs);
      return OV_EXIT_SIGNAL + signal_number;
    }
  if (n_done == plan->n_runs)
    return OV_EXIT_FINISHED;

  ov_output_complain (_("%u of %u runs are done. The same command trains the others."), n_done,
                      plan->n_runs);

  return OV_EXIT_ERROR;
}

static int
run (Sweep       *self,
     OvInterrupt *interrupt)
{
  g_autoptr (GError) error = NULL;

  self->cancellable = ov_interrupt_get_cancellable (interrupt);
  if (!prepare (self, &error))
    {
      if (ov_interrupt_get_signal (interrupt) != 0)
        return OV_EXIT_SIGNAL + ov_interrupt_get_signal (interrupt);
      return ov_output_fail (error);
    }
  if (self->options->prints_jobs)
    return print_jobs (self);

  ov_interrupt_set_patient (interrupt);
  if (!train (self, &error) && ov_interrupt_get_signal (interrupt) == 0)
    return ov_output_fail (error);
  if (!self->options->waits && ov_interrupt_get_signal (interrupt) == 0
      && ov_sweep_plan_is_to_do (self->plan))
    return OV_EXIT_FINISHED;

  return report (self, ov_interrupt_get_signal (interrupt));
}

/**
 * ov_sweep_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "sweep"
 *
 * Does `overshoot-cli sweep`: trains every combination of some values, a file each.
 *
 * Returns: an #OvExitStatus, or the exit status of a signal
 */
int
ov_sweep_command (int    argc,
                  char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvSweepOptions) options = ov_sweep_options_parse (argc, argv, &error);
  g_autoptr (OvInterrupt) interrupt = NULL;
  g_auto (Sweep) sweep = {.options = options};

  if (options == NULL)
    return ov_output_refuse (error);
  if (options->help)
    return ov_output_help ("sweep");
  for (gsize i = 0; options->notes[i] != NULL; i++)
    ov_output_complain ("%s", options->notes[i]);

  interrupt = ov_interrupt_new ();

  return run (&sweep, interrupt);
}
