/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loss-grid.h"

#include <math.h>

/* How far a grid reaches beyond a path, as a share of how far the path does. */
#define MARGIN 0.3

/* How far it reaches at least along one axis, as a share of the other: a path may be so straight
 * that the ground beside it would not be seen. */
#define LEAST_ASPECT 0.3

static OvLossGrid *
grid_new (guint n)
{
  OvLossGrid *self = g_new0 (OvLossGrid, 1);
  const gsize n_points = (gsize) n * n;

  self->n = n;
  self->losses = g_new (double, n_points);
  self->is_known = g_new0 (gboolean, n_points);
  for (gsize i = 0; i < n_points; i++)
    self->losses[i] = NAN;

  return self;
}

/**
 * ov_loss_grid_new:
 * @low: [%OV_PLANE_AXES], the least coordinates
 * @high: [%OV_PLANE_AXES], the greatest ones, each above the least one
 * @n: how many points there are along each side, at least 2
 *
 * Returns: (transfer full): a grid of which nothing is known yet
 */
OvLossGrid *
ov_loss_grid_new (const double *low,
                  const double *high,
                  guint         n)
{
  OvLossGrid *self;

  g_return_val_if_fail (low != NULL && high != NULL, NULL);
  g_return_val_if_fail (n >= 2, NULL);

  self = grid_new (n);
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      self->low[axis] = low[axis];
      self->high[axis] = high[axis];
    }

  return self;
}

/* Makes room on both sides. */
static void
widen (double *low,
       double *high,
       double  least)
{
  const double room = (least - (*high - *low)) / 2.0;

  if (room > 0.0)
    {
      *low -= room;
      *high += room;
    }
}

/**
 * ov_loss_grid_new_around:
 * @places: [@n_places], the coordinates of a path, at least one
 * @n_places: how many
 * @n: how many points there are along each side, at least 2
 *
 * Returns: (transfer full): a grid with room around the path, of which nothing is known yet
 */
OvLossGrid *
ov_loss_grid_new_around (const double (*places)[OV_PLANE_AXES],
                         guint n_places,
                         guint n)
{
  double low[OV_PLANE_AXES];
  double high[OV_PLANE_AXES];

  g_return_val_if_fail (places != NULL && n_places >= 1, NULL);

  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      double room;

      low[axis] = high[axis] = places[0][axis];
      for (guint i = 1; i < n_places; i++)
        {
          low[axis] = MIN (low[axis], places[i][axis]);
          high[axis] = MAX (high[axis], places[i][axis]);
        }
      room = high[axis] > low[axis] ? MARGIN * (high[axis] - low[axis]) : 1e-3;
      low[axis] -= room;
      high[axis] += room;
    }
  widen (&low[0], &high[0], LEAST_ASPECT * (high[1] - low[1]));
  widen (&low[1], &high[1], LEAST_ASPECT * (high[0] - low[0]));

  return ov_loss_grid_new (low, high, n);
}

/**
 * ov_loss_grid_copy:
 * @self: a grid
 *
 * Returns: (transfer full): the same
 */
OvLossGrid *
ov_loss_grid_copy (const OvLossGrid *self)
{
  OvLossGrid *copy;
  gsize n_points;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  n_points = (gsize) self->n * self->n;
  copy->losses = g_memdup2 (self->losses, n_points * sizeof *self->losses);
  copy->is_known = g_memdup2 (self->is_known, n_points * sizeof *self->is_known);

  return copy;
}

/**
 * ov_loss_grid_refine:
 * @self: a grid
 *
 * Returns: (transfer full): a grid of points half as far apart, with all that is known already
 */
OvLossGrid *
ov_loss_grid_refine (const OvLossGrid *self)
{
  OvLossGrid *finer;

  g_return_val_if_fail (self != NULL, NULL);

  finer = ov_loss_grid_new (self->low, self->high, 2 * self->n - 1);
  for (guint row = 0; row < self->n; row++)
    for (guint column = 0; column < self->n; column++)
      {
        const gsize from = (gsize) row * self->n + column;
        const gsize to = (gsize) 2 * row * finer->n + 2 * column;

        finer->losses[to] = self->losses[from];
        finer->is_known[to] = self->is_known[from];
      }

  return finer;
}

/**
 * ov_loss_grid_free:
 * @self: a grid
 */
void
ov_loss_grid_free (OvLossGrid *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->losses);
  g_free (self->is_known);
  g_free (self);
}

/**
 * ov_loss_grid_get_place:
 * @self: a grid
 * @column: along the first axis, from 0
 * @row: along the second one, from 0
 * @place: (out): [%OV_PLANE_AXES], the coordinates of that point
 */
void
ov_loss_grid_get_place (const OvLossGrid *self,
                        guint             column,
                        guint             row,
                        double           *place)
{
  const guint at[OV_PLANE_AXES] = {column, row};

  g_return_if_fail (self != NULL);
  g_return_if_fail (column < self->n && row < self->n);

  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      const double share = (double) at[axis] / (self->n - 1);

      place[axis] = self->low[axis] + share * (self->high[axis] - self->low[axis]);
    }
}

/**
 * ov_loss_grid_count:
 * @self: a grid
 *
 * Returns: how many of its points are known
 */
guint
ov_loss_grid_count (const OvLossGrid *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (gsize i = 0; i < (gsize) self->n * self->n; i++)
    n += self->is_known[i] ? 1 : 0;

  return n;
}
