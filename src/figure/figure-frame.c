/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure-frame.h"

#include <math.h>

#include "no-break.h"
#include "text.h"

/* Measures of a page of the usual size, in its pixels. */
#define MARGIN 32.0
#define TITLE_SIZE 26.0
#define CAPTION_SIZE 16.0

/* How much of the margins a small page keeps at least. */
#define LEAST_TIGHTNESS 0.5

/**
 * ov_figure_frame_choose_type_scale:
 * @width: of a page
 * @height: of it, in the same units
 * @usual_width: of a page whose type is as large as usual
 * @usual_height: of that
 *
 * Returns: how large the type is: in proportion to the square root of the page's size, so that
 *   large pages have room and small ones stay readable
 */
double
ov_figure_frame_choose_type_scale (double width,
                                   double height,
                                   double usual_width,
                                   double usual_height)
{
  return sqrt (MIN (width / usual_width, height / usual_height));
}

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
  const OvPageStyle plain = {0};
  const OvPageStyle *style = self->style != NULL ? self->style : &plain;
  const OvTheme theme = ov_page_style_get_theme (style);
  const OvColour background = ov_palette_get_role (theme, OV_ROLE_BACKGROUND);
  const OvColour text = ov_palette_get_role (theme, OV_ROLE_TEXT);
  const OvColour dim = ov_palette_get_role (theme, OV_ROLE_DIM_TEXT);
  const char *title = style->title != NULL ? style->title : self->title;
  const double size = CAPTION_SIZE * self->type_scale;
  /* A small page has no room for what looks well around a large one. */
  const double tightness = CLAMP (1.2 * self->type_scale, LEAST_TIGHTNESS, 1.0);
  const double margin = MARGIN * self->type_scale * tightness;
  const double title_size = TITLE_SIZE * self->type_scale * (1.0 + tightness) / 2.0;
  const double gap = self->gap * self->type_scale;
  const double inner_width = width - 2.0 * margin;
  double title_height = 0.0;
  double caption_height = 0.0;
  double title_gap;
  double caption_gap;

  if (style->theme != OV_PAGE_TRANSPARENT)
    {
      ov_palette_set_source (cr, &background);
      cairo_rectangle (cr, 0.0, 0.0, width, height);
      cairo_fill (cr);
    }

  if (*title != '\0')
    title_height = ov_text_draw (cr, title, title_size, OV_TEXT_BOLD, &text,
                                 margin, margin, inner_width);
  if (!style->hides_caption)
    {
      g_autofree char *caption = ov_no_break_join (self->caption);

      ov_text_measure (caption, size, OV_TEXT_WRAPPED, inner_width, NULL, &caption_height);
      ov_text_draw (cr, caption, size, OV_TEXT_WRAPPED, &dim, margin,
                    height - margin - caption_height, inner_width);
    }

  title_gap = title_height > 0.0 ? gap : 0.0;
  caption_gap = caption_height > 0.0 ? gap : 0.0;

  return (cairo_rectangle_t) {
    margin,
    margin + title_height + title_gap,
    inner_width,
    height - 2.0 * margin - title_height - caption_height - title_gap - caption_gap,
  };
}
