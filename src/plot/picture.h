/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palette.h"

/**
 * OvSheet:
 * @pictures: [n] pointers, each to a picture of [height × width × 3] bytes, red, green, blue; a
 *   NULL one is drawn as an empty frame
 * @names: (nullable): [n] names, drawn under the pictures; each may be NULL
 * @n: the number of pictures
 * @width: of each picture, in its own pixels
 * @height: of each picture, in its own pixels
 * @columns: pictures in a row; 0 chooses what makes them largest
 * @is_even: whether that choice is only among rows of the same length, and more than one of them
 * @type_scale: how much larger than usual the reader wants the type; 0 for as usual
 * @title: (nullable): drawn above the pictures
 * @caption: (nullable): drawn beneath them, wrapped
 * @theme: the colours of the text and of the background
 * @is_transparent: whether there is no background
 * @chosen: index of the picture that is framed, or -1
 *
 * Pictures in rows and columns. A name that is wider than there is room makes all names smaller, so
 * that none is cut; names that would be too small to be read are left out. Everything in it is
 * borrowed.
 */
typedef struct
{
  const guint8 *const *pictures;
  const char *const   *names;
  guint                n;
  int                  width;
  int                  height;
  guint                columns;
  gboolean             is_even;
  double               type_scale;
  const char          *title;
  const char          *caption;
  OvTheme              theme;
  gboolean             is_transparent;
  int                  chosen;
} OvSheet;

void  ov_picture_draw        (cairo_t           *cr,
                              const guint8      *rgb,
                              int                width,
                              int                height,
                              cairo_rectangle_t  area);
void  ov_sheet_draw          (const OvSheet     *self,
                              cairo_t           *cr,
                              double             width,
                              double             height);
void  ov_sheet_get_area      (const OvSheet     *self,
                              double             width,
                              double             height,
                              guint              index,
                              cairo_rectangle_t *area);
guint ov_sheet_count_columns (const OvSheet     *self,
                              double             width,
                              double             height);
int   ov_sheet_find          (const OvSheet     *self,
                              double             width,
                              double             height,
                              double             x,
                              double             y);
