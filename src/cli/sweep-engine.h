/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "sweep-options.h"
#include "sweep-plan.h"

/**
 * OvSweepOrder:
 * @plan: the runs, which have been looked at; their folder is there
 * @options: what was asked for
 * @data: where the data is: an absolute path or "sample"
 * @cancellable: ends the waiting
 *
 * What a program that is not ours is to do for a sweep.
 */
typedef struct
{
  OvSweepPlan          *plan;
  const OvSweepOptions *options;
  const char           *data;
  GCancellable         *cancellable;
} OvSweepOrder;

/**
 * OvSweepRound:
 * @self: an order
 * @places: [@n_places], which runs are to be trained
 * @n_places: how many they are
 * @error: return location for an error
 *
 * Gives runs to another program, and waits until it is done with them, whether or not they are.
 *
 * Returns: %FALSE with @error set when it cannot be given any
 */
typedef gboolean (*OvSweepRound) (const OvSweepOrder *self,
                                  const guint        *places,
                                  guint               n_places,
                                  GError            **error);

gboolean ov_sweep_engine_run_rounds (const OvSweepOrder *order,
                                     OvSweepRound        round,
                                     GError            **error);
gboolean ov_sweep_engine_call       (const char *const  *argv,
                                     const char         *input,
                                     GCancellable       *cancellable,
                                     char              **output,
                                     GError            **error);
gboolean ov_sweep_engine_sleep      (const OvSweepOrder *order,
                                     double              seconds);
