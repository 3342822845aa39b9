/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blas.h"

#include <cblas.h>

/* Read by OpenBLAS when it chooses its kernels. A user sets it to get around a faulty kernel, or to
 * compare kernels, and is always obeyed. */
#define CORETYPE_VARIABLE "OPENBLAS_CORETYPE"

/* What OpenBLAS does with its table of kernels when it is unloaded and when it is loaded. No header
 * declares these two, but every OpenBLAS with kernels for more than one processor exports them. */
extern void              gotoblas_dynamic_quit (void) __attribute__ ((weak));
extern void              gotoblas_dynamic_init (void) __attribute__ ((weak));

/* The kernel sets of OpenBLAS that use 512-bit registers. */
static const char *const avx512_cores[] = {
  "SkylakeX",
  "Cooperlake",
  "SapphireRapids",
  NULL,
};

/* Those that use 256-bit registers and fused multiply-add. */
static const char *const avx2_cores[] = {
  "Haswell",
  "Zen",
  NULL,
};

/**
 * ov_blas_get_core:
 *
 * Returns: (transfer none): the name of the kernel set that OpenBLAS chose when it was loaded
 */
const char *
ov_blas_get_core (void)
{
  return openblas_get_corename ();
}

/**
 * ov_blas_find_better:
 *
 * Compares the kernels that OpenBLAS chose with what the processor can do. An OpenBLAS that is
 * older than the processor does not know it and takes a slower set: on an AVX-512 machine that
 * halves the speed of its matrix product.
 *
 * Returns: (nullable) (transfer none): the value of `OPENBLAS_CORETYPE` that suits the processor
 *   better, or %NULL when the choice was right
 */
const char *
ov_blas_find_better (void)
{
#if defined(__x86_64__)
  const char *core = ov_blas_get_core ();

  if (g_strv_contains (avx512_cores, core))
    return NULL;

  __builtin_cpu_init ();
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq")
      && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512vl")
      && __builtin_cpu_supports ("avx512cd"))
    return "SKYLAKEX";

  if (g_strv_contains (avx2_cores, core))
    return NULL;
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return "HASWELL";
#endif

  return NULL;
}

static void
reload_kernels (const char *core)
{
  if (core != NULL)
    g_setenv (CORETYPE_VARIABLE, core, TRUE);
  gotoblas_dynamic_quit ();
  gotoblas_dynamic_init ();
  g_unsetenv (CORETYPE_VARIABLE);
}

/**
 * ov_blas_choose_kernels:
 *
 * Lets OpenBLAS use the kernels that suit the processor, unless the user has chosen some by
 * `OPENBLAS_CORETYPE`. OpenBLAS chooses when it is loaded, before main(): here it chooses again,
 * with that variable set just for the moment, so that no child process takes it for the user's. To
 * be called first in main(), before anything is computed and before we start any threads. An
 * OpenBLAS that cannot choose again, or has no better kernels, stays as it is.
 */
void
ov_blas_choose_kernels (void)
{
  const char *chosen = g_getenv (CORETYPE_VARIABLE);
  const char *better;

  if ((chosen != NULL && *chosen != '\0') || gotoblas_dynamic_quit == NULL
      || gotoblas_dynamic_init == NULL)
    return;

  better = ov_blas_find_better ();
  if (better == NULL)
    return;

  reload_kernels (better);
  if (g_ascii_strcasecmp (ov_blas_get_core (), better) != 0)
    reload_kernels (NULL);
}

/**
 * ov_blas_single_thread:
 *
 * Makes each call to OpenBLAS run on the thread that calls it: the work is split over images by an
 * #OvThreadPool, which beats OpenBLAS's own threads on these shapes.
 */
void
ov_blas_single_thread (void)
{
  openblas_set_num_threads (1);
}
