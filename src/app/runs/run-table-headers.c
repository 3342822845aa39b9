/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-table-private.h"

/* The headers of the columns. */

/* The label in a column's header, which GTK gives no other way to. */
static GtkWidget *
find_label (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LABEL (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child);

  return found;
}

/*
 * ov_run_table_align_headers:
 * @self: a table that has its columns
 *
 * Puts the headers of numbers to the right, where the numbers stand.
 */
void
ov_run_table_align_headers (OvRunTable *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL;
  const OvRunColumn *columns;
  gsize n_columns;

  /* The colour and the name come first. */
  columns = ov_run_column_list (&n_columns);
  for (guint i = 0; title != NULL; i++, title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *label = find_label (title);

      if (label == NULL || i < 2 || i - 2 >= n_columns
          || !ov_run_column_is_number (&columns[i - 2]))
        continue;
      gtk_widget_set_hexpand (label, TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
    }
}
