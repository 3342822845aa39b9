/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *ov_text_cell_new     (double              value,
                            const char         *pattern);
char *ov_text_cell_known   (double              value,
                            const char         *pattern);
void  ov_text_table_append (GString            *text,
                            const char *const  *cells,
                            guint               n_rows,
                            guint               n_columns,
                            guint               numbers);
