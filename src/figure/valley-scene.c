/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "valley-scene.h"

#include <math.h>
#include <string.h>

#include "valley-plane.h"

/* How far the map reaches beyond the start and the lowest point, as multiples of the distance
 * between them: across the valley a path may swing nearly as far again. */
#define REACH_BEFORE 0.12
#define REACH_BEYOND 0.28
#define SWING_BEFORE 0.8
#define SWING_BEYOND 1.8

struct _OvValleyScene
{
  OvValley           valley;
  const OvQuadratic *quadratic; /* borrowed from begin to show */
  OvContourMap       map;
  GArray            *paths;  /* of OvPath */
  GPtrArray         *places; /* of double arrays, which the paths borrow */
  GPtrArray         *points; /* of OvValleyPoint arrays */
  GArray            *starts; /* of Start */
};

/* Where first weights are in the plane, which takes a while to find out. */
typedef struct
{
  guint64       seed;
  double        deviation;
  OvValleyState state;
} Start;

/**
 * ov_valley_scene_new:
 *
 * Returns: (transfer full): a scene without a valley
 */
OvValleyScene *
ov_valley_scene_new (void)
{
  OvValleyScene *self = g_new0 (OvValleyScene, 1);

  self->paths = g_array_new (FALSE, FALSE, sizeof (OvPath));
  self->places = g_ptr_array_new_with_free_func (g_free);
  self->points = g_ptr_array_new_with_free_func (g_free);
  self->starts = g_array_new (FALSE, FALSE, sizeof (Start));

  return self;
}

/**
 * ov_valley_scene_free:
 * @self: a scene, which no chart shows any more
 */
void
ov_valley_scene_free (OvValleyScene *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->paths);
  g_ptr_array_unref (self->places);
  g_ptr_array_unref (self->points);
  g_array_unref (self->starts);
  g_free (self);
}

/**
 * ov_valley_scene_begin:
 * @self: a scene
 * @valley: what it is to show; copied
 * @quadratic: the loss, always the same in one scene; borrowed until ov_valley_scene_show()
 *
 * Takes all ways out of a scene.
 */
void
ov_valley_scene_begin (OvValleyScene     *self,
                       const OvValley    *valley,
                       const OvQuadratic *quadratic)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (valley != NULL);
  g_return_if_fail (quadratic != NULL);

  if (memcmp (self->valley.modes, valley->modes, sizeof valley->modes) != 0)
    g_array_set_size (self->starts, 0);
  self->valley = *valley;
  self->quadratic = quadratic;
  g_array_set_size (self->paths, 0);
  g_ptr_array_set_size (self->places, 0);
  g_ptr_array_set_size (self->points, 0);
}

static const OvValleyState *
find_start (OvValleyScene  *self,
            const OvRecipe *recipe)
{
  Start made = {recipe->seed, recipe->weight_std, {{0.0}, {0.0}, 0}};

  for (guint i = 0; i < self->starts->len; i++)
    {
      const Start *start = &g_array_index (self->starts, Start, i);

      if (start->seed == made.seed && start->deviation == made.deviation)
        return &start->state;
    }

  ov_valley_find_start (&self->valley, self->quadratic, recipe, &made.state);
  g_array_append_val (self->starts, made);

  return &g_array_index (self->starts, Start, self->starts->len - 1).state;
}

/**
 * ov_valley_scene_add:
 * @self: a scene that was begun
 * @trail: what is drawn of a run
 *
 * Adds the way of a run, above those that are there.
 *
 * Returns: (transfer none): [@trail's epochs + 1], its points, valid until the scene is begun again
 */
const OvValleyPoint *
ov_valley_scene_add (OvValleyScene       *self,
                     const OvValleyTrail *trail)
{
  const gsize n = (gsize) trail->n_epochs + 1;
  OvValleyPoint *points = g_new (OvValleyPoint, n);
  double *x = g_new (double, n);
  double *y = g_new (double, n);
  const OvPath path = {x, y, n, trail->slot, trail->is_ahead};
  OvValley valley = self->valley;

  /* Another run may have another penalty, which changes the ground but not its directions. */
  valley.regularisation = trail->recipe->regularisation;
  ov_valley_walk (&valley, trail->recipe, find_start (self, trail->recipe), points, (guint) n);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = points[i].place[OV_VALLEY_FLAT];
      y[i] = points[i].place[OV_VALLEY_STEEP];
    }
  g_array_append_val (self->paths, path);
  g_ptr_array_add (self->places, x);
  g_ptr_array_add (self->places, y);
  g_ptr_array_add (self->points, points);

  return points;
}

/**
 * ov_valley_scene_get_valley:
 * @self: a scene that was begun
 *
 * Returns: (transfer none): its valley
 */
const OvValley *
ov_valley_scene_get_valley (OvValleyScene *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->valley;
}

/* Where the ways begin, or the weights that are zero. */
static double
get_start (const OvValleyScene *self,
           OvValleySide         side)
{
  return self->points->len > 0
           ? ((const OvValleyPoint *) g_ptr_array_index (self->points, 0))->place[side]
           : 0.0;
}

static void
get_reach (const OvValleyScene *self,
           OvValleySide         side,
           double               before,
           double               beyond,
           double              *low,
           double              *high)
{
  const double start = get_start (self, side);
  const double end = ov_valley_get_optimum (&self->valley, side);
  const double distance = end != start ? end - start : 1e-3;
  const double first = start - before * distance;
  const double last = end + beyond * distance;

  *low = MIN (first, last);
  *high = MAX (first, last);
}

/**
 * ov_valley_scene_show:
 * @self: a scene that was begun
 * @chart: a chart without curves
 *
 * Shows the scene as the ground of a chart. What of it is in sight depends on the valley and the
 * start alone, so that nothing but the ways moves when their rates change.
 */
void
ov_valley_scene_show (OvValleyScene *self,
                      OvChart       *chart)
{
  double low;
  double high;

  g_return_if_fail (self != NULL);
  g_return_if_fail (chart != NULL);

  self->map = (OvContourMap) {
    .bowl = ov_valley_plane_find_bowl (&self->valley),
    .paths = (const OvPath *) (const void *) self->paths->data,
    .n_paths = self->paths->len,
  };
  self->quadratic = NULL;

  ov_valley_plane_set_titles (&self->valley, chart, TRUE);
  get_reach (self, OV_VALLEY_FLAT, REACH_BEFORE, REACH_BEYOND, &low, &high);
  ov_chart_zoom_x (chart, low, high);
  get_reach (self, OV_VALLEY_STEEP, SWING_BEFORE, SWING_BEYOND, &low, &high);
  ov_chart_zoom_y (chart, low, high);
  ov_chart_set_ground (chart, ov_contour_map_draw, &self->map);
}
