/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "log-mapping.h"

/**
 * OvLogChoices:
 * @columns: what --columns calls the column of each role: %NULL for what its name tells, "" for
 *   none
 * @has_unit: whether --accuracies says what accuracies are
 * @is_share: whether they are shares then
 *
 * What the command line says of logs of other programs.
 */
typedef struct
{
  char    *columns[OV_N_LOG_ROLES];
  gboolean has_unit;
  gboolean is_share;
} OvLogChoices;

gboolean ov_log_choices_parse  (OvLogChoices       *self,
                                GHashTable         *texts,
                                GError            **error);
void     ov_log_choices_clear  (OvLogChoices       *self);
gboolean ov_log_choices_import (const OvLogChoices *self,
                                OvLibrary          *library,
                                const char         *path,
                                OvLibraryImport    *counts,
                                GString            *text,
                                GError            **error);
