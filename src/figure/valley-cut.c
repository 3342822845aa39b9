/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-cut.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Sizes in units of the chart. */
#define BALL_RADIUS 6.0
#define LANDING_RADIUS 2.2
#define LEAP 26.0

/* Its height at most, as a share of its width. */
#define LEAP_SHARE 0.7

/* What of the landings is left to be seen after each epoch. */
#define FADE 0.72
#define STRONGEST 0.75

/* How many straight pieces the curve has. */
#define N_PIECES 96

/* The room above the highest corner that is in sight. */
#define HEADROOM 1.04

/* Room beneath the lowest point, as a share of the height. */
#define FLOOR 0.06

typedef struct
{
  const OvValleyCut *cut;
  const OvGround    *ground;
  cairo_t           *cr;
} Work;

/**
 * ov_valley_cut_init:
 * @self: (out): a cut
 * @valley: the plane
 * @side: the direction along which it is cut
 * @points: [@n_points], the way of a run from ov_valley_walk()
 * @n_points: their number, at least 1
 * @position: how many epochs are done; between two of them the ball leaps
 *
 * Puts the ball where the run is.
 */
void
ov_valley_cut_init (OvValleyCut         *self,
                    const OvValley      *valley,
                    OvValleySide         side,
                    const OvValleyPoint *points,
                    guint                n_points,
                    double               position)
{
  guint epoch;
  double part;

  g_return_if_fail (self != NULL && valley != NULL && points != NULL);
  g_return_if_fail (side < OV_N_VALLEY_SIDES && n_points > 0);

  epoch = (guint) CLAMP (position, 0.0, n_points - 1.0);
  part = epoch + 1 < n_points ? CLAMP (position - epoch, 0.0, 1.0) : 0.0;
  *self = (OvValleyCut) {
    .valley = *valley,
    .side = side,
    .part = part < 1.0 ? part : 0.0,
    .next = points[MIN (epoch + 1, n_points - 1)].place[side],
    .slot = OV_SLOT_TRAIN,
  };
  for (guint i = 0; i < OV_N_VALLEY_SIDES; i++)
    {
      self->place[i] = points[epoch].place[i];
      if (part > 0.0)
        self->place[i] += part * (points[epoch + 1].place[i] - points[epoch].place[i]);
    }
  while (self->n_landings < OV_VALLEY_CUT_MOST_LANDINGS && self->n_landings <= epoch)
    {
      self->landings[self->n_landings] = points[epoch - self->n_landings].place[side];
      self->n_landings++;
    }
}

/**
 * ov_valley_cut_get_loss:
 * @self: a cut
 * @coordinate: along its direction
 *
 * Returns: the loss there, where the other coordinate is that of the ball
 */
double
ov_valley_cut_get_loss (const OvValleyCut *self,
                        double             coordinate)
{
  double place[OV_N_VALLEY_SIDES];

  g_return_val_if_fail (self != NULL, NAN);

  for (guint i = 0; i < OV_N_VALLEY_SIDES; i++)
    place[i] = i == self->side ? coordinate : self->place[i];

  return ov_valley_get_loss (&self->valley, place);
}

static void
find_spot (const Work *work,
           double      coordinate,
           double     *x,
           double     *y)
{
  const OvGeometry *geometry = &work->ground->geometry;

  *x = ov_scale_to_position (&geometry->x, coordinate);
  *y = ov_scale_to_position (&geometry->y, ov_valley_cut_get_loss (work->cut, coordinate));
}

static void
trace_curve (const Work *work)
{
  const OvScale *scale = &work->ground->geometry.x;

  for (guint i = 0; i <= N_PIECES; i++)
    {
      double x;
      double y;

      find_spot (work, scale->low + (scale->high - scale->low) * i / N_PIECES, &x, &y);
      cairo_line_to (work->cr, x, y);
    }
}

/* The ground on which the ball stands. */
static void
draw_earth (const Work *work)
{
  const cairo_rectangle_t *plot = &work->ground->geometry.plot;
  OvColour colour = ov_palette_get_role (work->ground->theme, OV_ROLE_AXIS);

  trace_curve (work);
  cairo_line_to (work->cr, plot->x + plot->width, plot->y + plot->height);
  cairo_line_to (work->cr, plot->x, plot->y + plot->height);
  cairo_close_path (work->cr);
  colour.alpha = 0.16;
  ov_palette_set_source (work->cr, &colour);
  cairo_fill (work->cr);

  trace_curve (work);
  colour.alpha = 1.0;
  ov_palette_set_source (work->cr, &colour);
  cairo_set_line_width (work->cr, 1.2 * work->ground->unit);
  cairo_stroke (work->cr);
}

/* How high it leaps from one position to another: not so high when they are near each other. */
static double
find_leap (const Work *work,
           double      from,
           double      to)
{
  return MIN (LEAP * work->ground->unit, LEAP_SHARE * fabs (to - from));
}

/* A leap between two landings is a parabola. */
static void
trace_leap (const Work *work,
            double      from,
            double      to)
{
  double x[2];
  double y[2];
  double top;

  find_spot (work, from, &x[0], &y[0]);
  find_spot (work, to, &x[1], &y[1]);
  top = (y[0] + y[1]) / 2.0 - 2.0 * find_leap (work, x[0], x[1]);
  cairo_move_to (work->cr, x[0], y[0]);
  cairo_curve_to (work->cr, x[0] + (x[1] - x[0]) / 3.0, top + (y[0] - top) / 3.0,
                  x[1] - (x[1] - x[0]) / 3.0, top + (y[1] - top) / 3.0, x[1], y[1]);
}

static void
draw_landings (const Work *work)
{
  const OvValleyCut *cut = work->cut;
  OvColour colour = ov_palette_get_slot (work->ground->theme, cut->slot);

  colour.alpha = STRONGEST;
  for (guint i = 0; i < cut->n_landings && isfinite (cut->landings[i]); i++)
    {
      double x;
      double y;

      find_spot (work, cut->landings[i], &x, &y);
      ov_palette_set_source (work->cr, &colour);
      cairo_arc (work->cr, x, y, LANDING_RADIUS * work->ground->unit, 0.0, 2.0 * G_PI);
      cairo_fill (work->cr);
      if (i + 1 < cut->n_landings && isfinite (cut->landings[i + 1]))
        {
          trace_leap (work, cut->landings[i + 1], cut->landings[i]);
          cairo_set_line_width (work->cr, work->ground->unit);
          cairo_stroke (work->cr);
        }
      colour.alpha *= FADE;
    }
}

static void
draw_ball (const Work *work)
{
  const double unit = work->ground->unit;
  const OvColour colour = ov_palette_get_slot (work->ground->theme, work->cut->slot);
  const OvColour halo = ov_palette_get_role (work->ground->theme, OV_ROLE_BACKGROUND);
  const double part = work->cut->part;
  double x;
  double y;

  find_spot (work, work->cut->place[work->cut->side], &x, &y);
  if (part > 0.0 && work->cut->n_landings > 0)
    {
      double from[2];
      double to[2];

      find_spot (work, work->cut->landings[0], &from[0], &from[1]);
      find_spot (work, work->cut->next, &to[0], &to[1]);
      y = from[1] + part * (to[1] - from[1])
          - 4.0 * part * (1.0 - part) * find_leap (work, from[0], to[0]);
    }
  if (!isfinite (x) || !isfinite (y))
    return;

  cairo_arc (work->cr, x, y - BALL_RADIUS * unit, BALL_RADIUS * unit,
             0.0, 2.0 * G_PI);
  ov_palette_set_source (work->cr, &halo);
  cairo_set_line_width (work->cr, 3.0 * unit);
  cairo_stroke_preserve (work->cr);
  ov_palette_set_source (work->cr, &colour);
  cairo_fill (work->cr);
}

static void
draw (const OvGround *ground,
      cairo_t        *cr,
      gpointer        cut)
{
  const Work work = {cut, ground, cr};
  const cairo_rectangle_t *plot = &ground->geometry.plot;

  cairo_save (cr);
  cairo_rectangle (cr, plot->x, plot->y, plot->width, plot->height);
  cairo_clip (cr);
  draw_earth (&work);
  draw_landings (&work);
  draw_ball (&work);
  cairo_restore (cr);
}

/**
 * ov_valley_cut_find_height:
 * @valley: the plane
 * @low: [%OV_N_VALLEY_SIDES], the least coordinates in sight
 * @high: [%OV_N_VALLEY_SIDES], the greatest
 *
 * Returns: how high above the valley's lowest point the highest corner in sight is, so that no cut
 *   through what is in sight is cut off
 */
double
ov_valley_cut_find_height (const OvValley *valley,
                           const double   *low,
                           const double   *high)
{
  double height = 0.0;

  g_return_val_if_fail (valley != NULL, 1.0);
  g_return_val_if_fail (low != NULL && high != NULL, 1.0);

  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    {
      const double optimum = ov_valley_get_optimum (valley, side);
      const double reach = MAX (optimum - low[side], high[side] - optimum);

      height += (valley->modes[side].eigenvalue + valley->regularisation) * reach * reach;
    }

  return height > 0.0 ? HEADROOM * height : 1.0;
}

/**
 * ov_valley_cut_fill:
 * @self: a cut, which outlives what the chart shows of it
 * @chart: a chart without series
 * @low: the least coordinate in sight
 * @high: the greatest
 * @height: what is in sight above the valley's lowest point; the same for both directions, so that
 *   the steep one looks steeper
 *
 * Shows the cut as the ground of a chart.
 */
void
ov_valley_cut_fill (OvValleyCut *self,
                    OvChart     *chart,
                    double       low,
                    double       high,
                    double       height)
{
  const OvValleyMode *mode;
  g_autofree char *title = NULL;
  double optimum[OV_N_VALLEY_SIDES];
  double lowest;
  gboolean is_in_sight;

  g_return_if_fail (self != NULL && chart != NULL);

  mode = &self->valley.modes[self->side];
  for (guint i = 0; i < OV_N_VALLEY_SIDES; i++)
    optimum[i] = ov_valley_get_optimum (&self->valley, i);
  lowest = ov_valley_get_loss (&self->valley, optimum);
  is_in_sight = ov_valley_cut_get_loss (self, optimum[self->side]) < lowest + height;
  /* Translators: the number of an eigenvector. */
  title = self->side == OV_VALLEY_STEEP ? g_strdup_printf (_("Across: mode %u"), mode->number)
                                        : g_strdup_printf (_("Along: mode %u"), mode->number);
  ov_chart_set_legend (chart, FALSE);
  ov_chart_set_fractional_x (chart, TRUE);
  ov_chart_set_x_title (chart, title);
  ov_chart_zoom_x (chart, low, high);
  ov_chart_zoom_y (chart, lowest - FLOOR * height, lowest + height);
  ov_chart_set_message (chart, is_in_sight ? NULL : _("All of this cut lies higher."));
  ov_chart_set_ground (chart, draw, self);
}
