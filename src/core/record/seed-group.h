/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-record.h"
#include "run-statistics.h"

/**
 * OvSeedGroup:
 * @runs: (element-type OvRunRecord): those that a mean is taken of, in the order they were given
 *   in; at least two
 * @n_diverged: how many more there are that diverged, whose values say nothing about the others
 *
 * Runs of one recipe on one data set that differ only by the seed.
 */
typedef struct
{
  GPtrArray *runs;
  guint      n_diverged;
} OvSeedGroup;

GPtrArray *ov_seed_group_find             (OvRunRecord *const *runs,
                                           guint               n_runs);
gboolean   ov_seed_group_contains         (const OvSeedGroup  *self,
                                           const OvRunRecord  *run);
guint      ov_seed_group_count_epochs     (const OvSeedGroup  *self);
guint      ov_seed_group_count_unfinished (const OvSeedGroup  *self);
void       ov_seed_group_measure          (const OvSeedGroup  *self,
                                           guint               index,
                                           OvEpochField        field,
                                           OvRunStatistics    *statistics);
