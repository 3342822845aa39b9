/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "path-scene.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "contour-map.h"

struct _OvPathScene
{
  OvContourField *field;
  OvContourMap    map;
  OvPath          paths[2]; /* all of it, and on top of that up to some epoch */
  guint           n_points;
  guint          *n_epochs;
  double         *x;
  double         *y;
  double          shares[OV_PLANE_AXES];
  double          low[OV_PLANE_AXES];
  double          high[OV_PLANE_AXES];
};

/**
 * ov_path_scene_new:
 * @map: a map with a grid; read only here
 *
 * Returns: (transfer full): a scene of it
 */
OvPathScene *
ov_path_scene_new (const OvPathMap *map)
{
  OvPathScene *self;

  g_return_val_if_fail (map != NULL && map->grid != NULL, NULL);

  self = g_new0 (OvPathScene, 1);
  self->field = ov_contour_field_new (map->grid->losses, map->grid->n, map->grid->n,
                                      map->grid->low, map->grid->high);
  self->n_points = map->n_points;
  self->n_epochs = g_memdup2 (map->n_epochs, map->n_points * sizeof *map->n_epochs);
  self->x = g_new (double, map->n_points);
  self->y = g_new (double, map->n_points);
  for (guint i = 0; i < map->n_points; i++)
    {
      self->x[i] = map->places[i][0];
      self->y[i] = map->places[i][1];
    }
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      self->shares[axis] = map->shares[axis];
      self->low[axis] = map->grid->low[axis];
      self->high[axis] = map->grid->high[axis];
    }

  return self;
}

/**
 * ov_path_scene_free:
 * @self: a scene, which no chart shows any more
 */
void
ov_path_scene_free (OvPathScene *self)
{
  g_return_if_fail (self != NULL);

  ov_contour_field_free (self->field);
  g_free (self->n_epochs);
  g_free (self->x);
  g_free (self->y);
  g_free (self);
}

/* How many points lead up to some epoch: the first one at least. */
static guint
count_points (const OvPathScene *self,
              guint              n_epochs)
{
  guint n = 1;

  while (n < self->n_points && self->n_epochs[n] <= n_epochs)
    n++;

  return n;
}

static void
set_titles (const OvPathScene *self,
            OvChart           *chart)
{
  /* Translators: a direction, and how much of the movement of a run's weights is along it. */
  g_autofree char *along =
    g_strdup_printf (_("Main direction of the path: %.1f %% of the movement"),
                     100.0 * self->shares[0]);
  /* Translators: likewise; it stands at the other axis. */
  g_autofree char *across = g_strdup_printf (_("Second direction: %.1f %%"),
                                             100.0 * self->shares[1]);

  ov_chart_set_fractional_x (chart, TRUE);
  ov_chart_set_x_title (chart, along);
  ov_chart_set_y_title (chart, across);
}

/**
 * ov_path_scene_show:
 * @self: a scene
 * @chart: a chart without curves
 * @n_epochs: up to which epoch the path is marked as gone; what follows is paler
 *
 * Shows the scene as the ground of a chart.
 */
void
ov_path_scene_show (OvPathScene *self,
                    OvChart     *chart,
                    guint        n_epochs)
{
  guint n_done;

  g_return_if_fail (self != NULL);
  g_return_if_fail (chart != NULL);

  n_done = count_points (self, n_epochs);
  self->paths[0] = (OvPath) {self->x, self->y, self->n_points, OV_SLOT_TRAIN, TRUE};
  self->paths[1] = (OvPath) {self->x, self->y, n_done, OV_SLOT_TRAIN, FALSE};
  self->map = (OvContourMap) {
    .paths = n_done < self->n_points ? self->paths : self->paths + 1,
    .n_paths = n_done < self->n_points ? 2 : 1,
    .field = self->field,
  };

  set_titles (self, chart);
  ov_chart_zoom_x (chart, self->low[0], self->high[0]);
  ov_chart_zoom_y (chart, self->low[1], self->high[1]);
  ov_chart_set_ground (chart, ov_contour_map_draw, &self->map);
}

/**
 * ov_path_scene_make_note:
 * @map: a map
 *
 * Returns: (transfer full): a sentence on what the map shows and how well
 */
char *
ov_path_scene_make_note (const OvPathMap *map)
{
  g_return_val_if_fail (map != NULL, NULL);

  /* Translators: a share in per cent, and a number of images. */
  return g_strdup_printf (ngettext ("Two directions that explain %.1f %% of the movement of the "
                                    "weights; the loss of %u training image",
                                    "Two directions that explain %.1f %% of the movement of the "
                                    "weights; the loss of %u training images",
                                    map->n_images),
                          100.0 * (map->shares[0] + map->shares[1]), map->n_images);
}
