/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cifar10-batch.h"
#include "error.h"

/* The six files under their temporary names; what is not %NULL is to be deleted in the end. */
typedef struct
{
  GFile *files[OV_CIFAR10_N_FILES];
} TemporaryFiles;

static void
temporary_files_clear (TemporaryFiles *temporary)
{
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      if (temporary->files[i] != NULL)
        g_file_delete (temporary->files[i], NULL, NULL);
      g_clear_object (&temporary->files[i]);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TemporaryFiles, temporary_files_clear)

static gboolean
write_records (OvDataset *dataset,
               guint file_index,
               GOutputStream *stream,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree guint8 *records = g_malloc (OV_CIFAR10_PIECE_SIZE);

  for (guint piece = 0; piece < OV_CIFAR10_N_PIECES; piece++)
    {
      ov_cifar10_join_records (dataset, file_index, piece, records);
      if (!g_output_stream_write_all (stream, records, OV_CIFAR10_PIECE_SIZE, NULL, cancellable,
                                      error))
        return FALSE;
    }

  return g_output_stream_close (stream, cancellable, error);
}

static gboolean
write_temporary_files (OvDataset      *dataset,
                       GFile          *folder,
                       TemporaryFiles *temporary,
                       GCancellable   *cancellable,
                       GError        **error)
{
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autofree char *name
        = g_strdup_printf (".%s.%08x", ov_cifar10_file_names[i], g_random_int ());
      g_autoptr (GFile) file = g_file_get_child (folder, name);
      g_autoptr (GFileOutputStream) stream
        = g_file_create (file, G_FILE_CREATE_NONE, cancellable, error);

      if (stream == NULL)
        return FALSE;

      temporary->files[i] = g_steal_pointer (&file);
      if (!write_records (dataset, i, G_OUTPUT_STREAM (stream), cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/* Not cancellable: from the first renamed file on, the quickest way to a whole folder is onward. */
static gboolean
rename_temporary_files (GFile          *folder,
                        TemporaryFiles *temporary,
                        GError        **error)
{
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autoptr (GFile) file = g_file_get_child (folder, ov_cifar10_file_names[i]);

      if (!g_file_move (temporary->files[i], file,
                        G_FILE_COPY_OVERWRITE | G_FILE_COPY_NO_FALLBACK_FOR_MOVE, NULL, NULL, NULL,
                        error))
        return FALSE;
      g_clear_object (&temporary->files[i]);
    }

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
  g_auto (TemporaryFiles) temporary = { 0 };
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (dataset != NULL, FALSE);
  g_return_val_if_fail (G_IS_FILE (folder), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!ov_cifar10_check_shape (dataset, error))
    return FALSE;

  if (!g_file_make_directory_with_parents (folder, cancellable, &cause)
      && g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_EXISTS))
    g_clear_error (&cause);

  if (cause == NULL
      && write_temporary_files (dataset, folder, &temporary, cancellable, &cause)
      && rename_temporary_files (folder, &temporary, &cause))
    return TRUE;

  ov_error_set_write_error (error, folder, cause);
  return FALSE;
}
