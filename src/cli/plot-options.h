/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-figure.h"

gboolean ov_plot_options_parse (GHashTable    *texts,
                                gboolean       is_drawn,
                                OvFigurePage  *page,
                                OvRunFigure   *figure,
                                GPtrArray     *notes,
                                GError       **error);
