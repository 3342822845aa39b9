/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cifar10-batch.h"
#include "file-writer.h"

/* The six files under their temporary names; those that do not get their own are deleted. */
typedef struct
{
  OvFileWriter *writers[OV_CIFAR10_N_FILES];
} Files;

static void
files_clear (Files *files)
{
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    g_clear_pointer (&files->writers[i], ov_file_writer_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

static gboolean
write_records (OvDataset    *dataset,
               guint         file_index,
               OvFileWriter *writer,
               GCancellable *cancellable,
               GError      **error)
{
  g_autofree guint8 *records = g_malloc (OV_CIFAR10_PIECE_SIZE);

  for (guint piece = 0; piece < OV_CIFAR10_N_PIECES; piece++)
    {
      ov_cifar10_join_records (dataset, file_index, piece, records);
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !ov_file_writer_write (writer, records, OV_CIFAR10_PIECE_SIZE, error))
        return FALSE;
    }

  return ov_file_writer_flush (writer, error);
}

static gboolean
write_files (OvDataset    *dataset,
             const char   *folder,
             Files        *files,
             GCancellable *cancellable,
             GError      **error)
{
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autofree char *path = g_build_filename (folder, ov_cifar10_file_names[i], NULL);

      files->writers[i] = ov_file_writer_new (path, OV_FILE_DURABLE, error);
      if (files->writers[i] == NULL
          || !write_records (dataset, i, files->writers[i], cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/* Not cancellable: from the first file on, the quickest way to a whole folder is onward. */
static gboolean
commit_files (Files   *files,
              GError **error)
{
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    if (!ov_file_writer_commit (files->writers[i], error))
      return FALSE;

  return TRUE;
}

/**
 * ov_cifar10_save_folder:
 * @dataset: a data set of CIFAR-10's shape
 * @folder: where the six files go; made when it does not exist
 * @cancellable: (nullable): stops the writing
 * @error: return location for an error
 *
 * Writes the six files, all under temporary names first; then they are renamed. When it fails
 * before that, files that were in @folder are as they were and no temporary file remains. Blocks;
 * meant for a worker thread.
 *
 * Returns: %FALSE with %OV_ERROR_FILE set when a file cannot be written, %OV_ERROR_DATA when
 *   @dataset is not CIFAR-10, or %G_IO_ERROR_CANCELLED
 */
gboolean
ov_cifar10_save_folder (OvDataset    *dataset,
                        GFile        *folder,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_auto (Files) files = {0};
  const char *path;

  g_return_val_if_fail (dataset != NULL, FALSE);
  g_return_val_if_fail (G_IS_FILE (folder), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!ov_cifar10_check_shape (dataset, error))
    return FALSE;

  path = ov_file_make_folder (folder, 0777, error);

  return path != NULL && write_files (dataset, path, &files, cancellable, error)
         && commit_files (&files, error);
}
