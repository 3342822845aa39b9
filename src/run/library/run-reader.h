/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * OvRunListing:
 * @entries: (element-type OvRunEntry): the runs of a library
 * @current: (nullable): the UUID of the run that a program was last in the middle of
 * @is_read_only: whether it cannot be written
 */
typedef struct
{
  GPtrArray *entries;
  char      *current;
  gboolean   is_read_only;
} OvRunListing;

/**
 * OvRunQuery:
 * @path: a library's file
 * @ids: (element-type utf8): runs of it
 * @error: (nullable): why the first of those that cannot be read cannot
 *
 * What a thread is to read. The functions below are for g_task_run_in_thread(); each has one as the
 * data of its task.
 */
typedef struct
{
  char      *path;
  GPtrArray *ids;
  GError    *error;
} OvRunQuery;

void        ov_run_listing_free    (OvRunListing *self);
OvRunQuery *ov_run_query_new       (const char   *path);
void        ov_run_query_free      (OvRunQuery   *self);
void        ov_run_reader_list_cb  (GTask        *task,
                                    gpointer      source,
                                    gpointer      query,
                                    GCancellable *cancellable);
void        ov_run_reader_judge_cb (GTask        *task,
                                    gpointer      source,
                                    gpointer      query,
                                    GCancellable *cancellable);
void        ov_run_reader_load_cb  (GTask        *task,
                                    gpointer      source,
                                    gpointer      query,
                                    GCancellable *cancellable);
