/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "log-table.h"
#include "run-record.h"

/**
 * OvLogRole:
 *
 * What a column of a log can be.
 */
typedef enum
{
  OV_LOG_EPOCH,
  OV_LOG_TRAIN_LOSS,
  OV_LOG_TEST_LOSS,
  OV_LOG_TRAIN_ACCURACY,
  OV_LOG_TEST_ACCURACY,
  OV_LOG_LEARNING_RATE,
  OV_N_LOG_ROLES,
} OvLogRole;

/* In place of a column: none. */
#define OV_LOG_NO_COLUMN -1

/**
 * OvLogMapping:
 * @columns: which column has which role, or %OV_LOG_NO_COLUMN
 * @is_share: whether accuracies are shares of one, not per cent
 */
typedef struct
{
  int      columns[OV_N_LOG_ROLES];
  gboolean is_share;
} OvLogMapping;

const char  *ov_log_role_get_name    (OvLogRole           role);
const char  *ov_log_role_get_title   (OvLogRole           role);
void         ov_log_mapping_guess    (OvLogMapping       *self,
                                      const OvLogTable   *table);
gboolean     ov_log_mapping_choose   (OvLogMapping       *self,
                                      const OvLogTable   *table,
                                      OvLogRole           role,
                                      const char         *name,
                                      char              **reason);
gboolean     ov_log_mapping_is_share (const OvLogMapping *self,
                                      const OvLogTable   *table);
OvRunRecord *ov_log_mapping_apply    (const OvLogMapping *self,
                                      const OvLogTable   *table,
                                      char              **reason);
