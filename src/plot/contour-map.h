/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "contour-field.h"

/**
 * OvBowl:
 * @x: where it is lowest
 * @y: where it is lowest
 * @x_bend: how much it rises with the square of the distance along x
 * @y_bend: the same along y
 * @lowest: its value there
 *
 * A paraboloid over the plane of a chart: lowest + x_bend · (X − x)² + y_bend · (Y − y)².
 */
typedef struct
{
  double x;
  double y;
  double x_bend;
  double y_bend;
  double lowest;
} OvBowl;

/**
 * OvPath:
 * @x: [@n]
 * @y: [@n]; the path ends before the first point that is not finite
 * @n: how many points
 * @slot: its colour in the palette
 * @is_ahead: whether nobody has gone it yet
 * @label: (nullable): what stands at its end, in its colour
 *
 * Points that are joined in their order. What lies ahead is paler, dashed and without its
 * beginning.
 */
typedef struct
{
  const double *x;
  const double *y;
  gsize         n;
  guint         slot;
  gboolean      is_ahead;
  const char   *label;
} OvPath;

/**
 * OvContourMap:
 * @bowl: what it shows, unless there is a field
 * @paths: [@n_paths], what moves on it; borrowed
 * @n_paths: how many
 * @field: (nullable): what it shows; borrowed
 *
 * The ground of a chart: a paraboloid, or what was measured, as a map with contour lines, and paths
 * on it.
 */
typedef struct
{
  OvBowl                bowl;
  const OvPath         *paths;
  guint                 n_paths;
  const OvContourField *field;
} OvContourMap;

void ov_contour_map_draw (const OvGround *ground,
                          cairo_t        *cr,
                          gpointer        map);
