/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "run-keeper.h"

/**
 * OvRunImport:
 * @n_added: how many runs are new
 * @n_longer: how many were there already, but shorter
 * @n_known: how many were there already
 * @entries: (element-type OvRunEntry): the runs of all files that could be read
 * @records: (element-type OvRunRecord): what they have left, in the same order, when nothing could
 *   be kept; empty otherwise
 * @added_ids: (element-type utf8): UUIDs of the runs that are new
 * @items: (element-type OvRunItem): the runs in the collection, once they are there
 * @errors: (element-type GError): why a file was left out, each of them naming one
 * @keep_error: (nullable): why nothing could be kept
 * @cancellable: (nullable): what ends it
 * @is_cancelled: whether a file was left out since it was ended; those before it are there
 *
 * What became of files with runs.
 */
typedef struct
{
  guint         n_added;
  guint         n_longer;
  guint         n_known;
  GPtrArray    *entries;
  GPtrArray    *records;
  GPtrArray    *added_ids;
  GPtrArray    *items;
  GPtrArray    *errors;
  GError       *keep_error;
  GCancellable *cancellable;
  gboolean      is_cancelled;
} OvRunImport;

void         ov_run_import_free   (OvRunImport         *self);
void         ov_run_import_start  (OvRunKeeper         *keeper,
                                   const char *const   *paths,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
void         ov_run_import_start_logs (OvRunKeeper     *keeper,
                                       GPtrArray       *runs,
                                       GCancellable    *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer         user_data);
OvRunImport *ov_run_import_finish (GAsyncResult        *result,
                                   GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvRunImport, ov_run_import_free)
