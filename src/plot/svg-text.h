/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include "palette.h"

/**
 * OvSvgTexts:
 *
 * The words on an SVG surface, which cairo would write as outlines.
 */
typedef struct _OvSvgTexts OvSvgTexts;

OvSvgTexts *ov_svg_texts_new   (cairo_surface_t  *surface);
void        ov_svg_texts_free  (OvSvgTexts       *self);
OvSvgTexts *ov_svg_texts_find  (cairo_t          *cr);
void        ov_svg_texts_add   (OvSvgTexts       *self,
                                cairo_t          *cr,
                                PangoLayout      *layout,
                                const OvColour   *colour,
                                double            x,
                                double            y);
char       *ov_svg_texts_write (OvSvgTexts       *self,
                                const char       *svg,
                                gsize             length,
                                const char       *note);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSvgTexts, ov_svg_texts_free)
