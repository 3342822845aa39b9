/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layer.h"
#include "recipe.h"

/**
 * OvSummaryRow:
 * @name: the layer's name, such as "conv1"
 * @kind: what it does, for people
 * @output: the shape of its output: channels × height × width, or how many numbers
 * @shape: the same
 * @changes_shape: whether that is not the shape of its input
 * @n_parameters: how many numbers it learns
 * @sum: (nullable): how their number comes about, such as "10 × 3072 + 10"; %NULL where it learns
 *   nothing
 *
 * A layer of a network.
 */
typedef struct
{
  char       *name;
  const char *kind;
  char       *output;
  OvShape     shape;
  gboolean    changes_shape;
  gsize       n_parameters;
  char       *sum;
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

OvSummary *ov_summary_new          (const OvRecipe *recipe);
void       ov_summary_free         (OvSummary      *self);
char      *ov_summary_format_shape (OvShape         shape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSummary, ov_summary_free)
