/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand-fixture.h"
#include "palette.h"
#include "run-column.h"
#include "run-heading.h"
#include "run-table.h"
#include "window-fixture.h"
#include "window-private.h"

/* Everything that the table of runs can do, done with keys alone. */

#define N_RUNS 4

/* How many keys it may take to get from one place of the window to another. */
#define MOST_KEYS 80

typedef struct
{
  WindowFixture     *window;
  OvRunTable        *table;
  GtkWidget         *view;
  GtkSelectionModel *rows;
} Walk;

static OvRunItem *
get_row (Walk *walk, guint position)
{
  OvRunItem *item = g_list_model_get_item (G_LIST_MODEL (walk->rows), position);

  g_assert_nonnull (item);
  g_object_unref (item);

  return item;
}

static guint
count_rows (Walk *walk)
{
  return g_list_model_get_n_items (G_LIST_MODEL (walk->rows));
}

static gboolean
has_focus (Walk *walk, gpointer widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (walk->window->window));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* Goes on with a key until the focus is in a widget. */
static void
go_to (Walk *walk, const char *key, gpointer widget)
{
  for (guint i = 0; !has_focus (walk, widget); i++)
    {
      g_assert_cmpuint (i, <, MOST_KEYS);
      hand_key (key);
    }
}

static gboolean
is_only_selected (Walk *walk, guint position)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (walk->rows);

  return gtk_bitset_get_size (selected) == 1 && gtk_bitset_contains (selected, position);
}

/* Selects a row from wherever in the table one is. */
static void
go_to_row (Walk *walk, guint position)
{
  go_to (walk, "Tab", walk->view);
  hand_key ("Home");
  for (guint i = 0; !is_only_selected (walk, position); i++)
    {
      g_assert_cmpuint (i, <, MOST_KEYS);
      hand_key (i % 10 == 9 ? "Home" : "Down");
    }
}

static gboolean
is_menu_open (Walk *walk)
{
  return gtk_widget_get_visible (fixture_child (walk->table, "menu"));
}

/* Whether the item of a menu that has the focus is called so. */
static gboolean
is_at_item (Walk *walk, const char *label)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (walk->window->window));

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL
         && fixture_find_label (focus, label) != NULL;
}

static void
take_item (Walk *walk, const char *label)
{
  for (guint i = 0; !is_at_item (walk, label); i++)
    {
      g_assert_cmpuint (i, <, MOST_KEYS);
      hand_key ("Down");
    }
  hand_key ("Return");
}

/* Opens the menu of the row, and takes an item of a submenu of it. */
static void
choose (Walk *walk, const char *submenu, const char *label)
{
  hand_key ("Menu");
  wait_for (is_menu_open (walk));
  take_item (walk, submenu);
  take_item (walk, label);
  wait_for (!is_menu_open (walk));
}

static void
set_up (Walk *walk, WindowFixture *fixture)
{
  walk->window = fixture;
  walk->table = fixture_find_type (fixture->window, OV_TYPE_RUN_TABLE);
  walk->view = fixture_child (walk->table, "view");
  walk->rows = gtk_column_view_get_model (GTK_COLUMN_VIEW (walk->view));

  for (guint i = 0; i < N_RUNS; i++)
    {
      OvRecipe recipe = fixture_recipe (6 + i);

      window_fixture_wait_for_epochs (fixture, 1);
      recipe.learning_rate = 1e-3 * (i + 1);
      window_fixture_set_recipe (fixture, &recipe);
      wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
    }
  g_assert_cmpuint (count_rows (walk), ==, N_RUNS + 1);
  fixture_wait_for_frames (fixture->window, 3);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
}

static void
test_show_and_view (WindowFixture *fixture)
{
  Walk walk;
  OvRunItem *item;
  OvRun *run;

  set_up (&walk, fixture);
  run = window_fixture_get_run (fixture);
  go_to_row (&walk, 2);
  item = get_row (&walk, 2);
  g_assert_true (ov_run_item_is_shown (item));
  hand_key ("space");
  g_assert_false (ov_run_item_is_shown (item));
  hand_key ("space");
  g_assert_true (ov_run_item_is_shown (item));
  hand_key ("shift+space");
  g_assert_true (ov_run_item_is_shown (item));
  g_assert_false (ov_run_item_is_shown (get_row (&walk, 1)));

  hand_key ("Return");
  g_assert_true (ov_run_collection_get_front (fixture->window->collection) == item);
  g_assert_true (window_fixture_get_run (fixture) == run);

  /* Several at once. */
  go_to_row (&walk, 1);
  hand_key ("shift+Down shift+Down");
  hand_key ("space");
  for (guint i = 1; i <= 3; i++)
    g_assert_true (ov_run_item_is_shown (get_row (&walk, i)));
  hand_key ("space");
  for (guint i = 1; i <= 3; i++)
    g_assert_false (ov_run_item_is_shown (get_row (&walk, i)));
}

static void
test_edit (WindowFixture *fixture)
{
  Walk walk;
  OvRunItem *item;
  guint slot;

  set_up (&walk, fixture);
  go_to_row (&walk, 1);
  item = get_row (&walk, 1);
  hand_key ("F2");
  hand_type ("s r one");
  hand_key ("Return");
  g_assert_cmpstr (ov_run_item_get_name (item), ==, "s r one");

  g_assert_true (has_focus (&walk, walk.view));
  g_assert_true (is_only_selected (&walk, 1));
  hand_key ("ctrl+p");
  g_assert_true (ov_run_item_is_pinned (item));
  hand_key ("ctrl+p");
  g_assert_false (ov_run_item_is_pinned (item));

  slot = ov_run_item_get_slot (item);
  choose (&walk, "_Colour", slot == OV_SLOT_FIRST_FREE ? "Pink" : "Green");
  g_assert_cmpuint (ov_run_item_get_slot (item), !=, slot);
  g_assert_true (ov_run_item_is_slot_chosen (item));
  hand_key ("ctrl+z");
  g_assert_cmpuint (ov_run_item_get_slot (item), ==, slot);
  g_assert_false (ov_run_item_is_slot_chosen (item));
}

static void
test_delete_and_undo (WindowFixture *fixture)
{
  Walk walk;
  OvRunItem *item;

  set_up (&walk, fixture);
  go_to_row (&walk, 3);
  item = get_row (&walk, 3);
  hand_key ("Delete");
  g_assert_cmpuint (count_rows (&walk), ==, N_RUNS);
  hand_key ("ctrl+z");
  g_assert_cmpuint (count_rows (&walk), ==, N_RUNS + 1);
  g_assert_true (get_row (&walk, 3) == item);
}

/* A reader says of the row of a heading what the group is, in whole words. */
static void
assert_words_of_heading (Walk *walk, GtkWidget *label)
{
  g_autofree char *title = ov_run_heading_format_title ((gpointer) get_row (walk, 0));
  GtkWidget *row = label;

  while (g_strcmp0 (gtk_widget_get_css_name (row), "row") != 0)
    row = gtk_widget_get_parent (row);
  g_assert_cmpstr (g_object_get_data (G_OBJECT (row), "overshoot-row-label"), ==, title);
}

/* A click with the right button on a heading is about all of its runs. */
static void
assert_menu_of_heading (Walk *walk)
{
  g_autofree char *text = ov_run_heading_format_count ((gpointer) get_row (walk, 0));
  g_autoptr (GPtrArray) selected = NULL;

  wait_for (fixture_find_label (walk->view, text) != NULL);
  assert_words_of_heading (walk, fixture_find_label (walk->view, text));
  gtk_adjustment_set_value (
    gtk_scrolled_window_get_vadjustment (fixture_child (walk->table, "body")), 0.0);
  fixture_wait_for_frames (walk->view, 3);
  hand_point (fixture_find_label (walk->view, text), 0.5, 0.5);
  hand_press (HAND_RIGHT, 1);
  wait_for (is_menu_open (walk));
  selected = ov_run_table_get_selected (OV_RUN_TABLE (walk->table));
  g_assert_cmpuint (selected->len, ==, N_RUNS + 1);
  hand_key ("Escape");
  wait_for (!is_menu_open (walk));
}

/* The space bar presses a button that keys have led to, and is the window's after a click. */
static void
test_space (WindowFixture *fixture)
{
  Walk walk;
  GtkWidget *button;
  OvRun *run;

  set_up (&walk, fixture);
  run = window_fixture_get_run (fixture);
  button = fixture_child (walk.table, "open_button");
  go_to (&walk, "Tab", button);
  hand_key ("space");
  wait_for (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  hand_key ("space");
  wait_for (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  g_assert_true (window_fixture_get_run (fixture) == run);

  fixture_wait_for_frames (fixture->window, 3);
  hand_click (button);
  wait_for (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  hand_key ("space");
  wait_for (window_fixture_get_run (fixture) != run);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
}

static void
test_sort_and_group (WindowFixture *fixture)
{
  Walk walk;
  OvRunItem *newest;
  GtkDropDown *grouping;

  set_up (&walk, fixture);
  newest = get_row (&walk, 0);
  grouping = fixture_child (walk.table, "grouping");
  go_to_row (&walk, 1);
  choose (&walk, "Sort _by", "Name");
  g_assert_cmpstr (ov_run_item_get_name (get_row (&walk, 0)), ==, "Linear 1");
  choose (&walk, "Sort _by", "Name");
  g_assert_true (get_row (&walk, 0) == newest);

  go_to (&walk, "shift+Tab", grouping);
  hand_key ("space");
  take_item (&walk, "By network");
  g_assert_cmpuint (gtk_drop_down_get_selected (grouping), ==, 1);
  assert_menu_of_heading (&walk);

  /* The next window has the same groups. */
  window_fixture_reopen (fixture);
  grouping = fixture_child (fixture_find_type (fixture->window, OV_TYPE_RUN_TABLE), "grouping");
  g_assert_cmpuint (gtk_drop_down_get_selected (grouping), ==, 1);
  g_settings_reset (fixture->settings, "runs-grouping");
  g_assert_cmpuint (gtk_drop_down_get_selected (grouping), ==, 0);
}

/* Whether the rows stand in the order of a column. */
static gboolean
is_in_order (Walk *walk, const OvRunColumn *column)
{
  for (guint i = 1; i < count_rows (walk); i++)
    if (ov_run_column_compare (column, get_row (walk, i - 1), get_row (walk, i)) > 0)
      return FALSE;

  return TRUE;
}

/* The menu of a row has every column to sort by, in the order of the table. */
static void
test_every_column (WindowFixture *fixture)
{
  Walk walk;
  gsize n_columns;
  const OvRunColumn *columns = ov_run_column_list (&n_columns);
  GMenuModel *menu;

  set_up (&walk, fixture);
  menu = fixture_child (walk.table, "sort_menu");
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, (int) n_columns + 2);
  for (guint i = 0; i < n_columns; i++)
    {
      const int place = (int) i + 2;
      g_autofree char *label = NULL;

      g_assert_true (g_menu_model_get_item_attribute (menu, place, "label", "s", &label));
      g_assert_cmpstr (label, ==, columns[i].title);
      gtk_widget_activate_action (GTK_WIDGET (walk.table), "runs.sort", "i", place);
      g_assert_true (is_in_order (&walk, &columns[i]));
    }
}

static void
test_search (WindowFixture *fixture)
{
  Walk walk;

  set_up (&walk, fixture);
  go_to_row (&walk, 1);
  hand_key ("ctrl+f");
  g_assert_true (has_focus (&walk, fixture_child (walk.table, "search")));
  hand_type ("linear 2");
  wait_for (count_rows (&walk) == 1);
  hand_key ("Escape");
  wait_for (count_rows (&walk) == N_RUNS + 1);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/table-walk/show-and-view", test_show_and_view);
  window_fixture_add ("/table-walk/edit", test_edit);
  window_fixture_add ("/table-walk/delete-and-undo", test_delete_and_undo);
  window_fixture_add ("/table-walk/sort-and-group", test_sort_and_group);
  window_fixture_add ("/table-walk/every-column", test_every_column);
  window_fixture_add ("/table-walk/space", test_space);
  window_fixture_add ("/table-walk/search", test_search);

  return g_test_run ();
}
