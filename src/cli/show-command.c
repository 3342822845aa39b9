/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "show-command.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "exit-status.h"
#include "file-error.h"
#include "option-texts.h"
#include "output.h"
#include "palette.h"
#include "run-notes.h"

/* What keeps a run from being the same again to the last bit, or NULL. */
static const char *
find_caveat (const OvRunNote *note)
{
  if (note->n_inherited > 0)
    return _("It branched off from a run with another recipe: from the start, its curves differ.");
  if (note->exact_from != OV_EPOCH_NEVER && note->exact_from > 0)
    return _("Its steps were exact from some epoch on only: run again, it differs by rounding.");

  return NULL;
}

/* What a recipe without a run is shown as. */
static const char *
name_unnamed (const OvRunNote *note)
{
  switch (note->kind)
    {
    case OV_NOTE_RANGE_TEST:
      return _("A learning-rate range test");
    case OV_NOTE_FORECAST:
      return _("A forecast, without a run");
    case OV_NOTE_RUN:
    default:
      return _("A run without a name");
    }
}

static void
append_run (GString         *text,
            const OvRunNote *note)
{
  const OvColour ink = ov_palette_get_slot (OV_THEME_PAPER, note->slot);
  g_autofree char *colour = ov_palette_to_hex (&ink);
  g_autofree char *name = ov_file_display_name (note->name);
  g_autofree char *data = ov_file_display_name (note->data);
  g_autofree char *hash = ov_file_display_name (note->data_hash);
  g_autofree char *description = ov_recipe_describe (&note->recipe);
  g_autofree char *command = ov_run_note_make_command (note);
  const char *caveat = find_caveat (note);

  g_string_append_printf (text, "\n%s (%s)\n", *name != '\0' ? name : name_unnamed (note), colour);
  g_string_append_printf (text, "  %s\n", description);
  if (note->kind == OV_NOTE_RANGE_TEST)
    g_string_append (text, _("  a step at each rate"));
  else
    g_string_append_printf (
      text, g_dngettext (GETTEXT_PACKAGE, "  %u epoch", "  %u epochs", note->n_epochs),
      note->n_epochs);
  if (*data != '\0')
    g_string_append_printf (text, _(", data: %s"), data);
  if (*hash != '\0' && g_str_is_ascii (hash))
    g_string_append_printf (text, _(" (checksum %.16s)"), hash);
  g_string_append_c (text, '\n');
  if (caveat != NULL)
    g_string_append_printf (text, "  %s\n", caveat);
  g_string_append_printf (text, "  %s\n", command);
}

static int
show (const char *path,
      gboolean    as_json)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvRunNotes) notes =
    ov_output_spares_file (path, &error) ? ov_run_notes_load (file, &error) : NULL;
  g_autofree char *program = notes != NULL ? ov_file_display_name (notes->program) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (notes == NULL)
    return ov_output_fail (error);

  if (as_json)
    {
      g_autofree char *json = ov_run_notes_write (notes);

      g_string_append_printf (text, "%s\n", json);
      return ov_output_finish (text->str);
    }

  g_string_append_printf (text,
                          g_dngettext (GETTEXT_PACKAGE, "A picture of %u run, by Overshoot %s\n",
                                       "A picture of %u runs, by Overshoot %s\n", notes->runs->len),
                          notes->runs->len, program);
  for (guint i = 0; i < notes->runs->len; i++)
    append_run (text, notes->runs->pdata[i]);

  return ov_output_finish (text->str);
}

/**
 * ov_show_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "show"
 *
 * Does `overshoot-cli show`: says which runs a picture shows, and how to run them again.
 *
 * Returns: an #OvExitStatus
 */
int
ov_show_command (int    argc,
                 char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) texts = ov_option_texts_parse ("show", &argc, argv, &error);

  if (texts == NULL)
    return ov_output_refuse (error);

  if (g_hash_table_contains (texts, "help"))
    return ov_output_help ("show");
  if (argc != 2)
    {
      error = g_error_new_literal (OV_ERROR, OV_ERROR_RECIPE,
                                   _("Name one picture: “overshoot-cli show FILE”."));
      return ov_output_refuse (error);
    }

  return show (argv[1], g_hash_table_contains (texts, "json"));
}
