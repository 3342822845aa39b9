/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instruction-fixture.h"

#include "dnnl-product.h"

/*
 * Some products are made of bytes where the processor can, and of floats elsewhere. Meson runs the
 * tests of both ways twice, once with oneDNN kept to AVX2 by its own variable, so that the floats
 * are tried on every processor. Which way has to be taken is found out here without oneDNN.
 */

gboolean
fixture_expects_bytes (void)
{
#if defined(__x86_64__)
  __builtin_cpu_init ();

  return g_strcmp0 (g_getenv ("DNNL_MAX_CPU_ISA"), "AVX2") != 0
         && __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw")
         && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("avx512dq")
         && __builtin_cpu_supports ("avx512vnni");
#else
  return FALSE;
#endif
}

void
fixture_test_instructions (void)
{
  g_test_message ("products of %s", fixture_expects_bytes () ? "bytes" : "floats");
  g_assert_cmpint (ov_dnnl_multiplies_bytes (), ==, fixture_expects_bytes ());
}
