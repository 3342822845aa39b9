/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvLogColumn:
 * @name: what the log calls it
 * @rows: (element-type guint): the rows that have a value in it, ascending
 * @values: (element-type double): those values
 * @is_text: whether there is something else than numbers in it
 *
 * A column of a log, most of whose cells may be blank.
 */
typedef struct
{
  char    *name;
  GArray  *rows;
  GArray  *values;
  gboolean is_text;
} OvLogColumn;

/**
 * OvLogTable:
 * @source: what wrote it, such as "Keras CSV log": always the same text, which
 *   ov_log_source_get_title() translates
 * @columns: (element-type OvLogColumn): what it has
 * @n_rows: how many rows there are
 *
 * The numbers of a log of another program, whichever format it has.
 */
typedef struct
{
  const char *source;
  GPtrArray  *columns;
  guint       n_rows;
} OvLogTable;

const char        *ov_log_source_get_title (const char      *source);

OvLogTable        *ov_log_table_new        (void);
void               ov_log_table_free       (OvLogTable       *self);
OvLogColumn       *ov_log_table_add_column (OvLogTable       *self,
                                            const char       *name,
                                            gssize            length);
OvLogColumn       *ov_log_table_get_column (const OvLogTable *self,
                                            guint             column);
int                ov_log_table_find       (const OvLogTable *self,
                                            const char       *name);
char              *ov_log_table_list       (const OvLogTable *self);
void               ov_log_column_add       (OvLogColumn      *self,
                                            guint             row,
                                            double            value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvLogTable, ov_log_table_free)
