/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure-style.h"

gboolean ov_plot_options_parse (GHashTable     *texts,
                                OvFigureStyle  *style,
                                GPtrArray      *notes,
                                GError        **error);
