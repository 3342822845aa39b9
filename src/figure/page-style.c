/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-style.h"

/* The size of a caption where the scale of the type is 1. */
#define USUAL_FONT 16.0

/* Charts on paper have larger type than those in a window, whose dark colours a dark page has. */
#define DARK_TYPE 1.3

/* A screen; a slide of 16 : 9; a column of 85 mm and a page of 170 mm, as journals ask for. */
const OvPageSize ov_page_sizes[OV_N_PAGE_SIZES] = {
  {"screen", 1200, 800, 72},
  {"slide", 960, 540, 144},
  {"column", 241, 260, 300},
  {"page", 482, 360, 300},
};

const char *const ov_page_theme_names[] = {"light", "dark", "transparent", NULL};

/**
 * ov_page_size_parse:
 * @self: (out): a size; it keeps its resolution when @text tells width and height
 * @text: the name of a usual size, or such as "400x300", in points
 *
 * Returns: whether that is a size; if not, @self is as it was
 */
gboolean
ov_page_size_parse (OvPageSize *self,
                    const char *text)
{
  g_auto (GStrv) sides = NULL;
  guint64 width;
  guint64 height;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  for (guint i = 0; i < OV_N_PAGE_SIZES; i++)
    if (g_str_equal (ov_page_sizes[i].name, text))
      {
        *self = ov_page_sizes[i];
        return TRUE;
      }

  sides = g_strsplit (text, "x", -1);
  if (g_strv_length (sides) != 2
      || !g_ascii_string_to_unsigned (sides[0], 10, OV_PAGE_LEAST_SIDE, OV_PAGE_MOST_SIDE, &width,
                                      NULL)
      || !g_ascii_string_to_unsigned (sides[1], 10, OV_PAGE_LEAST_SIDE, OV_PAGE_MOST_SIDE, &height,
                                      NULL))
    return FALSE;

  self->name = NULL;
  self->width = (int) width;
  self->height = (int) height;

  return TRUE;
}

/**
 * ov_page_style_get_theme:
 * @self: a style
 *
 * Returns: the colours of what is drawn on the page
 */
OvTheme
ov_page_style_get_theme (const OvPageStyle *self)
{
  g_return_val_if_fail (self != NULL, OV_THEME_PAPER);

  return self->theme == OV_PAGE_DARK ? OV_THEME_DARK : OV_THEME_PAPER;
}

/**
 * ov_page_style_choose_type_scale:
 * @self: a style
 * @usual: how large the type is on a page of this size
 *
 * Returns: how large it is in this style
 */
double
ov_page_style_choose_type_scale (const OvPageStyle *self,
                                 double             usual)
{
  g_return_val_if_fail (self != NULL, usual);

  return self->font_size > 0.0 ? self->font_size / USUAL_FONT : usual;
}

/**
 * ov_page_style_apply:
 * @self: a style
 * @chart: a chart on the page
 * @type_scale: how large its type is
 */
void
ov_page_style_apply (const OvPageStyle *self,
                     OvChart           *chart,
                     double             type_scale)
{
  g_return_if_fail (self != NULL && chart != NULL);

  ov_chart_set_theme (chart, ov_page_style_get_theme (self));
  ov_chart_set_type_scale (chart,
                           self->theme == OV_PAGE_DARK ? DARK_TYPE * type_scale : type_scale);
  ov_chart_set_curve_width (chart, self->line_width);
  ov_chart_set_transparent (chart, self->theme == OV_PAGE_TRANSPARENT);
}
