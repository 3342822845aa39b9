/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exported-run.h"

/* How the name of a folder ends that TensorBoard is to show. */
#define OV_EVENT_SUFFIX ".tfevents"

GByteArray *ov_event_writer_make (const OvExportedRun *run);
gboolean    ov_event_writer_save (const GPtrArray     *runs,
                                  const char          *path,
                                  GError             **error);
