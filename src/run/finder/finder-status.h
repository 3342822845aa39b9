/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "finder-job.h"

char *ov_finder_status_describe (const OvFinderState *finder,
                                 gboolean             is_earlier,
                                 const char          *difference);
