/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "path-scene.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "contour-map.h"
#include "number.h"

/* A path as the chart takes it. */
typedef struct
{
  guint   n_points;
  guint  *n_epochs;
  double *x;
  double *y;
  char   *label; /* or NULL */
} Track;

struct _OvPathScene
{
  OvContourField   *field;
  OvContourMap      map;
  Track             tracks[OV_PATH_MAP_MOST_PATHS];
  guint             n_tracks;
  /* Of each all of it, and on top of that up to some epoch; that of the run in front is last. */
  OvPath            paths[2 * OV_PATH_MAP_MOST_PATHS];
  OvPlaneDirections directions;
  double            shares[OV_PLANE_AXES];
  double            low[OV_PLANE_AXES];
  double            high[OV_PLANE_AXES];
};

static void
track_init (Track           *self,
            const OvMapPath *path)
{
  *self = (Track) {
    .n_points = path->n_points,
    .n_epochs = g_memdup2 (path->n_epochs, path->n_points * sizeof *path->n_epochs),
    .x = g_new (double, path->n_points),
    .y = g_new (double, path->n_points),
  };
  for (guint i = 0; i < path->n_points; i++)
    {
      self->x[i] = path->places[i][0];
      self->y[i] = path->places[i][1];
    }
}

static void
track_clear (Track *self)
{
  g_free (self->n_epochs);
  g_free (self->x);
  g_free (self->y);
  g_free (self->label);
}

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
  g_return_val_if_fail (map->n_paths >= 1 && map->n_paths <= OV_PATH_MAP_MOST_PATHS, NULL);

  self = g_new0 (OvPathScene, 1);
  self->field = ov_contour_field_new (map->grid->losses, map->grid->n, map->grid->n,
                                      map->grid->low, map->grid->high);
  self->directions = map->directions;
  self->n_tracks = map->n_paths;
  for (guint i = 0; i < map->n_paths; i++)
    track_init (&self->tracks[i], &map->paths[i]);
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
  for (guint i = 0; i < self->n_tracks; i++)
    track_clear (&self->tracks[i]);
  g_free (self);
}

/* How many points lead up to some epoch. */
static guint
count_points (const Track *track,
              guint        n_epochs)
{
  guint n = 0;

  while (n < track->n_points && track->n_epochs[n] <= n_epochs)
    n++;

  return MAX (n, MIN (track->n_points, 1));
}

/* Says in what a run differs from another one on the map, or else what it is called. */
static char *
make_label (const OvPathRun *runs,
            guint            n_runs,
            guint            i)
{
  const OvPathRun *other = &runs[i == 0 ? 1 : 0];

  if (n_runs < 2)
    return NULL;
  if (ov_recipe_equal (runs[i].recipe, other->recipe))
    return g_strdup (runs[i].name);

  return ov_recipe_describe_difference (runs[i].recipe, other->recipe);
}

/* Shows a path up to some epoch, and paler what follows. */
static void
add_track (OvPathScene *self,
           const Track *track,
           guint        slot,
           guint        n_epochs)
{
  OvPath *paths = self->paths + self->map.n_paths;
  const guint n_done = count_points (track, n_epochs);
  guint n = 0;

  if (n_done < track->n_points)
    paths[n++] = (OvPath) {track->x, track->y, track->n_points, slot, TRUE, NULL};
  paths[n++] = (OvPath) {track->x, track->y, n_done, slot, FALSE, track->label};
  self->map.n_paths += n;
}

/* A share in per cent: one that is small has a digit as well. */
static char *
format_share (double share)
{
  return g_strdup_printf (share >= 0.0005 || share <= 0.0 ? "%.1f" : "%.1g", 100.0 * share);
}

static const char *const titles[OV_N_PLANE_DIRECTIONS][OV_PLANE_AXES] = {
  [OV_PLANE_PATH] = {N_("Main direction of the path"), N_("Second direction")},
  [OV_PLANE_RANDOM] = {N_("A random direction"), N_("Another random direction")},
  [OV_PLANE_STEEPEST] = {N_("Main direction of the path"), N_("Steepest direction")},
};

static void
set_titles (const OvPathScene *self,
            OvChart           *chart)
{
  const char *const *names = titles[self->directions];
  const gboolean has_others = self->n_tracks > 1 && self->directions != OV_PLANE_RANDOM;
  const char *name = has_others ? N_("Main direction of the paths") : names[0];
  g_autofree char *share_along = format_share (self->shares[0]);
  g_autofree char *share_across = format_share (self->shares[1]);
  /* Translators: a direction, and how much of the movement of a run's weights is along it; the
   * second line is a shorter way to say the first. */
  g_autofree char *along = g_strdup_printf (_("%s: %s %% of the movement\n%s"), _(name),
                                            share_along, _(name));
  /* Translators: likewise; it stands at the other axis. */
  g_autofree char *across = g_strdup_printf (_("%s: %s %%\n%s"), _(names[1]), share_across,
                                             _(names[1]));

  ov_chart_set_fractional_x (chart, TRUE);
  ov_chart_set_x_title (chart, along);
  ov_chart_set_y_title (chart, across);
}

/**
 * ov_path_scene_show:
 * @self: a scene
 * @chart: a chart without curves
 * @runs: whose paths they are, in the map's order
 * @n_epochs: up to which epoch of the first run the paths are marked as gone; what follows is paler
 *
 * Shows the scene as the ground of a chart. At the end of the first run the others are there whole,
 * however far they went.
 */
void
ov_path_scene_show (OvPathScene     *self,
                    OvChart         *chart,
                    const OvPathRun *runs,
                    guint            n_epochs)
{
  const Track *front;

  g_return_if_fail (self != NULL);
  g_return_if_fail (chart != NULL);
  g_return_if_fail (runs != NULL);

  front = &self->tracks[0];
  if (front->n_points == 0 || n_epochs >= front->n_epochs[front->n_points - 1])
    n_epochs = G_MAXUINT;
  self->map = (OvContourMap) {.paths = self->paths, .field = self->field};
  for (guint i = self->n_tracks; i-- > 0;)
    {
      g_free (self->tracks[i].label);
      self->tracks[i].label = make_label (runs, self->n_tracks, i);
      add_track (self, &self->tracks[i], runs[i].slot, n_epochs);
    }

  set_titles (self, chart);
  ov_chart_zoom_x (chart, self->low[0], self->high[0]);
  ov_chart_zoom_y (chart, self->low[1], self->high[1]);
  ov_chart_set_ground (chart, ov_contour_map_draw, &self->map);
}

/* What the plane is of: the beginning of a sentence. */
static const char *const beginnings[OV_N_PLANE_DIRECTIONS] = {
  [OV_PLANE_PATH] = N_("Two directions that explain"),
  [OV_PLANE_RANDOM] = N_("Two random directions that explain"),
  [OV_PLANE_STEEPEST] = N_("The steepest direction and the main one, which explain"),
};

/**
 * ov_path_scene_make_note:
 * @map: a map
 *
 * Returns: (transfer full): a sentence on what the map shows and how well
 */
char *
ov_path_scene_make_note (const OvPathMap *map)
{
  g_autofree char *n_images = NULL;
  g_autofree char *images = NULL;
  g_autofree char *share = NULL;
  const char *beginning;

  g_return_val_if_fail (map != NULL, NULL);

  beginning = _(beginnings[map->directions]);
  share = format_share (map->shares[0] + map->shares[1]);
  n_images = ov_number_format_count (map->n_images);
  images = g_strdup_printf (ngettext ("the loss of %s training image",
                                      "the loss of %s training images", map->n_images),
                            n_images);
  if (map->n_paths > 1)
    /* Translators: "Two directions that explain", a share in per cent, a number of runs, and "the
     * loss of 512 training images". */
    return g_strdup_printf (_("%s %s %% of the movement of the weights of %u runs; %s"), beginning,
                            share, map->n_paths, images);

  /* Translators: likewise, for one run. */
  return g_strdup_printf (_("%s %s %% of the movement of the weights; %s"), beginning, share,
                          images);
}
