/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data-choice.h"

#include <glib/gi18n-lib.h>

#include "cifar10.h"
#include "sample.h"

/* A folder with only some of the files is damaged rather than empty, and is worth an error: a run
 * on other data than the user believes would be worse. */
static gboolean
holds_any_batch (GFile *folder)
{
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autoptr (GFile) file = g_file_get_child (folder, ov_cifar10_file_names[i]);

      if (g_file_query_exists (file, NULL))
        return TRUE;
    }

  return FALSE;
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

  if (!holds_any_batch (source))
    {
      g_autofree char *name = g_file_get_parse_name (source);

      *note = g_strdup_printf (_("There is no CIFAR-10 in %s, so the built-in sample is used; "
                                 "--data names another place."), name);
      return ov_sample_new ();
    }

  return ov_cifar10_load (source, cancellable, error);
}
