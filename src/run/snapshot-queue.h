/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "snapshot.h"

/**
 * OvSnapshotQueue:
 *
 * Those who wait for the weights of a run. Used on the thread that the run lives on.
 */
typedef struct _OvSnapshotQueue OvSnapshotQueue;

OvSnapshotQueue *ov_snapshot_queue_new      (void);
void             ov_snapshot_queue_free     (OvSnapshotQueue       *self);

void             ov_snapshot_queue_add      (OvSnapshotQueue       *self,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback    callback,
                                             gpointer               user_data);
OvSnapshot      *ov_snapshot_queue_finish   (GAsyncResult          *result,
                                             GError               **error);
gboolean         ov_snapshot_queue_is_empty (const OvSnapshotQueue *self);
void             ov_snapshot_queue_answer   (OvSnapshotQueue       *self,
                                             OvSnapshot            *snapshot);
void             ov_snapshot_queue_close    (OvSnapshotQueue       *self,
                                             OvSnapshot            *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSnapshotQueue, ov_snapshot_queue_free)
