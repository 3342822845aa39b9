/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "library.h"

/* A file with runs, as a stranger may have made it. What can be read of one that is accepted is as
 * a run may be, and can be taken over. */

static void
check_run (OvLibrary        *library,
           const OvRunEntry *entry)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvRunRecord) record = ov_library_load (library, entry->id, &error);
  g_autoptr (GArray) epochs = NULL;

  if (record == NULL)
    {
      fuzz_check_sentence (error, OV_LIBRARY_ERROR);
      fuzz_is_accepted = FALSE;
      return;
    }

  g_assert_true (g_utf8_validate (entry->name, -1, NULL));
  g_assert_true (g_uuid_string_is_valid (entry->id));
  if (ov_recipe_is_foreign (&record->recipe))
    g_assert_nonnull (entry->source);
  else
    g_assert_true (ov_recipe_validate (&record->recipe, &error));
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, entry->n_epochs);

  epochs = ov_library_list_checkpoints (library, entry->id, &error);
  for (guint i = 0; epochs != NULL && i < epochs->len; i++)
    {
      guint epoch;
      g_autoptr (GBytes) state = ov_library_load_checkpoint (
        library, entry->id, g_array_index (epochs, guint, i), &epoch, &error);

      if (state == NULL)
        break;
    }
  if (error != NULL)
    {
      fuzz_check_sentence (error, OV_LIBRARY_ERROR);
      fuzz_is_accepted = FALSE;
    }
}

static void
check_import (GFile *file)
{
  g_autofree char *path = g_build_filename (fuzz_get_folder (), "target.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) target = NULL;

  fuzz_remove (path);
  target = ov_library_open (path, OV_LIBRARY_CREATE, &error);
  g_assert_no_error (error);
  if (!ov_library_import (target, g_file_peek_path (file), NULL, &error))
    {
      fuzz_check_sentence (error, OV_LIBRARY_ERROR);
      g_assert_false (fuzz_is_accepted);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  g_autoptr (GFile) file = fuzz_write_file ("runs.overshoot", bytes, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library = ov_library_open (g_file_peek_path (file), OV_LIBRARY_UNTRUSTED,
                                                   &error);
  g_autoptr (GPtrArray) entries = NULL;
  guint n_unreadable = 0;

  fuzz_is_accepted = library != NULL;
  if (library == NULL)
    {
      fuzz_check_sentence (error, OV_LIBRARY_ERROR);
      return 0;
    }

  entries = ov_library_list (library, &n_unreadable, &error);
  if (entries == NULL)
    fuzz_check_sentence (error, OV_LIBRARY_ERROR);
  fuzz_is_accepted = entries != NULL && n_unreadable == 0;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    check_run (library, g_ptr_array_index (entries, i));
  g_clear_pointer (&library, ov_library_free);

  check_import (file);

  return 0;
}
