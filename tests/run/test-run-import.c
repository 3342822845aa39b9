/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-import.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "library.h"
#include "run-export.h"
#include "run-witness.h"

#define N_EPOCHS 6

/* Somebody with runs and a library for them. */
typedef struct
{
  char            *path;
  OvRunCollection *collection;
  OvRunKeeper     *keeper;
} Person;

static char *folder;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
empty_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = in_folder (name);

      g_remove (path);
    }
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

static void
person_begin (Person *self, const char *library)
{
  self->path = in_folder (library);
  self->collection = ov_run_collection_new (2, 6);
  self->keeper = ov_run_keeper_new (self->collection, self->path);
  ov_run_keeper_open (self->keeper);
}

static void
person_open (Person *self, const char *library)
{
  person_begin (self, library);
  wait_in_context (NULL, ov_run_keeper_is_open (self->keeper));
}

static void
person_close (Person *self)
{
  g_object_run_dispose (G_OBJECT (self->keeper));
  g_clear_object (&self->keeper);
  g_assert_finalize_object (self->collection);
  g_free (self->path);
}

static OvRunItem *
person_run (Person *self, double learning_rate, guint n_epochs)
{
  OvRecipe recipe;
  g_autoptr (OvRun) run = NULL;
  OvRunItem *item;

  witness_init_recipe (&recipe, n_epochs);
  recipe.learning_rate = learning_rate;
  run = ov_run_new (&recipe, witness_get_dataset (), 1);
  item = ov_run_collection_begin (self->collection, run, "data");
  ov_run_start (run);
  wait_in_context (NULL, ov_run_has_ended (run));

  return item;
}

static guint
count_runs (Person *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->collection));
}

static GPtrArray *
list_runs (Person *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < count_runs (self); i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (self->collection), i));

  return items;
}

typedef struct
{
  OvRunImport *import;
  gboolean     is_done;
  gboolean     is_saved;
  GError      *error;
} Answer;

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->import = ov_run_import_finish (result, &answer->error);
  answer->is_done = TRUE;
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->is_saved = ov_run_export_finish (result, &answer->error);
  answer->is_done = TRUE;
}

static OvRunImport *
person_import (Person *self, const char *first, const char *second)
{
  g_autofree char *first_path = in_folder (first);
  g_autofree char *second_path = second != NULL ? in_folder (second) : NULL;
  const char *paths[] = {first_path, second_path, NULL};
  Answer answer = {0};

  ov_run_import_start (self->keeper, paths, NULL, imported_cb, &answer);
  wait_in_context (NULL, answer.is_done);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (answer.import->entries->len, ==, answer.import->items->len);

  return answer.import;
}

static void
person_export (Person *self, GPtrArray *items, const char *name)
{
  g_autofree char *path = in_folder (name);
  Answer answer = {0};
  OvFileFormat format;

  g_assert_true (ov_file_format_of_name (OV_FILE_RUNS, name, &format, NULL));
  ov_run_export_start (self->keeper, items, format, path, exported_cb, &answer);
  wait_in_context (NULL, answer.is_done);
  g_assert_no_error (answer.error);
  g_assert_true (answer.is_saved);
}

static void
person_export_all (Person *self, const char *name)
{
  g_autoptr (GPtrArray) items = list_runs (self);

  person_export (self, items, name);
}

/* Two runs in a file, the first of them with looks of its own. */
static void
make_file (const char *name)
{
  Person teacher;
  OvRunItem *item;

  person_open (&teacher, "teacher.db");
  item = person_run (&teacher, 1e-3, N_EPOCHS);
  ov_run_item_set_name (item, "The slow one");
  ov_run_item_set_slot (item, 6);
  person_run (&teacher, 2e-3, N_EPOCHS);
  person_export_all (&teacher, name);
  person_close (&teacher);
}

static OvRunItem *
find (Person *self, const char *name)
{
  g_autoptr (GPtrArray) items = list_runs (self);

  for (guint i = 0; i < items->len; i++)
    if (g_str_equal (ov_run_item_get_name (items->pdata[i]), name))
      return items->pdata[i];

  return NULL;
}

/* What is saved is what is opened, with its name and its colour; opened twice it is there once, and
 * it is still there on the next day. */
static void
test_round_trip (void)
{
  Person student;
  OvRunItem *item;
  OvRunImport *import;

  make_file ("file.overshoot");
  person_open (&student, "student.db");
  person_run (&student, 5e-3, N_EPOCHS);
  import = person_import (&student, "file.overshoot", NULL);
  g_assert_cmpuint (import->n_added, ==, 2);
  g_assert_cmpuint (import->added_ids->len, ==, 2);
  g_assert_cmpuint (import->errors->len, ==, 0);
  g_assert_cmpuint (import->records->len, ==, 0);
  ov_run_import_free (import);
  g_assert_cmpuint (count_runs (&student), ==, 3);
  item = find (&student, "The slow one");
  g_assert_cmpuint (ov_run_item_get_slot (item), ==, 6);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, N_EPOCHS);
  wait_in_context (NULL, ov_run_item_get_run (item) != NULL);
  g_assert_true (g_list_store_find (
    G_LIST_STORE (ov_run_collection_get_behind (student.collection)), item, NULL));

  import = person_import (&student, "file.overshoot", NULL);
  g_assert_cmpuint (import->n_known, ==, 2);
  g_assert_cmpuint (import->added_ids->len, ==, 0);
  g_assert_cmpuint (import->items->len, ==, 2);
  ov_run_import_free (import);
  g_assert_cmpuint (count_runs (&student), ==, 3);
  person_close (&student);

  person_open (&student, "student.db");
  g_assert_cmpuint (count_runs (&student), ==, 3);
  g_assert_nonnull (find (&student, "The slow one"));
  person_close (&student);
}

/* A longer record takes the place of a shorter one, on the charts as well; the name stays. */
static void
test_longer (void)
{
  Person student;
  OvRunImport *import;
  OvRunItem *item;
  OvRecipe recipe;
  g_autoptr (OvRun) run = NULL;

  make_file ("long.overshoot");
  person_open (&student, "student.db");
  witness_init_recipe (&recipe, N_EPOCHS);
  recipe.learning_rate = 2e-3;
  run = ov_run_new (&recipe, witness_get_dataset (), 1);
  item = ov_run_collection_begin (student.collection, run, "data");
  ov_run_item_set_name (item, "Mine");
  ov_run_step (run);
  wait_in_context (NULL, ov_run_get_state (run) == OV_RUN_PAUSED);
  ov_run_cancel (run);
  wait_in_context (NULL, ov_run_has_ended (run));
  person_run (&student, 4e-3, N_EPOCHS);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, <, N_EPOCHS);
  person_close (&student);

  person_open (&student, "student.db");
  person_run (&student, 5e-3, N_EPOCHS);
  import = person_import (&student, "long.overshoot", NULL);
  g_assert_cmpuint (import->n_longer, ==, 1);
  g_assert_cmpuint (import->n_added, ==, 1);
  ov_run_import_free (import);
  g_assert_cmpuint (count_runs (&student), ==, 4);
  item = find (&student, "Mine");
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, N_EPOCHS);
  ov_run_keeper_load (student.keeper, item);
  wait_in_context (NULL, ov_run_item_get_run (item) != NULL);
  g_assert_cmpuint (
    ov_history_get_n_epochs (ov_run_get_history (ov_run_item_get_run (item))), ==, N_EPOCHS);
  person_close (&student);
}

/* A file that is opened before the library is waits for it. */
static void
test_early (void)
{
  Person student;
  g_autoptr (OvRunImport) import = NULL;

  make_file ("file.overshoot");
  person_begin (&student, "student.db");
  g_assert_false (ov_run_keeper_is_open (student.keeper));
  import = person_import (&student, "file.overshoot", NULL);
  g_assert_cmpuint (import->n_added, ==, 2);
  g_assert_cmpuint (count_runs (&student), ==, 2);

  /* The curves are there as soon as there is something to compare them with. */
  person_run (&student, 5e-3, N_EPOCHS);
  wait_in_context (NULL, g_list_model_get_n_items (
                           ov_run_collection_get_behind (student.collection))
                           == 2);
  person_close (&student);
}

/* Without a library that can be used the runs are there until the end, and can be saved. */
static void
test_not_kept (void)
{
  g_autofree char *library = in_folder ("student.db");
  Person student;
  OvRunImport *import;
  OvRunItem *item;

  make_file ("file.overshoot");
  g_assert_true (g_file_set_contents (library, "This is no library.", -1, NULL));
  person_open (&student, "student.db");
  person_run (&student, 5e-3, N_EPOCHS);
  import = person_import (&student, "file.overshoot", NULL);
  g_assert_cmpuint (import->n_added, ==, 0);
  g_assert_cmpuint (import->records->len, ==, 2);
  g_assert_nonnull (import->keep_error);
  g_assert_cmpuint (import->errors->len, ==, 0);
  ov_run_import_free (import);
  g_assert_cmpuint (count_runs (&student), ==, 3);
  item = find (&student, "The slow one");
  g_assert_cmpstr (ov_run_item_get_source (item), ==, "file.overshoot");
  g_assert_cmpuint (ov_history_get_n_epochs (ov_run_get_history (ov_run_item_get_run (item))), ==,
                    N_EPOCHS);
  person_export_all (&student, "saved.overshoot");
  person_close (&student);

  person_open (&student, "other.db");
  import = person_import (&student, "saved.overshoot", "file.overshoot");
  g_assert_cmpuint (import->n_added, ==, 3);
  g_assert_cmpuint (import->n_known, ==, 2);
  ov_run_import_free (import);
  person_close (&student);
}

/* Each file that is none has its sentence, which names it; the others are opened all the same. */
static void
test_bad_files (void)
{
  static const struct
  {
    const char *name;
    int code;
  } files[] = {
    {"missing.overshoot", OV_LIBRARY_ERROR_MISSING},
    {"empty.overshoot", OV_LIBRARY_ERROR_FOREIGN},
    {"text.overshoot", OV_LIBRARY_ERROR_FOREIGN},
    {"pipe.overshoot", OV_LIBRARY_ERROR_FOREIGN},
    {"cut.overshoot", OV_LIBRARY_ERROR_DAMAGED},
    {"newer.overshoot", OV_LIBRARY_ERROR_NEWER},
    {"huge.overshoot", OV_LIBRARY_ERROR_FAILED},
    {"", OV_LIBRARY_ERROR_FOREIGN},
  };
  g_autofree char *right = in_folder ("right.overshoot");
  g_autofree char *bytes = NULL;
  gsize length;
  Person student;

  make_file ("right.overshoot");
  g_assert_true (g_file_get_contents (right, &bytes, &length, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = in_folder (files[i].name);

      if (g_str_has_prefix (files[i].name, "empty"))
        g_assert_true (g_file_set_contents (path, "", 0, NULL));
      else if (g_str_has_prefix (files[i].name, "text"))
        g_assert_true (g_file_set_contents (path, "Dear student,", -1, NULL));
      else if (g_str_has_prefix (files[i].name, "pipe"))
        g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      else if (g_str_has_prefix (files[i].name, "cut"))
        g_assert_true (g_file_set_contents (path, bytes, (gssize) length / 2, NULL));
      else if (g_str_has_prefix (files[i].name, "newer"))
        {
          /* The last byte of the number of the tables' version. */
          bytes[63] += 1;
          g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
        }
      else if (g_str_has_prefix (files[i].name, "huge"))
        {
          g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
          g_assert_cmpint (truncate (path, (off_t) 3 << 30), ==, 0);
        }
    }

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      OvRunImport *import;
      const GError *error;

      person_open (&student, "student.db");
      import = person_import (&student, files[i].name, "right.overshoot");
      g_assert_cmpuint (import->items->len, ==, 2);
      g_assert_cmpuint (import->errors->len, ==, 1);
      error = import->errors->pdata[0];
      g_test_message ("%s", error->message);
      g_assert_error (error, OV_LIBRARY_ERROR, files[i].code);
      g_assert_nonnull (strstr (error->message, files[i].name));
      ov_run_import_free (import);
      person_close (&student);
    }
}

/* Runs that were saved without a name and a colour have those of their file and colours that tell
 * them apart, on the next day as well. */
static void
test_nameless (void)
{
  g_autofree char *path = in_folder ("Homework 3.overshoot");
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) file = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  OvRunImport *import;
  Person student;

  make_file ("Homework 3.overshoot");
  file = ov_library_open (path, 0, &error);
  g_assert_no_error (error);
  entries = ov_library_list (file, NULL, &error);
  for (guint i = 0; i < entries->len; i++)
    {
      const OvRunEntry *entry = entries->pdata[i];

      g_assert_true (ov_library_rename (file, entry->id, "", &error));
      g_assert_true (ov_library_set_colour (file, entry->id, 0, FALSE, &error));
    }

  person_open (&student, "student.db");
  import = person_import (&student, "Homework 3.overshoot", NULL);
  g_assert_nonnull (find (&student, "Homework 3"));
  g_assert_nonnull (find (&student, "Homework 3 2"));
  ov_run_import_free (import);
  person_close (&student);

  person_open (&student, "student.db");
  g_assert_cmpuint (ov_run_item_get_slot (find (&student, "Homework 3")), !=,
                    ov_run_item_get_slot (find (&student, "Homework 3 2")));
  person_close (&student);
}

/* A run that is still running is saved as far as it is. */
static void
test_running (void)
{
  Person student;
  OvRecipe recipe;
  g_autoptr (OvRun) run = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  OvRunImport *import;

  person_open (&student, "student.db");
  witness_init_recipe (&recipe, WITNESS_ENDLESS);
  run = ov_run_new (&recipe, witness_get_dataset (), 1);
  g_ptr_array_add (items, ov_run_collection_begin (student.collection, run, "data"));
  ov_run_start (run);
  wait_in_context (NULL, ov_history_get_n_epochs (ov_run_get_history (run)) >= 3);
  person_export (&student, items, "running.overshoot");
  ov_run_cancel (run);
  wait_in_context (NULL, ov_run_has_ended (run));
  person_close (&student);

  person_open (&student, "other.db");
  import = person_import (&student, "running.overshoot", NULL);
  g_assert_cmpuint (import->n_added, ==, 1);
  g_assert_cmpuint (ov_run_item_get_facts (import->items->pdata[0])->n_epochs, >=, 3);
  g_assert_cmpint (ov_run_item_get_facts (import->items->pdata[0])->outcome, ==,
                   OV_OUTCOME_CANCELLED);
  ov_run_import_free (import);
  person_close (&student);
}

/* The library is not written over, nor anything where there is no file. */
static void
test_places (void)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *nowhere = in_folder ("nowhere/file.overshoot");
  Person student;

  person_open (&student, "student.db");
  person_run (&student, 1e-3, N_EPOCHS);
  items = list_runs (&student);
  for (guint i = 0; i < 3; i++)
    {
      const char *places[] = {student.path, nowhere, folder};
      Answer answer = {0};

      ov_run_export_start (student.keeper, items, OV_FILE_LIBRARY, places[i], exported_cb, &answer);
      wait_in_context (NULL, answer.is_done);
      g_assert_false (answer.is_saved);
      g_assert_nonnull (answer.error);
      g_test_message ("%s", answer.error->message);
      g_clear_error (&answer.error);
    }
  person_close (&student);
  person_open (&student, "student.db");
  g_assert_cmpuint (count_runs (&student), ==, 1);
  person_close (&student);
}

/* For other programs: what is only in the library as well as what is here. */
static void
test_data (void)
{
  g_autofree char *path = in_folder ("data.csv");
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;
  Person student;

  make_file ("file.overshoot");
  person_open (&student, "teacher.db");
  person_run (&student, 3e-3, N_EPOCHS);
  person_export_all (&student, "data.csv");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  rows = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 1 + 3 * N_EPOCHS + 1);
  person_close (&student);
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *file;
  } cases[] = {
    {"Linear 3", "Linear 3.overshoot"},
    {"1/3 of the rate", "1-3 of the rate.overshoot"},
    {"../../.bashrc", "-.-..-.bashrc.overshoot"},
    {"two\nlines", "two-lines.overshoot"},
  };
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *several = NULL;
  g_autoptr (GString) endless = g_string_new (NULL);
  g_autofree char *cut = NULL;
  Person student;

  person_open (&student, "student.db");
  person_run (&student, 1e-3, N_EPOCHS);
  items = list_runs (&student);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = NULL;

      ov_run_item_set_name (items->pdata[0], cases[i].name);
      name = ov_run_export_make_name (items, OV_LIBRARY_SUFFIX);
      g_assert_cmpstr (name, ==, cases[i].file);
    }

  for (guint i = 0; i < 200; i++)
    g_string_append (endless, "€");
  ov_run_item_set_name (items->pdata[0], endless->str);
  cut = ov_run_export_make_name (items, OV_LIBRARY_SUFFIX);
  g_assert_cmpuint (strlen (cut), <, 255);
  g_assert_true (g_utf8_validate (cut, -1, NULL));
  g_assert_true (g_str_has_suffix (cut, OV_LIBRARY_SUFFIX));

  g_ptr_array_add (items, g_object_ref (items->pdata[0]));
  several = ov_run_export_make_name (items, OV_LIBRARY_SUFFIX);
  g_assert_cmpstr (several, ==, "2 runs.overshoot");
  person_close (&student);
}

static void
run_in_folder (gconstpointer test)
{
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("overshoot-import-XXXXXX", &error);
  g_assert_no_error (error);
  ((void (*) (void)) test) ();
  empty_folder ();
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (void);
  } tests[] = {
    {"/run-import/round-trip", test_round_trip},
    {"/run-import/longer", test_longer},
    {"/run-import/early", test_early},
    {"/run-import/not-kept", test_not_kept},
    {"/run-import/bad-files", test_bad_files},
    {"/run-import/nameless", test_nameless},
    {"/run-import/running", test_running},
    {"/run-import/places", test_places},
    {"/run-import/data", test_data},
    {"/run-import/names", test_names},
  };

  witness_start (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, (gconstpointer) tests[i].test, run_in_folder);

  return witness_finish ();
}
