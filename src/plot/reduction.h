/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"

/* How far outside the plot a point that is infinitely far down is put. */
#define OV_REDUCTION_MARGIN 64.0

/* Points in one column of pixels: the first, the last, the lowest and the highest say everything
 * about how the line looks there. */
typedef struct
{
  gsize  n;
  double column;
  gsize  at[4];
  double first[2], lowest[2], highest[2], last[2];
} OvColumn;

/**
 * OvReduction:
 * @geometry: of the plot
 * @reduce: whether the points of a column of pixels are put together
 * @n: points that have been worked out
 * @column: those of the column that is not complete
 * @points: (element-type double): pairs of positions, those of the open column last
 * @n_closed: numbers of the pairs before those
 *
 * The positions of a line that grows; private to this room.
 */
typedef struct
{
  OvGeometry geometry;
  gboolean   reduce;
  gsize      n;
  OvColumn   column;
  GArray    *points;
  guint      n_closed;
} OvReduction;

OvReduction  *ov_reduction_new    (void);
void          ov_reduction_free   (OvReduction      *self);
void          ov_reduction_forget (OvReduction      *self);
const double *ov_reduction_update (OvReduction      *self,
                                   const double     *x,
                                   const double     *y,
                                   gsize             n,
                                   const OvGeometry *geometry,
                                   gsize            *n_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvReduction, ov_reduction_free)
