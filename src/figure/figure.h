/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "page-style.h"
#include "run-notes.h"

/**
 * OvFigureClass:
 * @width: how large it usually is, in points
 * @height: likewise
 * @measure: (nullable): the same where it depends on what the figure shows
 * @make_title: what stands above it
 * @make_caption: what stands beneath it, so that the same can be had again
 * @fill: (nullable): puts it on a chart of its own, which has the page's looks
 * @draw: (nullable): draws it into a part of a page whose type is scaled so much, where it is no
 *   single chart
 * @note: notes the runs that it shows
 * @make_command: (nullable): the words of a command line that draws it into a file, but for how its
 *   page looks, or %NULL where there is none; and what is to be known of it, or why there is none
 *
 * A kind of figure: what a page needs to know of it.
 */
typedef struct
{
  int width;
  int height;
  void (*measure) (gconstpointer figure, int *width, int *height);
  char *(*make_title) (gconstpointer figure);
  char *(*make_caption) (gconstpointer figure, const OvPageStyle *style);
  void (*fill) (gconstpointer figure, const OvPageStyle *style, OvChart *chart);
  void (*draw) (gconstpointer            figure,
                const OvPageStyle       *style,
                cairo_t                 *cr,
                const cairo_rectangle_t *area,
                double                   type_scale);
  void (*note) (gconstpointer figure, const OvPageStyle *style, OvRunNotes *notes);
  GPtrArray *(*make_command) (gconstpointer      figure,
                              const OvPageStyle *style,
                              const char        *file,
                              const char       **remark);
} OvFigureClass;

/**
 * OvFigure:
 * @class: its kind
 * @data: what it shows; it is borrowed
 *
 * A figure for paper, whatever it shows.
 */
typedef struct
{
  const OvFigureClass *class;
  gconstpointer data;
} OvFigure;

/* How many figures may stand side by side. */
#define OV_FIGURE_MOST_BESIDE 3

/**
 * OvFigurePage:
 * @figures: [@n], side by side from the left
 * @n: how many, up to %OV_FIGURE_MOST_BESIDE
 * @size: how large it is; without a width as large as its figures usually are, without a resolution
 *   %OV_PAGE_USUAL_DPI
 * @style: how it looks
 * @is_silent: whether its file does not say which runs it shows
 *
 * A page as it is written to a file, in any format, or shown as a preview.
 */
typedef struct
{
  OvFigure    figures[OV_FIGURE_MOST_BESIDE];
  guint       n;
  OvPageSize  size;
  OvPageStyle style;
  gboolean    is_silent;
} OvFigurePage;

void       ov_figure_draw_chart     (OvChart                 *chart,
                                     cairo_t                 *cr,
                                     const cairo_rectangle_t *area);
OvPageSize ov_figure_page_get_size  (const OvFigurePage      *self);
char      *ov_figure_page_make_note (const OvFigurePage      *self);
void       ov_figure_page_draw      (cairo_t                 *cr,
                                     double                   width,
                                     double                   height,
                                     gpointer                 page);
gboolean   ov_figure_page_write     (const OvFigurePage      *self,
                                     const char              *path,
                                     GError                 **error);
