/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-list.h"

#include "app-fixture.h"
#include "naive.h"
#include "palette.h"
#include "run-item.h"

typedef struct
{
  OvRunList  *list;
  GtkWidget  *window;
  GListStore *ghosts;
  OvDataset  *dataset;
  OvRun      *current;
  OvRunItem  *removed;
  OvRunItem  *chosen;
} Fixture;

static void
removed_cb (OvRunList *list, OvRunItem *ghost, Fixture *fixture)
{
  fixture->removed = ghost;
}

static void
chosen_cb (OvRunList *list, OvRunItem *ghost, Fixture *fixture)
{
  fixture->chosen = ghost;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (4);

  fixture->dataset = naive_dataset_new (40, 20);
  fixture->ghosts = g_list_store_new (OV_TYPE_RUN_ITEM);
  fixture->current = fixture_run (&recipe, fixture->dataset);
  fixture->list = g_object_new (OV_TYPE_RUN_LIST, NULL);
  g_signal_connect (fixture->list, "removed", G_CALLBACK (removed_cb), fixture);
  g_signal_connect (fixture->list, "chosen", G_CALLBACK (chosen_cb), fixture);
  ov_run_list_set_ghosts (fixture->list, G_LIST_MODEL (fixture->ghosts));
  ov_run_list_set_run (fixture->list, fixture->current);
  fixture->window = fixture_show (fixture->list);
  g_object_add_weak_pointer (G_OBJECT (fixture->list), (gpointer *) &fixture->list);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->list);
  g_assert_finalize_object (fixture->ghosts);
  g_assert_finalize_object (fixture->current);
  ov_dataset_unref (fixture->dataset);
}

/* The newest track stands first. */
static void
add_track (Fixture *fixture, double learning_rate, guint slot)
{
  OvRecipe recipe = fixture_recipe (5);
  g_autoptr (OvRun) run = NULL;
  g_autoptr (OvRunItem) ghost = NULL;

  recipe.learning_rate = learning_rate;
  run = fixture_run (&recipe, fixture->dataset);
  ghost = fixture_item (run, slot);
  g_assert_true (ov_run_item_get_run (ghost) == run);
  g_assert_cmpuint (ov_run_item_get_slot (ghost), ==, slot);
  g_list_store_insert (fixture->ghosts, 0, ghost);
}

static AdwActionRow *
get_row (Fixture *fixture, int index)
{
  return ADW_ACTION_ROW (gtk_list_box_get_row_at_index (fixture_child (fixture->list, "list"),
                                                        index));
}

static const char *
get_title (Fixture *fixture, int index)
{
  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (get_row (fixture, index)));
}

static void
test_rows (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *group = fixture_child (fixture->list, "group");

  g_assert_false (gtk_widget_get_visible (group));
  add_track (fixture, 0.002, OV_SLOT_FIRST_FREE);
  add_track (fixture, 0.003, OV_SLOT_FIRST_FREE + 1);
  g_assert_true (gtk_widget_get_visible (group));

  g_assert_nonnull (strstr (get_title (fixture, 0), "0.003"));
  g_assert_nonnull (strstr (get_title (fixture, 1), "0.002"));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (get_row (fixture, 1)), "5 epochs"));
  g_assert_null (gtk_list_box_get_row_at_index (fixture_child (fixture->list, "list"), 2));

  g_list_store_remove_all (fixture->ghosts);
  g_assert_false (gtk_widget_get_visible (group));
}

/* What differs is named against the current run, so another current run renames the rows. */
static void
test_other_run (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (4);
  OvRun *run;
  g_autofree char *before = NULL;

  add_track (fixture, 0.002, OV_SLOT_FIRST_FREE);
  before = g_strdup (get_title (fixture, 0));
  g_assert_null (strstr (before, "0.5"));

  recipe.learning_rate = 0.002;
  recipe.decay = 0.5;
  run = fixture_run (&recipe, fixture->dataset);
  ov_run_list_set_run (fixture->list, run);
  g_assert_cmpstr (get_title (fixture, 0), !=, before);
  g_assert_nonnull (strstr (get_title (fixture, 0), "0.999"));
  ov_run_list_set_run (fixture->list, fixture->current);
  g_assert_finalize_object (run);
}

static void
test_remove (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *button;

  add_track (fixture, 0.002, OV_SLOT_FIRST_FREE);
  add_track (fixture, 0.003, OV_SLOT_FIRST_FREE + 1);
  button = fixture_find_type (get_row (fixture, 1), GTK_TYPE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
  g_assert_nonnull (fixture->removed);
  g_assert_cmpuint (ov_run_item_get_slot (fixture->removed), ==, OV_SLOT_FIRST_FREE);
  g_assert_null (fixture->chosen);

  g_list_store_remove (fixture->ghosts, 1);
  g_assert_nonnull (get_row (fixture, 0));
  g_assert_null (gtk_list_box_get_row_at_index (fixture_child (fixture->list, "list"), 1));
}

static void
test_choose (Fixture *fixture, gconstpointer unused)
{
  add_track (fixture, 0.002, OV_SLOT_FIRST_FREE);
  g_signal_emit_by_name (get_row (fixture, 0), "activated");
  g_assert_nonnull (fixture->chosen);
  g_assert_cmpfloat (ov_run_get_recipe (ov_run_item_get_run (fixture->chosen))->learning_rate, ==,
                     0.002);
  g_assert_null (fixture->removed);
}

static void
test_diverged (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (50);
  g_autoptr (OvRun) run = NULL;
  g_autoptr (OvRunItem) ghost = NULL;

  recipe.learning_rate = 10.0;
  recipe.decay = 1.0;
  run = fixture_run (&recipe, fixture->dataset);
  g_assert_cmpint (ov_run_get_outcome (run), ==, OV_OUTCOME_DIVERGED);
  ghost = fixture_item (run, OV_SLOT_FIRST_FREE);
  g_list_store_append (fixture->ghosts, ghost);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (get_row (fixture, 0)), "diverged"));
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

  add ("/run-list/rows", test_rows);
  add ("/run-list/other-run", test_other_run);
  add ("/run-list/remove", test_remove);
  add ("/run-list/choose", test_choose);
  add ("/run-list/diverged", test_diverged);

  return g_test_run ();
}
