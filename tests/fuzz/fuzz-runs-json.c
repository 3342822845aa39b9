/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "error.h"
#include "runs-json-reader.h"

/* Runs in JSON, as our own programs write them. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  g_autoptr (GFile) file = fuzz_write_file ("runs.json", bytes, size);
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = ov_runs_json_load (path, &error);

  fuzz_is_accepted = runs != NULL;
  if (!fuzz_is_accepted)
    {
      fuzz_check_sentence (error, OV_ERROR);
      return 0;
    }

  g_assert_cmpuint (runs->len, >, 0);
  for (guint i = 0; i < runs->len; i++)
    {
      const OvExportedRun *run = runs->pdata[i];

      g_assert_cmpuint (ov_history_get_n_epochs (run->record->history), <=,
                        OV_RECIPE_MOST_EPOCHS);
      g_assert_true (g_utf8_validate (run->entry->name, -1, NULL));
    }

  return 0;
}
