/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The linear classifier on the real CIFAR-10 against recorded tables of an independent program. */

#include <math.h>

#include "cifar10.h"
#include "runner.h"

/* The start is random, and its traces are gone by this epoch. */
#define FIRST_COMPARED 2
#define N_EPOCHS 300

#define LOSS_TOLERANCE 0.0003
#define ACCURACY_TOLERANCE 0.10

typedef struct
{
  const char *name;
  double      tolerance;
} Column;

static const Column columns[] = {
  { "train_loss", LOSS_TOLERANCE },
  { "train_accuracy", ACCURACY_TOLERANCE },
  { "test_loss", LOSS_TOLERANCE },
  { "test_accuracy", ACCURACY_TOLERANCE },
};

static int
find_column (const char *heading,
             const char *name)
{
  g_auto (GStrv) names = g_strsplit (heading, ",", -1);

  for (int i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return i;

  g_error ("The table has no column %s: %s", name, heading);
}

/* Reads one column of a table, from the row of epoch 0 on. */
static GArray *
read_column (const char *table,
             const char *name)
{
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
  const int column = find_column (lines[0], name);
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      const double value = g_ascii_strtod (cells[column], NULL);

      g_array_append_val (values, value);
    }

  return values;
}

/* Runs on the real data and nothing else: with the sample in its place the comparison would fail
 * in a way that nobody understands. */
static void
run_on_real_data (const char *arguments,
                  Outcome    *outcome)
{
  const char *named = g_getenv ("OVERSHOOT_TEST_CIFAR10");
  g_autoptr (GFile) folder =
    named != NULL ? g_file_new_for_path (named) : ov_cifar10_default_folder ();
  g_autofree char *quoted = g_shell_quote (g_file_peek_path (folder));
  g_autofree char *line =
    g_strdup_printf ("train --data %s --recipe linear --format csv %s", quoted, arguments);

  if (!g_file_test (g_file_peek_path (folder), G_FILE_TEST_IS_DIR))
    g_error ("The real CIFAR-10 is not in %s; build-aux/fetch-cifar10 brings it, and "
             "OVERSHOOT_DATA names another folder.", g_file_peek_path (folder));

  runner_run (line, outcome);
  g_test_message ("%s", outcome->errors);
}

static void
check_against_table (const char *decay)
{
  g_autofree char *name = g_strdup_printf ("linear-decay-%s.csv", decay);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "cli", "reference", name, NULL);
  g_autofree char *arguments = g_strdup_printf ("--decay %s --epochs %d", decay, N_EPOCHS);
  g_autofree char *table = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Outcome) outcome = { 0 };

  g_file_get_contents (path, &table, NULL, &error);
  g_assert_no_error (error);
  run_on_real_data (arguments, &outcome);
  g_assert_cmpint (outcome.status, ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GArray) expected = read_column (table, columns[i].name);
      g_autoptr (GArray) actual = read_column (outcome.output, columns[i].name);
      double worst = 0.0;

      g_assert_cmpuint (expected->len, ==, N_EPOCHS);
      g_assert_cmpuint (actual->len, ==, N_EPOCHS);

      for (guint j = FIRST_COMPARED; j < N_EPOCHS; j++)
        {
          const double difference = fabs (g_array_index (actual, double, j) -
                                          g_array_index (expected, double, j));

          worst = MAX (worst, difference);
          g_assert_cmpfloat (difference, <=, columns[i].tolerance);
        }

      g_test_message ("decay %s, %s: at most %g off", decay, columns[i].name, worst);
    }
}

static void
test_decayed_once (void)
{
  check_against_table ("0.999");
}

/* The exercise's own printed log had its learning rate multiplied by 0.999 twice in each epoch. */
static void
test_decayed_twice (void)
{
  check_against_table ("0.998001");
}

/* The largest eigenvalue of the data's covariance is 55.3622, so that gradient descent is stable
 * below 1 / 55.3622 = 0.018063. */
static void
test_limit (void)
{
  g_auto (Outcome) below = { 0 };
  g_auto (Outcome) above = { 0 };

  run_on_real_data ("--learning-rate 0.0175 --decay 1 --regularisation 0 --epochs 300", &below);
  g_assert_cmpint (below.status, ==, 0);

  run_on_real_data ("--learning-rate 0.0185 --decay 1 --regularisation 0 --epochs 300", &above);
  g_assert_cmpint (above.status, ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  g_test_add_func ("/cli/reference/decayed-once", test_decayed_once);
  g_test_add_func ("/cli/reference/decayed-twice", test_decayed_twice);
  g_test_add_func ("/cli/reference/limit", test_limit);

  return g_test_run ();
}
