/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "path-figure.h"

#include <glib/gi18n-lib.h>

#include "command-line.h"
#include "path-scene.h"

/* Points of a page of the default size. */
#define WIDTH 1200
#define HEIGHT 800

static guint
get_last_epoch (const OvPathFigure *self)
{
  return self->map->n_epochs[self->map->n_points - 1];
}

static char *
make_title (gconstpointer data)
{
  const OvPathFigure *self = data;

  /* Translators: the title of a model. */
  return g_strdup_printf (_("%s: the valley"), ov_recipe_get_title (self->recipe));
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *style)
{
  const OvPathFigure *self = data;
  g_autofree char *description = ov_recipe_describe (self->recipe);
  g_autofree char *note = ov_path_scene_make_note (self->map);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          _("%s, penalty included. The plane is that of the two main directions "
                            "(principal components) of the path of the weights over %u epochs, "
                            "through its last point; the path is projected onto it, a dot a state. "
                            "Ring: start, cross: lowest point of the map. %s."),
                          note, get_last_epoch (self), description);
  if (self->dataset_name != NULL)
    g_string_append_printf (text, _(" Data: %s."), self->dataset_name);

  return g_string_free (text, FALSE);
}

static void
draw (gconstpointer            data,
      const OvPageStyle       *style,
      cairo_t                 *cr,
      const cairo_rectangle_t *area,
      double                   type_scale)
{
  const OvPathFigure *self = data;
  g_autoptr (OvPathScene) scene = NULL;
  OvChart *chart;

  if (area->width <= 0.0 || area->height <= 0.0)
    return;

  scene = ov_path_scene_new (self->map);
  chart = ov_chart_new ();
  ov_page_style_apply (style, chart, type_scale);
  ov_chart_set_legend (chart, FALSE);
  ov_path_scene_show (scene, chart, get_last_epoch (self));
  ov_figure_draw_chart (chart, cr, area);
  ov_chart_free (chart);
}

static void
add_notes (gconstpointer      data,
           const OvPageStyle *style,
           OvRunNotes        *notes)
{
  const OvPathFigure *self = data;
  OvRunNote *note = ov_run_notes_add (notes, self->recipe, NULL, OV_SLOT_TRAIN, self->dataset_name,
                                      self->data_hash);

  note->n_epochs = get_last_epoch (self);
}

/* The plane is that of the epochs which were there. */
static GPtrArray *
make_command (gconstpointer      data,
              const OvPageStyle *page,
              const char        *file,
              const char       **remark)
{
  const OvPathFigure *self = data;
  GPtrArray *words;

  if (!self->is_whole || get_last_epoch (self) != self->recipe->epochs)
    {
      *remark = _("Only the path of a whole run has a command");
      return NULL;
    }

  words = ov_command_line_new_for_data (self->recipe, self->dataset_name, FALSE);
  ov_command_line_set_command (words, "valley");
  ov_command_line_add (words, "plot", file);

  return words;
}

/* Its data is an #OvPathFigure. */
const OvFigureClass ov_path_figure_class = {
  .width = WIDTH,
  .height = HEIGHT,
  .make_title = make_title,
  .make_caption = make_caption,
  .draw = draw,
  .note = add_notes,
  .make_command = make_command,
};

/**
 * ov_path_figure_copy:
 * @self: a figure
 *
 * Returns: (transfer full): a figure that owns what it shows, to be freed with
 *   ov_path_figure_free()
 */
OvPathFigure *
ov_path_figure_copy (const OvPathFigure *self)
{
  OvPathFigure *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (OvPathFigure, 1);
  *copy = (OvPathFigure) {
    .recipe = g_memdup2 (self->recipe, sizeof *self->recipe),
    .map = ov_path_map_copy (self->map),
    .is_whole = self->is_whole,
    .dataset_name = g_strdup (self->dataset_name),
    .data_hash = g_strdup (self->data_hash),
  };

  return copy;
}

/**
 * ov_path_figure_free:
 * @self: (transfer full): a figure from ov_path_figure_copy()
 */
void
ov_path_figure_free (OvPathFigure *self)
{
  g_return_if_fail (self != NULL);

  g_free ((gpointer) self->recipe);
  ov_path_map_free ((OvPathMap *) self->map);
  g_free ((gpointer) self->dataset_name);
  g_free ((gpointer) self->data_hash);
  g_free (self);
}
