/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "raster.h"

/**
 * OvPicturePage:
 * @width: in points
 * @height: in points
 * @scale: pixels a point, where the format has pixels
 * @draw: draws the page, its background included; a point is a user unit
 * @user_data: for @draw
 * @note: (nullable): a text that the file carries, of printable ASCII characters
 *
 * What is to be written as a file. All of it is borrowed.
 */
typedef struct
{
  int         width;
  int         height;
  double      scale;
  OvDrawFunc  draw;
  gpointer    user_data;
  const char *note;
} OvPicturePage;

gboolean ov_picture_file_write (const char           *path,
                                const OvPicturePage  *page,
                                GError              **error);
