/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a picture says of its runs is read back as it was written. */

#include "run-notes.h"

#include <string.h>

#include "error.h"
#include "model.h"
#include "palette.h"

static void
test_round_trip (void)
{
  static const char *const names[] = {"Linear 3", "", "“Müller” 学 🙂 (b) \\ <c> \x01"};
  g_autoptr (OvRunNotes) notes = ov_run_notes_new ();
  g_autoptr (OvRunNotes) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_null (ov_run_notes_write (notes));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (OvRunRecord) record = NULL;
      OvRecipe recipe;

      g_assert_true (ov_recipe_init_preset (&recipe, ov_recipe_list_presets ()[i], NULL));
      recipe.learning_rate = 0.1 + 0.2;
      record = ov_run_record_new (&recipe, NULL, 3);
      record->n_inherited = i;
      ov_run_notes_add_run (notes, record, names[i], i + 2, "0123abc");
    }

  text = ov_run_notes_write (notes);
  g_assert_true (g_str_is_ascii (text));
  again = ov_run_notes_parse (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->program, ==, notes->program);
  g_assert_cmpstr (again->machine, ==, notes->machine);
  g_assert_cmpuint (again->runs->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const OvRunNote *a = notes->runs->pdata[i];
      const OvRunNote *b = again->runs->pdata[i];

      g_assert_true (ov_recipe_equal (&a->recipe, &b->recipe));
      g_assert_cmpstr (b->name, ==, names[i]);
      g_assert_cmpuint (b->slot, ==, i + 2);
      g_assert_cmpstr (b->data_hash, ==, "0123abc");
      g_assert_cmpuint (b->n_inherited, ==, i);
      g_assert_cmpuint (b->n_threads, ==, 3);
      g_assert_cmpuint (b->exact_from, ==, OV_EPOCH_NEVER);
    }
}

/* Nobody can run again what another program has run. */
static void
test_foreign (void)
{
  g_autoptr (OvRunNotes) notes = ov_run_notes_new ();
  g_autoptr (OvRunRecord) record = NULL;
  OvRecipe recipe;

  ov_recipe_init_foreign (&recipe);
  record = ov_run_record_new (&recipe, NULL, 1);
  ov_run_notes_add_run (notes, record, "Keras", 2, NULL);
  g_assert_cmpuint (notes->runs->len, ==, 0);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text, *word;
  } cases[] = {
    {"", "damaged"},
    {"[]", "damaged"},
    {"{\"format\":1}", "damaged"},
    {"{\"format\":1,\"runs\":[]}", "damaged"},
    {"{\"format\":1,\"runs\":[1]}", "damaged"},
    {"{\"format\":1,\"runs\":[{\"recipe\":7}]}", "damaged"},
    {"{\"format\":1,\"runs\":[{\"recipe\":{\"recipe\":\"none\"}}]}", "none"},
    {"{\"format\":2,\"runs\":[{\"recipe\":{\"recipe\":\"linear\"}}]}", "newer"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ov_run_notes_parse (cases[i].text, &error));
      g_assert_error (error, OV_ERROR, OV_ERROR_FILE);
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

/* What is not a picture of ours, or is not there, gets a sentence that names it. */
static void
test_files (void)
{
  static const char *const paths[] = {"/etc/passwd", "/no/such/file", "/"};

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (ov_run_notes_load (file, &error));
      g_assert_error (error, OV_ERROR, OV_ERROR_FILE);
      g_assert_nonnull (strstr (error->message, paths[i]));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figure/run-notes/round-trip", test_round_trip);
  g_test_add_func ("/figure/run-notes/foreign", test_foreign);
  g_test_add_func ("/figure/run-notes/refused", test_refused);
  g_test_add_func ("/figure/run-notes/files", test_files);

  return g_test_run ();
}
