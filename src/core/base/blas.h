/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

const char *ov_blas_get_core       (void);
const char *ov_blas_find_better    (void);
void        ov_blas_choose_kernels (void);
void        ov_blas_single_thread  (void);
