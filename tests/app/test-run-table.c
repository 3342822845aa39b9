/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run-table.h"

#include <string.h>

#include "run-rows.h"

#include "app-fixture.h"
#include "naive.h"
#include "palette.h"

typedef struct
{
  OvRunTable      *table;
  GtkWidget       *window;
  OvRunCollection *collection;
  OvDataset       *dataset;
  OvRunItem       *viewed;
  OvRunItem       *again;
  OvRunItem       *pointed;
  GPtrArray       *deleted;
} Fixture;

static void
view_cb (OvRunTable *table, OvRunItem *item, Fixture *fixture)
{
  fixture->viewed = item;
}

static void
again_cb (OvRunTable *table, OvRunItem *item, Fixture *fixture)
{
  fixture->again = item;
}

static void
pointed_cb (OvRunTable *table, OvRunItem *item, Fixture *fixture)
{
  fixture->pointed = item;
}

static void
delete_cb (OvRunTable *table, GPtrArray *items, Fixture *fixture)
{
  g_clear_pointer (&fixture->deleted, g_ptr_array_unref);
  fixture->deleted = ov_run_collection_remove (fixture->collection, items);
}

static OvRunItem *
add_run (Fixture *fixture, const OvRecipe *recipe)
{
  g_autoptr (OvRun) run = ov_run_new (recipe, fixture->dataset, 1);
  OvRunItem *item = ov_run_collection_begin (fixture->collection, run, "data");

  ov_run_start (run);
  wait_for (ov_run_has_ended (run));

  return item;
}

static OvRunItem *
add_rate (Fixture *fixture, double learning_rate)
{
  OvRecipe recipe = fixture_recipe (5);

  recipe.learning_rate = learning_rate;

  return add_run (fixture, &recipe);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->dataset = naive_dataset_new (40, 20);
  fixture->collection =
    ov_run_collection_new (OV_SLOT_FIRST_FREE, OV_N_SLOTS - OV_SLOT_FIRST_FREE);
  fixture->table = g_object_new (OV_TYPE_RUN_TABLE, NULL);
  ov_run_table_set_collection (fixture->table, fixture->collection);
  g_signal_connect (fixture->table, "view-wanted", G_CALLBACK (view_cb), fixture);
  g_signal_connect (fixture->table, "again-wanted", G_CALLBACK (again_cb), fixture);
  g_signal_connect (fixture->table, "pointed", G_CALLBACK (pointed_cb), fixture);
  g_signal_connect (fixture->table, "delete-wanted", G_CALLBACK (delete_cb), fixture);
  fixture->window = fixture_show (fixture->table);
  g_object_add_weak_pointer (G_OBJECT (fixture->table), (gpointer *) &fixture->table);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->table);
  g_clear_pointer (&fixture->deleted, g_ptr_array_unref);
  g_assert_finalize_object (fixture->collection);
  ov_dataset_unref (fixture->dataset);
}

static GtkColumnView *
get_view (Fixture *fixture)
{
  return fixture_child (fixture->table, "view");
}

static GtkSelectionModel *
get_rows (Fixture *fixture)
{
  return gtk_column_view_get_model (get_view (fixture));
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_rows (fixture)));
}

static OvRunItem *
get_row (Fixture *fixture, guint position)
{
  OvRunItem *item = g_list_model_get_item (G_LIST_MODEL (get_rows (fixture)), position);

  g_assert_nonnull (item);
  g_object_unref (item);

  return item;
}

static GtkColumnViewColumn *
find_column (Fixture *fixture, const char *title)
{
  GListModel *columns = gtk_column_view_get_columns (get_view (fixture));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column), title) == 0)
        return column;
    }
  g_assert_not_reached ();
}

static gboolean
is_visible (Fixture *fixture, const char *title)
{
  return gtk_column_view_column_get_visible (find_column (fixture, title));
}

static void
select_row (Fixture *fixture, guint position)
{
  gtk_selection_model_select_item (get_rows (fixture), position, TRUE);
}

static void
act (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->table), action, NULL));
}

/* The newest run stands first, and a column is there only while its runs differ in it. */
static void
test_rows (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (5);
  OvRunItem *first = add_rate (fixture, 1e-3);
  OvRunItem *second;

  g_assert_cmpuint (count_rows (fixture), ==, 1);
  g_assert_false (is_visible (fixture, "Rate"));
  second = add_rate (fixture, 2e-3);
  g_assert_true (get_row (fixture, 0) == second);
  g_assert_true (get_row (fixture, 1) == first);
  g_assert_true (is_visible (fixture, "Rate"));
  g_assert_false (is_visible (fixture, "Seed"));
  g_assert_false (is_visible (fixture, "Network"));
  g_assert_true (is_visible (fixture, "Best Test"));

  recipe.seed = 7;
  recipe.learning_rate = 2e-3;
  recipe.weight_std = 1e-4;
  add_run (fixture, &recipe);
  g_assert_true (is_visible (fixture, "Seed"));
  g_assert_true (is_visible (fixture, "Otherwise"));
}

static void
test_sort (Fixture *fixture, gconstpointer unused)
{
  OvRunItem *middle = add_rate (fixture, 2e-3);
  OvRunItem *high = add_rate (fixture, 3e-3);
  OvRunItem *low = add_rate (fixture, 1e-3);

  gtk_column_view_sort_by_column (get_view (fixture), find_column (fixture, "Rate"),
                                  GTK_SORT_ASCENDING);
  g_assert_true (get_row (fixture, 0) == low);
  g_assert_true (get_row (fixture, 1) == middle);
  g_assert_true (get_row (fixture, 2) == high);
  gtk_column_view_sort_by_column (get_view (fixture), find_column (fixture, "Rate"),
                                  GTK_SORT_DESCENDING);
  g_assert_true (get_row (fixture, 0) == high);
}

/* The heading in a row. */
static OvRunHeading *
get_heading (Fixture *fixture, guint position)
{
  return OV_RUN_HEADING ((gpointer) get_row (fixture, position));
}

static void
assert_count (Fixture *fixture, guint position, const char *text)
{
  g_autofree char *count = ov_run_heading_format_count (get_heading (fixture, position));

  g_assert_cmpstr (count, ==, text);
}

/* Runs that differ in nothing but the seed stand together beneath a heading, which stands for all
 * of them where something is done to it. */
static void
test_group (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (5);
  OvRunItem *seeds[2];
  OvRunItem *other;
  g_autoptr (GPtrArray) selected = NULL;
  guint at, alone;

  recipe.learning_rate = 1e-3;
  seeds[0] = add_run (fixture, &recipe);
  other = add_rate (fixture, 2e-3);
  recipe.seed = 5;
  seeds[1] = add_run (fixture, &recipe);
  g_assert_true (get_row (fixture, 1) != seeds[0]);

  gtk_drop_down_set_selected (fixture_child (fixture->table, "grouping"), 2);
  g_assert_cmpuint (count_rows (fixture), ==, 5);
  at = get_row (fixture, 1) == other ? 2 : 0;
  alone = at == 0 ? 3 : 0;
  assert_count (fixture, at, "2 runs");
  assert_count (fixture, alone, "1 run");
  g_assert_true (get_row (fixture, at + 1) == seeds[1] && get_row (fixture, at + 2) == seeds[0]);
  g_assert_true (get_row (fixture, alone + 1) == other);
  g_assert_cmpstr (gtk_label_get_text (fixture_child (fixture->table, "count")), ==, "3");

  /* The row shows what the runs have in common, and what came out of them. */
  fixture_wait_for_frames (fixture->table, 2);
  g_assert_nonnull (fixture_find_label (get_view (fixture), "2 runs"));

  select_row (fixture, at);
  selected = ov_run_table_get_selected (fixture->table);
  g_assert_cmpuint (selected->len, ==, 2);
  act (fixture, "runs.toggle-shown");
  g_assert_false (ov_run_item_is_shown (seeds[0]) || ov_run_item_is_shown (seeds[1]));

  /* It follows its runs, and is no run itself. */
  g_signal_emit_by_name (get_view (fixture), "activate", at);
  g_assert_null (fixture->viewed);
  recipe.seed = 6;
  add_run (fixture, &recipe);
  at = get_row (fixture, 1) == other ? 2 : 0;
  assert_count (fixture, at, "3 runs");

  gtk_drop_down_set_selected (fixture_child (fixture->table, "grouping"), 1);
  g_assert_cmpuint (count_rows (fixture), ==, 5);
  assert_count (fixture, 0, "4 runs");
  gtk_drop_down_set_selected (fixture_child (fixture->table, "grouping"), 0);
  g_assert_cmpuint (count_rows (fixture), ==, 4);
}

/* How runs are grouped is a setting; test-table-walk.c has the next window. */
static void
test_grouping_setting (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);

  add_rate (fixture, 1e-3);
  add_rate (fixture, 2e-3);
  ov_run_table_set_settings (fixture->table, settings);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  gtk_drop_down_set_selected (fixture_child (fixture->table, "grouping"),
                              OV_RUN_GROUPING_ALL_BUT_SEED);
  g_assert_cmpuint (count_rows (fixture), ==, 4);
  g_settings_reset (settings, "runs-grouping");
  g_assert_cmpuint (count_rows (fixture), ==, 2);
}

static void
test_search (Fixture *fixture, gconstpointer unused)
{
  GtkEditable *search = fixture_child (fixture->table, "search");
  OvRunItem *first = add_rate (fixture, 1e-3);

  add_rate (fixture, 2e-3);
  ov_run_item_set_name (first, "The Steep One");
  gtk_editable_set_text (search, "steep");
  wait_for (count_rows (fixture) == 1);
  g_assert_true (get_row (fixture, 0) == first);
  g_assert_cmpstr (gtk_label_get_text (fixture_child (fixture->table, "count")), ==, "1 of 2");
  gtk_editable_set_text (search, "0.002");
  wait_for (count_rows (fixture) == 1 && get_row (fixture, 0) != first);
  gtk_editable_set_text (search, "nothing is called this");
  wait_for (count_rows (fixture) == 0);
  gtk_editable_set_text (search, "");
  wait_for (count_rows (fixture) == 2);
}

static void
test_view (Fixture *fixture, gconstpointer unused)
{
  OvRunItem *first = add_rate (fixture, 1e-3);

  add_rate (fixture, 2e-3);
  g_signal_emit_by_name (get_view (fixture), "activate", 1);
  g_assert_true (fixture->viewed == first);
  g_assert_null (fixture->again);

  select_row (fixture, 1);
  act (fixture, "runs.again");
  g_assert_true (fixture->again == first);
}

static void
test_show (Fixture *fixture, gconstpointer unused)
{
  OvRunItem *items[3];

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    items[i] = add_rate (fixture, 1e-3 * (i + 1));

  select_row (fixture, 2);
  act (fixture, "runs.toggle-shown");
  g_assert_false (ov_run_item_is_shown (items[0]));
  g_assert_true (ov_run_item_is_shown (items[1]));
  gtk_selection_model_select_item (get_rows (fixture), 1, FALSE);
  act (fixture, "runs.toggle-shown");
  g_assert_true (ov_run_item_is_shown (items[0]));
  g_assert_true (ov_run_item_is_shown (items[1]));
  act (fixture, "runs.toggle-shown");
  g_assert_false (ov_run_item_is_shown (items[0]));
  g_assert_false (ov_run_item_is_shown (items[1]));

  select_row (fixture, 2);
  act (fixture, "runs.solo");
  g_assert_true (ov_run_item_is_shown (items[0]));
  g_assert_false (ov_run_item_is_shown (items[1]));
}

static void
test_pin_and_colour (Fixture *fixture, gconstpointer unused)
{
  OvRunItem *item = add_rate (fixture, 1e-3);

  select_row (fixture, 0);
  act (fixture, "runs.pin");
  g_assert_true (ov_run_item_is_pinned (item));
  act (fixture, "runs.pin");
  g_assert_false (ov_run_item_is_pinned (item));
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "runs.colour", "i", 3);
  g_assert_cmpuint (ov_run_item_get_slot (item), ==, OV_SLOT_FIRST_FREE + 3);
}

/* The current run cannot be deleted, whatever else is. */
static void
test_delete (Fixture *fixture, gconstpointer unused)
{
  OvRunItem *current;

  add_rate (fixture, 1e-3);
  add_rate (fixture, 2e-3);
  current = add_rate (fixture, 3e-3);

  select_row (fixture, 0);
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (fixture->table), "runs.delete", NULL)
                  && fixture->deleted != NULL);
  gtk_selection_model_select_all (get_rows (fixture));
  act (fixture, "runs.delete");
  g_assert_cmpuint (fixture->deleted->len, ==, 2);
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  g_assert_true (get_row (fixture, 0) == current);

  ov_run_collection_add (fixture->collection, fixture->deleted);
  g_assert_cmpuint (count_rows (fixture), ==, 3);
}

/* The entry in which a name is being edited; NULL when none is. */
static GtkWidget *
find_entry (GtkWidget *widget)
{
  if (GTK_IS_TEXT (widget) && gtk_widget_get_child_visible (widget)
      && gtk_widget_get_mapped (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_entry (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_rename (Fixture *fixture, gconstpointer unused)
{
  OvRunItem *first = add_rate (fixture, 1e-3);
  GtkWidget *view = GTK_WIDGET (get_view (fixture));
  GtkWidget *entry;

  add_rate (fixture, 2e-3);
  fixture_wait_for_frames (fixture->table, 3);
  select_row (fixture, 1);
  act (fixture, "runs.rename");
  entry = find_entry (view);
  g_assert_nonnull (entry);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Linear 1");

  /* The keys of the table are the entry's now. */
  g_assert_false (fixture_press (view, GDK_KEY_Delete, 0));
  g_assert_null (fixture->deleted);
  fixture_type (entry, "The slow one");
  g_assert_cmpstr (ov_run_item_get_name (first), ==, "The slow one");
  g_assert_null (find_entry (view));

  act (fixture, "runs.rename");
  gtk_editable_set_text (GTK_EDITABLE (entry), "Never mind");
  g_assert_true (fixture_press (entry, GDK_KEY_Escape, 0));
  g_assert_cmpstr (ov_run_item_get_name (first), ==, "The slow one");
  g_assert_null (find_entry (view));
}

/* Whether a screen reader says the words about the row in which a name stands. */
static gboolean
is_said (Fixture *fixture, const char *name, const char *words)
{
  GtkWidget *row = fixture_find_label (get_view (fixture), name);

  while (row != NULL && g_strcmp0 (gtk_widget_get_css_name (row), "row") != 0)
    row = gtk_widget_get_parent (row);

  return row != NULL && strstr (g_object_get_data (G_OBJECT (row), "overshoot-row-label"), words);
}

/* A row is told by what stands in it, also when columns come and go. */
static void
test_words (Fixture *fixture, gconstpointer unused)
{
  OvRunItem *first = add_rate (fixture, 1e-3);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  wait_for (is_said (fixture, "Linear 1", "Linear 1, the current run, Epochs 5, Best Test "));
  add_rate (fixture, 2e-3);
  wait_for (is_said (fixture, "Linear 1", "Linear 1, Rate 0.001, Epochs 5, Best Test "));
  wait_for (is_said (fixture, "Linear 2", "Linear 2, the current run, Rate 0.002, Epochs 5, "));
  ov_run_item_set_name (first, "The Slow One");
  wait_for (is_said (fixture, "The Slow One", "The Slow One, Rate 0.001, "));
  g_ptr_array_add (items, first);
  g_ptr_array_unref (ov_run_collection_remove (fixture->collection, items));
  wait_for (is_said (fixture, "Linear 2", "Linear 2, the current run, Epochs 5, "));
}

static void
test_close (Fixture *fixture, gconstpointer unused)
{
  gboolean is_open;

  add_rate (fixture, 1e-3);
  g_object_set (fixture->table, "open", FALSE, NULL);
  g_assert_false (gtk_widget_get_visible (fixture_child (fixture->table, "body")));
  g_signal_emit_by_name (fixture_child (fixture->table, "open_button"), "clicked");
  g_object_get (fixture->table, "open", &is_open, NULL);
  g_assert_true (is_open);
  g_assert_true (gtk_widget_get_visible (fixture_child (fixture->table, "body")));
}

/* From the keyboard alone: down to a row, and what the keys do there. */
static void
test_keys (Fixture *fixture, gconstpointer unused)
{
  OvRunItem *first = add_rate (fixture, 1e-3);
  GtkWidget *view = GTK_WIDGET (get_view (fixture));

  add_rate (fixture, 2e-3);
  fixture_wait_for_frames (fixture->table, 3);
  gtk_widget_grab_focus (view);
  select_row (fixture, 1);
  g_assert_true (fixture_press (view, GDK_KEY_space, 0));
  g_assert_false (ov_run_item_is_shown (first));
  g_assert_true (fixture_press (view, GDK_KEY_space, 0));
  g_assert_true (ov_run_item_is_shown (first));
  g_assert_true (fixture_press (view, GDK_KEY_p, GDK_CONTROL_MASK));
  g_assert_true (ov_run_item_is_pinned (first));
  g_assert_true (fixture_press (view, GDK_KEY_F2, 0));
  g_assert_nonnull (find_entry (view));
  fixture_type (find_entry (view), "Renamed");
  g_assert_true (fixture_press (view, GDK_KEY_Delete, 0));
  g_assert_nonnull (fixture->deleted);
  g_assert_true (fixture->deleted->pdata[0] == first);
}

/* The facts of the current run are kept up to date in its row. */
static void
test_facts (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (50);
  GtkWidget *view = GTK_WIDGET (get_view (fixture));

  add_rate (fixture, 1e-3);
  fixture_wait_for_frames (fixture->table, 3);
  g_assert_nonnull (fixture_find_label (view, "5"));
  g_assert_nonnull (fixture_find_label (view, "Linear 1"));

  recipe.learning_rate = 10.0;
  recipe.decay = 1.0;
  add_run (fixture, &recipe);
  fixture_wait_for_frames (fixture->table, 3);
  g_assert_nonnull (fixture_find_label (view, "Diverged"));
  g_assert_true (fixture_find_label (view, "not finite") != NULL
                 || fixture_find_label (view, "Linear 2") != NULL);
}

static guint
count_buttons (GtkWidget *widget, gboolean is_sensitive)
{
  guint n = GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_is_sensitive (widget) == is_sensitive;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_buttons (child, is_sensitive);

  return n;
}

/* Runs of an earlier day, in the table before anything runs, can be shown as soon as it does. */
static void
test_earlier_day (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (5);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *view = GTK_WIDGET (get_view (fixture));

  g_ptr_array_add (items, ov_run_item_new ("a", "A", OV_SLOT_FIRST_FREE, &recipe, "data", "Data",
                                           1));
  g_ptr_array_add (items, ov_run_item_new ("b", "B", OV_SLOT_FIRST_FREE, &recipe, "other",
                                           "Other", 2));
  ov_run_collection_add (fixture->collection, items);
  fixture_wait_for_frames (fixture->table, 3);
  add_rate (fixture, 2e-3);
  fixture_wait_for_frames (fixture->table, 3);
  g_assert_cmpuint (count_buttons (view, FALSE), ==, 1);
}

/* Rows that are filled while one run takes the place of another can be shown and hidden as well. */
static void
test_many (Fixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < 12; i++)
    {
      add_rate (fixture, 1e-4 * (i + 1));
      fixture_wait_for_frames (fixture->table, 2);
      g_assert_cmpuint (count_buttons (GTK_WIDGET (get_view (fixture)), FALSE), ==, 0);
    }
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  add ("/run-table/rows", test_rows);
  add ("/run-table/sort", test_sort);
  add ("/run-table/group", test_group);
  add ("/run-table/grouping-setting", test_grouping_setting);
  add ("/run-table/words", test_words);
  add ("/run-table/search", test_search);
  add ("/run-table/view", test_view);
  add ("/run-table/show", test_show);
  add ("/run-table/pin-and-colour", test_pin_and_colour);
  add ("/run-table/delete", test_delete);
  add ("/run-table/rename", test_rename);
  add ("/run-table/close", test_close);
  add ("/run-table/keys", test_keys);
  add ("/run-table/facts", test_facts);
  add ("/run-table/earlier-day", test_earlier_day);
  add ("/run-table/many", test_many);

  return g_test_run ();
}
