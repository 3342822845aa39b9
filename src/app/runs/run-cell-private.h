/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-table-private.h"

/* What a cell needs to know; it lives as long as the widget in the cell. */
typedef struct _OvRunCell OvRunCell;
struct _OvRunCell
{
  OvRunTable        *table;  /* borrowed: it has the cell */
  const OvRunColumn *column; /* NULL for the colour and the name */
  GtkListItem       *row;    /* borrowed: it has the cell */
  GSignalGroup      *signals;
  GSignalGroup      *heading_signals;
  guint             *widest; /* borrowed: of all cells of the column, in characters */
  void (*update) (GtkWidget *widget, OvRunItem *item, OvRunTable *table);
  void (*update_heading) (GtkWidget *widget, OvRunHeading *heading);
};

OvRunCell *ov_run_cell_get         (GtkWidget *widget);
OvRunItem *ov_run_cell_get_item    (GtkWidget *widget);
GtkWidget *ov_run_cell_make_swatch (OvRunCell *cell);
