/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "error.h"
#include "log-file.h"

/* The log of another program: a table, or an event file of TensorBoard. What is accepted makes a
 * run of no more epochs than a recipe may have. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  g_autoptr (GFile) file = fuzz_write_file ("log", bytes, size);
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLogTable) table = ov_log_file_load (path, &error);
  g_autoptr (OvExportedRun) run = NULL;
  OvLogMapping mapping;

  if (table != NULL)
    {
      ov_log_mapping_guess (&mapping, table);
      run = ov_log_file_apply (path, table, &mapping, &error);
    }
  fuzz_is_accepted = run != NULL;
  if (!fuzz_is_accepted)
    {
      fuzz_check_sentence (error, OV_ERROR);
      return 0;
    }

  g_assert_cmpuint (ov_history_get_n_epochs (run->record->history), >, 0);
  g_assert_cmpuint (ov_history_get_n_epochs (run->record->history), <=, OV_RECIPE_MOST_EPOCHS);
  g_assert_true (g_utf8_validate (run->entry->name, -1, NULL));

  return 0;
}
