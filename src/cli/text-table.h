/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

void ov_text_table_append (GString            *text,
                           const char *const  *cells,
                           guint               n_rows,
                           guint               n_columns,
                           guint               numbers);
