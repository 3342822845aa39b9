/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "caption.h"
#include "command-line.h"
#include "number.h"
#include "step-note.h"
#include "valley-plane.h"

/* Points of a page of the default size. */
#define WIDTH 1200
#define FRAME_HEIGHT 190
#define GAP 14.0

/* Heights of a row of charts, by the number of columns. */
static const int    row_heights[] = {560, 420, 330};

/* How much smaller the type of a small chart is than that of a chart alone, likewise. */
static const double type_sizes[] = {1.0, 0.85, 0.75};

/* How far the map reaches beyond the start and the lowest point, in distances between them: across
 * the valley at least and at most, along it at the start, at least at the end, and at most. */
#define LEAST_ACROSS 1.25
#define MOST_ACROSS 1.9
#define BEFORE 0.12
#define LEAST_BEHIND 0.28
#define MOST_BEHIND 0.9

/* What is beyond the outermost point. */
#define EDGE 1.08

static guint
count_columns (guint n_ways)
{
  return n_ways <= 1 ? 1 : n_ways <= 4 ? 2
                                       : 3;
}

static guint
count_rows (guint n_ways)
{
  return (n_ways + count_columns (n_ways) - 1) / count_columns (n_ways);
}

static void
measure (gconstpointer data,
         int          *width,
         int          *height)
{
  const OvValleyFigure *self = data;

  *width = WIDTH;
  *height = FRAME_HEIGHT
            + row_heights[count_columns (self->n_ways) - 1] * (int) count_rows (self->n_ways);
}

static char *
make_title (gconstpointer data)
{
  const OvValleyFigure *self = data;

  /* Translators: the title of a model. */
  return g_strdup_printf (_("%s: the valley"), ov_recipe_get_title (self->recipe));
}

static char *
make_caption (gconstpointer      data,
              const OvPageStyle *style)
{
  const OvValleyFigure *self = data;
  const OvValleyMode *modes = self->valley->modes;
  g_autofree char *description = ov_recipe_describe (self->recipe);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          _("The training loss over the plane of eigenvectors %u and %u of the "
                            "images’ second moment, each times the direction of its own target, "
                            "and the exact way of a run from %s, a dot an epoch. Ring: start, "
                            "cross: lowest point. "),
                          modes[OV_VALLEY_STEEP].number, modes[OV_VALLEY_FLAT].number,
                          self->has_start ? _("its first weights") : _("weights of zero"));
  if (self->n_ways > 1)
    /* Translators: a recipe with a learning rate of its own, which does not count here. */
    g_string_append_printf (text, _("Apart from the rate, the recipe is: %s."), description);
  else
    g_string_append_printf (text, "%s.", description);
  ov_caption_append_data (text, self->dataset_name);

  return g_string_free (text, FALSE);
}

/* How far the ways go from the lowest point on one side, in distances from there to the start. */
static double
find_reach (const OvValleyFigure *self,
            OvValleySide          side,
            gboolean              behind,
            double                most)
{
  const double optimum = ov_valley_get_optimum (self->valley, side);
  const double start = self->ways[0].points[0].place[side];
  double reach = 0.0;

  for (guint w = 0; w < self->n_ways; w++)
    for (guint i = 0; i <= self->recipe->epochs; i++)
      {
        const double distance = (self->ways[w].points[i].place[side] - optimum)
                                / (optimum - start);

        if (isfinite (distance))
          reach = MAX (reach, behind ? distance : fabs (distance));
      }

  return MIN (EDGE * reach, most);
}

/**
 * ov_valley_figure_find_range:
 * @self: a figure
 * @low: (out): [%OV_N_VALLEY_SIDES], the least coordinates in sight
 * @high: (out): [%OV_N_VALLEY_SIDES], the greatest
 *
 * Finds which part of the plane holds the start, the lowest point and the ways, as far as these do
 * not run off.
 */
void
ov_valley_figure_find_range (const OvValleyFigure *self,
                             double               *low,
                             double               *high)
{
  double start[OV_N_VALLEY_SIDES];
  double optimum[OV_N_VALLEY_SIDES];
  double span[OV_N_VALLEY_SIDES];
  double across;
  double before;
  double behind;

  g_return_if_fail (self != NULL && self->n_ways > 0);
  g_return_if_fail (low != NULL && high != NULL);

  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    {
      start[side] = self->ways[0].points[0].place[side];
      optimum[side] = ov_valley_get_optimum (self->valley, side);
      span[side] = optimum[side] - start[side];
      /* Where the images do not bend the loss a run does not move either. */
      if (!(fabs (span[side]) > 0.0))
        span[side] = 1.0;
    }

  across = fabs (span[OV_VALLEY_STEEP])
           * MAX (find_reach (self, OV_VALLEY_STEEP, FALSE, MOST_ACROSS), LEAST_ACROSS);
  low[OV_VALLEY_STEEP] = optimum[OV_VALLEY_STEEP] - across;
  high[OV_VALLEY_STEEP] = optimum[OV_VALLEY_STEEP] + across;

  before = start[OV_VALLEY_FLAT] - BEFORE * span[OV_VALLEY_FLAT];
  behind = optimum[OV_VALLEY_FLAT]
           + span[OV_VALLEY_FLAT]
               * MAX (find_reach (self, OV_VALLEY_FLAT, TRUE, MOST_BEHIND), LEAST_BEHIND);
  low[OV_VALLEY_FLAT] = MIN (before, behind);
  high[OV_VALLEY_FLAT] = MAX (before, behind);
}

static void
set_ranges (const OvValleyFigure *self,
            OvChart              *chart)
{
  double low[OV_N_VALLEY_SIDES];
  double high[OV_N_VALLEY_SIDES];

  ov_valley_figure_find_range (self, low, high);
  ov_chart_zoom_x (chart, low[OV_VALLEY_FLAT], high[OV_VALLEY_FLAT]);
  ov_chart_zoom_y (chart, low[OV_VALLEY_STEEP], high[OV_VALLEY_STEEP]);
}

static OvChart *
make_chart (const OvValleyFigure *self,
            guint                 index)
{
  const OvValleyWay *way = &self->ways[index];
  const guint columns = count_columns (self->n_ways);
  OvChart *chart = ov_chart_new ();
  g_autofree char *rate = ov_number_format_local (way->learning_rate);
  g_autofree char *note = ov_valley_note_make (self->valley, way->points,
                                               self->recipe->epochs + 1);
  /* Translators: a learning rate, and what a run does with it. */
  g_autofree char *title = g_strdup_printf (_("Rate %s: %s"), rate, note);

  ov_chart_set_title (chart, title);
  ov_chart_set_legend (chart, FALSE);
  ov_valley_plane_set_titles (self->valley, chart, index % columns == 0);
  set_ranges (self, chart);

  return chart;
}

static void
draw_way (const OvValleyFigure    *self,
          guint                    index,
          OvChart                 *chart,
          cairo_t                 *cr,
          const cairo_rectangle_t *area)
{
  const guint n = self->recipe->epochs + 1;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  const OvPath path = {x, y, n, self->n_ways > 1 ? OV_SLOT_FIRST_FREE + index : OV_SLOT_TRAIN};
  OvContourMap map = {
    .bowl = ov_valley_plane_find_bowl (self->valley),
    .paths = &path,
    .n_paths = 1,
  };

  for (guint i = 0; i < n; i++)
    {
      x[i] = self->ways[index].points[i].place[OV_VALLEY_FLAT];
      y[i] = self->ways[index].points[i].place[OV_VALLEY_STEEP];
    }
  ov_chart_set_ground (chart, ov_contour_map_draw, &map);
  ov_figure_draw_chart (chart, cr, area);
}

static void
draw (gconstpointer            data,
      const OvPageStyle       *style,
      cairo_t                 *cr,
      const cairo_rectangle_t *area,
      double                   type_scale)
{
  const OvValleyFigure *self = data;
  const guint columns = count_columns (self->n_ways);
  const guint rows = count_rows (self->n_ways);
  const double gap = GAP * type_scale;
  const double width = (area->width - gap * (columns - 1)) / columns;
  const double height = (area->height - gap * (rows - 1)) / rows;
  g_autoptr (GPtrArray) charts = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_chart_free);
  double left = 0.0;

  if (width <= 0.0 || height <= 0.0)
    return;

  for (guint i = 0; i < self->n_ways; i++)
    {
      OvChart *chart = make_chart (self, i);

      g_ptr_array_add (charts, chart);
      ov_page_style_apply (style, chart, type_sizes[columns - 1] * type_scale);
      left = MAX (left, ov_chart_measure_left (chart, width, height));
    }

  for (guint i = 0; i < self->n_ways; i++)
    {
      const cairo_rectangle_t place = {
        area->x + (i % columns) * (width + gap),
        area->y + (i / columns) * (height + gap),
        width,
        height,
      };

      ov_chart_set_minimum_left (charts->pdata[i], left);
      draw_way (self, i, charts->pdata[i], cr, &place);
    }
}

static void
add_notes (gconstpointer      data,
           const OvPageStyle *style,
           OvRunNotes        *notes)
{
  const OvValleyFigure *self = data;

  for (guint i = 0; i < self->n_ways; i++)
    {
      g_autofree char *name = ov_number_format_local (self->ways[i].learning_rate);
      OvRecipe recipe = *self->recipe;
      OvRunNote *note;

      recipe.learning_rate = self->ways[i].learning_rate;
      note = ov_run_notes_add (notes, &recipe, name, OV_SLOT_FIRST_FREE + i, self->dataset_name,
                               self->data_hash);
      note->kind = OV_NOTE_FORECAST;
      note->n_epochs = recipe.epochs;
    }
}

/* A single way has the rate of its recipe, of several each has its own. */
static void
add_rates (const OvValleyFigure *self,
           GPtrArray            *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->n_ways; i++)
    {
      g_autofree char *rate = ov_number_format (self->ways[i].learning_rate);

      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", rate);
    }
  ov_command_line_add (words, "rates", text->str);
}

static GPtrArray *
make_command (gconstpointer      data,
              const OvPageStyle *page,
              const char        *file,
              const char       **remark)
{
  const OvValleyFigure *self = data;
  const OvValleyMode *modes = self->valley->modes;
  g_autofree char *numbers = g_strdup_printf ("%u,%u", modes[OV_VALLEY_STEEP].number,
                                              modes[OV_VALLEY_FLAT].number);
  OvRecipe recipe = *self->recipe;
  OvRecipe preset;
  GPtrArray *words;

  if (self->has_start)
    *remark = _("The command's ways begin at weights of zero");
  if (self->n_ways > 1 && ov_recipe_init_preset (&preset, recipe.preset, NULL))
    recipe.learning_rate = preset.learning_rate;
  words = ov_command_line_new_for_data (&recipe, self->dataset_name, FALSE);
  ov_command_line_set_command (words, "valley");
  ov_command_line_add (words, "modes", numbers);
  if (self->n_ways > 1)
    add_rates (self, words);
  ov_command_line_add (words, "plot", file);

  return words;
}

/* Its data is an #OvValleyFigure. */
const OvFigureClass ov_valley_figure_class = {
  .measure = measure,
  .make_title = make_title,
  .make_caption = make_caption,
  .draw = draw,
  .note = add_notes,
  .make_command = make_command,
};

/**
 * ov_valley_figure_copy:
 * @self: a figure
 *
 * Returns: (transfer full): a figure that owns what it shows, to be freed with
 *   ov_valley_figure_free()
 */
OvValleyFigure *
ov_valley_figure_copy (const OvValleyFigure *self)
{
  OvValleyFigure *copy;
  OvValleyWay *ways;

  g_return_val_if_fail (self != NULL, NULL);

  ways = g_memdup2 (self->ways, self->n_ways * sizeof *ways);
  for (guint i = 0; i < self->n_ways; i++)
    ways[i].points = g_memdup2 (ways[i].points,
                                ((gsize) self->recipe->epochs + 1) * sizeof *ways[i].points);

  copy = g_new (OvValleyFigure, 1);
  *copy = (OvValleyFigure) {
    .valley = g_memdup2 (self->valley, sizeof *self->valley),
    .recipe = g_memdup2 (self->recipe, sizeof *self->recipe),
    .ways = ways,
    .n_ways = self->n_ways,
    .position = self->position,
    .has_start = self->has_start,
    .dataset_name = g_strdup (self->dataset_name),
    .data_hash = g_strdup (self->data_hash),
  };

  return copy;
}

/**
 * ov_valley_figure_free:
 * @self: (transfer full): a figure from ov_valley_figure_copy()
 */
void
ov_valley_figure_free (OvValleyFigure *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_ways; i++)
    g_free (self->ways[i].points);
  g_free ((gpointer) self->ways);
  g_free ((gpointer) self->valley);
  g_free ((gpointer) self->recipe);
  g_free ((gpointer) self->dataset_name);
  g_free ((gpointer) self->data_hash);
  g_free (self);
}
