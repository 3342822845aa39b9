/* SPDX-License-Identifier: GPL-3.0-or-later */

/* overshoot-cli train with runs that are saved, killed and resumed. */

#include <signal.h>
#include <string.h>

#include "library.h"
#include "run-lock.h"
#include "runner.h"

#define SECONDS_COLUMN 7

/* How often a run is killed before it may come to its end. */
#define N_KILLS 4

typedef struct
{
  const char *name;
  const char *recipe;
  const char *more; /* options that --resume takes as well */
} Case;

static const Case cases[] = {
  {"linear", "--recipe linear --epochs 60 --momentum 0.5", ""},
  {"two-layer-gd", "--recipe two-layer-gd --hidden-units 9 --epochs 16",
   "--sharpness 5 --instruments all --instruments-every 2"},
  {"two-layer-sgd",
   "--recipe two-layer-sgd --hidden-units 30 --batch-size 50 --shuffle on --momentum 0.4 "
   "--epochs 15",
   "--checkpoint-every 3 --instruments alpha,distance,saturation"},
};

static char *folder;

/* Runs in the folder, whose place @ stands for. */
static void
run_here (const char *arguments,
          Outcome    *outcome)
{
  g_auto (GStrv) parts = g_strsplit (arguments, "@", -1);
  g_autofree char *line = g_strjoinv (folder, parts);

  runner_run (line, outcome);
}

/* All but the seconds. */
static char *
strip (const char *csv)
{
  g_auto (GStrv) rows = g_strsplit (csv, "\n", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (rows[i], ",", -1);

      for (guint j = 0; cells[j] != NULL; j++)
        if (j != SECONDS_COLUMN)
          g_string_append_printf (text, "%s,", cells[j]);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static void
assert_same_file (const char *name,
                  const char *other)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *other_path = g_build_filename (folder, other, NULL);
  g_autofree char *contents = NULL;
  g_autofree char *other_contents = NULL;
  gsize size;
  gsize other_size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_true (g_file_get_contents (other_path, &other_contents, &other_size, NULL));
  g_assert_cmpmem (contents, size, other_contents, other_size);
}

/* Starts a run and kills it at a moment that is chance, or lets it end when it is faster. */
static void
start_and_kill (const char *arguments,
                GRand      *rand,
                Outcome    *outcome)
{
  g_auto (GStrv) parts = g_strsplit (arguments, "@", -1);
  g_autofree char *line = g_strjoinv (folder, parts);
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = runner_start (launcher, line);

  g_usleep ((gulong) g_rand_int_range (rand, 50000, 600000));
  g_subprocess_send_signal (process, SIGKILL);
  runner_finish (process, outcome);
}

/* Whether there is no run yet: the program was killed before it had begun one. */
static gboolean
is_missing (const Outcome *outcome)
{
  return outcome->signal_number == 0 && outcome->status == 1
         && (strstr (outcome->errors, "There is no library of runs") != NULL
             || strstr (outcome->errors, "There is none.") != NULL
             || strstr (outcome->errors, "is not a library") != NULL);
}

/* Whatever was killed when, the run is the one that nobody has killed. */
static void
test_killed (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GRand) rand = g_rand_new ();
  g_autofree char *whole_line = NULL;
  g_autofree char *first_line = NULL;
  g_autofree char *resume_line = NULL;
  g_autofree char *whole_rows = NULL;
  g_autofree char *rows = NULL;
  g_auto (Outcome) whole = {0};
  g_auto (Outcome) last = {0};

  folder = fixture_make_folder ();
  whole_line = g_strdup_printf ("train --data sample --format csv %s %s --save-weights @/whole.st",
                                test->recipe, test->more);
  first_line = g_strdup_printf ("train --data sample --format csv %s %s --save-weights @/last.st "
                                "--save-run @/run.overshoot",
                                test->recipe, test->more);
  resume_line = g_strdup_printf ("train --data sample --format csv %s --save-weights @/last.st "
                                 "--resume @/run.overshoot",
                                 test->more);
  run_here (whole_line, &whole);
  g_assert_cmpint (whole.status, ==, 0);

  for (guint i = 0; i < N_KILLS; i++)
    {
      g_auto (Outcome) killed = {0};
      g_auto (Outcome) begun = {0};

      start_and_kill (resume_line, rand, &killed);
      if (is_missing (&killed))
        start_and_kill (first_line, rand, &begun);
    }

  run_here (resume_line, &last);
  if (is_missing (&last))
    {
      outcome_clear (&last);
      run_here (first_line, &last);
    }
  g_test_message ("%s", last.errors);
  g_assert_cmpint (last.status, ==, 0);
  whole_rows = strip (whole.output);
  rows = strip (last.output);
  g_assert_cmpstr (rows, ==, whole_rows);
  assert_same_file ("last.st", "whole.st");

  fixture_remove (folder);
  g_clear_pointer (&folder, g_free);
}

/* For more epochs, and the best weights, also when the best epoch was made before. */
static void
test_longer (void)
{
  static const char recipe[] = "train --data sample --format csv --recipe two-layer-sgd "
                               "--hidden-units 5 --batch-size 100 --shuffle on --momentum 0.5 ";
  g_autofree char *whole_line = g_strconcat (recipe, "--epochs 6 --save-weights best:@/a.st", NULL);
  g_autofree char *first_line = g_strconcat (recipe, "--epochs 4 --save-run @/r.overshoot", NULL);
  g_autofree char *whole_rows = NULL;
  g_autofree char *rows = NULL;
  g_auto (Outcome) whole = {0};
  g_auto (Outcome) first = {0};
  g_auto (Outcome) longer = {0};
  g_auto (Outcome) again = {0};
  g_auto (Outcome) shorter = {0};

  folder = fixture_make_folder ();
  run_here (whole_line, &whole);
  run_here (first_line, &first);
  g_assert_cmpint (first.status, ==, 0);
  run_here ("train --data sample --format csv --resume @/r.overshoot --epochs 6 "
            "--save-weights best:@/b.st",
            &longer);
  g_assert_cmpstr (longer.errors, ==, "");
  whole_rows = strip (whole.output);
  rows = strip (longer.output);
  g_assert_cmpstr (rows, ==, whole_rows);
  assert_same_file ("a.st", "b.st");

  /* A run that is finished is told once more. */
  run_here ("train --data sample --format csv --resume @/r.overshoot --save-weights best:@/c.st",
            &again);
  g_assert_cmpint (again.status, ==, 0);
  g_assert_cmpstr (again.output, ==, longer.output);
  assert_same_file ("a.st", "c.st");

  run_here ("train --data sample --resume @/r.overshoot --epochs 5", &shorter);
  g_assert_cmpint (shorter.status, ==, 1);
  g_assert_nonnull (strstr (shorter.errors, "It has 6 epochs already"));

  fixture_remove (folder);
  g_clear_pointer (&folder, g_free);
}

/* A run on a cosine is resumed as it is, and has no other number of epochs. */
static void
test_schedule (void)
{
  g_auto (Outcome) whole = {0};
  g_auto (Outcome) same = {0};
  g_auto (Outcome) longer = {0};

  folder = fixture_make_folder ();
  run_here ("train --data sample --format csv --schedule cosine --warm-up 1 --epochs 4 "
            "--save-run @/r.overshoot",
            &whole);
  g_assert_cmpint (whole.status, ==, 0);
  run_here ("train --data sample --format csv --resume @/r.overshoot --epochs 4", &same);
  g_assert_cmpint (same.status, ==, 0);
  g_assert_cmpstr (same.output, ==, whole.output);
  run_here ("train --data sample --format csv --resume @/r.overshoot --epochs 5", &longer);
  g_assert_cmpint (longer.status, ==, 1);
  g_assert_nonnull (strstr (longer.errors, "goes by the number of epochs"));

  fixture_remove (folder);
  g_clear_pointer (&folder, g_free);
}

/* How a run began is kept with it: one that was killed before its first epoch begins in the same
 * way again, with the weights that were loaded. */
static void
test_loaded (void)
{
  static const char recipe[] = "train --data sample --format csv --recipe two-layer-sgd "
                               "--hidden-units 5 --batch-size 100 ";
  g_autofree char *other_line = g_strconcat (recipe, "--seed 9 --epochs 1 --save-weights @/w.st",
                                             NULL);
  g_autofree char *whole_line = g_strconcat (recipe, "--epochs 3 --load-weights @/w.st", NULL);
  g_autofree char *first_line = g_strconcat (
    recipe, "--epochs 0 --load-weights @/w.st --save-run @/r.overshoot", NULL);
  g_autofree char *whole_rows = NULL;
  g_autofree char *rows = NULL;
  g_auto (Outcome) other = {0};
  g_auto (Outcome) whole = {0};
  g_auto (Outcome) first = {0};
  g_auto (Outcome) resumed = {0};

  folder = fixture_make_folder ();
  run_here (other_line, &other);
  run_here (whole_line, &whole);
  run_here (first_line, &first);
  g_assert_cmpint (first.status, ==, 0);
  run_here ("train --data sample --format csv --resume @/r.overshoot --epochs 3", &resumed);
  g_assert_cmpint (resumed.status, ==, 0);
  whole_rows = strip (whole.output);
  rows = strip (resumed.output);
  g_assert_cmpstr (rows, ==, whole_rows);

  fixture_remove (folder);
  g_clear_pointer (&folder, g_free);
}

static void
assert_refused (const char *arguments,
                int         status,
                const char *part)
{
  g_auto (Outcome) outcome = {0};

  run_here (arguments, &outcome);
  g_test_message ("%s", outcome.errors);
  g_assert_cmpint (outcome.status, ==, status);
  g_assert_nonnull (strstr (outcome.errors, part));
}

/* A window that has the file as its library trains the run. */
static void
assert_refused_while_trained (void)
{
  g_autofree char *path = g_build_filename (folder, "r.overshoot", NULL);
  g_autoptr (OvLibrary) library = ov_library_open (path, 0, NULL);
  g_autoptr (GPtrArray) entries = ov_library_list (library, NULL, NULL);
  g_autoptr (OvRunLock) lock = ov_run_lock_new (path, TRUE);
  const OvRunEntry *entry = entries->pdata[0];

  g_assert_true (ov_run_lock_hold (lock, entry->id));
  assert_refused ("train --data sample --resume @/r.overshoot --epochs 4", 1, "is training it");
}

static void
test_refused (void)
{
  g_auto (Outcome) outcome = {0};

  folder = fixture_make_folder ();
  assert_refused ("train --data sample --resume @/none.overshoot", 1, "none.overshoot");
  assert_refused ("train --resume @/r.overshoot --learning-rate 1", 2, "--learning-rate");
  assert_refused ("train --resume @/r.overshoot --save-run @/s.overshoot", 2, "--save-run");
  run_here ("train --data sample --epochs 2 --save-run @/r.overshoot", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  assert_refused ("train --data sample --resume @/r.overshoot --plot @/r.overshoot", 1, "--plot");
  assert_refused_while_trained ();
  fixture_remove (folder);
  g_clear_pointer (&folder, g_free);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/resume/killed/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_killed);
    }
  g_test_add_func ("/resume/longer", test_longer);
  g_test_add_func ("/resume/schedule", test_schedule);
  g_test_add_func ("/resume/loaded", test_loaded);
  g_test_add_func ("/resume/refused", test_refused);

  return g_test_run ();
}
