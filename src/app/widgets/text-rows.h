/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

void ov_text_rows_align (GtkTextView *view,
                         guint        n_rows,
                         int          least_margin);
