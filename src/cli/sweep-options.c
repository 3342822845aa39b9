/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "choice.h"
#include "error.h"
#include "file-error.h"
#include "option-texts.h"
#include "recipe-options.h"
#include "thread-pool.h"

#define MOST_JOBS 256
#define MOST_CPUS 256

/* Options for one engine only. */
static const struct
{
  const char   *name;
  OvSweepEngine engine;
} particular[] = {
  {"sshlogin", OV_SWEEP_PARALLEL},
  {"partition", OV_SWEEP_SLURM},
  {"time", OV_SWEEP_SLURM},
  {"cpus", OV_SWEEP_SLURM},
  {"limit", OV_SWEEP_SLURM},
  {"no-wait", OV_SWEEP_SLURM},
};

/* As the option has them. */
static const char *const engine_names[] = {
  [OV_SWEEP_OWN] = "own",
  [OV_SWEEP_SLURM] = "slurm",
  [OV_SWEEP_PARALLEL] = "parallel",
};

static gboolean
fail (GError    **error,
      const char *sentence)
{
  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("%s “overshoot-cli sweep --help” shows how."), sentence);

  return FALSE;
}

/* The recipe may be named by the word after the command, or by the option that train has. */
static gboolean
parse_preset (OvSweepOptions *self,
              GHashTable     *texts,
              int             argc,
              char          **argv,
              GError        **error)
{
  g_autofree char *stray = NULL;
  g_autofree char *sentence = NULL;

  if (argc > 2 || (argc == 2 && g_hash_table_contains (texts, "recipe")))
    {
      stray = ov_file_display_name (argv[argc - 1]);
      sentence = g_strdup_printf (_("“%s” does not belong to any option."), stray);
      return fail (error, sentence);
    }

  self->grid = ov_grid_new (argc == 2 ? argv[1] : ov_recipe_options_get_preset (texts), error);

  return self->grid != NULL;
}

static gboolean
parse_values (OvSweepOptions *self,
              GHashTable     *texts,
              GError        **error)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (gsize i = 0; i < n_parameters; i++)
    {
      const char *text = g_hash_table_lookup (texts, parameters[i].key);

      if (text != NULL && !ov_grid_add (self->grid, &parameters[i], text, error))
        {
          g_prefix_error (error, "--%s: ", parameters[i].key);
          return FALSE;
        }
    }

  return TRUE;
}

/* Values that make no difference would be trained one after the other for nothing. */
static gboolean
check_used (OvSweepOptions *self,
            GPtrArray      *notes,
            GError        **error)
{
  for (guint i = 0; i < ov_grid_get_n_axes (self->grid); i++)
    {
      const char *reason = ov_grid_find_unused (self->grid, i);
      guint n_values;
      const OvParameter *parameter = ov_grid_get_axis (self->grid, i, &n_values);

      if (reason != NULL && n_values > 1)
        {
          g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                       _("--%s: All of these runs would be the same. %s"), parameter->key, reason);
          return FALSE;
        }
      if (reason != NULL)
        g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect. %s"), parameter->key,
                                                 reason));
    }

  return TRUE;
}

static gboolean
parse_engine (OvSweepOptions *self,
              GHashTable     *texts,
              GPtrArray      *notes,
              GError        **error)
{
  const char *text = g_hash_table_lookup (texts, "engine");
  guint engine = OV_SWEEP_OWN;

  if (!ov_choice_parse_of ("sweep", "engine", text, &engine, error))
    return FALSE;
  self->engine = (OvSweepEngine) engine;

  for (gsize i = 0; i < G_N_ELEMENTS (particular); i++)
    if (particular[i].engine != self->engine && g_hash_table_contains (texts, particular[i].name))
      g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect without --engine %s."),
                                               particular[i].name,
                                               engine_names[particular[i].engine]));
  if (self->engine == OV_SWEEP_SLURM && g_hash_table_contains (texts, "jobs"))
    g_ptr_array_add (notes, g_strdup (_("--jobs has no effect with --engine slurm; --limit says "
                                        "how many runs it may run at the same time.")));

  return TRUE;
}

static gboolean
parse_counts (OvSweepOptions *self,
              GHashTable     *texts,
              GError        **error)
{
  return ov_count_option_parse (texts, "jobs", 1, MOST_JOBS, &self->n_jobs, error)
         && ov_threads_option_parse (texts, &self->n_threads, error)
         && ov_count_option_parse (texts, "cpus", 1, MOST_CPUS, &self->n_cpus, error)
         && ov_count_option_parse (texts, "limit", 1, OV_GRID_MOST, &self->limit, error);
}

/* Divides the processors among the runs, by what was given and by the size of the grid, but not by
 * what is still to be trained: so that all runs have the same number of threads whenever the sweep
 * is continued. */
static void
share_processors (OvSweepOptions *self)
{
  const guint n_processors = ov_thread_pool_default_size ();

  if (self->engine == OV_SWEEP_SLURM)
    {
      if (self->n_cpus == 0)
        self->n_cpus = MAX (self->n_threads, 1);
      if (self->n_threads == 0)
        self->n_threads = self->n_cpus;
      return;
    }

  if (self->engine == OV_SWEEP_OWN && self->n_jobs == 0)
    self->n_jobs = MIN (MAX (n_processors / MAX (self->n_threads, 1), 1),
                        ov_grid_get_n_recipes (self->grid));
  if (self->n_threads == 0 && self->n_jobs > 0 && self->sshlogin == NULL)
    self->n_threads = n_processors / self->n_jobs;
  self->n_threads = MAX (self->n_threads, 1);
}

static gboolean
take_output (OvSweepOptions *self,
             GHashTable     *texts,
             GError        **error)
{
  const char *text = g_hash_table_lookup (texts, "output");

  if (text == NULL || *text == '\0')
    return fail (error, _("Where the runs are to be saved is missing: -o FOLDER."));
  self->output = g_canonicalize_filename (text, NULL);

  return TRUE;
}

/* A command for another program is one line. */
static gboolean
check_lines (const OvSweepOptions *self,
             GError              **error)
{
  const gboolean is_output = strchr (self->output, '\n') != NULL;

  if ((self->engine == OV_SWEEP_OWN && !self->prints_jobs)
      || (!is_output && (self->data == NULL || strchr (self->data, '\n') == NULL)))
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("--%s: There is a line break in the name, and a command has to be one line. "
                 "Choose another name."),
               is_output ? "output" : "data");

  return FALSE;
}

/**
 * ov_sweep_options_parse:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "sweep"
 * @error: return location for an error
 *
 * Understands the command line of `overshoot-cli sweep`.
 *
 * Returns: (transfer full) (nullable): the options, or %NULL with @error set to a sentence that
 *   says what is wrong
 */
OvSweepOptions *
ov_sweep_options_parse (int      argc,
                        char   **argv,
                        GError **error)
{
  g_autoptr (OvSweepOptions) self = g_new0 (OvSweepOptions, 1);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) texts = ov_option_texts_parse ("sweep", &argc, argv, error);

  if (texts == NULL)
    return NULL;
  self->help = g_hash_table_contains (texts, "help");
  if (self->help)
    return g_steal_pointer (&self);

  if (!parse_preset (self, texts, argc, argv, error) || !parse_values (self, texts, error)
      || !check_used (self, notes, error) || !parse_engine (self, texts, notes, error)
      || !parse_counts (self, texts, error) || !take_output (self, texts, error))
    return NULL;

  self->data = g_strdup (g_hash_table_lookup (texts, "data"));
  self->exact_steps = g_hash_table_contains (texts, "exact-steps");
  self->prints_jobs = g_hash_table_contains (texts, "print-jobs");
  self->sshlogin = g_strdup (g_hash_table_lookup (texts, "sshlogin"));
  self->partition = g_strdup (g_hash_table_lookup (texts, "partition"));
  self->time = g_strdup (g_hash_table_lookup (texts, "time"));
  if (!check_lines (self, error))
    return NULL;
  self->waits = self->engine != OV_SWEEP_SLURM || !g_hash_table_contains (texts, "no-wait");
  share_processors (self);
  g_ptr_array_add (notes, NULL);
  self->notes = (char **) g_ptr_array_steal (notes, NULL);

  return g_steal_pointer (&self);
}

/**
 * ov_sweep_options_free:
 * @self: (transfer full): the options
 */
void
ov_sweep_options_free (OvSweepOptions *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->grid, ov_grid_free);
  g_free (self->data);
  g_free (self->output);
  g_free (self->sshlogin);
  g_free (self->partition);
  g_free (self->time);
  g_strfreev (self->notes);
  g_free (self);
}
