/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blas.h"

#include <cblas.h>
#include <unistd.h>

#define CORETYPE_VARIABLE "OPENBLAS_CORETYPE"

/* Set by someone who wants OpenBLAS left alone, to compare kernels say. */
#define KEEP_VARIABLE "OVERSHOOT_KEEP_BLAS_CORE"

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

/**
 * ov_blas_choose_kernels:
 * @argv: the program's arguments, ended by %NULL
 *
 * Lets OpenBLAS use the kernels that suit the processor. It reads its environment variable when
 * it is loaded, before main(), so the program sets the variable and starts itself anew, once. Call
 * it first in main(): it does not return when the program was replaced. When the program cannot be
 * started anew, or `OVERSHOOT_KEEP_BLAS_CORE` is set, it goes on as it is.
 */
void
ov_blas_choose_kernels (char **argv)
{
  const char *better;

  g_return_if_fail (argv != NULL);

  if (g_getenv (KEEP_VARIABLE) != NULL)
    return;

  better = ov_blas_find_better ();

  /* An OpenBLAS built for one processor does not listen: once is enough. */
  if (better == NULL || g_strcmp0 (g_getenv (CORETYPE_VARIABLE), better) == 0)
    return;

  g_setenv (CORETYPE_VARIABLE, better, TRUE);

  /* Nor are OpenBLAS's own threads wanted, see ov_blas_single_thread(). */
  g_setenv ("OPENBLAS_NUM_THREADS", "1", FALSE);
  execv ("/proc/self/exe", argv);
}

/**
 * ov_blas_single_thread:
 *
 * Makes each call to OpenBLAS run on the thread that calls it: the work is split over images by an
 * #OvTeam, which beats OpenBLAS's own threads on these shapes.
 */
void
ov_blas_single_thread (void)
{
  openblas_set_num_threads (1);
}
