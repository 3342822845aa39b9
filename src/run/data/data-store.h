/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"
#include "job.h"

/**
 * OvDataCheck:
 * @OV_DATA_CHECK_NONE: there is nothing to compare with
 * @OV_DATA_CHECK_RUNNING: the sums are being taken
 * @OV_DATA_CHECK_RIGHT: every sum is that of the original
 * @OV_DATA_CHECK_WRONG: a sum differs
 *
 * Whether data is what it says it is.
 */
typedef enum
{
  OV_DATA_CHECK_NONE,
  OV_DATA_CHECK_RUNNING,
  OV_DATA_CHECK_RIGHT,
  OV_DATA_CHECK_WRONG,
} OvDataCheck;

/**
 * OvDataFailure:
 * @OV_DATA_FAILURE_READING: a folder or an archive could not be read
 * @OV_DATA_FAILURE_DOWNLOAD: a download did not succeed
 *
 * What failed.
 */
typedef enum
{
  OV_DATA_FAILURE_READING,
  OV_DATA_FAILURE_DOWNLOAD,
} OvDataFailure;

/**
 * OvDataDownload:
 * @folder: where CIFAR-10's files go
 * @uri: (nullable): where it comes from, or %NULL for its home
 * @func: called with how far it is, in bytes of a total that is 0 while unknown; and at the end
 *   with what was downloaded, which it owns, or why it was not
 * @user_data: given to @func
 *
 * How to download, which only a program with a window can.
 */
typedef OvJob *(*OvDataDownload) (GFile      *folder,
                                  const char *uri,
                                  void (*func) (guint64       n_bytes,
                                                guint64       n_total,
                                                OvDataset    *dataset,
                                                const GError *error,
                                                gpointer      user_data),
                                  gpointer user_data);

#define OV_TYPE_DATA_STORE (ov_data_store_get_type ())
G_DECLARE_FINAL_TYPE (OvDataStore, ov_data_store, OV, DATA_STORE, GObject)

OvDataStore *ov_data_store_new             (OvDataDownload        download);
void         ov_data_store_load_default    (OvDataStore          *self,
                                            const char           *remembered);
void         ov_data_store_open            (OvDataStore          *self,
                                            GFile                *source);
void         ov_data_store_use_sample      (OvDataStore          *self);
void         ov_data_store_download        (OvDataStore          *self);
void         ov_data_store_retry           (OvDataStore          *self);
void         ov_data_store_cancel          (OvDataStore          *self);
void         ov_data_store_stop            (OvDataStore          *self);

OvDataset   *ov_data_store_get_dataset     (OvDataStore          *self);
GFile       *ov_data_store_get_source      (OvDataStore          *self);
const char  *ov_data_store_get_choice      (OvDataStore          *self);
OvDataCheck  ov_data_store_get_check       (OvDataStore          *self);
gboolean     ov_data_store_is_downloading  (OvDataStore          *self);
void         ov_data_store_get_progress    (OvDataStore          *self,
                                            guint64              *n_bytes,
                                            guint64              *n_total);
