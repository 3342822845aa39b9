/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "parameter.h"
#include "run-item.h"

/**
 * OvRunColumn:
 * @title: what stands above it, not yet translated
 * @parameter: (nullable): the key of the number of the recipe that it shows
 * @only_if_different: whether it is hidden where all runs agree
 * @value: (nullable): what runs are sorted by; NAN comes last. %NULL for the text
 * @format: (nullable): what stands in a cell; %NULL for the parameter's number
 *
 * A column of the table of runs.
 */
typedef struct _OvRunColumn OvRunColumn;
struct _OvRunColumn
{
  const char *title;
  const char *parameter;
  gboolean    only_if_different;
  double (*value) (const OvRunColumn *self, OvRunItem *item);
  char *(*format) (const OvRunColumn *self, OvRunItem *item);
};

const OvRunColumn *ov_run_column_list      (gsize             *n_columns);
char              *ov_run_column_format    (const OvRunColumn *self,
                                            OvRunItem         *item);
int                ov_run_column_compare   (const OvRunColumn *self,
                                            OvRunItem         *a,
                                            OvRunItem         *b);
gboolean           ov_run_column_is_number (const OvRunColumn *self);
gboolean           ov_run_column_differs   (const OvRunColumn *self,
                                            GListModel        *items);
