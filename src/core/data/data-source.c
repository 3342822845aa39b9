/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data-source.h"

#include "cifar10.h"
#include "sample.h"

/* What is not there is the one thing that the sample stands in for. A folder with only some of the
 * files is damaged rather than empty, and one that cannot be listed to its end is no empty one
 * either: a run on other data than the user believes would be worse than an error. */
static gboolean
is_empty (GFile *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) files =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE,
                               NULL, &error);

  if (files == NULL)
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  while (TRUE)
    {
      GFileInfo *info;
      const char *name;

      if (!g_file_enumerator_iterate (files, &info, NULL, NULL, NULL))
        return FALSE;
      if (info == NULL)
        return TRUE;

      name = g_file_info_get_name (info);
      if (g_str_has_prefix (name, "data_batch_") || g_str_has_prefix (name, "test_batch")
          || g_str_has_prefix (name, "cifar-10-batches-"))
        return FALSE;
    }
}

/**
 * ov_data_source_get_file:
 * @choice: (nullable): as ov_data_source_load() takes it
 *
 * Returns: (transfer full) (nullable): where the data would be read from; %NULL for the sample
 */
GFile *
ov_data_source_get_file (const char *choice)
{
  if (choice == NULL)
    return ov_cifar10_default_folder ();
  if (g_str_equal (choice, OV_DATA_SOURCE_SAMPLE))
    return NULL;

  return g_file_new_for_commandline_arg (choice);
}

/**
 * ov_data_source_load:
 * @choice: (nullable): the path or URI of a folder or an archive, or %OV_DATA_SOURCE_SAMPLE; %NULL
 *   for the user's own CIFAR-10 and, where there is none, the sample
 * @source: (out) (transfer full) (nullable): where the data was read from; %NULL for the sample
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Loads the data to train on, for either program. Data that is there and cannot be read is an
 * error, whether it was named or is the user's own. A folder of the name “sample” is reached as
 * “./sample”. Blocks; meant for a worker thread.
 *
 * Returns: (transfer full) (nullable): the data set, or %NULL with @error set
 */
OvDataset *
ov_data_source_load (const char   *choice,
                     GFile       **source,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (GFile) file = ov_data_source_get_file (choice);
  OvDataset *dataset;

  g_return_val_if_fail (source != NULL, NULL);

  *source = NULL;
  if (file == NULL || (choice == NULL && is_empty (file)))
    return ov_sample_new ();

  dataset = ov_cifar10_load (file, cancellable, error);
  if (dataset != NULL)
    *source = g_steal_pointer (&file);

  return dataset;
}
