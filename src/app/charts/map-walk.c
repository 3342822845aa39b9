/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map-walk.h"

#include "grid-walk.h"

/* Keys lead from dot to dot on a map: Left and Right across, Up and Down by height. */

typedef struct
{
  int    place; /* in the map */
  double first; /* by what it comes before others */
  double second;
} Stop;

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Stop *one = a;
  const Stop *other = b;

  if (one->first != other->first)
    return one->first < other->first ? -1 : 1;

  return (one->second > other->second) - (one->second < other->second);
}

/**
 * ov_map_walk_find_dot:
 * @map: a map
 * @index: one of its runs
 * @geometry: of the chart that shows it
 * @x: (out): where its dot is
 * @y: (out): likewise
 *
 * Returns: whether it is shown
 */
gboolean
ov_map_walk_find_dot (const OvMapFigure *map,
                      guint              index,
                      const OvGeometry  *geometry,
                      double            *x,
                      double            *y)
{
  const OvMapRun *run;

  g_return_val_if_fail (map != NULL && index < map->runs->len && geometry != NULL, FALSE);

  run = &g_array_index (map->runs, OvMapRun, index);

  return ov_geometry_find_symbol (geometry, run->recipe.learning_rate, run->best, x, y);
}

/* Returns: (transfer full) (element-type Stop): the dots that are shown, in the order in which keys
 * lead to them: from the left, or from the foot. */
static GArray *
list_stops (const OvMapFigure *map,
            const OvGeometry  *geometry,
            gboolean           is_upwards)
{
  GArray *stops = g_array_new (FALSE, FALSE, sizeof (Stop));

  for (guint i = 0; i < map->runs->len; i++)
    {
      double x, y;
      Stop stop;

      if (!ov_map_walk_find_dot (map, i, geometry, &x, &y))
        continue;

      stop = (Stop) {(int) i, is_upwards ? -y : x, is_upwards ? x : -y};
      g_array_append_val (stops, stop);
    }
  g_array_sort (stops, compare);

  return stops;
}

/**
 * ov_map_walk:
 * @map: a map
 * @geometry: of the chart that shows it
 * @keyval: the key that was pressed
 * @place: (inout): the run whose dot is pointed at, -1 for none; stays where nothing is further on
 *
 * Returns: whether the key is one of those that go from dot to dot, also where there is none
 */
gboolean
ov_map_walk (const OvMapFigure *map,
             const OvGeometry  *geometry,
             guint              keyval,
             int               *place)
{
  const gboolean is_upwards = keyval == GDK_KEY_Up || keyval == GDK_KEY_Down;
  g_autoptr (GArray) stops = NULL;
  int at = -1;

  g_return_val_if_fail (map != NULL && geometry != NULL && place != NULL, FALSE);

  stops = list_stops (map, geometry, is_upwards);
  for (guint i = 0; i < stops->len; i++)
    if (g_array_index (stops, Stop, i).place == *place)
      at = (int) i;

  if (is_upwards)
    keyval = keyval == GDK_KEY_Up ? GDK_KEY_Right : GDK_KEY_Left;
  if (!ov_grid_walk (keyval, MAX ((int) stops->len, 1), (int) stops->len, &at))
    return FALSE;

  if (at >= 0)
    *place = g_array_index (stops, Stop, at).place;

  return TRUE;
}
