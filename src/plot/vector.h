/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "raster.h"

GBytes *ov_svg_render (int           width,
                       int           height,
                       OvDrawFunc    draw,
                       gpointer      user_data,
                       const char   *note,
                       GError      **error);
GBytes *ov_pdf_render (int           width,
                       int           height,
                       OvDrawFunc    draw,
                       gpointer      user_data,
                       const char   *note,
                       GError      **error);
