/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exported-run.h"
#include "run-figure.h"

gboolean ov_runs_plot (const GPtrArray      *runs,
                       const OvRunFigure    *usual,
                       const OvFigurePage   *page,
                       const char           *path,
                       GError              **error);
