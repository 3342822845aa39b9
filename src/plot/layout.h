/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart-private.h"
#include "legend.h"
#include "tick.h"

/**
 * OvLayout:
 * @unit: all lengths are multiples of this; 1 on a chart of usual size
 * @natural_left: the left margin without regard to the minimum
 * @natural_right: the right margin, likewise
 * @label_size: size of the type of tick labels
 * @label_height: of a line of it
 *
 * Where everything of a chart of one size stands; private to this room.
 */
struct _OvLayout
{
  double     width;
  double     height;
  double     unit;
  OvGeometry geometry;
  double     natural_left;
  double     natural_right;

  double     title_size;
  double     label_size;
  double     label_height;
  double     title_width;
  double     title_y;
  OvLegend  *legend;
  char      *note; /* NULL when it has no room */
  double     note_width;

  gboolean   with_x_title;
  char      *x_title; /* NULL when it has no room */
  char      *y_title; /* likewise */
  double     y_title_x;
  double     x_title_y;
  GPtrArray *x_ticks;
  GPtrArray *y_ticks;
};

const OvLayout *ov_layout_get  (OvChart  *chart,
                                double    width,
                                double    height);
void            ov_layout_free (OvLayout *self);
gboolean        ov_layout_is_free (const GArray            *taken,
                                   const cairo_rectangle_t *area);
