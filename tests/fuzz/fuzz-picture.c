/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "error.h"
#include "picture-note.h"
#include "run-notes.h"

/* A picture that a stranger has sent. The runs that it carries can be run, and written again. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  g_autofree char *note = ov_picture_note_read (bytes, size);
  g_autoptr (OvRunNotes) notes = NULL;
  g_autoptr (OvRunNotes) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;

  fuzz_is_accepted = FALSE;
  if (note == NULL)
    return 0;

  g_assert_true (g_utf8_validate (note, -1, NULL));
  notes = ov_run_notes_parse (note, &error);
  fuzz_is_accepted = notes != NULL;
  if (!fuzz_is_accepted)
    {
      fuzz_check_sentence (error, OV_ERROR);
      return 0;
    }

  for (guint i = 0; i < notes->runs->len; i++)
    {
      const OvRunNote *run = notes->runs->pdata[i];
      g_autofree char *command = ov_run_note_make_command (run);

      g_assert_true (ov_recipe_validate (&run->recipe, NULL));
      g_assert_true (g_str_has_prefix (command, "overshoot-cli train --recipe "));
    }
  written = ov_run_notes_write (notes);
  g_assert_true (g_str_is_ascii (written));
  again = ov_run_notes_parse (written, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->runs->len, ==, notes->runs->len);

  return 0;
}
