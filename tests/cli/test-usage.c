/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What overshoot-cli says before it trains: help, version, complaints about the command line. */

#include "parameter.h"
#include "runner.h"

#define MOST_COLUMNS 79

/* One sentence, one line, no number format or other leftover in it. */
static void
check_complaint (const Outcome *outcome)
{
  g_assert_true (g_str_has_prefix (outcome->errors, "overshoot-cli: "));
  g_assert_true (g_str_has_suffix (outcome->errors, ".\n"));
  g_assert_true (g_utf8_validate (outcome->errors, -1, NULL));
  g_assert_true (strchr (outcome->errors, '\n') == outcome->errors + strlen (outcome->errors) - 1);
}

static void
check_lines_fit (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, MOST_COLUMNS);
}

static void
test_help (void)
{
  g_auto (Outcome) by_option = {0};
  g_auto (Outcome) by_command = {0};
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  runner_run ("train --help", &by_option);
  runner_run ("help train", &by_command);

  g_assert_cmpint (by_option.status, ==, 0);
  g_assert_cmpint (by_command.status, ==, 0);
  g_assert_cmpstr (by_option.output, ==, by_command.output);
  g_assert_cmpstr (by_option.errors, ==, "");

  for (gsize i = 0; i < n_parameters; i++)
    {
      g_autofree char *option = g_strdup_printf ("--%s=", parameters[i].key);

      g_assert_nonnull (strstr (by_option.output, option));
    }

  for (const char *const *preset = ov_recipe_list_presets (); *preset != NULL; preset++)
    g_assert_nonnull (strstr (by_option.output, *preset));
}

/* In a terminal of 80 columns nothing is broken by it, but for examples, which are copied. */
static void
test_help_fits (void)
{
  static const char *const commands[] = {"", "train", "model", "ladder", "find-lr",
                                         "forecast", "compare", "diagnose", "data", "runs", "sweep",
                                         "show"};

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("%s --help", commands[i]);
      g_auto (Outcome) outcome = {0};
      g_auto (GStrv) parts = NULL;

      g_test_message ("%s", arguments);
      runner_run (arguments, &outcome);
      g_assert_cmpint (outcome.status, ==, 0);
      parts = g_strsplit (outcome.output, "\nExamples", 2);
      check_lines_fit (parts[0]);
    }
}

static void
test_program_help (void)
{
  static const char *const ways[] = {"help", "--help", "-h"};

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_auto (Outcome) outcome = {0};

      runner_run (ways[i], &outcome);
      g_assert_cmpint (outcome.status, ==, 0);
      g_assert_nonnull (strstr (outcome.output, "overshoot-cli train"));
      g_assert_cmpstr (outcome.errors, ==, "");
    }
}

static void
test_version (void)
{
  g_auto (Outcome) outcome = {0};

  runner_run ("--version", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_true (g_regex_match_simple ("^overshoot-cli \\d+\\.\\d+\\.\\d+\\n"
                                       "OpenBLAS \\d+\\.\\d+[^:]*: kernels \\w+\\n"
                                       "oneDNN \\d+\\.\\d+\\.\\d+: instructions \\w+, "
                                       "first layers from (bytes|floats)\\n"
                                       "own loops: [\\w-]+\\nthreads: \\d+\\n$",
                                       outcome.output,
                                       G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT));
}

/* Where oneDNN may not use the instructions that multiply bytes, floats are named. */
static void
test_version_narrow (void)
{
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_auto (Outcome) outcome = {0};

  g_subprocess_launcher_setenv (launcher, "DNNL_MAX_CPU_ISA", "AVX2", TRUE);
  runner_finish (runner_start (launcher, "--version"), &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_nonnull (strstr (outcome.output, "first layers from floats\n"));
}

static void
test_no_command (void)
{
  g_auto (Outcome) outcome = {0};

  runner_run ("", &outcome);
  g_assert_cmpint (outcome.status, ==, 2);
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_nonnull (strstr (outcome.errors, "overshoot-cli train"));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *arguments;
    const char *said;
  } cases[] = {
    {"trian", "trian"},
    {"tri\x1b[2Jan", "tri\\x1b[2Jan"},
    {"help trian", "trian"},
    {"train --recipe no-such-thing", "linear, "},
    {"train --recipe", "--recipe"},
    {"train --learning-rate", "--learning-rate"},
    {"train --no-such-option 3", "--no-such-option"},
    {"train stray", "stray"},
    {"train --format xml", "log, csv, json"},
    {"train --learning-rate nan", "nan"},
    {"train --learning-rate inf", "inf"},
    {"train --learning-rate -- -1", "--"},
    {"train --learning-rate=-1", "-1"},
    {"train --learning-rate 0", "0"},
    {"train --learning-rate 1e999", "1e999"},
    {"train --learning-rate 0.01x", "0.01x"},
    {"train --learning-rate ''", "number"},
    {"train --decay 1.5", "1.5"},
    {"train --decay nan", "nan"},
    {"train --regularisation -0.5", "-0.5"},
    {"train --epochs 1.5", "1.5"},
    {"train --epochs -3", "-3"},
    {"train --epochs many", "many"},
    {"train --seed -1", "-1"},
    {"train --shuffle perhaps", "perhaps"},
    {"train --threads 0", "0"},
    {"train --threads 1000000", "1000000"},
    {"train --threads two", "two"},
    {"train --sharpness 0", "0"},
    {"train --sharpness often", "often"},
    {"train --plot-x hours", "epochs, seconds, images"},
    {"train --plot-smoothing 1", "0.99"},
    {"train --plot-smoothing much", "much"},
    {"train --plot-smoothing nan", "nan"},
    {"train --plot-with best,stars", "stars"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Outcome) outcome = {0};
      g_autofree char *shown = g_strescape (cases[i].arguments, NULL);

      /* A control character would make the report of Meson 1.0 no XML. */
      g_test_message ("overshoot-cli %s", shown);
      runner_run (cases[i].arguments, &outcome);
      g_assert_cmpint (outcome.status, ==, 2);
      g_assert_cmpstr (outcome.output, ==, "");
      g_assert_nonnull (strstr (outcome.errors, cases[i].said));
      check_complaint (&outcome);
    }
}

/* Where the locale has nothing but ASCII, every character has one that looks alike. */
static void
test_plain_locale (void)
{
  static const char *const pages[] = {
    "--help",
    "train --help",
    "model --help",
    "help weights",
    "model --recipe cnn",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
      g_autoptr (GSubprocess) process = NULL;
      g_auto (Outcome) outcome = {0};

      g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
      process = runner_start (launcher, pages[i]);
      runner_finish (process, &outcome);
      g_assert_cmpint (outcome.status, ==, 0);
      g_assert_true (g_str_is_ascii (outcome.output));
      g_assert_null (strchr (outcome.output, '?'));
    }
}

/* Such as those of a script's variables that nobody has set. */
static void
test_empty_names (void)
{
  static const char *const options[] = {
    "--data",
    "--load-weights",
    "--save-weights",
    "--plot",
    "--templates",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("train --data sample %s ''", options[i]);
      g_auto (Outcome) outcome = {0};

      runner_run (arguments, &outcome);
      g_assert_cmpint (outcome.status, ==, 1);
      g_assert_cmpstr (outcome.output, ==, "");
      g_assert_nonnull (strstr (outcome.errors, options[i]));
      g_assert_nonnull (strstr (outcome.errors, "empty"));
      check_complaint (&outcome);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  g_test_add_func ("/cli/usage/help", test_help);
  g_test_add_func ("/cli/usage/help-fits", test_help_fits);
  g_test_add_func ("/cli/usage/program-help", test_program_help);
  g_test_add_func ("/cli/usage/version", test_version);
  g_test_add_func ("/cli/usage/version-narrow", test_version_narrow);
  g_test_add_func ("/cli/usage/no-command", test_no_command);
  g_test_add_func ("/cli/usage/refused", test_refused);
  g_test_add_func ("/cli/usage/plain-locale", test_plain_locale);
  g_test_add_func ("/cli/usage/empty-names", test_empty_names);

  return g_test_run ();
}
