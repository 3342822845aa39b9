/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What overshoot-cli does where there is little memory: it works, or it says so and ends. */

#include <sys/resource.h>
#include <unistd.h>

#include "runner.h"

/* Below the first the loader itself cannot start the program; with the last all recipes work. */
#define LEAST_MEGABYTES 300
#define STEP_MEGABYTES 250
#define MOST_MEGABYTES 1300

/* A run that hangs is ended, and fails the test. */
#define PATIENCE_SECONDS 100

static void
limit_memory_cb (gpointer user_data)
{
  const struct rlimit limit = {
    .rlim_cur = GPOINTER_TO_SIZE (user_data) * 1024 * 1024,
    .rlim_max = GPOINTER_TO_SIZE (user_data) * 1024 * 1024,
  };

  setrlimit (RLIMIT_AS, &limit);
  alarm (PATIENCE_SECONDS);
}

static void
test_recipe (gconstpointer preset)
{
  g_autofree char *arguments =
    g_strdup_printf ("train --recipe %s --data sample --epochs 1 --threads 2", (char *) preset);
  gboolean has_refused = FALSE;
  gboolean has_worked = FALSE;

  for (gsize size = LEAST_MEGABYTES; size <= MOST_MEGABYTES; size += STEP_MEGABYTES)
    {
      g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
      g_autoptr (GSubprocess) process = NULL;
      g_auto (Outcome) outcome = {0};

      g_subprocess_launcher_set_child_setup (launcher, limit_memory_cb, GSIZE_TO_POINTER (size),
                                             NULL);
      process = runner_start (launcher, arguments);
      runner_finish (process, &outcome);
      g_test_message ("%" G_GSIZE_FORMAT " MB: %s", size, outcome.errors);

      g_assert_cmpint (outcome.signal_number, ==, 0);
      if (outcome.status == 0)
        g_assert_cmpstr (outcome.errors, ==, "");
      else
        {
          g_assert_cmpint (outcome.status, ==, 1);
          g_assert_nonnull (g_strrstr (outcome.errors, "not enough memory"));
        }
      has_refused = has_refused || outcome.status == 1;
      has_worked = has_worked || outcome.status == 0;

      /* Between what was enough and the most there is nothing to be refused. */
      if (has_worked && size < MOST_MEGABYTES)
        size = MOST_MEGABYTES - STEP_MEGABYTES;
    }

  g_assert_true (has_refused);
  g_assert_true (has_worked);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  g_test_add_data_func ("/memory/linear", "linear", test_recipe);
  g_test_add_data_func ("/memory/two-layer-gd", "two-layer-gd", test_recipe);
  g_test_add_data_func ("/memory/two-layer-sgd", "two-layer-sgd", test_recipe);
  g_test_add_data_func ("/memory/cnn", "cnn", test_recipe);

  return g_test_run ();
}
