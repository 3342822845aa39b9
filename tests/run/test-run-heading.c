/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-rows.h"

#include "run-column.h"
#include "run-witness.h"

/* A run of the linear recipe that is over. */
static OvRunItem *
make_item (double      rate,
           guint       seed,
           const char *data,
           double      accuracy,
           OvOutcome   outcome)
{
  OvRecipe recipe;
  OvRunFacts facts = {.n_epochs = 5, .outcome = outcome, .best_accuracy = accuracy};
  OvRunItem *item;

  witness_init_recipe (&recipe, 5);
  recipe.learning_rate = rate;
  recipe.seed = seed;
  item = ov_run_item_new ("id", "name", 2, &recipe, data, "Data", 0);
  ov_run_item_set_facts (item, &facts);

  return item;
}

static void
append (GListStore *store,
        OvRunItem  *item)
{
  g_list_store_append (store, item);
  g_object_unref (item);
}

/* Which of the rows are headings, such as "#..#." */
static char *
draw (OvRunRows *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      g_string_append_c (text, OV_IS_RUN_HEADING (row) ? '#' : '.');
    }

  return g_string_free (text, FALSE);
}

static void
check (OvRunRows  *rows,
       const char *expected)
{
  g_autofree char *drawn = draw (rows);

  g_assert_cmpstr (drawn, ==, expected);
}

static void
changed_cb (GListModel *rows,
            guint       position,
            guint       n_removed,
            guint       n_added,
            guint      *change)
{
  change[0] = position;
  change[1] = n_removed;
  change[2] = n_added;
}

static void
test_rows (void)
{
  g_autoptr (GListStore) store = g_list_store_new (OV_TYPE_RUN_ITEM);
  g_autoptr (OvRunRows) rows = ov_run_rows_new (G_LIST_MODEL (store));
  g_autoptr (GObject) before = NULL;
  g_autoptr (GObject) after = NULL;
  guint change[3] = {0};

  check (rows, "");
  append (store, make_item (1e-3, 0, "data", 40, OV_OUTCOME_FINISHED));
  append (store, make_item (1e-3, 1, "data", 41, OV_OUTCOME_FINISHED));
  append (store, make_item (2e-3, 0, "data", 42, OV_OUTCOME_FINISHED));
  append (store, make_item (2e-3, 1, "other", 42, OV_OUTCOME_FINISHED));
  check (rows, "....");
  ov_run_rows_set_grouping (rows, OV_RUN_GROUPING_NETWORK);
  check (rows, "#...#.");
  ov_run_rows_set_grouping (rows, OV_RUN_GROUPING_ALL_BUT_SEED);
  check (rows, "#..#.#.");

  /* A change at the end leaves the rows before it, and their headings, alone. */
  before = g_list_model_get_item (G_LIST_MODEL (rows), 0);
  g_signal_connect (rows, "items-changed", G_CALLBACK (changed_cb), change);
  append (store, make_item (2e-3, 2, "other", 42, OV_OUTCOME_FINISHED));
  check (rows, "#..#.#..");
  g_assert_cmpuint (change[0], ==, 5);
  g_assert_cmpuint (change[1], ==, 2);
  g_assert_cmpuint (change[2], ==, 3);
  after = g_list_model_get_item (G_LIST_MODEL (rows), 0);
  g_assert_true (before == after);

  ov_run_rows_set_grouping (rows, OV_RUN_GROUPING_NONE);
  check (rows, ".....");
}

static const OvRunColumn *
find_column (const char *title)
{
  gsize n;
  const OvRunColumn *columns = ov_run_column_list (&n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (columns[i].title, title))
      return &columns[i];

  g_assert_not_reached ();
}

static void
check_cell (OvRunHeading *heading,
            const char   *title,
            const char   *expected)
{
  g_autofree char *text = ov_run_column_format_heading (find_column (title), heading);

  g_assert_cmpstr (text, ==, expected);
}

/* 40, 41 and 45 have the mean 42 and, with n − 1, the deviation √7. */
static void
test_words (void)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (OvRunHeading) heading = NULL;
  g_autoptr (OvRunHeading) network = NULL;
  g_autofree char *count = NULL;
  g_autofree char *title = NULL;

  g_ptr_array_add (items, make_item (0.02, 0, "data", 40, OV_OUTCOME_FINISHED));
  g_ptr_array_add (items, make_item (0.02, 1, "data", 41, OV_OUTCOME_FINISHED));
  g_ptr_array_add (items, make_item (0.02, 2, "data", 45, OV_OUTCOME_FINISHED));
  g_ptr_array_add (items, make_item (0.02, 3, "data", 10, OV_OUTCOME_DIVERGED));
  g_ptr_array_add (items, make_item (0.02, 4, "data", 12, OV_OUTCOME_CANCELLED));
  heading = ov_run_heading_new (OV_RUN_GROUPING_ALL_BUT_SEED, items);
  count = ov_run_heading_format_count (heading);
  g_assert_cmpstr (count, ==, "5 runs, 1 diverged, 1 unfinished");
  title = ov_run_heading_format_title (heading);
  g_assert_true (g_str_has_prefix (title, "Linear classifier, learning rate 0.02"));
  g_assert_true (g_str_has_suffix (title, ": 5 runs, 1 diverged, 1 unfinished"));
  g_assert_null (strstr (title, "seed"));
  check_cell (heading, "Rate", "0.02");
  check_cell (heading, "Seed", "");
  check_cell (heading, "Epochs", "");
  check_cell (heading, "Best Test", "42.0 ± 2.65 %");

  /* Runs of several recipes have no mean. */
  network = ov_run_heading_new (OV_RUN_GROUPING_NETWORK, items);
  check_cell (network, "Best Test", "");
}

int
main (int   argc,
      char *argv[])
{
  witness_start (&argc, &argv);

  witness_add_test ("/run-heading/rows", test_rows);
  witness_add_test ("/run-heading/words", test_words);

  return witness_finish ();
}
