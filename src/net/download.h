/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cifar10.h"

G_BEGIN_DECLS

/**
 * OvDownloadProgressFunc:
 * @n_bytes: how much of the archive has come
 * @n_total: how much there is, or 0 when the server does not say
 * @user_data: as given to ov_download_async()
 *
 * Called on the main context of the thread that started the download, a few times a second and
 * never after the download has ended. When @n_bytes is @n_total, the data is being checked.
 */
typedef void (*OvDownloadProgressFunc) (guint64  n_bytes,
                                        guint64  n_total,
                                        gpointer user_data);

void        ov_download_set_patience (guint                   milliseconds);
const char *ov_download_get_uri      (void);
void        ov_download_async        (GFile                  *folder,
                                      const char             *uri,
                                      GCancellable           *cancellable,
                                      OvDownloadProgressFunc  progress,
                                      gpointer                progress_data,
                                      GAsyncReadyCallback     callback,
                                      gpointer                user_data);
OvDataset  *ov_download_finish       (GAsyncResult           *result,
                                      GError                **error);

G_END_DECLS
