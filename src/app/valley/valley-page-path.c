/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "path-figure.h"
#include "quadratic.h"

/* The path of a run whose loss is not known everywhere, on a map that is measured. */

/* Returns: (nullable): the run in front, if it has a path that can be mapped */
static OvRun *
get_mapped_run (OvValleyPage *self)
{
  OvDataset *dataset = self->run != NULL ? ov_run_get_dataset (self->run) : NULL;

  if (dataset == NULL || self->data == NULL
      || strcmp (ov_dataset_get_hash (dataset), self->data) != 0
      || ov_recipe_is_foreign (ov_run_get_recipe (self->run))
      || (ov_run_get_record (self->run)->n_inherited == 0
          && ov_quadratic_would_suit (dataset, ov_run_get_recipe (self->run))))
    return NULL;

  return self->run;
}

static const char *
get_message (OvPathState state)
{
  return state == OV_PATH_TOO_SHORT
           ? _("The valley shows as soon as three states of the run are kept, as after its second "
               "epoch.")
           : _("The map is being drawn…");
}

/* Marks how far the run had come at the epoch that is looked at. */
static void
mark_epoch (const OvPathMap *map,
            OvChart         *chart,
            guint            n_epochs)
{
  g_autofree char *label = NULL;
  guint last = 0;

  while (last + 1 < map->n_points && map->n_epochs[last + 1] <= n_epochs)
    last++;
  if (map->n_epochs[last] == 0)
    return;

  label = g_strdup_printf (_("epoch %u"), map->n_epochs[last] - 1);
  ov_chart_add_point (chart, map->places[last][0], map->places[last][1], label);
}

static void
show_map (OvValleyPage    *self,
          const OvPathMap *map)
{
  OvChart *chart = ov_chart_view_get_chart (self->view);
  const guint n_done = ov_valley_page_count_done (self);
  g_autofree char *note = ov_path_scene_make_note (map);

  if (self->path_scene == NULL)
    self->path_scene = ov_path_scene_new (map);
  ov_path_scene_show (self->path_scene, chart, n_done);
  mark_epoch (map, chart, n_done);
  ov_chart_set_message (chart, NULL);
  gtk_label_set_text (self->note, note);
}

/*
 * ov_valley_page_show_path:
 * @self: a page
 * @has_valley: whether the valley is known, so that there is nothing to be mapped
 *
 * Shows the path of the run in front, if its loss is not known everywhere.
 *
 * Returns: whether the page is about that path now
 */
gboolean
ov_valley_page_show_path (OvValleyPage *self,
                          gboolean      has_valley)
{
  OvChart *chart = ov_chart_view_get_chart (self->view);
  OvRun *run = has_valley ? NULL : get_mapped_run (self);
  const OvPathMap *map;

  ov_path_finder_request (self->paths, run);
  if (run == NULL)
    return FALSE;

  map = ov_path_finder_get_map (self->paths);
  if (map != NULL)
    show_map (self, map);
  else
    {
      ov_chart_set_ground (chart, NULL, NULL);
      ov_chart_set_message (chart, get_message (ov_path_finder_get_state (self->paths)));
      gtk_label_set_text (self->note, _("The Valley"));
    }

  return TRUE;
}

/*
 * ov_valley_page_forget_path:
 * @self: a page
 *
 * Lets go of what the chart shows of a path.
 */
void
ov_valley_page_forget_path (OvValleyPage *self)
{
  if (self->path_scene == NULL)
    return;

  if (self->view != NULL)
    ov_chart_set_ground (ov_chart_view_get_chart (self->view), NULL, NULL);
  g_clear_pointer (&self->path_scene, ov_path_scene_free);
}

/*
 * ov_valley_page_add_path_figure:
 * @self: a page
 * @set: a set of figures
 *
 * Adds the path as the figure of the valley.
 *
 * Returns: whether there is one
 */
gboolean
ov_valley_page_add_path_figure (OvValleyPage *self,
                                OvFigureSet  *set)
{
  const OvPathMap *map = ov_path_finder_get_map (self->paths);
  OvPathFigure figure;

  if (map == NULL || self->run == NULL || get_mapped_run (self) == NULL)
    return FALSE;

  figure = (OvPathFigure) {
    .recipe = ov_run_get_recipe (self->run),
    .map = map,
    .is_whole = ov_run_get_record (self->run)->n_inherited == 0,
    .dataset_name = self->data_name,
    .data_hash = self->data,
  };
  ov_figure_set_add (set, "valley", _("Valley"), &ov_path_figure_class,
                     ov_path_figure_copy (&figure), (GDestroyNotify) ov_path_figure_free);

  return TRUE;
}
