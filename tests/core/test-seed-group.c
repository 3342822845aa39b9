/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seed-group.h"

#include <math.h>

#define LEAST 1e-3

/* A run of the linear recipe with a seed and a rate, and these losses. */
static OvRunRecord *
make_run (guint         seed,
          double        rate,
          const double *losses,
          guint         n)
{
  OvRecipe recipe;
  OvRunRecord *run;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  recipe.seed = seed;
  recipe.learning_rate = rate;
  recipe.epochs = 3;
  run = ov_run_record_new (&recipe, NULL, 1);
  for (guint i = 0; i < n; i++)
    {
      const OvEpoch epoch = {.index = i, .train_loss = losses[i], .test_loss = 2 * losses[i]};

      ov_history_append (run->history, &epoch);
    }

  return run;
}

typedef struct
{
  OvRunRecord *runs[8];
  guint        n;
} Shelf;

static void
add (Shelf        *shelf,
     guint         seed,
     double        rate,
     const double *losses,
     guint         n)
{
  shelf->runs[shelf->n++] = make_run (seed, rate, losses, n);
}

static void
empty (Shelf *shelf)
{
  for (guint i = 0; i < shelf->n; i++)
    ov_run_record_unref (shelf->runs[i]);
}

static void
test_equal_but_seed (void)
{
  OvRecipe a, b;

  g_assert_true (ov_recipe_init_preset (&a, "cnn", NULL));
  b = a;
  b.seed = a.seed + 1;
  g_assert_false (ov_recipe_equal (&a, &b));
  g_assert_true (ov_recipe_equal_but_seed (&a, &b));
  b.shuffle = !a.shuffle;
  g_assert_false (ov_recipe_equal_but_seed (&a, &b));
}

/* Only runs of one recipe belong together, and one alone is no group. */
static void
test_find (void)
{
  static const double losses[] = {1.0, 0.9, 0.8};
  Shelf shelf = {0};
  g_autoptr (GPtrArray) groups = NULL;
  const OvSeedGroup *group;

  add (&shelf, 1, LEAST, losses, 3);
  add (&shelf, 1, 2 * LEAST, losses, 3);
  add (&shelf, 2, LEAST, losses, 2);
  add (&shelf, 3, LEAST, losses, 0); /* has not had its first epoch */
  add (&shelf, 2, 3 * LEAST, losses, 3);
  groups = ov_seed_group_find (shelf.runs, shelf.n);
  g_assert_cmpuint (groups->len, ==, 1);
  group = groups->pdata[0];
  g_assert_cmpuint (group->runs->len, ==, 2);
  g_assert_true (ov_seed_group_contains (group, shelf.runs[0]));
  g_assert_true (ov_seed_group_contains (group, shelf.runs[2]));
  g_assert_false (ov_seed_group_contains (group, shelf.runs[1]));
  g_assert_false (ov_seed_group_contains (group, shelf.runs[3]));
  g_assert_cmpuint (ov_seed_group_count_epochs (group), ==, 3);
  g_assert_cmpuint (ov_seed_group_count_unfinished (group), ==, 1);
  g_assert_cmpuint (group->n_diverged, ==, 0);
  empty (&shelf);
}

/* Runs of other data do not belong together, whatever their recipe. */
static void
test_data (void)
{
  static const double losses[] = {1.0};
  Shelf shelf = {0};
  g_autoptr (GPtrArray) groups = NULL;

  add (&shelf, 1, LEAST, losses, 1);
  add (&shelf, 2, LEAST, losses, 1);
  shelf.runs[1]->data_name = g_strdup ("Other");
  groups = ov_seed_group_find (shelf.runs, shelf.n);
  g_assert_cmpuint (groups->len, ==, 0);
  empty (&shelf);
}

/* A branch has its recipe from some epoch on only. */
static void
test_branch (void)
{
  static const double losses[] = {1.0, 0.9, 0.8};
  Shelf shelf = {0};
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) groups = NULL;

  add (&shelf, 1, LEAST, losses, 3);
  add (&shelf, 2, LEAST, losses, 0);
  add (&shelf, 5, 2 * LEAST, losses, 3);
  ov_run_record_go_on (shelf.runs[1], shelf.runs[2], 2);
  g_assert_cmpuint (shelf.runs[1]->n_inherited, ==, 2);
  none = ov_seed_group_find (shelf.runs, shelf.n);
  g_assert_cmpuint (none->len, ==, 0);

  /* One that continues a branch is one, and one that continues its own recipe is none. */
  add (&shelf, 2, LEAST, losses, 0);
  ov_run_record_go_on (shelf.runs[3], shelf.runs[1], 1);
  g_assert_cmpuint (shelf.runs[3]->n_inherited, ==, 1);
  add (&shelf, 7, LEAST, losses, 2);
  add (&shelf, 7, LEAST, losses, 0);
  shelf.runs[5]->recipe.epochs = 2;
  shelf.runs[4]->recipe.epochs = 1;
  ov_run_record_go_on (shelf.runs[5], shelf.runs[4], 2);
  g_assert_cmpuint (shelf.runs[5]->n_inherited, ==, 0);
  shelf.runs[5]->recipe.epochs = 3;
  groups = ov_seed_group_find (shelf.runs, shelf.n);
  g_assert_cmpuint (groups->len, ==, 1);
  g_assert_cmpuint (((OvSeedGroup *) groups->pdata[0])->runs->len, ==, 2);
  empty (&shelf);
}

/* A run that diverged is no part of the mean, but it is counted, whichever came first. */
static void
test_diverged (void)
{
  static const double losses[] = {1.0, 0.9, 0.8};
  static const double huge[] = {1.0, 1e5};
  static const double broken[] = {1.0, NAN};
  Shelf shelf = {0};
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GPtrArray) few = NULL;
  OvRunStatistics statistics;
  const OvSeedGroup *group;

  add (&shelf, 1, LEAST, huge, 2);
  add (&shelf, 2, LEAST, losses, 3);
  add (&shelf, 3, LEAST, broken, 2);
  few = ov_seed_group_find (shelf.runs, shelf.n);
  g_assert_cmpuint (few->len, ==, 0);

  add (&shelf, 4, LEAST, losses, 3);
  groups = ov_seed_group_find (shelf.runs, shelf.n);
  g_assert_cmpuint (groups->len, ==, 1);
  group = groups->pdata[0];
  g_assert_cmpuint (group->runs->len, ==, 2);
  g_assert_cmpuint (group->n_diverged, ==, 2);
  ov_seed_group_measure (group, 1, OV_EPOCH_TRAIN_LOSS, &statistics);
  g_assert_cmpuint (statistics.n, ==, 2);
  g_assert_cmpfloat (statistics.mean, ==, 0.9);
  empty (&shelf);
}

/* Past the end of the shorter runs the statistics are those of the others, and say of how many. */
static void
test_lengths (void)
{
  static const double a[] = {1, 2, 3}, b[] = {3, 6}, c[] = {5};
  static const guint n_runs[] = {3, 2, 1, 0};
  static const double means[] = {3.0, 4.0, 3.0};
  static const double deviations[] = {2.0, 2.8284271247461903};
  Shelf shelf = {0};
  g_autoptr (GPtrArray) groups = NULL;

  add (&shelf, 1, LEAST, a, 3);
  add (&shelf, 2, LEAST, b, 2);
  add (&shelf, 3, LEAST, c, 1);
  groups = ov_seed_group_find (shelf.runs, shelf.n);
  g_assert_cmpuint (groups->len, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (n_runs); i++)
    {
      OvRunStatistics train, test;

      ov_seed_group_measure (groups->pdata[0], i, OV_EPOCH_TRAIN_LOSS, &train);
      ov_seed_group_measure (groups->pdata[0], i, OV_EPOCH_TEST_LOSS, &test);
      g_assert_cmpuint (train.n, ==, n_runs[i]);
      g_assert_cmpuint (test.n, ==, n_runs[i]);
      if (i < G_N_ELEMENTS (means))
        {
          g_assert_cmpfloat (train.mean, ==, means[i]);
          g_assert_cmpfloat (test.mean, ==, 2 * means[i]);
        }
      if (i < G_N_ELEMENTS (deviations))
        g_assert_cmpfloat_with_epsilon (train.deviation, deviations[i], 1e-15);
      else
        g_assert_true (isnan (train.deviation));
    }
  empty (&shelf);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/seed-group/equal-but-seed", test_equal_but_seed);
  g_test_add_func ("/seed-group/find", test_find);
  g_test_add_func ("/seed-group/data", test_data);
  g_test_add_func ("/seed-group/branch", test_branch);
  g_test_add_func ("/seed-group/diverged", test_diverged);
  g_test_add_func ("/seed-group/lengths", test_lengths);

  return g_test_run ();
}
