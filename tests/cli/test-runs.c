/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What there is to do with runs that are kept. */

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "ink.h"
#include "run-fixture.h"
#include "runner.h"

#define N_EPOCHS 12

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

  runner_run_well (arguments, &outcome);
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

  runner_run_well ("runs list", &text);
  lines = g_strsplit (text.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[0], "Run "));
  g_assert_true (g_str_has_prefix (lines[1], begin));
  g_assert_nonnull (strstr (lines[1], "A \\x1b[31mname"));
  g_assert_nonnull (strstr (lines[1], " 12/100 "));
  g_assert_nonnull (strstr (lines[1], " finished "));
  g_assert_nonnull (strstr (lines[2], " 3/300 "));
  g_assert_nonnull (strstr (lines[2], " running "));

  runner_run_well ("runs list --json", &json);
  node = parse (json.output);
  first = json_array_get_object_element (json_node_get_array (node), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "id"), ==, id);
  g_assert_cmpint (json_object_get_int_member (first, "epochs-done"), ==, N_EPOCHS);
  g_assert_cmpint (json_object_get_int_member (first, "best-epoch"), ==, 8);
  g_assert_true (json_object_has_member (first, "colour"));
}

/* Whoever has kept nothing has an empty list, and no library either. */
static void
test_nothing (void)
{
  g_auto (Outcome) outcome = {0};

  runner_run_well ("runs list", &outcome);
  g_assert_true (g_str_has_prefix (outcome.output, "Run "));
  assert_count ("runs list --json", 0);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 0);
  runner_run_refused ("runs show x", 1, "There is no library");
  runner_run_refused ("runs list --library none.overshoot", 1, "There is no library");
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

  runner_run_well (by_id, &text);
  g_assert_nonnull (strstr (text.output, id));
  g_assert_nonnull (strstr (text.output, "\nEpoch 000 - Train Loss"));
  g_assert_nonnull (strstr (text.output, "\nEpoch 011 - Train Loss"));

  runner_run_well (by_json, &json);
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

static guint
count_pixels (const char *name, OvColour ink)
{
  g_autofree char *path = g_build_filename (own_folder, name, NULL);

  return ink_count_in_file (path, ink);
}

/* In a picture a run has the colour that it has in the library; runs on other data are in none with
 * it. */
static void
test_plot (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("overshoot/runs.db", OV_LIBRARY_CREATE);
  g_autofree char *first = fixture_add_run (library, N_EPOCHS);
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", N_EPOCHS);
  g_autofree char *second = NULL;
  g_autoptr (OvRunRecord) other_record = fixture_make_record ("linear", N_EPOCHS);
  g_autoptr (OvRunEntry) other = ov_run_entry_new (other_record, "other");
  g_autoptr (GError) error = NULL;
  g_auto (Outcome) outcome = {0};
  g_auto (Outcome) coloured = {0};
  g_auto (Outcome) page = {0};
  g_auto (Outcome) unused_option = {0};
  g_autofree char *path = NULL;
  cairo_surface_t *picture;

  record->recipe.learning_rate *= 2;
  second = fixture_add (library, record);
  g_assert_true (ov_library_rename (library, first, "First", &error));
  g_assert_true (ov_library_rename (library, second, "Second", &error));
  g_free (other->name);
  other->name = g_strdup ("Afar");
  g_assert_true (ov_library_add_run (library, other, &error));

  runner_run_well ("runs plot one.png First", &outcome);
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_cmpuint (count_pixels ("one.png", ov_palette_get_slot (OV_THEME_PAPER, OV_SLOT_TRAIN)),
                    >, 100);
  for (guint slot = OV_SLOT_FIRST_FREE; slot < OV_N_SLOTS; slot++)
    g_assert_cmpuint (count_pixels ("one.png", ov_palette_get_ghost (OV_THEME_PAPER, slot)), <,
                      20);

  g_assert_true (ov_library_set_colour (library, second, 6, FALSE, &error));
  runner_run_well ("runs plot two.png First Second", &coloured);
  g_assert_cmpuint (count_pixels ("two.png", ov_palette_get_ghost (OV_THEME_PAPER, 6)), >, 20);

  runner_run_well ("runs plot page.png First --plot-size 400x300 --plot-dpi 144", &page);
  path = g_build_filename (own_folder, "page.png", NULL);
  picture = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (picture), ==, 800);
  g_assert_cmpint (cairo_image_surface_get_height (picture), ==, 600);
  cairo_surface_destroy (picture);
  runner_run ("runs list --plot-theme dark", &unused_option);
  g_assert_nonnull (strstr (unused_option.errors, "--plot-theme has no effect"));
  runner_run_refused ("runs plot three.png First Afar", 1, "different data");
  runner_run_refused ("runs plot three.jpg Nobody", 1, ".png");
  runner_run_refused ("runs plot three.png Nobody", 1, "“Nobody”");
  runner_run_refused ("runs plot three.png", 2, "missing");
  runner_run_refused ("runs plot", 2, "missing");
}

/* Makes pixels of a picture that has none, by another program. */
static void
make_pixels (const char *program, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  va_list words;
  int status;

  g_ptr_array_add (argv, (gpointer) program);
  va_start (words, program);
  for (const char *word; (word = va_arg (words, const char *)) != NULL;)
    g_ptr_array_add (argv, (gpointer) word);
  va_end (words);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (own_folder, (char **) argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

/* A run has the same colour in every format. */
static void
test_colours (void)
{
  static const char *const files[] = {"a.png", "b.svg.png", "c.pdf.png"};
  g_autoptr (OvLibrary) library = fixture_open_library ("overshoot/runs.db", OV_LIBRARY_CREATE);
  g_autofree char *first = fixture_add_run (library, N_EPOCHS);
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", N_EPOCHS);
  g_autofree char *second = NULL;
  g_auto (Outcome) png = {0};
  g_auto (Outcome) svg = {0};
  g_auto (Outcome) pdf = {0};

  record->recipe.learning_rate *= 2;
  second = fixture_add (library, record);
  g_assert_true (ov_library_rename (library, first, "First", NULL));
  g_assert_true (ov_library_rename (library, second, "Second", NULL));
  g_assert_true (ov_library_set_colour (library, second, 5, FALSE, NULL));
  runner_run_well ("runs plot a.png First Second", &png);
  runner_run_well ("runs plot b.svg First Second", &svg);
  runner_run_well ("runs plot c.pdf First Second", &pdf);
  make_pixels ("rsvg-convert", "b.svg", "-o", "b.svg.png", NULL);
  make_pixels ("pdftoppm", "-r", "144", "-png", "-singlefile", "c.pdf", "c.pdf", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    for (guint slot = OV_SLOT_FIRST_FREE; slot < OV_N_SLOTS; slot++)
      {
        const guint n = count_pixels (files[i], ov_palette_get_ghost (OV_THEME_PAPER, slot));

        if (slot == 5)
          g_assert_cmpuint (n, >, 20);
        else
          g_assert_cmpuint (n, <, 20);
      }
}

/* A run that another program has made says so, and no recipe. */
static void
test_foreign (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("overshoot/runs.db", OV_LIBRARY_CREATE);
  g_autofree char *own = fixture_add_run (library, N_EPOCHS);
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", N_EPOCHS);
  g_autoptr (OvRunEntry) entry = NULL;
  g_autofree char *show = NULL;
  g_auto (Outcome) list = {0};
  g_auto (Outcome) text = {0};
  g_auto (Outcome) json = {0};
  g_auto (Outcome) outcome = {0};
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *second;

  ov_recipe_init_foreign (&record->recipe);
  record->outcome = OV_OUTCOME_FINISHED;
  entry = ov_run_entry_new_foreign (record, "Keras CSV log");
  g_free (entry->name);
  entry->name = g_strdup ("Theirs");
  entry->started += 1000;
  g_assert_true (ov_library_rename (library, own, "Ours", &error));
  g_assert_true (ov_library_add_run (library, entry, &error));
  g_assert_true (ov_library_save (library, entry->id, record, &error));

  runner_run_well ("runs list", &list);
  g_assert_true (g_regex_match_simple ("  Theirs +Keras CSV log +- +12 ", list.output, 0, 0));
  runner_run_well ("runs show Theirs", &text);
  g_assert_nonnull (strstr (text.output, "Log of another program\n"));
  g_assert_nonnull (strstr (text.output, "Keras CSV log\n"));
  g_assert_null (strstr (text.output, "Machine"));
  runner_run_well ("runs list --json", &json);
  node = parse (json.output);
  second = json_array_get_object_element (json_node_get_array (node), 1);
  g_assert_true (json_object_get_null_member (second, "recipe"));
  g_assert_cmpstr (json_object_get_string_member (second, "source"), ==, "Keras CSV log");

  show = g_strdup_printf ("runs show %s --json --library one.overshoot", entry->id);
  runner_run_well ("runs export one.overshoot Theirs", &outcome);
  g_clear_pointer (&text.output, g_free);
  g_clear_pointer (&text.errors, g_free);
  runner_run_well (show, &text);
  g_clear_pointer (&outcome.output, g_free);
  g_clear_pointer (&outcome.errors, g_free);
  runner_run_well ("runs plot both.png Ours Theirs", &outcome);
  runner_run_refused ("train --resume one.overshoot --epochs 20", 1, "Another program has made it");
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

  runner_run_well (one, &exported);
  g_assert_cmpstr (exported.output, ==, "");
  assert_count ("runs list --json --library one.overshoot", 1);

  runner_run_well ("runs import one.overshoot", &again);
  g_assert_cmpstr (again.output, ==, "New runs: 0. Longer than before: 0. Already there: 1.\n");
  assert_count ("runs list --json", 2);

  runner_run_well (delete, &deleted);
  assert_count ("runs list --json", 1);
  runner_run_well ("runs import one.overshoot", &imported);
  g_assert_cmpstr (imported.output, ==, "New runs: 1. Longer than before: 0. Already there: 0.\n");
  assert_count ("runs list --json", 2);
  g_clear_pointer (&exported.output, g_free);
  g_clear_pointer (&exported.errors, g_free);
  runner_run_well ("runs export all.overshoot", &exported);
  assert_count ("runs list --json --library all.overshoot", 2);
}

static char *
read_file (const char *name)
{
  g_autofree char *path = g_build_filename (own_folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return text;
}

/* For other programs; the ending of the name says which. */
static void
test_other_formats (void)
{
  g_autofree char *id = make_library ();
  g_autofree char *one = g_strdup_printf ("runs export one.csv %.8s", id);
  g_autofree char *folder = g_build_filename (own_folder, "all.tfevents", NULL);
  g_auto (Outcome) csv = {0};
  g_auto (Outcome) json = {0};
  g_auto (Outcome) events = {0};
  g_autofree char *csv_text = NULL;
  g_autofree char *json_text = NULL;
  g_auto (GStrv) rows = NULL;
  g_autoptr (JsonNode) node = NULL;

  runner_run_well (one, &csv);
  g_assert_cmpstr (csv.output, ==, "");
  csv_text = read_file ("one.csv");
  rows = g_strsplit (csv_text, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 1 + N_EPOCHS + 1);
  g_assert_true (g_str_has_prefix (rows[0], "run,name,"));
  g_assert_true (g_str_has_prefix (rows[1], id));

  runner_run_well ("runs export all.JSON", &json);
  json_text = read_file ("all.JSON");
  node = parse (json_text);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 2);

  runner_run_well ("runs export all.tfevents", &events);
  g_assert_cmpuint (fixture_count_files (folder), ==, 2);
  runner_run_refused ("runs export all.tfevents", 1, "already");
  runner_run_refused ("runs export all.xlsx", 2, ".overshoot, .csv, .json, .tfevents");
  runner_run_refused ("runs export all", 2, ".overshoot, .csv, .json, .tfevents");
  runner_run_refused ("runs export nowhere/all.csv", 1, "no folder");
}

/* The logs of other programs become runs that nobody takes for our own. */
static void
test_logs (void)
{
  static const char log[] = "epoch,accuracy,loss,val_accuracy,val_loss\r\n"
                            "0,0.25,2.1,0.3,2.0\r\n1,0.5,1.2,0.45,1.4\r\n";
  g_autofree char *path = g_build_filename (own_folder, "resnet.csv", NULL);
  g_auto (Outcome) imported = {0};
  g_auto (Outcome) again = {0};
  g_auto (Outcome) list = {0};
  g_auto (Outcome) show = {0};
  g_auto (Outcome) exported = {0};
  g_auto (Outcome) chosen = {0};
  g_auto (Outcome) percent = {0};
  g_auto (Outcome) exported_again = {0};
  g_auto (Outcome) noted = {0};
  g_autofree char *table = NULL;
  g_autofree char *chosen_table = NULL;

  g_assert_true (g_file_set_contents (path, log, -1, NULL));
  runner_run_well ("runs import resnet.csv", &imported);
  g_assert_cmpstr (imported.output, ==,
                   "Keras CSV log: Epoch = epoch, Training loss = loss, Test loss = val_loss, "
                   "Training accuracy = accuracy, Test accuracy = val_accuracy.\n"
                   "New runs: 1. Longer than before: 0. Already there: 0.\n");
  runner_run_well ("runs import resnet.csv", &again);
  g_assert_nonnull (strstr (again.output, "Already there: 1."));
  runner_run_well ("runs list", &list);
  g_assert_nonnull (strstr (list.output, "resnet  Keras CSV log"));
  runner_run_well ("runs show resnet", &show);
  g_assert_nonnull (strstr (show.output, "\nEpoch 001 - Train Loss 1.2000"));
  runner_run_well ("runs export logs.csv resnet", &exported);
  table = read_file ("logs.csv");
  g_assert_nonnull (strstr (table, ",resnet,Keras CSV log,"));
  g_assert_nonnull (strstr (table, ",0,,2.1,25,2,30,,,,,\n"));

  /* Where the names do not tell, --columns does. */
  g_assert_true (g_file_set_contents (path, "n,cost,right\n1,2.5,0.5\n2,1.5,0.75\n", -1, NULL));
  runner_run_well ("runs import resnet.csv --columns epoch=n,train-loss=cost,test-accuracy=right",
                   &chosen);
  g_assert_nonnull (strstr (chosen.output, "CSV log: Epoch = n, Training loss = cost, Test "
                                           "accuracy = right.\nNew runs: 1."));
  runner_run_well ("runs import resnet.csv --columns test-accuracy=right --accuracies percent",
                   &percent);
  g_assert_nonnull (strstr (percent.output, "New runs: 1."));
  runner_run_well ("runs export chosen.csv", &exported_again);
  chosen_table = read_file ("chosen.csv");
  g_assert_nonnull (strstr (chosen_table, ",1,,1.5,,,75,,,,,\n"));
  g_assert_nonnull (strstr (chosen_table, ",1,,,,,0.75,,,,,\n"));

  /* A unit in which there is no such accuracy is a mistake, and of no use to a library. */
  g_assert_true (g_file_set_contents (path, "epoch,loss,accuracy\n0,2,25\n1,1,50\n", -1, NULL));
  runner_run_refused ("runs import resnet.csv --accuracies shares", 1, "--accuracies: ");
  runner_run_inside ("runs import overshoot/runs.db --library copy.overshoot --accuracies shares "
                     "--columns test-loss=cost",
                     &noted);
  g_assert_cmpint (noted.status, ==, 0);
  g_assert_nonnull (strstr (noted.errors, "--columns has no effect, since no log is imported."));
  g_assert_nonnull (strstr (noted.errors, "--accuracies has no effect"));

  g_assert_true (g_file_set_contents (path, "step,x\n1,2\n", -1, NULL));
  runner_run_refused ("runs import resnet.csv", 1, "no column of it is called a loss");
  runner_run_refused ("runs import resnet.csv", 1, "“--columns train-loss=NAME”");
  runner_run_refused ("runs import resnet.csv --columns test-loss=cost", 1,
                      "it has no column “cost” of numbers, but “");
  runner_run_refused ("runs import resnet.csv --columns loss=cost", 2, "There is no “loss”");
  runner_run_refused ("runs import resnet.csv --columns cost", 2, "Write it as in");
  runner_run_refused ("runs list --columns test-loss=cost", 2, "for the import of logs");
  runner_run_refused ("runs import none.csv", 1, "does not exist");
}

static void
test_complaints (void)
{
  g_autofree char *id = make_library ();
  g_autofree char *text = g_build_filename (own_folder, "text", NULL);

  g_assert_true (g_file_set_contents (text, "x", -1, NULL));
  runner_run_refused ("runs", 2, "missing");
  runner_run_refused ("runs shuffle", 2, "“shuffle”");
  runner_run_refused ("runs list x", 2, "too many");
  runner_run_refused ("runs show", 2, "missing");
  runner_run_refused ("runs import", 2, "missing");
  runner_run_refused ("runs export", 2, "missing");
  runner_run_refused ("runs export file.db", 2, ".overshoot");
  runner_run_refused ("runs list --no-such-option", 2, "overshoot-cli runs --help");
  runner_run_refused ("runs show 'no such'", 1, "“no such”");
  runner_run_refused ("runs delete ''", 1, "“”");
  runner_run_refused ("runs list --library text", 1, "not a library");
  runner_run_refused ("runs import text", 1, "not a library");
  runner_run_refused ("runs import none.overshoot", 1, "no library");
  runner_run_refused ("runs export nowhere/x.overshoot", 1, "no folder");
  assert_count ("runs list --json", 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  fixture_add_in_folder ("/runs/list", test_list);
  fixture_add_in_folder ("/runs/nothing", test_nothing);
  fixture_add_in_folder ("/runs/show", test_show);
  fixture_add_in_folder ("/runs/plot", test_plot);
  fixture_add_in_folder ("/runs/colours", test_colours);
  fixture_add_in_folder ("/runs/foreign", test_foreign);
  fixture_add_in_folder ("/runs/transfer", test_transfer);
  fixture_add_in_folder ("/runs/other-formats", test_other_formats);
  fixture_add_in_folder ("/runs/logs", test_logs);
  fixture_add_in_folder ("/runs/complaints", test_complaints);

  return g_test_run ();
}
