/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure-frame.h"

#include "text.h"

/* Measures of a page of the usual size, in its pixels. */
#define MARGIN 32.0
#define TITLE_SIZE 26.0
#define CAPTION_SIZE 16.0

/**
 * ov_figure_frame_draw:
 * @self: a frame
 * @cr: where to draw
 * @width: of the page, in user units
 * @height: of the page, in user units
 *
 * Draws the whole page, background included, but for what the frame is around.
 *
 * Returns: what is left between the title and the caption; on a small page that may be less than
 *   nothing
 */
cairo_rectangle_t
ov_figure_frame_draw (const OvFigureFrame *self,
                      cairo_t             *cr,
                      double               width,
                      double               height)
{
  const OvColour background = ov_palette_get_role (OV_THEME_PAPER, OV_ROLE_BACKGROUND);
  const OvColour text = ov_palette_get_role (OV_THEME_PAPER, OV_ROLE_TEXT);
  const OvColour dim = ov_palette_get_role (OV_THEME_PAPER, OV_ROLE_DIM_TEXT);
  const double size = CAPTION_SIZE * self->type_scale;
  const double margin = MARGIN * self->type_scale;
  const double gap = self->gap * self->type_scale;
  const double inner_width = width - 2.0 * margin;
  double title_height;
  double caption_height;

  ov_palette_set_source (cr, &background);
  cairo_rectangle (cr, 0.0, 0.0, width, height);
  cairo_fill (cr);

  title_height = ov_text_draw (cr, self->title, TITLE_SIZE * self->type_scale, OV_TEXT_BOLD, &text,
                               margin, margin, inner_width);
  ov_text_measure (self->caption, size, OV_TEXT_WRAPPED, inner_width, NULL, &caption_height);
  ov_text_draw (cr, self->caption, size, OV_TEXT_WRAPPED, &dim, margin,
                height - margin - caption_height, inner_width);

  return (cairo_rectangle_t) {
    margin,
    margin + title_height + gap,
    inner_width,
    height - 2.0 * margin - title_height - caption_height - 2.0 * gap,
  };
}
