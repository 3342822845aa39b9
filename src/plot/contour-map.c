/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contour-map.h"

#include <math.h>

#include "scale.h"
#include "text.h"
#include "tick.h"

/* How many contour lines there are at most, and how much of the ink the highest ground has. */
#define MOST_LEVELS 14
#define LIGHT_SHADE 0.3
#define DARK_SHADE 0.26
#define LINE_SHARE 0.42

/* Sizes in units of the chart. */
#define LABEL_SIZE 10.5
#define PATH_WIDTH 1.6
#define DOT_RADIUS 2.8
#define LEAST_DOT_RADIUS 1.3
#define START_RADIUS 4.2
#define CROSS_SIZE 6.5
#define HALO_WIDTH 3.0
#define LABEL_GAP 8.0

/* How opaque the patch under the label of a path is: what is beneath it stays visible. */
#define PATCH_ALPHA 0.78

/* Beyond this an ellipse is as good as straight, and cairo's numbers end. */
#define MOST_RADIUS 1e5

/* A dot takes so much of the way to the one before, so that dense ones stay apart. */
#define DOT_SHARE 0.36

/* How far apart values are, in heights, and the room that they need on one side, in their size. */
#define LABEL_DISTANCE 1.7
#define LABEL_ROOM 6.0

/* A stroke that is shorter than this, in pixels, is left to the next one: a run may have a hundred
 * thousand epochs. */
#define LEAST_STROKE 0.3

typedef struct
{
  const OvContourMap *map;
  const OvGround     *ground;
  cairo_t            *cr;
  OvScale             levels; /* from the lowest value to the highest in sight */
  GPtrArray          *ticks;  /* the contour lines */
} Work;

static OvColour
mix (OvColour ground,
     OvColour ink,
     double   share)
{
  return (OvColour) {
    .red = ground.red + share * (ink.red - ground.red),
    .green = ground.green + share * (ink.green - ground.green),
    .blue = ground.blue + share * (ink.blue - ground.blue),
    .alpha = 1.0,
  };
}

/* What the ground looks like at some height, and a line on it. */
static OvColour
choose_shade (const Work *work,
              double      value,
              double      more)
{
  const OvTheme theme = work->ground->theme;
  const double share = CLAMP ((value - work->levels.low) / (work->levels.high - work->levels.low),
                              0.0, 1.0);

  /* A square root, for a paraboloid has little room for its lowest levels. */
  return mix (ov_palette_get_role (theme, OV_ROLE_BACKGROUND),
              ov_palette_get_role (theme, OV_ROLE_AXIS),
              (theme == OV_THEME_DARK ? DARK_SHADE : LIGHT_SHADE) * sqrt (share) + more);
}

/* Pixels for which something along an axis rises to @height. */
static double
find_radius (const OvScale *scale,
             double         bend,
             double         height)
{
  const double pixels = fabs (scale->end - scale->start) / (scale->high - scale->low);

  return bend > 0.0 ? MIN (sqrt (height / bend) * pixels, MOST_RADIUS) : MOST_RADIUS;
}

static void
trace_ellipse (const Work *work,
               double      value)
{
  const OvBowl *bowl = &work->map->bowl;
  const OvGeometry *geometry = &work->ground->geometry;
  const double height = MAX (value - bowl->lowest, 0.0);

  cairo_save (work->cr);
  cairo_translate (work->cr, ov_scale_to_position (&geometry->x, bowl->x),
                   ov_scale_to_position (&geometry->y, bowl->y));
  cairo_scale (work->cr, MAX (find_radius (&geometry->x, bowl->x_bend, height), 1e-3),
               MAX (find_radius (&geometry->y, bowl->y_bend, height), 1e-3));
  cairo_new_sub_path (work->cr);
  cairo_arc (work->cr, 0.0, 0.0, 1.0, 0.0, 2.0 * G_PI);
  cairo_restore (work->cr);
}

static void
trace_level (const Work *work,
             double      value)
{
  if (work->map->field != NULL)
    ov_contour_field_trace (work->map->field, work->cr, &work->ground->geometry, value);
  else
    trace_ellipse (work, value);
}

static double
get_lowest (const OvContourMap *map,
            double             *x,
            double             *y)
{
  *x = map->field != NULL ? map->field->x : map->bowl.x;
  *y = map->field != NULL ? map->field->y : map->bowl.y;

  return map->field != NULL ? map->field->lowest : map->bowl.lowest;
}

/* The highest value that is in sight: of a paraboloid, in one of the corners. */
static double
find_highest (const OvContourMap *map,
              const OvGeometry   *geometry)
{
  const OvBowl *bowl = &map->bowl;
  const double x = MAX (fabs (geometry->x.low - bowl->x), fabs (geometry->x.high - bowl->x));
  const double y = MAX (fabs (geometry->y.low - bowl->y), fabs (geometry->y.high - bowl->y));

  if (map->field != NULL)
    return map->field->highest;

  return bowl->lowest + MAX (bowl->x_bend, 0.0) * x * x + MAX (bowl->y_bend, 0.0) * y * y;
}

/* Each level covers what is above it, from the highest to the lowest. */
static void
draw_ground (const Work *work)
{
  const cairo_rectangle_t *plot = &work->ground->geometry.plot;
  OvColour colour = choose_shade (work, work->levels.high, 0.0);

  ov_palette_set_source (work->cr, &colour);
  cairo_rectangle (work->cr, plot->x, plot->y, plot->width, plot->height);
  cairo_fill (work->cr);

  cairo_set_line_width (work->cr, MAX (0.8 * work->ground->unit, 0.5));
  for (guint i = work->ticks->len; i-- > 0;)
    {
      const OvTick *tick = work->ticks->pdata[i];
      const double below = i > 0 ? ((const OvTick *) work->ticks->pdata[i - 1])->value
                                 : work->levels.low;

      trace_level (work, tick->value);
      colour = choose_shade (work, below, 0.0);
      ov_palette_set_source (work->cr, &colour);
      cairo_fill_preserve (work->cr);
      colour = choose_shade (work, tick->value, LINE_SHARE);
      ov_palette_set_source (work->cr, &colour);
      cairo_stroke (work->cr);
    }
}

/* How far below the lowest point a line is at @x, above it if that is less than 0, or 0. */
static double
find_distance (const Work *work,
               double      value,
               double      x)
{
  const OvGeometry *geometry = &work->ground->geometry;
  const OvContourField *field = work->map->field;
  const OvBowl *bowl = &work->map->bowl;
  const double above = MAX (value - bowl->lowest, 0.0);
  double away;
  double y;

  if (field != NULL)
    return ov_contour_field_find_level (field, ov_scale_to_value (&geometry->x, x), value, &y)
             ? ov_scale_to_position (&geometry->y, y)
                 - ov_scale_to_position (&geometry->y, field->y)
             : 0.0;

  away = (x - ov_scale_to_position (&geometry->x, bowl->x))
         / find_radius (&geometry->x, bowl->x_bend, above);

  return find_radius (&geometry->y, bowl->y_bend, above) * sqrt (MAX (1.0 - away * away, 0.0));
}

/* Writes a value on its line at @x, farther from the lowest point than @last if there is room,
 * which it then sets. */
static void
draw_value (const Work   *work,
            const OvTick *tick,
            double        x,
            double        lowest_y,
            double       *last)
{
  const cairo_rectangle_t *plot = &work->ground->geometry.plot;
  const double distance = find_distance (work, tick->value, x);
  const double radius = fabs (distance);
  const double y = lowest_y + distance;
  const double size = LABEL_SIZE * work->ground->unit;
  const double pad = 2.0 * work->ground->unit;
  const OvColour ink = ov_palette_get_role (work->ground->theme, OV_ROLE_DIM_TEXT);
  const OvColour patch = choose_shade (work, tick->value, 0.0);
  double width;
  double height;

  ov_text_measure (tick->label, size, OV_TEXT_PLAIN, 0.0, &width, &height);
  if (radius - *last < LABEL_DISTANCE * height || y + height > plot->y + plot->height
      || y - height < plot->y || x - width / 2.0 < plot->x
      || x + width / 2.0 > plot->x + plot->width)
    return;

  ov_palette_set_source (work->cr, &patch);
  cairo_rectangle (work->cr, x - width / 2.0 - pad, y - height / 2.0, width + 2.0 * pad, height);
  cairo_fill (work->cr);
  ov_text_draw (work->cr, tick->label, size, OV_TEXT_PLAIN, &ink, x - width / 2.0,
                y - height / 2.0, 0.0);
  *last = radius;
}

/* The values stand in a column, to the right of the lowest point, where paths from the left do not
 * get to; at that point where there is no room. */
static void
draw_values (const Work *work)
{
  const OvGeometry *geometry = &work->ground->geometry;
  const double edge = geometry->plot.x + geometry->plot.width;
  double last = 0.0;
  double middle;
  double lowest_y;
  double x;

  get_lowest (work->map, &middle, &lowest_y);
  middle = ov_scale_to_position (&geometry->x, middle);
  lowest_y = ov_scale_to_position (&geometry->y, lowest_y);
  x = edge - middle > LABEL_ROOM * LABEL_SIZE * work->ground->unit ? (middle + edge) / 2.0 : middle;
  for (guint i = 0; i < work->ticks->len; i++)
    {
      const OvTick *tick = work->ticks->pdata[i];

      if (tick->label != NULL)
        draw_value (work, tick, x, lowest_y, &last);
    }
}

/* Where a point of a path stands; far outside nothing is lost when it is drawn a little nearer. */
static void
place_point (const Work   *work,
             const OvPath *path,
             gsize         i,
             double       *x,
             double       *y)
{
  *x = CLAMP (ov_scale_to_position (&work->ground->geometry.x, path->x[i]), -MOST_RADIUS,
              MOST_RADIUS);
  *y = CLAMP (ov_scale_to_position (&work->ground->geometry.y, path->y[i]), -MOST_RADIUS,
              MOST_RADIUS);
}

/* A path that leaves the plot area for good is not drawn beyond its first point outside: what went
 * to and fro there would be a block of colour. */
static gsize
count_drawn (const Work   *work,
             const OvPath *path)
{
  const OvGeometry *geometry = &work->ground->geometry;
  gsize n = 0;
  gsize n_drawn = 0;

  for (; n < path->n && isfinite (path->x[n]) && isfinite (path->y[n]); n++)
    if (ov_scale_contains (&geometry->x, path->x[n])
        && ov_scale_contains (&geometry->y, path->y[n]))
      n_drawn = n + 1;

  return MIN (n_drawn + 1, n);
}

static void
trace_path (const Work   *work,
            const OvPath *path,
            gsize         n)
{
  double last_x = -MOST_RADIUS;
  double last_y = -MOST_RADIUS;

  for (gsize i = 0; i < n; i++)
    {
      double x;
      double y;

      place_point (work, path, i, &x, &y);
      if (i + 1 < n && hypot (x - last_x, y - last_y) < LEAST_STROKE)
        continue;
      cairo_line_to (work->cr, x, y);
      last_x = x;
      last_y = y;
    }
}

static void
draw_dots (const Work   *work,
           const OvPath *path,
           gsize         n)
{
  const double unit = work->ground->unit;
  double last_x;
  double last_y;

  place_point (work, path, 0, &last_x, &last_y);
  for (gsize i = 1; i < n; i++)
    {
      double distance;
      double x;
      double y;

      place_point (work, path, i, &x, &y);
      distance = hypot (x - last_x, y - last_y);
      if (i + 1 < n && distance < LEAST_STROKE)
        continue;
      cairo_new_sub_path (work->cr);
      cairo_arc (work->cr, x, y,
                 CLAMP (DOT_SHARE * distance, LEAST_DOT_RADIUS * unit, DOT_RADIUS * unit),
                 0.0, 2.0 * G_PI);
      last_x = x;
      last_y = y;
    }
  cairo_fill (work->cr);
}

static void
draw_path (const Work   *work,
           const OvPath *path)
{
  const OvTheme theme = work->ground->theme;
  const double unit = work->ground->unit;
  const double width = work->ground->curve_width > 0.0 ? work->ground->curve_width
                                                       : PATH_WIDTH * unit;
  const OvColour colour = path->is_ahead ? ov_palette_get_ghost (theme, path->slot)
                                         : ov_palette_get_slot (theme, path->slot);
  const OvColour halo = ov_palette_get_role (theme, OV_ROLE_BACKGROUND);
  const gsize n = count_drawn (work, path);
  double x;
  double y;

  if (n == 0)
    return;

  cairo_set_line_join (work->cr, CAIRO_LINE_JOIN_ROUND);
  trace_path (work, path, n);
  cairo_set_line_width (work->cr, width);
  ov_palette_set_source (work->cr, &colour);
  if (path->is_ahead)
    {
      const double dash[] = {3.0 * width, 2.0 * width};

      cairo_set_dash (work->cr, dash, G_N_ELEMENTS (dash), 0.0);
      cairo_stroke (work->cr);
      cairo_set_dash (work->cr, NULL, 0, 0.0);
      draw_dots (work, path, n);
      return;
    }
  cairo_stroke (work->cr);
  draw_dots (work, path, n);

  /* Where it begins is a ring. */
  place_point (work, path, 0, &x, &y);
  cairo_arc (work->cr, x, y, START_RADIUS * unit, 0.0, 2.0 * G_PI);
  ov_palette_set_source (work->cr, &halo);
  cairo_fill_preserve (work->cr);
  ov_palette_set_source (work->cr, &colour);
  cairo_set_line_width (work->cr, 1.25 * width);
  cairo_stroke (work->cr);
}

static gboolean
overlaps (const cairo_rectangle_t *a,
          const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height
         && b->y < a->y + a->height;
}

/* Finds room for a label beside the end of its path, lower down where others stand already. */
static cairo_rectangle_t
place_label (const Work   *work,
             const OvPath *path,
             gsize         last,
             GArray       *taken)
{
  const cairo_rectangle_t *plot = &work->ground->geometry.plot;
  const double gap = LABEL_GAP * work->ground->unit;
  cairo_rectangle_t place;
  double x;
  double y;

  ov_text_measure (path->label, LABEL_SIZE * work->ground->unit, OV_TEXT_BOLD, 0.0, &place.width,
                   &place.height);
  place_point (work, path, last, &x, &y);
  place.x = x + gap + place.width < plot->x + plot->width ? x + gap : x - gap - place.width;
  place.x = CLAMP (place.x, plot->x, MAX (plot->x + plot->width - place.width, plot->x));
  place.y = CLAMP (y - place.height / 2.0, plot->y,
                   MAX (plot->y + plot->height - place.height, plot->y));
  for (guint i = 0; i < taken->len; i++)
    {
      const cairo_rectangle_t *other = &g_array_index (taken, cairo_rectangle_t, i);

      if (overlaps (&place, other))
        {
          place.y = other->y + other->height;
          i = G_MAXUINT;
        }
    }
  g_array_append_val (taken, place);

  return place;
}

/* Above all paths, so that each is known from its end. */
static void
draw_labels (const Work *work)
{
  const OvTheme theme = work->ground->theme;
  const double pad = 2.0 * work->ground->unit;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
  OvColour patch = ov_palette_get_role (theme, OV_ROLE_BACKGROUND);

  patch.alpha = PATCH_ALPHA;
  for (guint i = 0; i < work->map->n_paths; i++)
    {
      const OvPath *path = &work->map->paths[i];
      const gsize n = path->label != NULL ? count_drawn (work, path) : 0;
      const OvColour colour = ov_palette_get_slot (theme, path->slot);
      cairo_rectangle_t place;

      if (n == 0)
        continue;
      place = place_label (work, path, n - 1, taken);
      ov_palette_set_source (work->cr, &patch);
      cairo_rectangle (work->cr, place.x - pad, place.y, place.width + 2.0 * pad, place.height);
      cairo_fill (work->cr);
      ov_text_draw (work->cr, path->label, LABEL_SIZE * work->ground->unit, OV_TEXT_BOLD, &colour,
                    place.x, place.y, 0.0);
    }
}

/* The lowest point, above all paths that end there. */
static void
draw_cross (const Work *work)
{
  const OvGeometry *geometry = &work->ground->geometry;
  const double size = CROSS_SIZE * work->ground->unit;
  const OvColour ink = ov_palette_get_role (work->ground->theme, OV_ROLE_TEXT);
  const OvColour halo = ov_palette_get_role (work->ground->theme, OV_ROLE_BACKGROUND);
  double x;
  double y;

  get_lowest (work->map, &x, &y);
  /* In the middle of a pixel, where its strokes are crisp. */
  x = floor (ov_scale_to_position (&geometry->x, x)) + 0.5;
  y = floor (ov_scale_to_position (&geometry->y, y)) + 0.5;
  cairo_set_line_cap (work->cr, CAIRO_LINE_CAP_ROUND);
  for (guint pass = 0; pass < 2; pass++)
    {
      cairo_move_to (work->cr, x - size, y);
      cairo_line_to (work->cr, x + size, y);
      cairo_move_to (work->cr, x, y - size);
      cairo_line_to (work->cr, x, y + size);
      ov_palette_set_source (work->cr, pass == 0 ? &halo : &ink);
      cairo_set_line_width (work->cr, (pass == 0 ? HALO_WIDTH + 1.6 : 1.6) * work->ground->unit);
      cairo_stroke (work->cr);
    }
}

/**
 * ov_contour_map_draw:
 * @ground: where it is drawn
 * @cr: where to draw
 * @map: an #OvContourMap
 *
 * Draws the map as the ground of a chart: an #OvGroundFunc. The levels are at equal heights, so
 * that lines are dense where the ground is steep.
 */
void
ov_contour_map_draw (const OvGround *ground,
                     cairo_t        *cr,
                     gpointer        map)
{
  Work work = {map, ground, cr};
  g_autoptr (GPtrArray) ticks = NULL;
  double x;
  double y;

  g_return_if_fail (map != NULL);

  work.levels = (OvScale) {
    .low = get_lowest (work.map, &x, &y),
    .high = find_highest (work.map, &ground->geometry),
    .end = 1.0,
  };
  if (work.levels.high > work.levels.low && isfinite (work.levels.high))
    ticks = ov_tick_list_new (&work.levels, MOST_LEVELS);
  else
    ticks = g_ptr_array_new ();
  work.ticks = ticks;

  cairo_save (cr);
  cairo_rectangle (cr, ground->geometry.plot.x, ground->geometry.plot.y,
                   ground->geometry.plot.width, ground->geometry.plot.height);
  cairo_clip (cr);
  if (ticks->len > 0)
    draw_ground (&work);
  draw_values (&work);
  for (guint i = 0; i < work.map->n_paths; i++)
    draw_path (&work, &work.map->paths[i]);
  if (work.map->field == NULL || work.map->field->has_bottom)
    draw_cross (&work);
  draw_labels (&work);
  cairo_restore (cr);
}
