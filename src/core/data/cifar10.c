/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cifar10.h"

/* The module is spread over files: `cifar10-folder` and `cifar10-archive` are readers,
 * `cifar10-python` reads a batch of the version for Python; `cifar10-save` writes, `cifar10-verify`
 * checks, and `cifar10-batch` is what they share. */

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
