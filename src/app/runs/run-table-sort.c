/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "run-table-private.h"

/* What can be sorted by clicking a header can be sorted from the menu, and so from the keyboard:
 * headers take no focus before GTK 4.12. */

/* Places among the columns of the view of what is no #OvRunColumn. */
#define COLUMN_COLOUR 0
#define COLUMN_NAME 1

/* The column at a place of the view; 0, which is that of the colours, stands for none. */
static GtkColumnViewColumn *
get_column (OvRunTable *self,
            guint       place)
{
  g_autoptr (GtkColumnViewColumn) column =
    g_list_model_get_item (gtk_column_view_get_columns (self->view), place);

  return place == COLUMN_COLOUR ? NULL : column;
}

static void
sort_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  OvRunTable *self = OV_RUN_TABLE (widget);
  const guint place = (guint) g_variant_get_int32 (parameter);
  const gboolean is_again = place == self->sorted_by && place != COLUMN_COLOUR;

  self->is_descending = is_again && !self->is_descending;
  self->sorted_by = place;
  gtk_column_view_sort_by_column (self->view, get_column (self, place),
                                  self->is_descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/*
 * ov_run_table_install_sort:
 * @widget_class: the table's class
 *
 * Installs "runs.sort", whose parameter is the place of a column: the same once more turns the
 * order around.
 */
void
ov_run_table_install_sort (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "runs.sort", "i", sort_cb);
}

static void
append (GMenu      *menu,
        const char *label,
        guint       place)
{
  g_autofree char *action = g_strdup_printf ("runs.sort(%u)", place);

  g_menu_append (menu, label, action);
}

/*
 * ov_run_table_fill_sort_menu:
 * @self: a table that has its columns
 *
 * Puts every column into the menu from which the table is sorted.
 */
void
ov_run_table_fill_sort_menu (OvRunTable *self)
{
  const OvRunColumn *columns;
  gsize n_columns;

  append (self->sort_menu, _("Newest First"), COLUMN_COLOUR);
  append (self->sort_menu, _("Name"), COLUMN_NAME);
  columns = ov_run_column_list (&n_columns);
  for (guint i = 0; i < n_columns; i++)
    append (self->sort_menu, _(columns[i].title), COLUMN_NAME + 1 + i);
}
