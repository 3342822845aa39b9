/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart-private.h"

/**
 * OvLegendEntry:
 * @series: (nullable): the curve whose line is shown; NULL for the word that more are left out
 * @text: its name
 * @x: left edge of the line sample, from the legend's left edge
 * @row: in which row it stands
 * @text_width: room for the name, which is elided when that is too little
 */
typedef struct
{
  const OvSeries *series;
  char           *text;
  double          x;
  guint           row;
  double          text_width;
} OvLegendEntry;

typedef struct
{
  GArray *entries;
  guint   n_rows;
  double  width;
  double  row_height;
  double  sample;
  double  gap;
  double  size;

  /* Set by the layout. */
  double  x;
  double  y;
} OvLegend;

OvLegend *ov_legend_new  (const OvChart  *chart,
                          double          unit,
                          double          size,
                          double          most_width,
                          guint           most_rows);
void      ov_legend_draw (const OvLegend *self,
                          const OvChart  *chart,
                          cairo_t        *cr,
                          double          unit);
void      ov_legend_free (OvLegend       *self);
