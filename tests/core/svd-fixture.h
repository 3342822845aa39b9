/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The principal components of snapshots as LAPACK finds them, in double precision. */

void fixture_decompose (const float *const *rows,
                        guint               n,
                        gsize               length,
                        double             *sizes,
                        double             *vectors);
