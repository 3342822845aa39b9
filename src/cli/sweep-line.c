/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sweep-line.h"

#include <string.h>

#define PROGRAM "overshoot-cli"

/* What no shell takes for anything but itself. */
#define PLAIN G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "%+,-./:=@_"

static void
append_word (GString    *line,
             const char *word)
{
  g_autofree char *quoted = g_shell_quote (word);
  const gboolean is_plain = *word != '\0' && strspn (word, PLAIN) == strlen (word);

  if (line->len > 0)
    g_string_append_c (line, ' ');
  g_string_append (line, is_plain ? word : quoted);
}

/* This program's file; only its name when that is where a shell finds it. Looked for once: a sweep
 * may have thousands of lines. */
static const char *
find_program (void)
{
  static char *program;
  g_autofree char *own = NULL;
  g_autofree char *found = NULL;
  g_autofree char *real = NULL;

  if (program != NULL)
    return program;

  own = g_file_read_link ("/proc/self/exe", NULL);
  found = g_find_program_in_path (PROGRAM);
  real = found != NULL ? realpath (found, NULL) : NULL;
  program = own == NULL || g_strcmp0 (own, real) == 0 ? g_strdup (PROGRAM) : g_steal_pointer (&own);

  return program;
}

/**
 * ov_sweep_line_make:
 * @plan: the runs of a sweep
 * @place: one of them
 * @options: what the sweep was asked for
 * @data: where its data is: an absolute path or "sample"
 *
 * Makes a command that trains one run of a sweep: it is the sweep of this run alone, into the same
 * file. So it can be given any number of times, and everything that it depends on is named in it.
 *
 * Returns: (transfer full): the command, quoted for a shell
 */
char *
ov_sweep_line_make (const OvSweepPlan    *plan,
                    guint                 place,
                    const OvSweepOptions *options,
                    const char           *data)
{
  const OvSweepRun *run = &plan->runs[place];
  g_autofree char *threads = g_strdup_printf ("%u", options->n_threads);
  GString *line = g_string_new (NULL);

  append_word (line, find_program ());
  append_word (line, "sweep");
  append_word (line, run->recipe.preset);
  for (guint i = 0; i < ov_grid_get_n_axes (plan->grid); i++)
    {
      const OvParameter *parameter = ov_grid_get_axis (plan->grid, i, NULL);
      g_autofree char *option = g_strconcat ("--", parameter->key, NULL);
      g_autofree char *value =
        ov_parameter_format (parameter, ov_parameter_get (parameter, &run->recipe));

      append_word (line, option);
      append_word (line, value);
    }
  if (run->is_exact)
    append_word (line, "--exact-steps");
  append_word (line, "--data");
  append_word (line, data);
  append_word (line, "--jobs");
  append_word (line, "1");
  append_word (line, "--threads");
  append_word (line, threads);
  append_word (line, "-o");
  append_word (line, plan->folder);

  return g_string_free (line, FALSE);
}
