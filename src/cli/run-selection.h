/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exported-run.h"
#include "library.h"

char             *ov_run_selection_make_name (const OvRunEntry  *entry);
const OvRunEntry *ov_run_selection_find      (OvLibrary         *library,
                                              const GPtrArray   *entries,
                                              const char        *word,
                                              GError           **error);
OvExportedRun    *ov_run_selection_load_run  (OvLibrary         *library,
                                              const OvRunEntry  *entry,
                                              GError           **error);
GPtrArray        *ov_run_selection_list      (OvLibrary         *library,
                                              GError           **error);
gboolean          ov_run_selection_is_log    (const char        *path);
GPtrArray        *ov_run_selection_load      (const char        *library,
                                              char             **words,
                                              GError           **error);
