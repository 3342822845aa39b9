/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"

/**
 * OvContourField:
 * @x_low: where it begins
 * @x_high: where it ends
 * @y_low: the same along y
 * @y_high: the same along y
 * @x: where its lowest point is
 * @y: where its lowest point is
 * @lowest: the value there
 * @has_bottom: whether that is inside, and not where the field is cut off
 * @highest: the value above which it is all the same high ground
 *
 * Values that were measured at points of a plane, and what lies between them. Immutable.
 */
typedef struct
{
  double   x_low;
  double   x_high;
  double   y_low;
  double   y_high;
  double   x;
  double   y;
  double   lowest;
  double   highest;
  gboolean has_bottom;

  /*< private >*/
  guint    n_columns;
  guint    n_rows;
  double  *values; /* [n_rows × n_columns], rows from the lowest y */
} OvContourField;

OvContourField *ov_contour_field_new        (const double           *values,
                                             guint                   n_columns,
                                             guint                   n_rows,
                                             const double           *low,
                                             const double           *high);
void            ov_contour_field_free       (OvContourField         *self);
void            ov_contour_field_trace      (const OvContourField   *self,
                                             cairo_t                *cr,
                                             const OvGeometry       *geometry,
                                             double                  level);
gboolean        ov_contour_field_find_level (const OvContourField   *self,
                                             double                  x,
                                             double                  level,
                                             double                 *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvContourField, ov_contour_field_free)
