/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model-command.h"

#include <glib/gi18n-lib.h>

#include "exit-status.h"
#include "help.h"
#include "output.h"
#include "summary.h"
#include "text-table.h"
#include "train-options.h"

#define N_COLUMNS 4

static int
print_summary (const OvSummary *summary)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);
  const guint n_rows = summary->n_rows + 2;
  g_autofree const char **cells = g_new (const char *, n_rows *N_COLUMNS);
  const char **cell = cells;

  *cell++ = _("Layer");
  *cell++ = _("Kind");
  *cell++ = _("Output");
  *cell++ = _("Parameters");
  for (guint i = 0; i < summary->n_rows; i++)
    {
      const OvSummaryRow *row = &summary->rows[i];

      g_ptr_array_add (numbers, g_strdup_printf ("%" G_GSIZE_FORMAT, row->n_parameters));
      *cell++ = row->name;
      *cell++ = row->kind;
      *cell++ = row->output;
      *cell++ = g_ptr_array_index (numbers, i);
    }
  g_ptr_array_add (numbers, g_strdup_printf ("%" G_GSIZE_FORMAT, summary->n_parameters));
  *cell++ = _("Total");
  *cell++ = "";
  *cell++ = "";
  *cell++ = g_ptr_array_index (numbers, summary->n_rows);

  ov_text_table_append (text, cells, n_rows, N_COLUMNS, 1u << (N_COLUMNS - 1));

  return ov_output_finish (text->str);
}

/**
 * ov_model_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "model"
 *
 * Does `overshoot-cli model`: prints the layers of a recipe's network. It understands the options
 * of `train`, those that make no difference to the network included.
 *
 * Returns: an #OvExitStatus
 */
int
ov_model_command (int    argc,
                  char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainOptions) options = ov_train_options_parse (argc, argv, &error);
  g_autoptr (OvSummary) summary = NULL;

  if (options == NULL)
    {
      ov_output_complain ("%s", error->message);
      return OV_EXIT_USAGE;
    }

  if (options->help)
    {
      g_autofree char *text = ov_help_make_model ();

      return ov_output_finish (text);
    }

  summary = ov_summary_new (&options->recipe);

  return print_summary (summary);
}
