/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure.h"

#include <string.h>

#include "figure-frame.h"
#include "picture-file.h"
#include "text.h"

/* Measures of a page of the usual size, in its pixels. */
#define GAP 16.0
#define HEADING_SIZE 20.0

/* So many figures side by side have type of the usual size; more have a smaller one. */
#define USUAL_FIGURES 2.0

/* The page as its parts are drawn. */
typedef struct
{
  const OvFigurePage *page;
  cairo_t            *cr;
  double              type_scale;
  char               *titles[OV_FIGURE_MOST_BESIDE];
  gboolean            has_headings; /* each figure has its title above it, the page has none */
} Drawing;

/**
 * ov_figure_draw_chart:
 * @chart: the only chart of a figure, or one of several
 * @cr: where to draw
 * @area: its place
 *
 * Draws a chart into a part of a page.
 */
void
ov_figure_draw_chart (OvChart                 *chart,
                      cairo_t                 *cr,
                      const cairo_rectangle_t *area)
{
  cairo_save (cr);
  cairo_translate (cr, area->x, area->y);
  ov_chart_draw (chart, cr, area->width, area->height);
  cairo_restore (cr);
}

static void
measure (const OvFigure *figure,
         int            *width,
         int            *height)
{
  *width = figure->class->width;
  *height = figure->class->height;
  if (figure->class->measure != NULL)
    figure->class->measure (figure->data, width, height);
}

static void
draw_figure (const OvFigure          *figure,
             const OvPageStyle       *style,
             cairo_t                 *cr,
             const cairo_rectangle_t *area,
             double                   type_scale)
{
  g_autoptr (OvChart) chart = NULL;

  if (figure->class->fill == NULL)
    {
      figure->class->draw (figure->data, style, cr, area, type_scale);
      return;
    }

  chart = ov_chart_new ();
  ov_page_style_apply (style, chart, type_scale);
  figure->class->fill (figure->data, style, chart);
  ov_figure_draw_chart (chart, cr, area);
}

/**
 * ov_figure_page_get_size:
 * @self: a page
 *
 * Returns: how large it is, with everything filled in
 */
OvPageSize
ov_figure_page_get_size (const OvFigurePage *self)
{
  OvPageSize size = {.dpi = OV_PAGE_USUAL_DPI};

  g_return_val_if_fail (self != NULL && self->n > 0, size);

  size = self->size;
  if (size.dpi == 0)
    size.dpi = OV_PAGE_USUAL_DPI;
  if (size.width > 0)
    return size;

  for (guint i = 0; i < self->n; i++)
    {
      int width;
      int height;

      measure (&self->figures[i], &width, &height);
      size.width = MAX (size.width, width);
      size.height = MAX (size.height, height);
    }

  return size;
}

/**
 * ov_figure_page_make_note:
 * @self: a page
 *
 * Returns: (transfer full) (nullable): what its file carries, for ov_run_notes_parse(), or %NULL
 *   when it shows nothing that could be run again
 */
char *
ov_figure_page_make_note (const OvFigurePage *self)
{
  g_autoptr (OvRunNotes) notes = ov_run_notes_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->n && !self->is_silent; i++)
    self->figures[i].class->note (self->figures[i].data, &self->style, notes);

  return ov_run_notes_write (notes);
}

/* Whether the figures are about different things. */
static gboolean
differ (char *const *titles,
        guint        n)
{
  for (guint i = 1; i < n; i++)
    if (!g_str_equal (titles[i], titles[0]))
      return TRUE;

  return FALSE;
}

/* The captions of all figures, each once. */
static char *
make_caption (const OvFigurePage *page)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < page->n; i++)
    {
      g_autofree char *caption =
        page->figures[i].class->make_caption (page->figures[i].data, &page->style);

      if (strstr (text->str, caption) == NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", caption);
    }

  return g_string_free (text, FALSE);
}

/* Draws what stands around the figures. Returns what is left for them. */
static cairo_rectangle_t
draw_frame (const Drawing *self,
            double         width,
            double         height)
{
  g_autofree char *caption = make_caption (self->page);
  const OvFigureFrame frame = {
    .title = self->has_headings ? "" : self->titles[0],
    .caption = caption,
    .type_scale = self->type_scale,
    .gap = GAP,
    .style = &self->page->style,
  };

  return ov_figure_frame_draw (&frame, self->cr, width, height);
}

/* Takes the room of the headings from @area, whose width is that of a column. */
static void
draw_headings (const Drawing     *self,
               cairo_rectangle_t *area,
               double             step)
{
  const double size = HEADING_SIZE * self->type_scale;
  const OvColour text =
    ov_palette_get_role (ov_page_style_get_theme (&self->page->style), OV_ROLE_TEXT);
  double height = 0.0;

  for (guint i = 0; i < self->page->n; i++)
    {
      const double own = ov_text_draw (self->cr, self->titles[i], size, OV_TEXT_BOLD, &text,
                                       area->x + i * step, area->y, area->width);

      height = MAX (height, own);
    }
  area->y += height + GAP * self->type_scale;
  area->height -= height + GAP * self->type_scale;
}

static void
draw_columns (const Drawing     *self,
              cairo_rectangle_t *area)
{
  const OvFigurePage *page = self->page;
  const double gap = 2.0 * GAP * self->type_scale;
  const double width = (area->width - gap * (page->n - 1)) / page->n;

  /* A page so small that its words fill it has no room for a figure. */
  if (width <= 0.0)
    return;

  area->width = width;
  if (self->has_headings)
    draw_headings (self, area, width + gap);
  for (guint i = 0; area->height > 0.0 && i < page->n; i++)
    {
      draw_figure (&page->figures[i], &page->style, self->cr, area, self->type_scale);
      area->x += width + gap;
    }
}

/**
 * ov_figure_page_draw:
 * @cr: where to draw
 * @width: of the page, in user units
 * @height: of the page, in user units
 * @page: an #OvFigurePage
 *
 * Draws the whole page, background included, from the origin: an #OvDrawFunc.
 */
void
ov_figure_page_draw (cairo_t *cr,
                     double   width,
                     double   height,
                     gpointer page)
{
  const OvFigurePage *self = page;
  OvFigurePage usual;
  Drawing drawing = {.page = self, .cr = cr};
  cairo_rectangle_t area;

  g_return_if_fail (self != NULL && self->n > 0 && self->n <= OV_FIGURE_MOST_BESIDE);
  g_return_if_fail (cr != NULL);

  usual = *self;
  usual.size = (OvPageSize) {0};
  usual.size = ov_figure_page_get_size (&usual);
  drawing.type_scale = ov_page_style_choose_type_scale (
    &self->style, ov_figure_frame_choose_type_scale (width, height,
                                                     usual.size.width
                                                       * MAX (self->n / USUAL_FIGURES, 1.0),
                                                     usual.size.height));
  for (guint i = 0; i < self->n; i++)
    drawing.titles[i] = self->figures[i].class->make_title (self->figures[i].data);
  drawing.has_headings = self->style.title == NULL && differ (drawing.titles, self->n);

  area = draw_frame (&drawing, width, height);
  draw_columns (&drawing, &area);
  for (guint i = 0; i < self->n; i++)
    g_free (drawing.titles[i]);
}

/**
 * ov_figure_page_write:
 * @self: a page
 * @path: the file's name; its ending says in which format it is written
 * @error: return location for an error
 *
 * Draws a page and writes it, with a note of what it shows.
 *
 * Returns: as ov_picture_file_write()
 */
gboolean
ov_figure_page_write (const OvFigurePage *self,
                      const char         *path,
                      GError            **error)
{
  const OvPageSize size = ov_figure_page_get_size (self);
  g_autofree char *note = ov_figure_page_make_note (self);
  const OvPicturePage page = {
    .width = size.width,
    .height = size.height,
    .scale = size.dpi / 72.0,
    .draw = ov_figure_page_draw,
    .user_data = (gpointer) self,
    .note = note,
  };

  return ov_picture_file_write (path, &page, error);
}
