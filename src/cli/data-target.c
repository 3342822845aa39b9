/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data-target.h"

#include "cifar10.h"

/**
 * ov_data_target_is_read:
 * @target: a place that is to be written
 * @data: (nullable): what --data names; %NULL for the user's own data
 *
 * Returns: whether the images, or a part of them, would be overwritten
 */
gboolean
ov_data_target_is_read (const OvFileTarget *target,
                        const char         *data)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GPtrArray) files = NULL;

  g_return_val_if_fail (target != NULL, FALSE);

  if (data != NULL && ov_file_target_is_path (target, data))
    return TRUE;

  folder = data != NULL ? g_file_new_for_commandline_arg (data) : ov_cifar10_default_folder ();
  files = ov_cifar10_list_files (folder);
  for (guint i = 0; i < files->len; i++)
    {
      const char *path = g_file_peek_path (files->pdata[i]);

      if (path != NULL && ov_file_target_is_path (target, path))
        return TRUE;
    }

  return FALSE;
}
