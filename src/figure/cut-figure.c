/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cut-figure.h"

#include <glib/gi18n-lib.h>

#include "caption.h"
#include "curves.h"
#include "valley-cut.h"

/* Both cuts through a valley side by side, with the ball where the run is. */

/* Points of a page of the default size. */
#define WIDTH 1200
#define HEIGHT 560
#define GAP 14.0

static guint
count_done (const OvValleyFigure *self)
{
  return (guint) CLAMP (self->position, 0.0, self->recipe->epochs);
}

static char *
make_title (gconstpointer data)
{
  const OvValleyFigure *self = data;

  /* Translators: the title of a model. */
  return g_strdup_printf (_("%s: cuts through the valley"), ov_recipe_get_title (self->recipe));
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *style)
{
  const OvValleyFigure *self = data;
  const OvValleyMode *modes = self->valley->modes;
  const guint n_epochs = count_done (self);
  g_autofree char *description = ov_recipe_describe (self->recipe);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          _("The training loss along eigenvectors %u and %u of the images’ second "
                            "moment, each times the direction of its own target, through the "
                            "place where the run is. "),
                          modes[OV_VALLEY_STEEP].number, modes[OV_VALLEY_FLAT].number);
  g_string_append_printf (text,
                          ngettext ("Ball: after %u epoch; rings: where it was after the ones "
                                    "before. ",
                                    "Ball: after %u epochs; rings: where it was after the ones "
                                    "before. ",
                                    n_epochs),
                          n_epochs);
  g_string_append_printf (text, "%s.", description);
  ov_caption_append_data (text, self->dataset_name);

  return g_string_free (text, FALSE);
}

static void
draw (gconstpointer            data,
      const OvPageStyle       *style,
      cairo_t                 *cr,
      const cairo_rectangle_t *area,
      double                   type_scale)
{
  const OvValleyFigure *self = data;
  const double gap = GAP * type_scale;
  const double width = (area->width - gap) / OV_N_VALLEY_SIDES;
  double low[OV_N_VALLEY_SIDES];
  double high[OV_N_VALLEY_SIDES];
  double height;

  if (width <= 0.0 || area->height <= 0.0)
    return;

  ov_valley_figure_find_range (self, low, high);
  height = ov_valley_cut_find_height (self->valley, low, high);
  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    {
      const cairo_rectangle_t place = {area->x + side * (width + gap), area->y, width,
                                       area->height};
      g_autoptr (OvChart) chart = ov_chart_new ();
      OvValleyCut cut;

      ov_page_style_apply (style, chart, type_scale);
      ov_valley_cut_init (&cut, self->valley, side, self->ways[0].points,
                          self->recipe->epochs + 1, self->position);
      ov_valley_cut_fill (&cut, chart, low[side], high[side], height);
      if (side == 0)
        ov_chart_set_y_title (chart, ov_curves_get_loss_title (self->recipe));
      ov_figure_draw_chart (chart, cr, &place);
    }
}

static void
add_notes (gconstpointer      data,
           const OvPageStyle *style,
           OvRunNotes        *notes)
{
  const OvValleyFigure *self = data;
  OvRunNote *note = ov_run_notes_add (notes, self->recipe, NULL, OV_SLOT_TRAIN,
                                      self->dataset_name, self->data_hash);

  note->kind = OV_NOTE_FORECAST;
  note->n_epochs = count_done (self);
}

/* Its data is an #OvValleyFigure with a single way. */
const OvFigureClass ov_cut_figure_class = {
  .width = WIDTH,
  .height = HEIGHT,
  .make_title = make_title,
  .make_caption = make_caption,
  .draw = draw,
  .note = add_notes,
};
