/* SPDX-License-Identifier: GPL-3.0-or-later */

/* overshoot-cli sweep: the same runs as a plain loop makes, whatever was killed meanwhile. */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "deadline.h"
#include "epoch-fixture.h"
#include "library.h"
#include "runner.h"

/* Four runs that shuffle and have momentum, of which two diverge. */
#define GRID \
  "--data sample --epochs 3 --hidden-units 7 --batch-size 100 --shuffle on --momentum 0.4 "
#define SWEEP "sweep two-layer-sgd --learning-rate 1e-4,50 --seed 1..2 --threads 1 " GRID
#define N_RUNS 4

static const char *const rates[] = {"0.0001", "50"};

/* With those runs as a loop without any cleverness makes them, a program for each. */
static char             *loop_folder;

static void
run_here (const char *arguments,
          Outcome    *outcome)
{
  runner_run_at (arguments, outcome);
  g_test_message ("%s", outcome->errors);
}

static void
run_well (const char *arguments)
{
  g_auto (Outcome) outcome = {0};

  run_here (arguments, &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
}

/* The file of a run of SWEEP. */
static char *
make_path_in (const char *folder,
              guint       place)
{
  g_autofree char *name = g_strdup_printf (
    "two-layer-sgd_learning-rate=%s_momentum=0.4_epochs=3_batch-size=100_hidden-units=7_seed=%u_"
    "shuffle=on.overshoot",
    rates[place / 2], place % 2 + 1);

  return g_build_filename (folder, name, NULL);
}

/* The same in a folder of the test's own. */
static char *
make_path (const char *folder,
           guint       place)
{
  g_autofree char *whole = g_build_filename (own_folder, folder, NULL);

  return make_path_in (whole, place);
}

static void
run_loop (void)
{
  loop_folder = fixture_make_folder ();
  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autofree char *path = make_path_in (loop_folder, i);
      g_autofree char *line = g_strdup_printf ("train --recipe two-layer-sgd --threads 1 " GRID
                                               "--learning-rate %s --seed %u --save-run %s",
                                               rates[i / 2], i % 2 + 1, path);
      g_auto (Outcome) outcome = {0};

      runner_run (line, &outcome);
      g_assert_cmpint (outcome.status, ==, i / 2 == 1 ? 3 : 0);
    }
}

static char *
read_file (const char *path,
           gsize      *size)
{
  g_autoptr (GError) error = NULL;
  char *contents;

  g_file_get_contents (path, &contents, size, &error);
  g_assert_no_error (error);

  return contents;
}

/* The only run in a file, and its last state. */
static OvRunRecord *
load (const char *path,
      GBytes    **state,
      guint      *threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library = ov_library_open (path, OV_LIBRARY_UNTRUSTED, &error);
  g_autoptr (GPtrArray) entries = NULL;
  const OvRunEntry *entry;
  OvRunRecord *record;
  guint epoch;

  g_assert_no_error (error);
  entries = ov_library_list (library, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = g_ptr_array_index (entries, 0);
  record = ov_library_load (library, entry->id, &error);
  g_assert_no_error (error);
  *state = ov_library_load_checkpoint (library, entry->id, G_MAXUINT, &epoch, &error);
  g_assert_no_error (error);
  *threads = entry->threads;

  return record;
}

static void
assert_same_run (const char *path,
                 const char *expected_path)
{
  g_autoptr (GBytes) state = NULL;
  g_autoptr (GBytes) expected_state = NULL;
  guint threads, expected_threads;
  g_autoptr (OvRunRecord) record = load (path, &state, &threads);
  g_autoptr (OvRunRecord) expected = load (expected_path, &expected_state, &expected_threads);

  g_assert_true (ov_recipe_equal (&record->recipe, &expected->recipe));
  g_assert_cmpint (record->outcome, ==, expected->outcome);
  g_assert_cmpuint (threads, ==, expected_threads);
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==,
                    ov_history_get_n_epochs (expected->history));
  for (guint i = 0; i < ov_history_get_n_epochs (record->history); i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (record->history, i);

      fixture_assert_same_epochs (epoch, ov_history_get_epoch (expected->history, i), 1);
    }
  g_assert_true (g_bytes_equal (state, expected_state));
}

static void
assert_same_sweep (const char *folder)
{
  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autofree char *path = make_path (folder, i);
      g_autofree char *expected = make_path_in (loop_folder, i);

      assert_same_run (path, expected);
    }
}

/* The runs of a plain loop, in a table. A second time nothing is trained, but what is missing. */
static void
test_equal (void)
{
  g_autofree char *removed = make_path ("jobs", 1);
  g_autofree char *kept = make_path ("jobs", 2);
  g_autofree char *folder = g_build_filename (own_folder, "jobs", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size_before, size_after;
  g_auto (Outcome) outcome = {0};
  g_auto (Outcome) again = {0};

  run_here (SWEEP "--jobs 3 -o @/jobs", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.errors, ==, "");
  g_assert_true (g_str_has_prefix (outcome.output, "Run  Learning rate  Seed  Epochs  Test %"));
  g_assert_nonnull (strstr (outcome.output, "  4             50     2 "));
  g_assert_nonnull (strstr (outcome.output, "diverged\nComputed with 1 thread a run: OpenBLAS"));
  assert_same_sweep ("jobs");

  before = read_file (kept, &size_before);
  g_assert_cmpint (g_unlink (removed), ==, 0);
  run_here (SWEEP "--jobs 3 -o @/jobs", &again);
  g_assert_cmpint (again.status, ==, 0);
  g_assert_cmpstr (again.output, ==, outcome.output);
  after = read_file (kept, &size_after);
  g_assert_cmpmem (before, size_before, after, size_after);
  assert_same_sweep ("jobs");
  g_assert_cmpuint (fixture_count_files (folder), ==, N_RUNS);
}

static void
wait_for_files (const char *folder,
                guint       n_files)
{
  g_autofree char *path = g_build_filename (own_folder, folder, NULL);

  deadline_set ("files of runs");
  while (!deadline_is_met (fixture_count_files (path) >= n_files))
    g_usleep (1000);
}

static GSubprocess *
start_here (const char *arguments)
{
  g_autofree char *line = runner_fill_in (arguments);
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();

  return runner_start (launcher, line);
}

/* Killed at several moments, so that some files are empty, some begun and some done. */
static void
test_killed (void)
{
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (GSubprocess) process = start_here (SWEEP "--jobs 2 -o @/killed");
      g_auto (Outcome) outcome = {0};

      wait_for_files ("killed", i);
      g_subprocess_send_signal (process, SIGKILL);
      runner_finish (process, &outcome);
    }

  run_well (SWEEP "--jobs 2 -o @/killed");
  assert_same_sweep ("killed");
}

/* A run that would take for ever, and one that is over at once. */
static void
test_interrupted (void)
{
  static const char line[] = "sweep linear --data sample --epochs 1,100000 --jobs 2 -o @/runs";
  g_autoptr (GSubprocess) process = start_here (line);
  g_auto (Outcome) outcome = {0};

  /* Two files of runs and the lock of one. */
  wait_for_files ("runs", 3);
  g_subprocess_send_signal (process, SIGINT);
  runner_finish (process, &outcome);
  g_assert_cmpint (outcome.status, ==, 128 + SIGINT);
  g_assert_nonnull (strstr (outcome.errors, "The same command continues."));
  g_assert_nonnull (strstr (outcome.output, "100000"));
}

/* Each line trains its run wherever it is given, and does nothing the second time. */
static void
test_print_jobs (void)
{
  static const char line[] = SWEEP "--print-jobs -o \"@/it's here\"";
  g_auto (Outcome) outcome = {0};
  g_auto (Outcome) after = {0};
  g_auto (GStrv) lines = NULL;
  g_autofree char *folder = g_build_filename (own_folder, "it's here", NULL);
  g_autofree char *jobs_path = NULL;
  g_autofree char *command = NULL;
  g_autoptr (GSubprocess) shell = NULL;
  g_autoptr (GError) error = NULL;

  run_here (line, &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  lines = g_strsplit (outcome.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, N_RUNS + 1);

  /* As the documents say, and then the first run once more. */
  jobs_path = g_build_filename (own_folder, "jobs.txt", NULL);
  g_file_set_contents (jobs_path, outcome.output, -1, &error);
  g_assert_no_error (error);
  command = g_strdup_printf ("xargs -d '\\n' -P 2 -n 1 sh -c < %s && %s", jobs_path, lines[0]);
  shell = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "sh", "-c", command, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (shell, NULL, &error);
  g_assert_no_error (error);
  assert_same_sweep ("it's here");

  run_here (line, &after);
  g_assert_cmpint (after.status, ==, 0);
  g_assert_cmpstr (after.output, ==, "");
}

/* What stands in the way of a run does not stand in the way of others. */
static void
test_unusable (void)
{
  g_autofree char *other = make_path ("odd", 0);
  g_autofree char *garbage = make_path ("odd", 1);
  g_autofree char *folder = g_build_filename (own_folder, "odd", NULL);
  g_autofree char *line = g_strdup_printf ("train --data sample --epochs 1 --save-run %s", other);
  g_autofree char *file_line = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Outcome) outcome = {0};
  g_auto (Outcome) file = {0};

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  run_well (line);
  g_file_set_contents (garbage, "not a run", -1, &error);
  g_assert_no_error (error);

  run_here (SWEEP "--jobs 2 -o @/odd", &outcome);
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_nonnull (strstr (outcome.output, "unusable"));
  g_assert_nonnull (strstr (outcome.errors, "Run 1: "));
  g_assert_nonnull (strstr (outcome.errors, "It holds another run."));
  g_assert_nonnull (strstr (outcome.errors, "Run 2: "));
  g_assert_nonnull (strstr (outcome.errors, "2 of 4 runs are done."));
  for (guint i = 2; i < N_RUNS; i++)
    {
      g_autofree char *path = make_path ("odd", i);
      g_autofree char *expected = make_path_in (loop_folder, i);

      assert_same_run (path, expected);
    }

  file_line = g_strdup_printf ("sweep --data sample --epochs 1 -o '%s'", garbage);
  run_here (file_line, &file);
  g_assert_cmpint (file.status, ==, 1);
  g_assert_nonnull (strstr (file.errors, "” is not a folder."));
}

/* Threads and steps are as asked for, and the table does not claim that they are all the same. */
static void
test_threads (void)
{
  g_autofree char *path =
    g_build_filename (own_folder, "runs/linear_epochs=2_seed=1_exact-steps.overshoot", NULL);
  g_autoptr (GBytes) state = NULL;
  g_autoptr (OvRunRecord) record = NULL;
  guint threads;
  g_auto (Outcome) outcome = {0};

  run_well ("sweep linear --exact-steps --data sample --epochs 2 --seed 1 --threads 2 -o @/runs");
  record = load (path, &state, &threads);
  g_assert_cmpuint (threads, ==, 2);
  g_assert_cmpuint (record->exact_from, ==, 0);

  run_here ("sweep linear --exact-steps --data sample --epochs 2 --seed 1..2 --threads 1 -o @/runs",
            &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_nonnull (strstr (outcome.output, "Not all runs were computed alike"));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *arguments;
    const char *said;
  } cases[] = {
    {"sweep linear", "-o"},
    {"sweep liner -o @/x", "liner"},
    {"sweep linear cnn -o @/x", "cnn"},
    {"sweep linear --recipe cnn -o @/x", "linear"},
    {"sweep --seed 1..2:x -o @/x", "--seed: "},
    {"sweep --seed 5..2 -o @/x", "smaller end"},
    {"sweep --learning-rate 1e-4..1 -o @/x", "FROM..TO:log:N"},
    {"sweep --hidden-units 1,2 -o @/x", "would be the same"},
    {"sweep --jobs 0 -o @/x", "--jobs"},
    {"sweep --engine slrum -o @/x", "Did you mean “slurm”?"},
    {"sweep --engine slurm --limit none -o @/x", "--limit"},
    {"sweep --no-such -o @/x", "--no-such"},
    {"sweep --seeds 1 -o @/x", "Did you mean --seed?"},
    {"sweep --print-jobs -o '@/x\ny'", "--output: There is a line break"},
    {"sweep --engine parallel --data 'x\ny' -o @/x", "--data: There is a line break"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Outcome) outcome = {0};
      g_autofree char *folder = g_build_filename (own_folder, "x", NULL);

      run_here (cases[i].arguments, &outcome);
      g_assert_cmpint (outcome.status, ==, 2);
      g_assert_nonnull (strstr (outcome.errors, cases[i].said));
      g_assert_cmpstr (outcome.output, ==, "");
      g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
    }
}

/* Where the program of an engine is not installed, a sentence says so, and nothing is trained. */
static void
test_no_engine (void)
{
  static const struct
  {
    const char *arguments;
    const char *said;
  } cases[] = {
    {"--engine slurm", "Slurm’s commands (sbatch, squeue) are not installed here."},
    {"--engine parallel", "GNU parallel is not installed here."},
    {"--engine parallel --partition x", "--partition has no effect without --engine slurm."},
    {"--engine slurm --jobs 3", "--jobs has no effect with --engine slurm"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
      g_autofree char *line = g_strdup_printf ("sweep --data sample --epochs 1 %s -o %s/x",
                                               cases[i].arguments, own_folder);
      g_autofree char *folder = g_build_filename (own_folder, "x", NULL);
      g_auto (Outcome) outcome = {0};

      g_subprocess_launcher_setenv (launcher, "PATH", own_folder, TRUE);
      runner_finish (runner_start (launcher, line), &outcome);
      g_test_message ("%s", outcome.errors);
      g_assert_cmpint (outcome.status, ==, 1);
      g_assert_nonnull (strstr (outcome.errors, cases[i].said));
      g_assert_cmpuint (fixture_count_files (folder), <=, 1);
    }
}

/* Every example of the help is a command that works, here with few epochs. What another program is
 * to do shows only with that: here its commands are written. */
static void
test_examples (void)
{
  g_auto (Outcome) help = {0};
  g_auto (GStrv) lines = NULL;
  guint n_examples = 0;

  run_here ("help sweep", &help);
  lines = g_strsplit (help.output, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = NULL;
      g_auto (GStrv) words = NULL;
      g_autofree char *line = NULL;

      if (!g_str_has_prefix (lines[i], "  overshoot-cli ") || strstr (lines[i], "[OPTION") != NULL)
        continue;
      words = g_strsplit (strstr (lines[i], "sweep"), " >", 2);
      parts = g_strsplit (words[0], "-o ", 2);
      line = g_strdup_printf ("%s-o @/%s --data sample --epochs %d%s", parts[0], parts[1],
                              strstr (lines[i], "cnn") != NULL ? 0 : 1,
                              strstr (lines[i], "--engine") != NULL ? " --print-jobs" : "");
      run_well (line);
      n_examples++;
    }
  g_assert_cmpuint (n_examples, >=, 4);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);
  run_loop ();

  fixture_add_in_folder ("/sweep/equal", test_equal);
  fixture_add_in_folder ("/sweep/killed", test_killed);
  fixture_add_in_folder ("/sweep/interrupted", test_interrupted);
  fixture_add_in_folder ("/sweep/print-jobs", test_print_jobs);
  fixture_add_in_folder ("/sweep/unusable", test_unusable);
  fixture_add_in_folder ("/sweep/threads", test_threads);
  fixture_add_in_folder ("/sweep/refused", test_refused);
  fixture_add_in_folder ("/sweep/no-engine", test_no_engine);
  fixture_add_in_folder ("/sweep/examples", test_examples);

  status = g_test_run ();
  fixture_remove (loop_folder);
  g_free (loop_folder);

  return status;
}
