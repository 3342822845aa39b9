/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "run-origin.h"

void ov_checkpoint_finder_find        (const char         *path,
                                       const char         *id,
                                       guint               at_most,
                                       OvCheckpoint       *candidate,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
void ov_checkpoint_finder_find_origin (const char         *path,
                                       const char         *id,
                                       guint               at_most,
                                       OvCheckpoint       *candidate,
                                       OvRunRecord        *record,
                                       const char         *own_id,
                                       gboolean            is_branch,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
void ov_checkpoint_finder_find_all    (const char         *path,
                                       const char         *id,
                                       GPtrArray          *candidates,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
