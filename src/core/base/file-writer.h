/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * OvFileDurability:
 * @OV_FILE_DURABLE: when the file has its name, it is on the disk
 * @OV_FILE_CACHE: the file can be made again, and shows by itself whether it is whole
 */
typedef enum
{
  OV_FILE_DURABLE,
  OV_FILE_CACHE,
} OvFileDurability;

/**
 * OvFileWriter:
 *
 * A file that is being written, and takes its place only when it is whole.
 */
typedef struct _OvFileWriter OvFileWriter;

OvFileWriter *ov_file_writer_new    (const char        *path,
                                     OvFileDurability   durability,
                                     GError           **error);
void          ov_file_writer_free   (OvFileWriter      *self);
gboolean      ov_file_writer_write  (OvFileWriter      *self,
                                     gconstpointer      data,
                                     gsize              size,
                                     GError           **error);
gboolean      ov_file_writer_flush  (OvFileWriter      *self,
                                     GError           **error);
gboolean      ov_file_writer_commit (OvFileWriter      *self,
                                     GError           **error);
GFile        *ov_file_writer_get_unfinished (OvFileWriter *self);
gboolean      ov_file_write         (const char        *path,
                                     gconstpointer      data,
                                     gsize              size,
                                     GError           **error);
gboolean      ov_file_write_to      (GFile             *file,
                                     gconstpointer      data,
                                     gsize              size,
                                     GError           **error);
const char   *ov_file_make_folder   (GFile             *folder,
                                     int                mode,
                                     GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvFileWriter, ov_file_writer_free)
