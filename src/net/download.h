/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cifar10.h"
#include "job.h"

/**
 * OvDownloadFunc:
 * @n_bytes: how much of the archive has come
 * @n_total: how much there is, or 0 when the server does not say
 * @dataset: (nullable) (transfer full): what was downloaded
 * @error: (nullable): why it was not
 * @user_data: as given to ov_download_start()
 *
 * Called on the main context of the thread that started the download, a few times a second, and at
 * the end with @dataset or @error. When @n_bytes is @n_total, the data is being checked.
 */
typedef void (*OvDownloadFunc) (guint64       n_bytes,
                                guint64       n_total,
                                OvDataset    *dataset,
                                const GError *error,
                                gpointer      user_data);

void        ov_download_set_patience (guint           milliseconds);
const char *ov_download_get_uri      (void);
OvJob      *ov_download_start        (GFile          *folder,
                                      const char     *uri,
                                      OvDownloadFunc  func,
                                      gpointer        user_data);
