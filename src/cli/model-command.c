/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model-command.h"

#include <glib/gi18n-lib.h>

#include "exit-status.h"
#include "help.h"
#include "output.h"
#include "summary.h"
#include "train-options.h"

#define N_COLUMNS 4

/* Columns between two cells. */
#define GAP 2

typedef const char *Cells[N_COLUMNS];

/* The last column holds numbers, which stand at its right. */
static void
append_row (GString     *text,
            const Cells  cells,
            const glong *widths)
{
  for (gsize i = 0; i < N_COLUMNS; i++)
    {
      const int padding = (int) (widths[i] - g_utf8_strlen (cells[i], -1));

      if (i == N_COLUMNS - 1)
        g_string_append_printf (text, "%*s%s", padding, "", cells[i]);
      else
        g_string_append_printf (text, "%s%*s", cells[i], padding + GAP, "");
    }
  g_string_append_c (text, '\n');
}

static int
print_summary (const OvSummary *summary)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);
  const guint n_rows = summary->n_rows + 2;
  g_autofree Cells *table = g_new (Cells, n_rows);
  glong widths[N_COLUMNS] = {0};
  Cells *total = &table[n_rows - 1];

  table[0][0] = _("Layer");
  table[0][1] = _("Kind");
  table[0][2] = _("Output");
  table[0][3] = _("Parameters");
  for (guint i = 0; i < summary->n_rows; i++)
    {
      const OvSummaryRow *row = &summary->rows[i];

      g_ptr_array_add (numbers, g_strdup_printf ("%" G_GSIZE_FORMAT, row->n_parameters));
      table[i + 1][0] = row->name;
      table[i + 1][1] = row->kind;
      table[i + 1][2] = row->output;
      table[i + 1][3] = g_ptr_array_index (numbers, i);
    }
  g_ptr_array_add (numbers, g_strdup_printf ("%" G_GSIZE_FORMAT, summary->n_parameters));
  (*total)[0] = _("Total");
  (*total)[1] = "";
  (*total)[2] = "";
  (*total)[3] = g_ptr_array_index (numbers, summary->n_rows);

  for (guint i = 0; i < n_rows; i++)
    for (gsize j = 0; j < N_COLUMNS; j++)
      widths[j] = MAX (widths[j], g_utf8_strlen (table[i][j], -1));
  for (guint i = 0; i < n_rows; i++)
    append_row (text, table[i], widths);

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
