/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-item.h"

/**
 * OvRunGrouping:
 * @OV_RUN_GROUPING_NONE: not at all
 * @OV_RUN_GROUPING_NETWORK: those of one network belong together
 * @OV_RUN_GROUPING_ALL_BUT_SEED: those that differ only by the seed
 *
 * How a list of runs is grouped. Runs on other data never belong together.
 */
typedef enum
{
  OV_RUN_GROUPING_NONE,
  OV_RUN_GROUPING_NETWORK,
  OV_RUN_GROUPING_ALL_BUT_SEED,
} OvRunGrouping;

int           ov_run_grouping_compare        (OvRunGrouping  self,
                                              OvRunItem     *a,
                                              OvRunItem     *b);

#define OV_TYPE_RUN_HEADING (ov_run_heading_get_type ())
G_DECLARE_FINAL_TYPE (OvRunHeading, ov_run_heading, OV, RUN_HEADING, GObject)

OvRunHeading *ov_run_heading_new             (OvRunGrouping  grouping,
                                              GPtrArray     *items);
OvRunGrouping ov_run_heading_get_grouping    (OvRunHeading  *self);
GPtrArray    *ov_run_heading_get_items       (OvRunHeading  *self);
char         *ov_run_heading_format_count    (OvRunHeading  *self);
char         *ov_run_heading_format_title    (OvRunHeading  *self);
char         *ov_run_heading_format_accuracy (OvRunHeading  *self);
