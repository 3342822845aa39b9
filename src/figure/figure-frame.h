/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "page-style.h"

/**
 * OvFigureFrame:
 * @title: stands at the top
 * @caption: stands at the bottom, in as many lines as it needs
 * @type_scale: how large the type is, 1 on a page of the usual size
 * @gap: between the words and what they frame, on a page of the usual size
 * @style: (nullable): how the page looks
 *
 * What stands around the charts of a figure for paper. The words are borrowed.
 */
typedef struct
{
  const char        *title;
  const char        *caption;
  double             type_scale;
  double             gap;
  const OvPageStyle *style;
} OvFigureFrame;

double            ov_figure_frame_choose_type_scale (double               width,
                                                     double               height,
                                                     double               usual_width,
                                                     double               usual_height);
cairo_rectangle_t ov_figure_frame_draw              (const OvFigureFrame *self,
                                                     cairo_t             *cr,
                                                     double               width,
                                                     double               height);
