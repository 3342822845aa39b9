/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blas.h"

#include <cblas.h>
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define VARIABLE "OPENBLAS_CORETYPE"

/* With this argument the program does what a program of ours does first, and then tells what became
 * of it. */
#define CHILD "--child"

/* With this one, OpenBLAS has first taken kernels that do not suit, as one does that is older than
 * the processor. */
#define OLD_CHILD "--old-child"

extern void        gotoblas_dynamic_quit (void) __attribute__ ((weak));
extern void        gotoblas_dynamic_init (void) __attribute__ ((weak));

static const char *program;

static gboolean
can_choose_again (void)
{
#if defined(__x86_64__)
  return gotoblas_dynamic_quit != NULL && gotoblas_dynamic_init != NULL;
#else
  return FALSE;
#endif
}

static void
take_old_kernels (void)
{
  if (!can_choose_again ())
    return;

  g_setenv (VARIABLE, "Prescott", TRUE);
  gotoblas_dynamic_quit ();
  gotoblas_dynamic_init ();
  g_unsetenv (VARIABLE);
  g_assert_cmpstr (ov_blas_get_core (), ==, "Prescott");
}

/* A product large enough for the kernels' own blocks. */
static gboolean
is_product_right (void)
{
  const int n = 400;
  g_autofree float *a = g_new (float, n *n);
  g_autofree float *b = g_new (float, n *n);
  g_autofree float *out = g_new (float, n *n);

  for (int i = 0; i < n * n; i++)
    {
      a[i] = (float) (i % 7) - 3.0f;
      b[i] = (float) (i % 5) - 2.0f;
    }
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0f, a, n, b, n, 0.0f, out, n);

  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      {
        double sum = 0.0;

        for (int k = 0; k < n; k++)
          sum += (double) a[i * n + k] * b[k * n + j];
        if ((double) out[i * n + j] != sum)
          return FALSE;
      }

  return TRUE;
}

static int
run_child (const char *kind)
{
  g_autofree char *before = NULL;

  if (strcmp (kind, OLD_CHILD) == 0)
    take_old_kernels ();
  before = g_strdup (g_getenv (VARIABLE));
  ov_blas_choose_kernels ();
  g_print ("%s %s %s %s", ov_blas_get_core (), ov_blas_find_better () != NULL ? "slow" : "best",
           g_strcmp0 (before, g_getenv (VARIABLE)) == 0 ? "kept" : "leaked",
           is_product_right () ? "right" : "wrong");

  return 0;
}

/* Returns what the child tells; @core is what OpenBLAS is told to use, or %NULL. */
static char *
spawn (const char *kind, const char *core)
{
  g_autoptr (GSubprocessLauncher)
    launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  g_subprocess_launcher_unsetenv (launcher, VARIABLE);
  if (core != NULL)
    g_subprocess_launcher_setenv (launcher, VARIABLE, core, TRUE);

  process = g_subprocess_launcher_spawn (launcher, &error, program, kind, NULL);
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

static void
test_chosen (void)
{
  g_autofree char *output = spawn (CHILD, NULL);
  g_autofree char *empty = spawn (CHILD, "");

  g_assert_true (g_str_has_suffix (output, " best kept right"));
  g_assert_true (g_str_has_suffix (empty, " right"));
}

/* It finds its way even from the oldest kernels, in the running program. */
static void
test_chosen_again (void)
{
  g_autofree char *output = spawn (OLD_CHILD, NULL);

  g_assert_true (g_str_has_suffix (output, " best kept right"));
}

/* What the user has set stays, and no other kernels are taken. */
static void
test_users_choice (void)
{
  g_autofree char *kept = spawn (CHILD, "Prescott");

  g_assert_true (g_str_has_suffix (kept, " kept right"));
  if (can_choose_again ())
    g_assert_true (g_str_has_prefix (kept, "Prescott "));
}

int
main (int argc, char *argv[])
{
  if (argc > 1 && (strcmp (argv[1], CHILD) == 0 || strcmp (argv[1], OLD_CHILD) == 0))
    return run_child (argv[1]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/blas/core", test_core);
  g_test_add_func ("/blas/chosen", test_chosen);
  g_test_add_func ("/blas/chosen-again", test_chosen_again);
  g_test_add_func ("/blas/users-choice", test_users_choice);

  return g_test_run ();
}
