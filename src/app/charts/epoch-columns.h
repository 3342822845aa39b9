/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "history.h"
#include "recipe.h"

/* The columns of the epoch log, from left to right. */
typedef enum
{
  OV_EPOCH_COLUMN_NUMBER,
  OV_EPOCH_COLUMN_TRAIN_LOSS,
  OV_EPOCH_COLUMN_TRAIN_ACCURACY,
  OV_EPOCH_COLUMN_TEST_ACCURACY,
  OV_EPOCH_COLUMN_LEARNING_RATE,
  OV_N_EPOCH_COLUMNS
} OvEpochColumn;

/**
 * OvEpochColumns:
 * @is_shown: [OV_N_EPOCH_COLUMNS] which columns there is room for
 * @ends: [OV_N_EPOCH_COLUMNS] where those end, in pixels from where the first one begins
 *
 * How the columns share the width that there is.
 */
typedef struct
{
  gboolean is_shown[OV_N_EPOCH_COLUMNS];
  int      ends[OV_N_EPOCH_COLUMNS];
} OvEpochColumns;

const char *ov_epoch_column_get_heading (OvEpochColumn         self);
int         ov_epoch_column_plan_digits (const OvRecipe       *recipe);
int         ov_epoch_column_count_digits (const OvHistory     *history,
                                         guint                 first,
                                         int                   digits);
char       *ov_epoch_column_format      (OvEpochColumn         self,
                                         const OvEpoch        *epoch,
                                         int                   rate_digits);

void        ov_epoch_columns_measure    (GtkWidget            *widget,
                                         const glong           n_characters[OV_N_EPOCH_COLUMNS],
                                         int                   widths[OV_N_EPOCH_COLUMNS]);
void        ov_epoch_columns_share      (OvEpochColumns       *self,
                                         const int             widths[OV_N_EPOCH_COLUMNS],
                                         int                   room);
gboolean    ov_epoch_columns_equal      (const OvEpochColumns *a,
                                         const OvEpochColumns *b);
PangoTabArray *
            ov_epoch_columns_make_tabs  (const OvEpochColumns *self);
char       *ov_epoch_columns_join       (const OvEpochColumns *self,
                                         char *const           cells[OV_N_EPOCH_COLUMNS]);
