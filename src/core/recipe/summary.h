/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"

/**
 * OvSummaryRow:
 * @name: the layer's name, such as "conv1"
 * @kind: what it does, for people
 * @output: the shape of its output: channels × height × width, or how many numbers
 * @n_parameters: how many numbers it learns
 *
 * A layer of a network.
 */
typedef struct
{
  char       *name;
  const char *kind;
  char       *output;
  gsize       n_parameters;
} OvSummaryRow;

/**
 * OvSummary:
 * @rows: [@n_rows], from the input's side
 * @n_rows: how many layers there are
 * @n_parameters: how many numbers the network learns
 *
 * What a network is made of, as a table.
 */
typedef struct
{
  OvSummaryRow *rows;
  guint         n_rows;
  gsize         n_parameters;
} OvSummary;

OvSummary *ov_summary_new  (const OvRecipe *recipe);
void       ov_summary_free (OvSummary      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSummary, ov_summary_free)
