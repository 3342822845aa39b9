/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "path-figure.h"

#include <glib/gi18n-lib.h>

#include "caption.h"
#include "command-line.h"
#include "number.h"

/* Points of a page of the default size. */
#define WIDTH 1200
#define HEIGHT 800

static guint
get_last_epoch (const OvPathFigure *self,
                guint               run)
{
  const OvMapPath *path = &self->map->paths[run];

  return path->n_points > 0 ? path->n_epochs[path->n_points - 1] : 0;
}

static char *
make_title (gconstpointer data)
{
  const OvPathFigure *self = data;

  /* Translators: the title of a model. */
  return g_strdup_printf (_("%s: the valley"), ov_recipe_get_title (self->runs[0].recipe));
}

/* Says what the plane is, up to where it lies. */
static char *
describe_plane (const OvPathFigure *self)
{
  const gboolean has_others = self->map->n_paths > 1;

  switch (self->map->directions)
    {
    case OV_PLANE_RANDOM:
      return g_strdup (_("The plane is that of two random directions, filter-normalised (Li et al. "
                         "2018)"));

    case OV_PLANE_STEEPEST:
      return g_strdup (
        has_others ? _("The plane is that of the leading eigenvector of the Hessian and of the "
                       "main direction of the paths of all runs, made orthogonal to it")
                   : _("The plane is that of the leading eigenvector of the Hessian and of the "
                       "main direction of the path, made orthogonal to it"));

    case OV_PLANE_PATH:
    default:
      return has_others
               ? g_strdup (_("The plane is that of the two main directions (principal components) "
                             "of the paths of all runs together, from their common start"))
               : g_strdup_printf (_("The plane is that of the two main directions (principal "
                                    "components) of the path of the weights over %u epochs"),
                                  get_last_epoch (self, 0));
    }
}

static void
append_runs (const OvPathFigure *self,
             GString            *text)
{
  const OvRecipe *recipe = self->runs[0].recipe;
  g_autofree char *description = ov_recipe_describe (recipe);

  if (self->map->n_paths > 1)
    /* Translators: a number of epochs, and what a recipe is. */
    g_string_append_printf (text, _("The first run (%u epochs): %s."), get_last_epoch (self, 0),
                            description);
  else
    g_string_append_printf (text, "%s.", description);

  for (guint i = 1; i < self->map->n_paths; i++)
    {
      g_autofree char *difference = ov_recipe_describe_difference (self->runs[i].recipe, recipe);

      /* Translators: a number of epochs, and in what another run differs from the first one. */
      g_string_append_printf (text, _(" Another (%u epochs): %s."), get_last_epoch (self, i),
                              difference);
    }
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *style)
{
  const OvPathFigure *self = data;
  g_autofree char *note = ov_path_scene_make_note (self->map);
  g_autofree char *plane = describe_plane (self);
  GString *text = g_string_new (NULL);

  /* Translators: a sentence on what the map shows. */
  g_string_append_printf (text, _("%s, penalty included. "), note);
  g_string_append (text, plane);
  g_string_append (text, self->map->n_paths > 1
                           ? _(", through the last point of the first run, whose loss it is; the "
                               "paths are projected onto it, a dot a state. ")
                           : _(", through the last point of the path, which is projected onto it, "
                               "a dot a state. "));
  g_string_append (text, _("Ring: start, cross: lowest point of the map. "));
  append_runs (self, text);
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
  const OvPathFigure *self = data;
  g_autoptr (OvPathScene) scene = NULL;
  OvChart *chart;

  if (area->width <= 0.0 || area->height <= 0.0)
    return;

  scene = ov_path_scene_new (self->map);
  chart = ov_chart_new ();
  ov_page_style_apply (style, chart, type_scale);
  ov_chart_set_legend (chart, FALSE);
  ov_path_scene_show (scene, chart, self->runs, get_last_epoch (self, 0));
  ov_figure_draw_chart (chart, cr, area);
  ov_chart_free (chart);
}

static void
add_notes (gconstpointer      data,
           const OvPageStyle *style,
           OvRunNotes        *notes)
{
  const OvPathFigure *self = data;

  for (guint i = 0; i < self->map->n_paths; i++)
    {
      const OvPathRun *run = &self->runs[i];
      OvRunNote *note = ov_run_notes_add (notes, run->recipe, run->name, run->slot,
                                          self->dataset_name, self->data_hash);

      note->n_epochs = get_last_epoch (self, i);
    }
}

static void
add_rates (const OvPathFigure *self,
           GPtrArray          *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->map->n_paths; i++)
    {
      g_autofree char *rate = ov_number_format (self->runs[i].recipe->learning_rate);

      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", rate);
    }
  ov_command_line_add (words, "rates", text->str);
}

/* The command trains whole runs that differ in nothing but their rate. The plane is that of the
 * epochs which were there. */
static gboolean
has_command (const OvPathFigure *self)
{
  for (guint i = 0; i < self->map->n_paths; i++)
    {
      OvRecipe recipe = *self->runs[i].recipe;

      if (get_last_epoch (self, i) != recipe.epochs)
        return FALSE;
      recipe.learning_rate = self->runs[0].recipe->learning_rate;
      if (!ov_recipe_equal (&recipe, self->runs[0].recipe))
        return FALSE;
    }

  return self->is_whole;
}

static GPtrArray *
make_command (gconstpointer      data,
              const OvPageStyle *page,
              const char        *file,
              const char       **remark)
{
  const OvPathFigure *self = data;
  OvRecipe recipe = *self->runs[0].recipe;
  OvRecipe preset;
  GPtrArray *words;

  if (!has_command (self))
    {
      *remark = self->map->n_paths > 1
                  ? _("Only the paths of whole runs that differ in their rates have a command")
                  : _("Only the path of a whole run has a command");
      return NULL;
    }

  if (self->map->n_paths > 1 && ov_recipe_init_preset (&preset, recipe.preset, NULL))
    recipe.learning_rate = preset.learning_rate;
  words = ov_command_line_new_for_data (&recipe, self->dataset_name, FALSE);
  ov_command_line_set_command (words, "valley");
  if (self->map->n_paths > 1)
    add_rates (self, words);
  if (self->map->directions != OV_PLANE_PATH)
    ov_command_line_add (words, "directions", ov_plane_direction_names[self->map->directions]);
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
  OvPathRun *runs;

  g_return_val_if_fail (self != NULL, NULL);

  runs = g_memdup2 (self->runs, self->map->n_paths * sizeof *runs);
  for (guint i = 0; i < self->map->n_paths; i++)
    {
      runs[i].recipe = g_memdup2 (runs[i].recipe, sizeof *runs[i].recipe);
      runs[i].name = g_strdup (runs[i].name);
    }

  copy = g_new (OvPathFigure, 1);
  *copy = (OvPathFigure) {
    .runs = runs,
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

  for (guint i = 0; i < self->map->n_paths; i++)
    {
      g_free ((gpointer) self->runs[i].recipe);
      g_free ((gpointer) self->runs[i].name);
    }
  g_free ((gpointer) self->runs);
  ov_path_map_free ((OvPathMap *) self->map);
  g_free ((gpointer) self->dataset_name);
  g_free ((gpointer) self->data_hash);
  g_free (self);
}
