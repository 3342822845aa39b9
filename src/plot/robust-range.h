/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "range.h"

/**
 * OvRobustRange:
 *
 * The range that shows a curve well, of a curve that grows: each value is put in its place once,
 * however often the range is asked for.
 */
typedef struct _OvRobustRange OvRobustRange;

OvRobustRange *ov_robust_range_new  (gboolean       logarithmic);
void           ov_robust_range_free (OvRobustRange *self);
void           ov_robust_range_add  (OvRobustRange *self,
                                     double         value);
OvRange        ov_robust_range_get  (OvRobustRange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvRobustRange, ov_robust_range_free)
