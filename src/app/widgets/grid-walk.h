/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

gboolean ov_grid_walk (guint  keyval,
                       int    columns,
                       int    n,
                       int   *place);
