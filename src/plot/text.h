/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palette.h"

/**
 * OvTextFlags:
 * @OV_TEXT_PLAIN: regular weight, from the left
 * @OV_TEXT_BOLD: bold
 * @OV_TEXT_CENTRED: lines centred in the width
 * @OV_TEXT_WRAPPED: broken into lines at the width, rather than elided
 */
typedef enum
{
  OV_TEXT_PLAIN = 0,
  OV_TEXT_BOLD = 1 << 0,
  OV_TEXT_CENTRED = 1 << 1,
  OV_TEXT_WRAPPED = 1 << 2,
} OvTextFlags;

void   ov_text_measure      (const char     *text,
                             double          size,
                             OvTextFlags     flags,
                             double          most_width,
                             double         *width,
                             double         *height);
char  *ov_text_choose       (const char     *forms,
                             double          size,
                             double          room);
double ov_text_draw         (cairo_t        *cr,
                             const char     *text,
                             double          size,
                             OvTextFlags     flags,
                             const OvColour *colour,
                             double          x,
                             double          y,
                             double          most_width);
void   ov_text_draw_upwards (cairo_t        *cr,
                             const char     *text,
                             double          size,
                             const OvColour *colour,
                             double          x,
                             double          middle);
