/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-collection.h"
#include "run-column.h"
#include "run-witness.h"

/* What stands in the columns of the table of runs, and in which order they put the runs. */

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

/* Adds an earlier run, whose id is its name. */
static OvRunItem *
add (OvRunCollection *runs, const char *name, const char *parent, guint n_epochs)
{
  OvRecipe recipe;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  OvRunItem *item;

  witness_init_recipe (&recipe, 300);
  item = ov_run_item_new (name, name, 2, &recipe, "data", "data", 1);
  ov_run_item_set_parent (item, parent, n_epochs);
  g_ptr_array_add (items, item);
  ov_run_collection_add (runs, items);

  return item;
}

static void
check (const char *title, OvRunItem *item, const char *expected)
{
  g_autofree char *text = ov_run_column_format (find_column (title), item);

  g_assert_cmpstr (text, ==, expected);
}

/* By the name that the parent has by now and then by the epoch; what is no branch comes last. */
static void
test_branch (void)
{
  const OvRunColumn *column = find_column ("Branch of");
  g_autoptr (OvRunCollection) runs = ov_run_collection_new (2, 6);
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  g_autoptr (GPtrArray) removed = NULL;
  OvRunItem *parent = add (runs, "Linear 2", NULL, 0);
  OvRunItem *other = add (runs, "Linear 10", NULL, 0);
  OvRunItem *early, *late, *last;

  g_assert_false (ov_run_column_is_wanted (column, G_LIST_MODEL (runs)));
  check ("Branch of", parent, "");
  early = add (runs, "early", "Linear 2", 40);
  late = add (runs, "late", "Linear 2", 120);
  last = add (runs, "last", "Linear 10", 7);
  g_assert_true (ov_run_column_is_wanted (column, G_LIST_MODEL (runs)));
  check ("Branch of", early, "Linear 2 @ 40");
  g_assert_cmpint (ov_run_column_compare (column, early, late), <, 0);
  g_assert_cmpint (ov_run_column_compare (column, late, last), <, 0);
  g_assert_cmpint (ov_run_column_compare (column, last, parent), <, 0);
  g_assert_cmpint (ov_run_column_compare (column, parent, last), >, 0);
  g_assert_cmpint (ov_run_column_compare (column, parent, other), ==, 0);

  ov_run_item_set_name (parent, "Slow");
  check ("Branch of", late, "Slow @ 120");
  check ("Branch of", last, "Linear 10 @ 7");
  g_ptr_array_add (gone, parent);
  removed = ov_run_collection_remove (runs, gone);
  check ("Branch of", late, "a deleted run @ 120");
  ov_run_collection_add (runs, removed);
  check ("Branch of", late, "Slow @ 120");
}

/* A fact in which all runs agree takes no room, but for what became of them, and for what few have.
 */
static void
test_wanted (void)
{
  g_autoptr (OvRunCollection) runs = ov_run_collection_new (2, 6);

  g_assert_false (ov_run_column_is_wanted (find_column ("Branch of"), G_LIST_MODEL (runs)));
  g_assert_true (ov_run_column_is_wanted (find_column ("Epochs"), G_LIST_MODEL (runs)));
  add (runs, "first", "elsewhere", 3);
  add (runs, "second", "elsewhere", 3);
  g_assert_true (ov_run_column_is_wanted (find_column ("Branch of"), G_LIST_MODEL (runs)));
  g_assert_false (ov_run_column_is_wanted (find_column ("Rate"), G_LIST_MODEL (runs)));
  g_assert_false (ov_run_column_is_wanted (find_column ("Network"), G_LIST_MODEL (runs)));
}

/* What has ended has diverged, and what has not is diverging. */
static void
test_diagnosis (void)
{
  g_autoptr (OvRunCollection) runs = ov_run_collection_new (2, 6);
  OvRunItem *item = add (runs, "wild", NULL, 0);
  OvRunFacts facts = {.n_epochs = 9, .diagnosis = OV_DIAGNOSIS_DIVERGING};

  ov_run_item_set_facts (item, &facts);
  check ("Diagnosis", item, "Diverging");
  facts.outcome = OV_OUTCOME_FINISHED;
  ov_run_item_set_facts (item, &facts);
  check ("Diagnosis", item, "Diverged");
}

/* Losses in a column have as many digits each, zeros at the end included. */
static void
test_loss (void)
{
  g_autoptr (OvRunCollection) runs = ov_run_collection_new (2, 6);
  OvRunItem *item = add (runs, "some", NULL, 0);
  OvRunFacts facts = {.n_epochs = 9, .last_loss = 0.78699};

  ov_run_item_set_facts (item, &facts);
  check ("Last Loss", item, "0.7870");
  facts.last_loss = 23999659.0;
  ov_run_item_set_facts (item, &facts);
  check ("Last Loss", item, "2.400e7");
}

int
main (int argc, char **argv)
{
  witness_start (&argc, &argv);

  g_test_add_func ("/run-column/branch", test_branch);
  g_test_add_func ("/run-column/wanted", test_wanted);
  g_test_add_func ("/run-column/diagnosis", test_diagnosis);
  g_test_add_func ("/run-column/loss", test_loss);

  return witness_finish ();
}
