/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-notes.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "command-line.h"
#include "error.h"
#include "file-error.h"
#include "json-strict.h"
#include "json-text.h"
#include "machine.h"
#include "palette.h"
#include "picture-note.h"

/* The version of what is written; a later one may mean something else. */
#define FORMAT 1

/* What is read of a file at most, and what a stranger may bring along. */
#define MOST_BYTES (64 * 1024 * 1024)
#define MOST_RUNS 1000
#define MOST_TEXT 4096
#define DEEPEST_LEVEL 5

/* What is shown of a recipe, by the command that does it again. */
static const char *const kind_commands[] = {
  [OV_NOTE_RUN] = "train",
  [OV_NOTE_RANGE_TEST] = "find-lr",
  [OV_NOTE_FORECAST] = "forecast",
};

static void
note_free (gpointer data)
{
  OvRunNote *self = data;

  g_free (self->name);
  g_free (self->data);
  g_free (self->data_hash);
  g_free (self);
}

static OvRunNotes *
notes_new (const char *program,
           const char *machine)
{
  OvRunNotes *self = g_new0 (OvRunNotes, 1);

  self->program = g_strdup (program);
  self->machine = g_strdup (machine);
  self->runs = g_ptr_array_new_with_free_func (note_free);

  return self;
}

/**
 * ov_run_notes_new:
 *
 * Returns: (transfer full): no runs, drawn by this program on this machine
 */
OvRunNotes *
ov_run_notes_new (void)
{
  g_autofree char *machine = ov_machine_describe ();

  return notes_new (PACKAGE_VERSION, machine);
}

/**
 * ov_run_notes_free:
 * @self: notes
 */
void
ov_run_notes_free (OvRunNotes *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->program);
  g_free (self->machine);
  g_ptr_array_unref (self->runs);
  g_free (self);
}

/**
 * ov_run_notes_add:
 * @self: notes
 * @recipe: what a run was decided by
 * @name: (nullable): what it is called
 * @slot: its colour in the palette
 * @data: (nullable): the name of its images
 * @data_hash: (nullable): what tells them from others
 *
 * Returns: (transfer none): the note of one more run, of which nothing else is known
 */
OvRunNote *
ov_run_notes_add (OvRunNotes     *self,
                  const OvRecipe *recipe,
                  const char     *name,
                  guint           slot,
                  const char     *data,
                  const char     *data_hash)
{
  OvRunNote *note;

  g_return_val_if_fail (self != NULL && recipe != NULL, NULL);

  note = g_new0 (OvRunNote, 1);
  note->name = g_strdup (name != NULL ? name : "");
  note->slot = slot;
  note->recipe = *recipe;
  note->data = g_strdup (data != NULL ? data : "");
  note->data_hash = g_strdup (data_hash != NULL ? data_hash : "");
  note->exact_from = OV_EPOCH_NEVER;
  g_ptr_array_add (self->runs, note);

  return note;
}

/**
 * ov_run_notes_add_run:
 * @self: notes
 * @run: what a run has left
 * @name: (nullable): what it is called
 * @slot: its colour in the palette
 * @data_hash: (nullable): what tells its images from others
 *
 * Notes a run; one of another program, which nobody can run again, is left out.
 */
void
ov_run_notes_add_run (OvRunNotes        *self,
                      const OvRunRecord *run,
                      const char        *name,
                      guint              slot,
                      const char        *data_hash)
{
  OvRunNote *note;

  g_return_if_fail (self != NULL && run != NULL);

  if (ov_recipe_is_foreign (&run->recipe))
    return;

  note = ov_run_notes_add (self, &run->recipe, name, slot, run->data_name, data_hash);
  note->n_epochs = ov_history_get_n_epochs (run->history);
  note->n_threads = run->n_threads;
  note->exact_from = run->exact_from;
  note->n_inherited = run->n_inherited;
}

/* JSON with escapes for all that is not ASCII, which a text chunk of PNG and a string of PDF take
 * as it is. */
static char *
to_ascii (const char *json)
{
  GString *text = g_string_new (NULL);

  for (const char *c = json; *c != '\0'; c = g_utf8_next_char (c))
    {
      const gunichar character = g_utf8_get_char (c);

      if (character < 0x80)
        g_string_append_c (text, (char) character);
      else if (character < 0x10000)
        g_string_append_printf (text, "\\u%04x", character);
      else
        g_string_append_printf (text, "\\u%04x\\u%04x", 0xd800 + ((character - 0x10000) >> 10),
                                0xdc00 + ((character - 0x10000) & 0x3ff));
    }

  return g_string_free (text, FALSE);
}

static JsonObject *
write_run (const OvRunNote *note)
{
  JsonObject *object = json_object_new ();
  g_autofree char *recipe = ov_recipe_to_json (&note->recipe);
  const OvColour ink = ov_palette_get_slot (OV_THEME_PAPER, note->slot);
  g_autofree char *colour = ov_palette_to_hex (&ink);

  if (note->kind != OV_NOTE_RUN)
    json_object_set_string_member (object, "command", kind_commands[note->kind]);
  json_object_set_string_member (object, "name", note->name);
  json_object_set_string_member (object, "colour", colour);
  json_object_set_int_member (object, "slot", note->slot);
  json_object_set_string_member (object, "data", note->data);
  json_object_set_string_member (object, "data-checksum", note->data_hash);
  json_object_set_int_member (object, "epochs", note->n_epochs);
  json_object_set_int_member (object, "threads", note->n_threads);
  if (note->exact_from != OV_EPOCH_NEVER)
    json_object_set_int_member (object, "exact-from", note->exact_from);
  if (note->n_inherited > 0)
    json_object_set_int_member (object, "inherited", note->n_inherited);
  json_object_set_member (object, "recipe", json_from_string (recipe, NULL));

  return object;
}

/**
 * ov_run_notes_write:
 * @self: notes
 *
 * Returns: (transfer full) (nullable): one line of JSON, of printable ASCII characters, or %NULL
 *   when there are no runs
 */
char *
ov_run_notes_write (const OvRunNotes *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object;
  JsonArray *runs;
  g_autofree char *json = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->runs->len == 0)
    return NULL;

  object = json_object_new ();
  json_node_take_object (root, object);
  json_object_set_int_member (object, "format", FORMAT);
  json_object_set_string_member (object, "program", self->program);
  json_object_set_string_member (object, "machine", self->machine);
  runs = json_array_new ();
  json_object_set_array_member (object, "runs", runs);
  for (guint i = 0; i < self->runs->len; i++)
    json_array_add_object_element (runs, write_run (self->runs->pdata[i]));
  json = ov_json_print (root, FALSE);

  return to_ascii (json);
}

/* A text of a tolerable length, or "". */
static char *
read_text (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *text = node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
                       ? json_node_get_string (node)
                       : "";

  return g_strdup (strlen (text) <= MOST_TEXT ? text : "");
}

static guint
read_count (JsonObject *object,
            const char *name,
            guint       otherwise)
{
  JsonNode *node = json_object_get_member (object, name);
  const gint64 value = node != NULL && json_node_get_value_type (node) == G_TYPE_INT64
                         ? json_node_get_int (node)
                         : -1;

  return value >= 0 && value < G_MAXUINT ? (guint) value : otherwise;
}

/* What nobody knows is taken for a run of the recipe. */
static OvNoteKind
read_kind (JsonObject *object)
{
  g_autofree char *command = read_text (object, "command");

  for (guint i = 0; i < G_N_ELEMENTS (kind_commands); i++)
    if (g_str_equal (command, kind_commands[i]))
      return i;

  return OV_NOTE_RUN;
}

static gboolean
read_run (OvRunNotes *self,
          JsonNode   *node,
          GError    **error)
{
  JsonObject *object;
  JsonNode *recipe_node;
  g_autofree char *json = NULL;
  g_autofree char *name = NULL;
  g_autofree char *data = NULL;
  g_autofree char *data_hash = NULL;
  OvRecipe recipe;
  OvRunNote *note;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  object = json_node_get_object (node);
  recipe_node = json_object_get_member (object, "recipe");
  if (recipe_node == NULL)
    return FALSE;
  json = ov_json_print (recipe_node, FALSE);
  if (!ov_recipe_from_json (&recipe, json, error) || !ov_recipe_validate (&recipe, error))
    return FALSE;

  name = read_text (object, "name");
  data = read_text (object, "data");
  data_hash = read_text (object, "data-checksum");
  note = ov_run_notes_add (self, &recipe, name, read_count (object, "slot", OV_SLOT_TRAIN), data,
                           data_hash);
  note->kind = read_kind (object);
  note->n_epochs = read_count (object, "epochs", 0);
  note->n_threads = read_count (object, "threads", 0);
  note->exact_from = read_count (object, "exact-from", OV_EPOCH_NEVER);
  note->n_inherited = read_count (object, "inherited", 0);

  return TRUE;
}

static gboolean
read_runs (OvRunNotes *self,
           JsonObject *root,
           GError    **error)
{
  JsonNode *node = json_object_get_member (root, "runs");
  JsonArray *runs;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  runs = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (runs) && i < MOST_RUNS; i++)
    if (!read_run (self, json_array_get_element (runs, i), error))
      return FALSE;

  return self->runs->len > 0;
}

/**
 * ov_run_notes_parse:
 * @text: what a picture carries, which may be anything
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the runs, at least one, whose recipes can be run; or %NULL
 *   with @error set to a sentence
 */
OvRunNotes *
ov_run_notes_parse (const char *text,
                    GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (OvRunNotes) self = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *fault = NULL;
  g_autofree char *program = NULL;
  g_autofree char *machine = NULL;
  JsonObject *root;

  g_return_val_if_fail (text != NULL, NULL);

  root = ov_json_parse_object (parser, text, strlen (text), DEEPEST_LEVEL, &fault);
  if (root != NULL && read_count (root, "format", 0) > FORMAT)
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_FILE,
                           _("This picture was drawn by a newer version of Overshoot. Use that "
                             "version to bring its runs back."));
      return NULL;
    }

  program = root != NULL ? read_text (root, "program") : NULL;
  machine = root != NULL ? read_text (root, "machine") : NULL;
  self = notes_new (program, machine);
  if (root != NULL && read_runs (self, root, &reason))
    return g_steal_pointer (&self);

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("What this picture says of its runs is damaged. %s"),
               reason != NULL ? reason->message : _("Take an unchanged copy of it."));

  return NULL;
}

/* Returns NULL with @error set to a sentence. */
static GBytes *
load_bytes (GFile   *file,
            GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) reason = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *name = ov_file_display_file (file);
  g_autofree guint8 *piece = g_malloc (1 << 16);
  gssize n = 1;

  /* A pipe would be waited for. */
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_SPECIAL)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                   _("“%s” is a pipe or a device, not a picture. Name a file."), name);
      return NULL;
    }

  stream = g_file_read (file, NULL, &reason);
  while (stream != NULL && n > 0 && bytes->len <= MOST_BYTES)
    {
      n = g_input_stream_read (G_INPUT_STREAM (stream), piece, 1 << 16, NULL, &reason);
      if (n > 0)
        g_byte_array_append (bytes, piece, (guint) n);
    }
  if (reason == NULL && bytes->len <= MOST_BYTES)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));

  if (reason != NULL)
    ov_file_set_read_error (error, file, reason);
  else
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("“%s” is larger than a picture of Overshoot can be. Choose another file."),
                 name);

  return NULL;
}

/**
 * ov_run_notes_load:
 * @file: a picture, or anything else
 * @error: return location for an error
 *
 * Reads which runs a picture shows, whether it is PNG, SVG or PDF.
 *
 * Returns: (transfer full) (nullable): the runs, or %NULL with @error set to a sentence
 */
OvRunNotes *
ov_run_notes_load (GFile   *file,
                   GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  bytes = load_bytes (file, error);
  if (bytes == NULL)
    return NULL;

  text = ov_picture_note_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (text != NULL)
    return ov_run_notes_parse (text, error);

  name = ov_file_display_file (file);
  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("“%s” carries no runs. Only pictures that Overshoot has drawn do (PNG, SVG, PDF), "
                 "unless another program has saved them since: take the original."),
               name);

  return NULL;
}

/**
 * ov_run_note_make_command:
 * @self: a run that a picture shows
 *
 * Returns: (transfer full): the command line that does the same again, from the start
 */
char *
ov_run_note_make_command (const OvRunNote *self)
{
  g_autoptr (GPtrArray) words = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  words = ov_command_line_new_for_data (&self->recipe, self->data, self->exact_from == 0);
  ov_command_line_set_command (words, kind_commands[self->kind]);

  return ov_command_line_write (words);
}
