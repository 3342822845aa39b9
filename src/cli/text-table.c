/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-table.h"

#include <math.h>

#include "number.h"

/* Between two columns. */
#define GAP 2

/**
 * ov_text_cell_new:
 * @value: a number
 * @pattern: how it is written, as for ov_number_write()
 *
 * Returns: (transfer full): a cell with the number
 */
char *
ov_text_cell_new (double      value,
                  const char *pattern)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  ov_number_write (text, pattern, value);

  return g_strdup (text);
}

/**
 * ov_text_cell_known:
 * @value: a number, which is not finite when it is not known
 * @pattern: how it is written, as for ov_number_write()
 *
 * Returns: (transfer full): a cell with the number, or with a dash
 */
char *
ov_text_cell_known (double      value,
                    const char *pattern)
{
  return isfinite (value) ? ov_text_cell_new (value, pattern) : g_strdup ("-");
}

/**
 * ov_text_table_append:
 * @text: where the lines are added
 * @cells: [@n_rows × @n_columns], row by row
 * @n_rows: number of rows, the heading included
 * @n_columns: number of columns
 * @numbers: a bit for each column whose cells stand at its right
 *
 * Adds a table with a line for each row.
 */
void
ov_text_table_append (GString           *text,
                      const char *const *cells,
                      guint              n_rows,
                      guint              n_columns,
                      guint              numbers)
{
  g_autofree glong *widths = g_new0 (glong, n_columns);

  for (guint i = 0; i < n_rows * n_columns; i++)
    widths[i % n_columns] = MAX (widths[i % n_columns], g_utf8_strlen (cells[i], -1));

  for (guint i = 0; i < n_rows * n_columns; i++)
    {
      const guint column = i % n_columns;
      const int padding = (int) (widths[column] - g_utf8_strlen (cells[i], -1));
      const gboolean is_last = column == n_columns - 1;

      if ((numbers & 1u << column) != 0)
        g_string_append_printf (text, "%*s%s", padding, "", cells[i]);
      else
        g_string_append_printf (text, "%s%*s", cells[i], is_last ? 0 : padding, "");
      g_string_append_printf (text, "%*s", is_last ? 0 : GAP, "");
      if (is_last)
        g_string_append_c (text, '\n');
    }
}
