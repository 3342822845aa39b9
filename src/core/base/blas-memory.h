/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean ov_blas_reserve_memory (guint    n_threads,
                                 GError **error);
gboolean ov_blas_can_end        (void);

G_END_DECLS
