/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loss-grid.h"

#include <math.h>

static const double low[] = {-1.0, 2.0};
static const double high[] = {3.0, 2.5};

static void
test_places (void)
{
  g_autoptr (OvLossGrid) grid = ov_loss_grid_new (low, high, 5);
  double place[OV_PLANE_AXES];

  g_assert_cmpuint (ov_loss_grid_count (grid), ==, 0);
  ov_loss_grid_get_place (grid, 0, 0, place);
  g_assert_cmpfloat (place[0], ==, -1.0);
  g_assert_cmpfloat (place[1], ==, 2.0);
  ov_loss_grid_get_place (grid, 1, 3, place);
  g_assert_cmpfloat (place[0], ==, 0.0);
  g_assert_cmpfloat (place[1], ==, 2.375);
  ov_loss_grid_get_place (grid, 4, 4, place);
  g_assert_cmpfloat (place[0], ==, 3.0);
  g_assert_cmpfloat (place[1], ==, 2.5);
}

/* What was known stays where it is, and nothing else becomes known. */
static void
test_refine (void)
{
  g_autoptr (OvLossGrid) coarse = ov_loss_grid_new (low, high, 3);
  g_autoptr (OvLossGrid) fine = NULL;
  g_autoptr (OvLossGrid) copy = NULL;

  for (guint i = 0; i < 9; i++)
    if (i != 4)
      {
        coarse->losses[i] = i;
        coarse->is_known[i] = TRUE;
      }
  fine = ov_loss_grid_refine (coarse);
  copy = ov_loss_grid_copy (fine);
  g_assert_cmpuint (fine->n, ==, 5);
  g_assert_cmpuint (ov_loss_grid_count (fine), ==, 8);
  g_assert_cmpuint (ov_loss_grid_count (copy), ==, 8);

  for (guint row = 0; row < 3; row++)
    for (guint column = 0; column < 3; column++)
      {
        const guint from = row * 3 + column;
        const guint to = 2 * row * 5 + 2 * column;
        double place[OV_PLANE_AXES];
        double same[OV_PLANE_AXES];

        ov_loss_grid_get_place (coarse, column, row, place);
        ov_loss_grid_get_place (fine, 2 * column, 2 * row, same);
        g_assert_cmpfloat (place[0], ==, same[0]);
        g_assert_cmpfloat (place[1], ==, same[1]);
        g_assert_cmpint (copy->is_known[to], ==, coarse->is_known[from]);
        if (coarse->is_known[from])
          g_assert_cmpfloat (copy->losses[to], ==, coarse->losses[from]);
        else
          g_assert_true (isnan (copy->losses[to]));
      }
}

static void
test_around (void)
{
  const double places[][OV_PLANE_AXES] = {{0.0, 0.0}, {2.0, 1.0}, {1.0, -3.0}};
  g_autoptr (OvLossGrid) grid = ov_loss_grid_new_around (places, 3, 9);
  const double straight[][OV_PLANE_AXES] = {{0.0, 0.0}, {2.0, 0.01}};
  g_autoptr (OvLossGrid) wide = ov_loss_grid_new_around (straight, 2, 9);
  g_autoptr (OvLossGrid) dot = ov_loss_grid_new_around (places, 1, 9);

  g_assert_cmpfloat (grid->low[0], <, 0.0);
  g_assert_cmpfloat (grid->high[0], >, 2.0);
  g_assert_cmpfloat (grid->low[1], <, -3.0);
  g_assert_cmpfloat (grid->high[1], >, 1.0);
  /* As much room on either side. */
  g_assert_cmpfloat_with_epsilon (grid->high[0] - 2.0, 0.0 - grid->low[0], 1e-12);

  /* Beside a straight path some ground is seen, as much on either side. */
  g_assert_cmpfloat (wide->high[1] - wide->low[1], >, 0.25 * (wide->high[0] - wide->low[0]));
  g_assert_cmpfloat_with_epsilon (wide->high[1] - 0.01, 0.0 - wide->low[1], 1e-12);

  /* Where nothing moves, there is a grid all the same. */
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      g_assert_cmpfloat (dot->low[axis], <, 0.0);
      g_assert_cmpfloat (dot->high[axis], >, 0.0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss-grid/places", test_places);
  g_test_add_func ("/loss-grid/refine", test_refine);
  g_test_add_func ("/loss-grid/around", test_around);

  return g_test_run ();
}
