/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "joined-text.h"
#include "path-figure.h"
#include "quadratic.h"

/* The path of a run whose loss is not known everywhere, and of others from the same start, on a map
 * that is measured. */

/* Why other runs on the charts are not on the map. */
typedef struct
{
  guint n_elsewhere; /* another network or start */
  guint n_beyond;    /* no room */
} LeftOut;

/*
 * ov_valley_page_get_mapped_run:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the run in front, if it has a path that can be mapped
 */
OvRun *
ov_valley_page_get_mapped_run (OvValleyPage *self)
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

/* Whether another run began with the same weights, on the same data. */
static gboolean
shares_start (OvValleyPage *self,
              OvRun        *run,
              OvRunItem    *item)
{
  return ov_run_get_record (run)->n_inherited == 0 && ov_run_item_get_parent (item, NULL) == NULL
         && strcmp (ov_run_item_get_data (item), self->data) == 0
         && ov_recipe_equal_start (ov_run_item_get_recipe (item), ov_run_get_recipe (run));
}

/* Returns: (transfer full): the other runs on the charts that can be on the map of one */
static GPtrArray *
list_peers (OvValleyPage *self,
            OvRun        *run,
            LeftOut      *left_out)
{
  const guint n = self->ghosts != NULL ? g_list_model_get_n_items (self->ghosts) : 0;
  GPtrArray *peers = g_ptr_array_new_with_free_func (g_object_unref);

  *left_out = (LeftOut) {0};
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OvRunItem) item = g_list_model_get_item (self->ghosts, i);

      if (!shares_start (self, run, item))
        left_out->n_elsewhere++;
      else if (peers->len + 1 == OV_PATH_MAP_MOST_PATHS)
        left_out->n_beyond++;
      else
        g_ptr_array_add (peers, g_steal_pointer (&item));
    }

  return peers;
}

static void
append_reason (GString    *text,
               guint       n,
               const char *reason)
{
  if (n == 0)
    return;

  g_string_append (text, text->len == 0 ? "" : ", ");
  g_string_append_printf (text, "%u %s", n, reason);
}

/* Returns: (transfer full): what is on the map, and what is not */
static char *
make_note (OvValleyPage    *self,
           const OvPathMap *map,
           const LeftOut   *left_out)
{
  g_autofree char *note = ov_path_scene_make_note (map);
  g_autoptr (GString) others = g_string_new (NULL);

  append_reason (others, left_out->n_elsewhere, _("from another start"));
  append_reason (others, ov_path_finder_get_company (self->paths)->n_stateless,
                 _("without kept states"));
  append_reason (others, left_out->n_beyond, _("for want of room"));
  if (others->len == 0)
    return g_steal_pointer (&note);

  /* Translators: a sentence on what a map shows, and how many other runs are not on it and why,
   * such as "2 from another start, 1 without kept states". */
  return g_strdup_printf (_("%s. Left out: %s"), note, others->str);
}

/* Fills in whose paths are on the map: that of the run in front, and those of others. */
static void
fill_runs (OvValleyPage *self,
           OvPathRun    *runs)
{
  GPtrArray *peers = ov_path_finder_get_company (self->paths)->peers;
  OvRunItem *front = ov_valley_page_find_item (self);

  runs[0] = (OvPathRun) {
    .recipe = ov_run_get_recipe (self->run),
    .name = front != NULL ? ov_run_item_get_name (front) : NULL,
    .slot = OV_SLOT_TRAIN,
  };
  for (guint i = 0; i < peers->len; i++)
    runs[i + 1] = (OvPathRun) {
      .recipe = ov_run_item_get_recipe (peers->pdata[i]),
      .name = ov_run_item_get_name (peers->pdata[i]),
      .slot = ov_run_item_get_slot (peers->pdata[i]),
    };
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
mark_epoch (const OvMapPath *path,
            OvChart         *chart,
            guint            n_epochs)
{
  g_autofree char *label = NULL;
  guint last = 0;

  while (last + 1 < path->n_points && path->n_epochs[last + 1] <= n_epochs)
    last++;
  if (path->n_points == 0 || path->n_epochs[last] == 0)
    return;

  label = g_strdup_printf (_("epoch %u"), path->n_epochs[last] - 1);
  ov_chart_add_point (chart, path->places[last][0], path->places[last][1], label);
}

static void
show_map (OvValleyPage    *self,
          const OvPathMap *map,
          const LeftOut   *left_out)
{
  OvChart *chart = ov_chart_view_get_chart (self->view);
  const guint n_done = ov_valley_page_count_done (self);
  g_autofree char *note = make_note (self, map, left_out);
  OvPathRun runs[OV_PATH_MAP_MOST_PATHS];

  if (self->path_scene == NULL)
    self->path_scene = ov_path_scene_new (map);
  fill_runs (self, runs);
  ov_path_scene_show (self->path_scene, chart, runs, n_done);
  mark_epoch (&map->paths[0], chart, n_done);
  ov_valley_page_show_obstacle (self, NULL);
  ov_joined_text_set_label (self->note, note);
}

/*
 * ov_valley_page_show_path:
 * @self: a page
 * @has_valley: whether the valley is known, so that there is nothing to be mapped
 *
 * Shows the path of the run in front, if its loss is not known everywhere, with those of the other
 * runs on the charts from the same start.
 *
 * Returns: whether the page is about that path now
 */
gboolean
ov_valley_page_show_path (OvValleyPage *self,
                          gboolean      has_valley)
{
  OvRun *run = has_valley ? NULL : ov_valley_page_get_mapped_run (self);
  g_autoptr (GPtrArray) peers = NULL;
  const OvPathMap *map;
  LeftOut left_out;

  if (run != NULL)
    peers = list_peers (self, run, &left_out);
  ov_path_finder_set_directions (self->paths, gtk_drop_down_get_selected (self->directions));
  ov_path_finder_request (self->paths, run, peers);
  if (run == NULL)
    return FALSE;

  map = ov_path_finder_get_map (self->paths);
  if (map != NULL)
    show_map (self, map, &left_out);
  else
    {
      ov_valley_page_show_obstacle (self, get_message (ov_path_finder_get_state (self->paths)));
      ov_joined_text_set_label (self->note, _("The Valley"));
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
  OvPathRun runs[OV_PATH_MAP_MOST_PATHS];
  OvPathFigure figure;

  if (map == NULL || self->run == NULL || ov_valley_page_get_mapped_run (self) == NULL)
    return FALSE;

  fill_runs (self, runs);
  figure = (OvPathFigure) {
    .runs = runs,
    .map = map,
    .is_whole = ov_run_get_record (self->run)->n_inherited == 0,
    .dataset_name = self->data_name,
    .data_hash = self->data,
  };
  ov_figure_set_add (set, "valley", _("Valley"), &ov_path_figure_class,
                     ov_path_figure_copy (&figure), (GDestroyNotify) ov_path_figure_free);

  return TRUE;
}
