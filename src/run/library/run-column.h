/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "parameter.h"
#include "run-heading.h"

/**
 * OvRunColumn:
 * @title: what stands above it, not yet translated
 * @parameter: (nullable): the key of the number of the recipe that it shows
 * @only_if_different: whether it is hidden where all runs agree
 * @is_rare: whether most runs have nothing in it, so that one that has is enough for it to be shown
 * @value: (nullable): what runs are sorted by; NAN comes last. %NULL for the text
 * @format: (nullable): what stands in a cell; %NULL for the parameter's number
 * @format_heading: (nullable): what stands there in the row above a group; %NULL for what all of
 *   its runs have there
 *
 * A column of the table of runs.
 */
typedef struct _OvRunColumn OvRunColumn;
struct _OvRunColumn
{
  const char *title;
  const char *parameter;
  gboolean    only_if_different;
  gboolean    is_rare;
  double (*value) (const OvRunColumn *self, OvRunItem *item);
  char *(*format) (const OvRunColumn *self, OvRunItem *item);
  char *(*format_heading) (OvRunHeading *heading);
};

const OvRunColumn *ov_run_column_list      (gsize             *n_columns);
char              *ov_run_column_format    (const OvRunColumn *self,
                                            OvRunItem         *item);
char              *ov_run_column_format_heading (const OvRunColumn *self,
                                            OvRunHeading      *heading);
int                ov_run_column_compare   (const OvRunColumn *self,
                                            OvRunItem         *a,
                                            OvRunItem         *b);
gboolean           ov_run_column_is_number (const OvRunColumn *self);
gboolean           ov_run_column_is_wanted (const OvRunColumn *self,
                                            GListModel        *items);
