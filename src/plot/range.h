/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvRange:
 *
 * An interval of values; empty when @low is above @high.
 */
typedef struct
{
  double low;
  double high;
} OvRange;

#define OV_RANGE_EMPTY ((OvRange){ G_MAXDOUBLE, -G_MAXDOUBLE })

gboolean ov_range_is_empty (OvRange self);
OvRange  ov_range_include  (OvRange self,
                            double  value);
OvRange  ov_range_unite    (OvRange self,
                            OvRange other);
