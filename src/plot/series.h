/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"

G_BEGIN_DECLS

/**
 * OvSeries:
 * @n: number of points
 * @x: [n]
 * @y: [n], as given
 * @smooth: (nullable): [n], the smoothed y, when smoothing is on for this curve
 * @marked: whether each point has a dot
 * @bounding: whether what lies above it is shaded
 * @ascending: whether every x is finite and not below the one before it
 *
 * One curve of a chart; private to this room.
 */
typedef struct
{
  guint       id;
  char       *name;
  guint       slot;
  OvLineStyle style;
  double      width;
  gboolean    faint;
  gboolean    visible;
  gboolean    listed;
  gboolean    smoothed;
  gboolean    marked;
  gboolean    bounding;

  gsize       n;
  double     *x;
  double     *y;
  double     *smooth;
  gboolean    ascending;
} OvSeries;

OvSeries *ov_series_new          (guint           id,
                                  const char     *name,
                                  guint           slot,
                                  OvLineStyle     style);
void      ov_series_free         (OvSeries       *self);
void      ov_series_set_points   (OvSeries       *self,
                                  const double   *x,
                                  const double   *y,
                                  gsize           n);
void      ov_series_smooth       (OvSeries       *self,
                                  double          weight);
double    ov_series_distance     (double          x,
                                  double          other,
                                  gboolean        logarithmic);
gsize     ov_series_find_nearest (const OvSeries *self,
                                  double          x,
                                  gboolean        logarithmic);
gboolean  ov_series_covers       (const OvSeries *self,
                                  double          x);
OvColour  ov_series_get_colour   (const OvSeries *self,
                                  OvTheme         theme);

G_END_DECLS
