/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void ov_text_table_append (GString            *text,
                           const char *const  *cells,
                           guint               n_rows,
                           guint               n_columns,
                           guint               numbers);

G_END_DECLS
