/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data-choice.h"

#include <glib/gi18n-lib.h>

#include "cifar10.h"
#include "file-error.h"
#include "sample.h"

/* What is not there is the one thing that the sample stands in for. A folder with only some of the
 * files is damaged rather than empty, and so is one that may not be entered: a run
 * on other data than the user believes would be worse than an error. */
static gboolean
is_empty (GFile *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) files =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE,
                               NULL, &error);
  GFileInfo *info;

  while (files != NULL && g_file_enumerator_iterate (files, &info, NULL, NULL, NULL)
         && info != NULL)
    {
      const char *name = g_file_info_get_name (info);

      if (g_str_has_prefix (name, "data_batch_") || g_str_has_prefix (name, "test_batch")
          || g_str_has_prefix (name, "cifar-10-batches-"))
        return FALSE;
    }

  return files != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/**
 * ov_data_choice_load:
 * @choice: (nullable): a folder, an archive, or "sample"; %NULL for the user's own CIFAR-10 and,
 *   where there is none, the sample
 * @note: (out): a sentence to show when the sample stands in, otherwise %NULL
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Loads the data to train on. A folder of the name "sample" is reached as "./sample".
 *
 * Returns: (transfer full) (nullable): the data set, or %NULL with @error set
 */
OvDataset *
ov_data_choice_load (const char   *choice,
                     char        **note,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (GFile) source = NULL;

  g_return_val_if_fail (note != NULL, NULL);

  *note = NULL;

  if (g_strcmp0 (choice, "sample") == 0)
    return ov_sample_new ();

  if (choice != NULL)
    {
      source = g_file_new_for_commandline_arg (choice);
      return ov_cifar10_load (source, cancellable, error);
    }

  source = ov_cifar10_default_folder ();

  if (is_empty (source))
    {
      g_autofree char *name = ov_file_display_file (source);

      *note = g_strdup_printf (_("There is no CIFAR-10 in %s, so the built-in sample is used; "
                                 "--data names another place."),
                               name);
      return ov_sample_new ();
    }

  return ov_cifar10_load (source, cancellable, error);
}
