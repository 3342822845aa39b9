/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "machine.h"

#include <cblas.h>
#include <glib/gi18n-lib.h>
#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_debug.h>
#include <string.h>

#include "blas.h"
#include "dnnl-product.h"
#include "model.h"
#include "simd.h"

/* OpenBLAS reports its version in a line such as "OpenBLAS 0.3.21 DYNAMIC_ARCH Haswell". */
static void
read_openblas_version (char *version,
                       gsize size)
{
  g_auto (GStrv) words = g_strsplit (openblas_get_config (), " ", 3);

  g_strlcpy (version, g_strv_length (words) > 1 ? words[1] : "", size);
}

/* oneDNN's own name is that of its constant, such as "cpu_isa_avx2". */
static const char *
name_instructions (void)
{
  static const char prefix[] = "cpu_isa_";
  const char *name = dnnl_cpu_isa2str (dnnl_get_effective_cpu_isa ());

  return g_str_has_prefix (name, prefix) ? name + strlen (prefix) : name;
}

/* What OV_MULTIVERSION lets the loader choose from. */
static const char *
name_loops (void)
{
#if OV_IS_MULTIVERSION
  __builtin_cpu_init ();
  if (__builtin_cpu_supports ("x86-64-v4"))
    return "x86-64-v4";
  if (__builtin_cpu_supports ("x86-64-v3"))
    return "x86-64-v3";
#endif

  return "plain";
}

/**
 * ov_machine_init:
 * @self: (out): what computes on this machine
 *
 * Finds out what was chosen. To be asked after ov_blas_choose_kernels().
 */
void
ov_machine_init (OvMachine *self)
{
  const dnnl_version_t *onednn = dnnl_version ();

  g_return_if_fail (self != NULL);

  read_openblas_version (self->openblas, sizeof self->openblas);
  self->kernels = ov_blas_get_core ();
  g_snprintf (self->onednn, sizeof self->onednn, "%d.%d.%d", onednn->major, onednn->minor,
              onednn->patch);
  self->instructions = name_instructions ();
  self->loops = name_loops ();
  self->byte_products = ov_dnnl_multiplies_bytes ();
}

/**
 * ov_machine_describe:
 *
 * Returns: (transfer full): in a line, what decides the bits of a run besides its recipe and its
 *   images; not translated
 */
char *
ov_machine_describe (void)
{
  OvMachine machine;

  ov_machine_init (&machine);

  return g_strdup_printf ("OpenBLAS %s %s, oneDNN %s %s, loops %s, %s", machine.openblas,
                          machine.kernels, machine.onednn, machine.instructions, machine.loops,
                          machine.byte_products ? "bytes" : "floats");
}

static gboolean
lacks_avx2 (void)
{
#if defined(__x86_64__)
  return (dnnl_get_effective_cpu_isa () & dnnl_cpu_isa_avx2) != dnnl_cpu_isa_avx2;
#else
  return FALSE;
#endif
}

/**
 * ov_machine_find_fault:
 * @recipe: what is to be run
 *
 * Reports a recipe that is hardly practical on this machine: below AVX2, oneDNN has no fast
 * implementation for the layouts that the convolutions use here, and the CNN's epochs take some
 * thirty times as long.
 *
 * Returns: (nullable) (transfer none): a sentence for people, or %NULL when all is well
 */
const char *
ov_machine_find_fault (const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, NULL);

  if (!ov_model_has_layer (recipe->model, &ov_convolution_class) || !lacks_avx2 ())
    return NULL;

  return _("This processor has no AVX2 instructions, or DNNL_MAX_CPU_ISA forbids them, so the "
           "convolutional network trains extremely slowly: minutes an epoch on the sample, hours "
           "on CIFAR-10. The other recipes need no such instructions.");
}
