/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "recipe.h"

/**
 * OvMachine:
 * @openblas: OpenBLAS's version, such as "0.3.21"
 * @kernels: the set of kernels that OpenBLAS uses, named as in `OPENBLAS_CORETYPE`
 * @onednn: oneDNN's version, such as "2.6.0"
 * @instructions: the instructions that oneDNN uses, named as in `DNNL_MAX_CPU_ISA`
 * @loops: the generation of processor whose code our own loops use, such as "x86-64-v3"
 * @byte_products: whether pixels are multiplied as bytes rather than as floats
 *
 * What computes on this machine. Runs of the same recipe agree bit for bit where all of it is the
 * same; elsewhere they agree but for rounding.
 */
typedef struct
{
  char        openblas[32];
  const char *kernels;
  char        onednn[32];
  const char *instructions;
  const char *loops;
  gboolean    byte_products;
} OvMachine;

void        ov_machine_init       (OvMachine      *self);
char       *ov_machine_describe   (void);
const char *ov_machine_find_fault (const OvRecipe *recipe);
