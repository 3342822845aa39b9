/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-column.h"
#include "run-table.h"

struct _OvRunTable
{
  GtkWidget            parent_instance;

  /* Template children. */
  GtkWidget           *box;
  GtkToggleButton     *open_button;
  GtkLabel            *count;
  GtkWidget           *tools;
  GtkSearchEntry      *search;
  GtkDropDown         *grouping;
  GtkWidget           *body;
  GtkColumnView       *view;
  GtkPopoverMenu      *menu;

  /* Owned. */
  OvRunCollection     *collection;
  GSignalGroup        *signals;
  GtkFilter           *filter;
  GtkSorter           *group_sorter;
  GtkFilterListModel  *filtered;
  GtkSortListModel    *sorted;
  GtkMultiSelection   *selection;

  GPtrArray           *columns;     /* borrowed, in the order of ov_run_column_list() */
  GtkColumnViewColumn *name_column; /* borrowed */
  guint                tick;        /* scrolls to the newest run in the next frame, or 0 */
  char                *needle;      /* what is searched for, case-folded */
  OvRunItem           *pointed;     /* owned; the run under the pointer, or NULL */
};

/* The cells. */
void       ov_run_table_add_columns (OvRunTable     *self);
void ov_run_table_align_headers (OvRunTable *self);
OvRunItem *ov_run_table_find_item   (OvRunTable     *self,
                                     double          x,
                                     double          y);
gboolean   ov_run_table_edit_name   (OvRunTable     *self,
                                     OvRunItem      *item);

/* What menus and keys do. */
void       ov_run_table_install_actions (GtkWidgetClass *widget_class);
void       ov_run_table_update_actions  (OvRunTable     *self);
gboolean   ov_run_table_press           (OvRunTable     *self,
                                         guint           keyval,
                                         GdkModifierType state);

/* The signals, which the actions emit. */
void       ov_run_table_want_view   (OvRunTable     *self,
                                     OvRunItem      *item);
void       ov_run_table_want_again  (OvRunTable     *self,
                                     OvRunItem      *item);
void       ov_run_table_want_delete (OvRunTable     *self,
                                     GPtrArray      *items);
