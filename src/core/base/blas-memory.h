/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

gboolean ov_blas_reserve_memory (guint    n_threads,
                                 GError **error);
gboolean ov_blas_can_end        (void);
