/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "data-reader.h"

#define OV_CIFAR10_N_FILES 6

/* The fuzz targets are built for smaller files. */
#ifndef OV_CIFAR10_IMAGES_PER_FILE
#define OV_CIFAR10_IMAGES_PER_FILE 10000
#endif

extern const char *const ov_cifar10_file_names[OV_CIFAR10_N_FILES];

extern const OvDataReader ov_cifar10_folder_reader;
extern const OvDataReader ov_cifar10_archive_reader;

OvDataset *ov_cifar10_load_folder    (GFile         *folder,
                                      GCancellable  *cancellable,
                                      GError       **error);
OvDataset *ov_cifar10_load_archive   (GFile         *archive,
                                      GCancellable  *cancellable,
                                      GError       **error);
gboolean   ov_cifar10_verify         (OvDataset     *dataset,
                                      GCancellable  *cancellable,
                                      GError       **error);
gboolean   ov_cifar10_verify_quickly (OvDataset     *dataset,
                                      GCancellable  *cancellable,
                                      GError       **error);
gboolean   ov_cifar10_save_folder    (OvDataset     *dataset,
                                      GFile         *folder,
                                      GCancellable  *cancellable,
                                      GError       **error);
GPtrArray *ov_cifar10_list_files     (GFile         *folder);
GFile     *ov_cifar10_default_folder (void);
