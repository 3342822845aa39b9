/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-table-private.h"

#include "next-frame.h"

/* The numbers of the current run are those of the same epoch as everywhere else in the window: they
 * are renewed in each frame, however many epochs came since the last one. */

/* Returns: (nullable): the row of the current run; NULL when that is out of sight */
static GtkWidget *
find_row (OvRunTable *self)
{
  OvRunItem *current = ov_run_collection_get_current (self->collection);
  GtkWidget *list = ov_run_table_get_list (self);
  GtkWidget *row = list != NULL ? gtk_widget_get_first_child (list) : NULL;

  while (row != NULL && ov_run_table_get_item (row) != current)
    row = gtk_widget_get_next_sibling (row);

  return row;
}

static void
renew_numbers (gpointer widget)
{
  GtkWidget *row = find_row (OV_RUN_TABLE (widget));

  if (row != NULL)
    ov_run_table_renew_numbers (row);
}

static void
progressed_cb (OvRunTable *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    ov_next_frame_call (self, &self->live_tick, renew_numbers);
}

/*
 * ov_run_table_init_live:
 * @self: a new table
 */
void
ov_run_table_init_live (OvRunTable *self)
{
  self->current_signals = g_signal_group_new (OV_TYPE_RUN_ITEM);
  g_signal_group_connect_swapped (self->current_signals, "progressed",
                                  G_CALLBACK (progressed_cb), self);
}

/*
 * ov_run_table_follow_current:
 * @self: a table that has a collection
 *
 * Follows the run that is the current one by now.
 */
void
ov_run_table_follow_current (OvRunTable *self)
{
  g_signal_group_set_target (self->current_signals,
                             ov_run_collection_get_current (self->collection));
}

/*
 * ov_run_table_dispose_live:
 * @self: a table that goes
 */
void
ov_run_table_dispose_live (OvRunTable *self)
{
  ov_next_frame_cancel (self, &self->live_tick);
  g_clear_object (&self->current_signals);
}
