/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dnnl-product.h"

#include "dnnl-api.h"

/**
 * ov_dnnl_multiplies_bytes:
 *
 * Asks whether this processor has instructions that multiply bytes and add the products up without
 * rounding, at several times the rate of floats (AVX-512 VNNI or AMX). On others
 * ov_dnnl_multiply_bytes() would be slow, and where oneDNN makes do with 16-bit sums, wrong.
 *
 * Returns: whether it does
 */
gboolean
ov_dnnl_multiplies_bytes (void)
{
  return (dnnl_get_effective_cpu_isa () & dnnl_cpu_isa_avx512_core_vnni)
         == dnnl_cpu_isa_avx512_core_vnni;
}

/**
 * ov_dnnl_multiply_bytes:
 * @transpose_a: whether @a lies as [depth × rows] rather than [rows × depth]
 * @transpose_b: whether @b lies as [columns × depth] rather than [depth × columns]
 * @n_rows: the rows of @out
 * @n_columns: the columns of @out
 * @depth: how many products each sum has, 131,071 at most
 * @a: the left matrix
 * @a_stride: how far apart its rows lie
 * @b: the right matrix
 * @b_stride: how far apart its rows lie
 * @out: (out): [@n_rows × @n_columns], a · b, exact
 */
void
ov_dnnl_multiply_bytes (gboolean     transpose_a,
                        gboolean     transpose_b,
                        gsize        n_rows,
                        gsize        n_columns,
                        gsize        depth,
                        const gint8 *a,
                        gsize        a_stride,
                        const gint8 *b,
                        gsize        b_stride,
                        gint32      *out)
{
  const gint32 nothing = 0;

  ov_dnnl_stay_on_this_thread ();
  ov_dnnl_check (dnnl_gemm_s8s8s32 (transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', 'F',
                                    (dnnl_dim_t) n_rows, (dnnl_dim_t) n_columns,
                                    (dnnl_dim_t) depth, 1.0f, a, (dnnl_dim_t) a_stride, 0,
                                    b, (dnnl_dim_t) b_stride, 0, 0.0f,
                                    out, (dnnl_dim_t) n_columns, &nothing),
                 "multiply bytes");
}
