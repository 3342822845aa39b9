/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-column.h"
#include "run-rows.h"
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
  GMenu               *sort_menu;

  /* Owned. */
  OvRunCollection     *collection;
  GSignalGroup        *signals;
  GSignalGroup        *current_signals; /* of the current run */
  GtkFilter           *filter;
  GtkSorter           *group_sorter;
  GtkFilterListModel  *filtered;
  GtkSortListModel    *sorted;
  OvRunRows           *rows; /* those of the sorted runs, with headings above groups */
  GtkMultiSelection   *selection;

  GPtrArray           *columns;     /* borrowed, in the order of ov_run_column_list() */
  GtkColumnViewColumn *name_column; /* borrowed */
  guint                tick;        /* scrolls to a run in the next frame, or 0 */
  guint                live_tick;   /* renews the numbers of the current run, or 0 */
  OvRunItem           *revealed;    /* owned; that run, or NULL for the newest */
  char                *needle;      /* what is searched for, case-folded */
  OvRunItem           *front;       /* owned; the run in front that the rows show, or NULL: while
                                     * one takes the place of another there is none for a moment */
  OvRunItem           *pointed;     /* owned; the run under the pointer, or NULL */
  guint                sorted_by;   /* the place of the column last chosen in the menu */
  gboolean             is_descending;
};

/* The cells. */
void       ov_run_table_add_columns (OvRunTable     *self);
void ov_run_table_align_headers (OvRunTable *self);
GtkWidget *ov_run_table_find_row    (OvRunTable     *self,
                                     GtkWidget      *widget);
OvRunItem *ov_run_table_get_item   (GtkWidget      *row);
gpointer   ov_run_table_find_at    (OvRunTable     *self,
                                    double          x,
                                    double          y);
OvRunItem *ov_run_table_find_item   (OvRunTable     *self,
                                     double          x,
                                     double          y);
const char *ov_run_table_read_cell  (GtkWidget      *widget,
                                     const OvRunColumn **column);
void       ov_run_table_renew_numbers (GtkWidget    *row);
gboolean   ov_run_table_edit_name   (OvRunTable     *self,
                                     OvRunItem      *item);

GtkWidget *ov_run_table_get_list    (OvRunTable     *self);
void       ov_run_table_name_list   (OvRunTable     *self);
void       ov_run_table_name_row    (OvRunTable     *self,
                                     GtkWidget      *cell,
                                     const char     *text);
void       ov_run_table_describe_row (OvRunTable    *self,
                                     GtkWidget      *cell,
                                     OvRunItem      *item);
void       ov_run_table_describe_rows (OvRunTable   *self);
void       ov_run_table_scroll_soon (OvRunTable     *self,
                                     OvRunItem      *item);

/* The row of the current run. */
void       ov_run_table_init_live   (OvRunTable     *self);
void       ov_run_table_follow_current (OvRunTable  *self);
void       ov_run_table_dispose_live (OvRunTable    *self);

/* Which runs there are, and in which groups. */
void       ov_run_table_install_arrangement (GtkWidgetClass *widget_class);
void       ov_run_table_arrange         (OvRunTable     *self);

/* What menus and keys do. */
void       ov_run_table_install_actions (GtkWidgetClass *widget_class);
void       ov_run_table_update_actions  (OvRunTable     *self);
gboolean   ov_run_table_press           (OvRunTable     *self,
                                         guint           keyval,
                                         GdkModifierType state);

/* The order of the rows, from the keyboard. */
void       ov_run_table_install_sort    (GtkWidgetClass *widget_class);
void       ov_run_table_fill_sort_menu  (OvRunTable     *self);

/* The signals, which the actions emit. */
void       ov_run_table_want_view   (OvRunTable     *self,
                                     OvRunItem      *item);
void       ov_run_table_want_again  (OvRunTable     *self,
                                     OvRunItem      *item);
void       ov_run_table_want_delete (OvRunTable     *self,
                                     GPtrArray      *items);
