/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cifar10.h"

#include "cifar10-batch.h"

/* The module is spread over files: this one chooses between them; `cifar10-folder` and
 * `cifar10-archive` read, `cifar10-python` a batch of the version for Python; `cifar10-save`
 * writes, `cifar10-verify` checks, and `cifar10-batch` is what they share. */

/* In the order of the images: five files for training, one for testing. */
const char *const ov_cifar10_file_names[OV_CIFAR10_N_FILES] = {
  "data_batch_1.bin",
  "data_batch_2.bin",
  "data_batch_3.bin",
  "data_batch_4.bin",
  "data_batch_5.bin",
  "test_batch.bin",
};

/**
 * ov_cifar10_load:
 * @source: a folder or an archive
 * @cancellable: (nullable): stops the reading
 * @error: return location for an error
 *
 * Reads CIFAR-10 with ov_cifar10_load_folder() or ov_cifar10_load_archive(), depending on what
 * @source is. Blocks; meant for a worker thread.
 *
 * Returns: (transfer full) (nullable): the data set, or %NULL with @error set
 */
OvDataset *
ov_cifar10_load (GFile        *source,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) cause = NULL;
  GFileType type;

  g_return_val_if_fail (G_IS_FILE (source), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  info = g_file_query_info (source, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                            cancellable, &cause);
  if (info == NULL)
    {
      ov_cifar10_set_read_error (error, source, cause);
      return NULL;
    }

  /* The type is left out where it may not be known; the attribute is 0 then, and no kind at all. */
  type = (GFileType) g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_STANDARD_TYPE);
  switch (type)
    {
    case G_FILE_TYPE_DIRECTORY:
      return ov_cifar10_load_folder (source, cancellable, error);

    case G_FILE_TYPE_REGULAR:
      return ov_cifar10_load_archive (source, cancellable, error);

    default:
      ov_cifar10_set_kind_error (error, source, type);
      return NULL;
    }
}

/**
 * ov_cifar10_default_folder:
 *
 * Where the user's copy of CIFAR-10 lies, or would lie: `$OVERSHOOT_DATA` when that is set, else
 * `$XDG_DATA_HOME/overshoot`. The six files are directly inside. The folder need not exist.
 *
 * Returns: (transfer full): the folder
 */
GFile *
ov_cifar10_default_folder (void)
{
  const char *path = g_getenv ("OVERSHOOT_DATA");

  if (path != NULL && *path != '\0')
    return g_file_new_for_commandline_arg (path);

  return g_file_new_build_filename (g_get_user_data_dir (), "overshoot", NULL);
}
