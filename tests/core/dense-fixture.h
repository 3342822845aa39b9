/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

double fixture_find_largest_eigenvalue (const double *matrix,
                                        gsize   n_rows);
