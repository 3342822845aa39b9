/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blas.h"

#include <gio/gio.h>
#include <string.h>

/* With this argument the program does what a program of ours does first, and then tells what became
 * of it. */
#define CHILD "--child"

static const char *program;

static int
run_child (int argc, char *argv[])
{
  ov_blas_choose_kernels (argv);
  g_print ("%s %s %d %s", ov_blas_get_core (), ov_blas_find_better () != NULL ? "slow" : "best",
           argc, argv[argc - 1]);

  return 0;
}

/* Returns what the child tells; @core is what OpenBLAS is told to use, or %NULL. */
static char *
spawn (const char *core, const char *keep)
{
  g_autoptr (GSubprocessLauncher)
    launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  g_subprocess_launcher_unsetenv (launcher, "OPENBLAS_CORETYPE");
  g_subprocess_launcher_unsetenv (launcher, "OVERSHOOT_KEEP_BLAS_CORE");
  if (core != NULL)
    g_subprocess_launcher_setenv (launcher, "OPENBLAS_CORETYPE", core, TRUE);
  if (keep != NULL)
    g_subprocess_launcher_setenv (launcher, "OVERSHOOT_KEEP_BLAS_CORE", keep, TRUE);

  process = g_subprocess_launcher_spawn (launcher, &error, program, CHILD, "a word", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_test_message ("%s", output);

  return output;
}

static void
test_core (void)
{
  g_assert_nonnull (ov_blas_get_core ());
  g_assert_cmpuint (strlen (ov_blas_get_core ()), >, 0);
}

/* The program that was started anew has nothing better to find, and the same arguments. */
static void
test_chosen (void)
{
  g_autofree char *output = spawn (NULL, NULL);

  g_assert_true (g_str_has_suffix (output, " best 3 a word"));
}

/* It finds its way even from the oldest kernels. */
static void
test_coarser_setting (void)
{
  g_autofree char *output = spawn ("Prescott", NULL);

  g_assert_true (g_str_has_suffix (output, " best 3 a word"));
}

static void
test_kept (void)
{
  g_autofree char *kept = spawn ("Prescott", "1");

  g_assert_true (g_str_has_suffix (kept, " 3 a word"));
#if defined(__x86_64__)
  g_assert_true (g_str_has_prefix (kept, "Prescott "));
#endif
}

int
main (int argc, char *argv[])
{
  if (argc > 1 && strcmp (argv[1], CHILD) == 0)
    return run_child (argc, argv);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/blas/core", test_core);
  g_test_add_func ("/blas/chosen", test_chosen);
  g_test_add_func ("/blas/coarser-setting", test_coarser_setting);
  g_test_add_func ("/blas/kept", test_kept);

  return g_test_run ();
}
