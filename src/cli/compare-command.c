/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "compare-command.h"

#include <glib/gi18n-lib.h>

#include "choice.h"
#include "compare-report.h"
#include "exit-status.h"
#include "option-texts.h"
#include "output.h"
#include "plot-options.h"
#include "run-selection.h"
#include "runs-plot.h"
#include "study.h"

/* What the command line asks for; the texts are borrowed. */
typedef struct
{
  const char   *library;
  const char   *plot;
  OvRunFigure   figure;
  OvFigurePage  page;
  OvStudyFormat format;
} Options;

static gboolean
parse (GHashTable *texts,
       Options    *options,
       GError    **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  guint format = OV_STUDY_TEXT;

  *options = (Options) {
    .library = g_hash_table_lookup (texts, "library"),
    .plot = g_hash_table_lookup (texts, "plot"),
    .figure.style.seeds = OV_SEEDS_DEVIATION,
  };
  if (!ov_choice_parse_of ("compare", "format", g_hash_table_lookup (texts, "format"), &format,
                           error)
      || !ov_plot_options_parse (texts, options->plot != NULL, &options->page, &options->figure,
                                 notes, error))
    return FALSE;

  options->format = (OvStudyFormat) format;
  for (guint i = 0; i < notes->len; i++)
    ov_output_complain ("%s", (const char *) notes->pdata[i]);

  return TRUE;
}

static int
compare (const Options *options,
         char         **words,
         GError       **error)
{
  g_autoptr (OvFileTarget) target = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *text = NULL;
  int status;

  if (!ov_study_check_plot (options->plot, &target, error))
    return OV_EXIT_ERROR;
  runs = ov_run_selection_load (options->library, words, error);
  if (runs == NULL)
    return OV_EXIT_ERROR;

  text = ov_compare_report_make (runs, options->format);
  status = ov_output_finish (text);
  if (options->plot == NULL || runs->len == 0
      || ov_runs_plot (runs, &options->figure, &options->page, options->plot, error))
    return status;

  g_prefix_error (error, "--plot: ");

  return OV_EXIT_ERROR;
}

/**
 * ov_compare_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "compare"
 *
 * Does `overshoot-cli compare`: puts runs side by side, and takes the mean of those that differ by
 * the seed alone.
 *
 * Returns: an #OvExitStatus
 */
int
ov_compare_command (int    argc,
                    char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) texts = ov_option_texts_parse ("compare", &argc, argv, &error);
  Options options;
  int status;

  if (texts == NULL)
    return ov_output_refuse (error);
  if (g_hash_table_contains (texts, "help"))
    return ov_output_help ("compare");
  if (!parse (texts, &options, &error))
    return ov_output_refuse (error);
  if (argc < 2)
    {
      ov_output_complain (_("The name of a run or a file is missing. “overshoot-cli compare "
                            "--help” shows how."));
      return OV_EXIT_USAGE;
    }

  status = compare (&options, argv + 1, &error);

  return error != NULL ? ov_output_fail (error) : status;
}
