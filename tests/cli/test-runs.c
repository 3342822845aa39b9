/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What there is to do with runs that are kept. */

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "run-fixture.h"
#include "runner.h"

#define N_EPOCHS 12

/* Runs overshoot-cli as a user whose files are in the test's folder. */
static void
run (const char *arguments,
     Outcome    *outcome)
{
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", own_folder, TRUE);
  g_subprocess_launcher_set_cwd (launcher, own_folder);
  process = runner_start (launcher, arguments);
  runner_finish (process, outcome);
}

static void
run_well (const char *arguments,
          Outcome    *outcome)
{
  run (arguments, outcome);
  g_assert_cmpstr (outcome->errors, ==, "");
  g_assert_cmpint (outcome->status, ==, 0);
}

static void
assert_refused (const char *arguments,
                int         status,
                const char *said)
{
  g_auto (Outcome) outcome = {0};

  run (arguments, &outcome);
  g_assert_cmpint (outcome.status, ==, status);
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_true (g_str_has_prefix (outcome.errors, "overshoot-cli: "));
  g_assert_true (g_str_has_suffix (outcome.errors, ".\n"));
  g_test_message ("%s", outcome.errors);
  g_assert_nonnull (strstr (outcome.errors, said));
}

/* The user's library, with a named run and one without a name. */
static char *
make_library (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("overshoot/runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) record = fixture_make_record ("cnn", N_EPOCHS);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  record->outcome = OV_OUTCOME_FINISHED;
  id = fixture_add (library, record);
  g_assert_true (ov_library_rename (library, id, "A \x1b[31mname", &error));
  g_free (fixture_add_run (library, 3));

  return g_steal_pointer (&id);
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);

  return node;
}

static void
assert_count (const char *arguments,
              guint       expected)
{
  g_auto (Outcome) outcome = {0};
  g_autoptr (JsonNode) node = NULL;

  run_well (arguments, &outcome);
  node = parse (outcome.output);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, expected);
}

static void
test_list (void)
{
  g_autofree char *id = make_library ();
  g_auto (Outcome) text = {0};
  g_auto (Outcome) json = {0};
  g_auto (GStrv) lines = NULL;
  g_autofree char *begin = g_strndup (id, 8);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *first;

  run_well ("runs list", &text);
  lines = g_strsplit (text.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[0], "Run "));
  g_assert_true (g_str_has_prefix (lines[1], begin));
  g_assert_nonnull (strstr (lines[1], "A \\x1b[31mname"));
  g_assert_nonnull (strstr (lines[1], " 12/100 "));
  g_assert_nonnull (strstr (lines[1], " finished "));
  g_assert_nonnull (strstr (lines[2], " 3/300 "));
  g_assert_nonnull (strstr (lines[2], " running "));

  run_well ("runs list --json", &json);
  node = parse (json.output);
  first = json_array_get_object_element (json_node_get_array (node), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "id"), ==, id);
  g_assert_cmpint (json_object_get_int_member (first, "epochs-done"), ==, N_EPOCHS);
  g_assert_cmpint (json_object_get_int_member (first, "best-epoch"), ==, 8);
}

/* Whoever has kept nothing has an empty list, and no library either. */
static void
test_nothing (void)
{
  g_auto (Outcome) outcome = {0};

  run_well ("runs list", &outcome);
  g_assert_true (g_str_has_prefix (outcome.output, "Run "));
  assert_count ("runs list --json", 0);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 0);
  assert_refused ("runs show x", 1, "There is no library");
  assert_refused ("runs list --library none.overshoot", 1, "There is no library");
}

static void
test_show (void)
{
  g_autofree char *id = make_library ();
  g_autofree char *by_id = g_strdup_printf ("runs show %.8s", id);
  g_autofree char *by_json = g_strdup_printf ("runs show %s --json", id);
  g_auto (Outcome) text = {0};
  g_auto (Outcome) json = {0};
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object, *epoch;
  const OvEpoch expected = fixture_make_epoch (5);

  run_well (by_id, &text);
  g_assert_nonnull (strstr (text.output, id));
  g_assert_nonnull (strstr (text.output, "\nEpoch 000 - Train Loss"));
  g_assert_nonnull (strstr (text.output, "\nEpoch 011 - Train Loss"));

  run_well (by_json, &json);
  node = parse (json.output);
  object = json_node_get_object (node);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "epochs")), ==,
                    N_EPOCHS);
  epoch = json_array_get_object_element (json_object_get_array_member (object, "epochs"), 5);
  g_assert_cmpfloat (json_object_get_double_member (epoch, "train_loss"), ==,
                     expected.train_loss);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "sharpness")), ==,
                    3);
}

/* From one library to another and back, by a file. */
static void
test_transfer (void)
{
  g_autofree char *id = make_library ();
  g_autofree char *one = g_strdup_printf ("runs export one.overshoot %.8s", id);
  g_auto (Outcome) exported = {0};
  g_auto (Outcome) imported = {0};
  g_auto (Outcome) again = {0};
  g_auto (Outcome) deleted = {0};
  g_autofree char *delete = g_strdup_printf ("runs delete %.8s", id);

  run_well (one, &exported);
  g_assert_cmpstr (exported.output, ==, "");
  assert_count ("runs list --json --library one.overshoot", 1);

  run_well ("runs import one.overshoot", &again);
  g_assert_cmpstr (again.output, ==, "New runs: 0. Longer than before: 0. Already there: 1.\n");
  assert_count ("runs list --json", 2);

  run_well (delete, &deleted);
  assert_count ("runs list --json", 1);
  run_well ("runs import one.overshoot", &imported);
  g_assert_cmpstr (imported.output, ==, "New runs: 1. Longer than before: 0. Already there: 0.\n");
  assert_count ("runs list --json", 2);
  g_clear_pointer (&exported.output, g_free);
  g_clear_pointer (&exported.errors, g_free);
  run_well ("runs export all.overshoot", &exported);
  assert_count ("runs list --json --library all.overshoot", 2);
}

static void
test_complaints (void)
{
  g_autofree char *id = make_library ();
  g_autofree char *text = g_build_filename (own_folder, "text", NULL);

  g_assert_true (g_file_set_contents (text, "x", -1, NULL));
  assert_refused ("runs", 2, "missing");
  assert_refused ("runs shuffle", 2, "“shuffle”");
  assert_refused ("runs list x", 2, "too many");
  assert_refused ("runs show", 2, "missing");
  assert_refused ("runs import", 2, "missing");
  assert_refused ("runs export", 2, "missing");
  assert_refused ("runs export file.db", 2, ".overshoot");
  assert_refused ("runs list --no-such-option", 2, "overshoot-cli runs --help");
  assert_refused ("runs show 'no such'", 1, "“no such”");
  assert_refused ("runs delete ''", 1, "“”");
  assert_refused ("runs list --library text", 1, "not a library");
  assert_refused ("runs import text", 1, "not a library");
  assert_refused ("runs import none.overshoot", 1, "no library");
  assert_refused ("runs export nowhere/x.overshoot", 1, "no folder");
  assert_count ("runs list --json", 2);
}

int
main (int argc, char *argv[])
{
  g_autofree char *program = NULL;

  /* The user is in another folder than the test. */
  g_test_init (&argc, &argv, NULL);
  program = g_canonicalize_filename (argv[1], NULL);
  runner_init (program);

  fixture_add_in_folder ("/runs/list", test_list);
  fixture_add_in_folder ("/runs/nothing", test_nothing);
  fixture_add_in_folder ("/runs/show", test_show);
  fixture_add_in_folder ("/runs/transfer", test_transfer);
  fixture_add_in_folder ("/runs/complaints", test_complaints);

  return g_test_run ();
}
