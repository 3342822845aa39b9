/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "run-table-private.h"

/* What a screen reader says about a row: a row of GTK's has no words of its own before 4.12. */

static const char *const row_key = "overshoot-row-label";

/* What the looks of a row tell, in words; NULL for a run that is simply on the charts. */
static const char *
get_state (OvRunTable *self,
           OvRunItem  *item)
{
  if (ov_run_item_is_current (item))
    return _("the current run");
  if (self->front == item)
    return _("in front on the charts");

  return ov_run_item_is_shown (item) ? NULL : _("not on the charts");
}

static void
append (GString    *text,
        const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
}

/* What stands in the cells of a row, in the order of the columns: a row has its cells in the order
 * in which these came to be visible. */
static const char **
read_cells (GtkWidget *row)
{
  const OvRunColumn *columns;
  gsize n_columns;
  const char **facts;

  columns = ov_run_column_list (&n_columns);
  facts = g_new0 (const char *, n_columns);
  for (GtkWidget *cell = gtk_widget_get_first_child (row); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      const OvRunColumn *column;
      const char *fact = ov_run_table_read_cell (cell, &column);

      if (fact != NULL)
        facts[column - columns] = fact;
    }

  return facts;
}

/* Its name, its state, and every fact that the row shows. Of a run that is running no numbers: a
 * reader would not come to an end with them. */
static char *
describe (OvRunTable *self,
          GtkWidget  *row,
          OvRunItem  *item)
{
  g_autoptr (GString) text = g_string_new (ov_run_item_get_name (item));
  g_autofree const char **facts = read_cells (row);
  const gboolean is_running = ov_run_item_get_facts (item)->outcome == OV_OUTCOME_NONE;
  const OvRunColumn *columns;
  gsize n_columns;

  append (text, get_state (self, item));
  if (ov_run_item_is_pinned (item))
    append (text, _("pinned"));

  columns = ov_run_column_list (&n_columns);
  for (gsize i = 0; i < n_columns; i++)
    {
      g_autofree char *part = NULL;

      if (facts[i] == NULL || *facts[i] == '\0' || (is_running && !columns[i].only_if_different))
        continue;
      part = g_strdup_printf ("%s %s", _(columns[i].title), facts[i]);
      append (text, part);
    }

  return g_strdup (text->str);
}

/*
 * ov_run_table_get_list:
 * @self: a table that has its template
 *
 * Returns: (transfer none) (nullable): the list within the view, which has the rows
 */
GtkWidget *
ov_run_table_get_list (OvRunTable *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *list = header != NULL ? gtk_widget_get_next_sibling (header) : NULL;

  return GTK_IS_LIST_VIEW (list) ? list : NULL;
}

/*
 * ov_run_table_name_list:
 * @self: a table that has its template
 *
 * Gives the list within the view, whose rows take the focus, its name: a reader says it before the
 * first of them, and GTK before 4.10 has the name of a class for it.
 */
void
ov_run_table_name_list (OvRunTable *self)
{
  GtkWidget *list = ov_run_table_get_list (self);

  if (list != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Runs"), -1);
}

static void
name_row (GtkWidget  *row,
          const char *text)
{
  if (g_strcmp0 (g_object_get_data (G_OBJECT (row), row_key), text) == 0)
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data_full (G_OBJECT (row), row_key, g_strdup (text), g_free);
}

/*
 * ov_run_table_name_row:
 * @self: a table that has a collection
 * @cell: a widget in a cell of the row
 * @text: what a screen reader says about the row
 *
 * Gives a row its words, if they have changed.
 */
void
ov_run_table_name_row (OvRunTable *self,
                       GtkWidget  *cell,
                       const char *text)
{
  GtkWidget *row = ov_run_table_find_row (self, cell);

  if (row != NULL)
    name_row (row, text);
}

/*
 * ov_run_table_describe_row:
 * @self: a table that has a collection
 * @cell: a widget in a cell of the row, whose cells all show the run
 * @item: the run of the row
 *
 * Gives the row of a run its words.
 */
void
ov_run_table_describe_row (OvRunTable *self,
                           GtkWidget  *cell,
                           OvRunItem  *item)
{
  GtkWidget *row = ov_run_table_find_row (self, cell);
  g_autofree char *text = row != NULL ? describe (self, row, item) : NULL;

  if (text != NULL)
    name_row (row, text);
}

/*
 * ov_run_table_describe_rows:
 * @self: a table whose columns are others than before
 *
 * Gives every row of a run its words anew.
 */
void
ov_run_table_describe_rows (OvRunTable *self)
{
  GtkWidget *list = ov_run_table_get_list (self);
  GtkWidget *row = list != NULL ? gtk_widget_get_first_child (list) : NULL;

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      OvRunItem *item = ov_run_table_get_item (row);

      if (item != NULL)
        ov_run_table_describe_row (self, row, item);
    }
}
