/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "curves.h"

G_BEGIN_DECLS

/**
 * OvRung:
 * @learning_rate: what it differs by
 * @history: its epochs so far
 *
 * One learning rate of a ladder. The history is borrowed.
 */
typedef struct
{
  double           learning_rate;
  const OvHistory *history;
} OvRung;

/**
 * OvRungs:
 * @quantity: what the charts show
 * @recipe: what the rungs have in common
 * @rungs: [@n], from the lowest learning rate
 * @n: how many
 *
 * The charts of a learning-rate ladder: a small one for each rung, on shared axes, and one of all
 * rungs together. Everything in it is borrowed.
 */
typedef struct
{
  OvQuantity      quantity;
  const OvRecipe *recipe;
  const OvRung   *rungs;
  guint           n;
} OvRungs;

void        ov_rungs_find_range       (const OvRungs *self,
                                       double        *low,
                                       double        *high);
void        ov_rungs_fill_chart       (const OvRungs *self,
                                       guint          rung,
                                       OvChart       *chart,
                                       double         low,
                                       double         high);
void        ov_rungs_fill_overlay     (const OvRungs *self,
                                       OvChart       *chart,
                                       double         low,
                                       double         high);
const char *ov_rungs_get_y_title      (const OvRungs *self);
char       *ov_rungs_format_rate      (const OvRungs *self,
                                       guint          rung);
char       *ov_rungs_describe         (const OvRungs *self,
                                       guint          rung);
char       *ov_rungs_describe_overlay (const OvRungs *self);

G_END_DECLS
