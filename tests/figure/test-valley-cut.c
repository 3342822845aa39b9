/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The loss along one direction of a valley, and the ball on it. */

#include "valley-cut.h"

#include <math.h>

#include "ink.h"
#include "raster.h"

#define WIDTH 400
#define HEIGHT 300
#define N_EPOCHS 10

/* CIFAR-10's first and ninth modes. */
static const OvValley valley = {
  .modes = {{1, 55.3622, 0.8243}, {9, 3.9311, 0.1978}},
  .base = 1.0,
};

static OvValleyPoint points[N_EPOCHS + 1];

static void
walk (double rate)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  recipe.learning_rate = rate;
  recipe.decay = 1.0;
  recipe.regularisation = 0.0;
  ov_valley_walk (&valley, &recipe, NULL, points, N_EPOCHS + 1);
}

/* The cut is the valley's loss, and the ball is where the run is. */
static void
test_place (void)
{
  OvValleyCut cut;

  walk (0.0175);
  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    for (guint i = 0; i <= N_EPOCHS; i++)
      {
        ov_valley_cut_init (&cut, &valley, side, points, N_EPOCHS + 1, i);
        g_assert_cmpfloat (cut.place[side], ==, points[i].place[side]);
        g_assert_cmpfloat (cut.part, ==, 0.0);
        g_assert_cmpfloat (ov_valley_cut_get_loss (&cut, points[i].place[side]), ==,
                           points[i].loss);
        g_assert_cmpuint (cut.n_landings, ==, MIN (i + 1, OV_VALLEY_CUT_MOST_LANDINGS));
        for (guint l = 0; l < cut.n_landings; l++)
          g_assert_cmpfloat (cut.landings[l], ==, points[i - l].place[side]);
        /* The lowest point of the cut is the valley's own, whatever the other coordinate. */
        g_assert_cmpfloat (ov_valley_cut_get_loss (&cut, ov_valley_get_optimum (&valley, side)), <,
                           ov_valley_cut_get_loss (&cut, points[i].place[side] + 0.1));
      }
}

/* Half way between two epochs it is half way between their places. */
static void
test_leap (void)
{
  OvValleyCut cut;

  walk (0.0175);
  ov_valley_cut_init (&cut, &valley, OV_VALLEY_STEEP, points, N_EPOCHS + 1, 2.5);
  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    g_assert_cmpfloat_with_epsilon (cut.place[side],
                                    (points[2].place[side] + points[3].place[side]) / 2.0, 1e-15);
  g_assert_cmpfloat (cut.part, ==, 0.5);
  g_assert_cmpfloat (cut.next, ==, points[3].place[OV_VALLEY_STEEP]);
  g_assert_cmpfloat (cut.landings[0], ==, points[2].place[OV_VALLEY_STEEP]);

  /* After the last one there is nowhere to leap to. */
  ov_valley_cut_init (&cut, &valley, OV_VALLEY_FLAT, points, N_EPOCHS + 1, N_EPOCHS + 3.5);
  g_assert_cmpfloat (cut.place[OV_VALLEY_FLAT], ==, points[N_EPOCHS].place[OV_VALLEY_FLAT]);
  g_assert_cmpfloat (cut.part, ==, 0.0);
}

static void
draw_cb (cairo_t *cr, double width, double height, gpointer chart)
{
  ov_chart_draw (chart, cr, width, height);
}

/* How much of a colour there is. */
static guint
count_ink (OvValleyCut *cut, OvColour colour)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;
  guint count;

  ov_valley_cut_fill (cut, chart, -0.01, 0.04, 0.04);
  surface = ov_raster_draw (WIDTH, HEIGHT, 1.0, draw_cb, chart, &error);
  g_assert_no_error (error);
  count = ink_count (surface, colour);
  cairo_surface_destroy (surface);

  return count;
}

/* How much there is of the ball. */
static guint
draw (OvValleyCut *cut)
{
  return count_ink (cut, ov_palette_get_slot (OV_THEME_LIGHT, cut->slot));
}

/* The ball is drawn where it is in sight; numbers without an end are no ball. */
static void
test_ball (void)
{
  OvValleyCut cut;

  walk (0.0175);
  ov_valley_cut_init (&cut, &valley, OV_VALLEY_STEEP, points, N_EPOCHS + 1, 1.0);
  g_assert_cmpuint (draw (&cut), >, 60);
  cut.place[OV_VALLEY_STEEP] = 0.2;
  cut.n_landings = 0;
  g_assert_cmpuint (draw (&cut), ==, 0);
  cut.place[OV_VALLEY_STEEP] = NAN;
  g_assert_cmpuint (draw (&cut), ==, 0);
  cut.place[OV_VALLEY_FLAT] = (double) INFINITY;
  g_assert_cmpuint (draw (&cut), ==, 0);
}

/* Where a run is so high that nothing of the cut is in sight, there are words in its place. */
static void
test_out_of_sight (void)
{
  const OvColour ink = ov_palette_get_role (OV_THEME_LIGHT, OV_ROLE_DIM_TEXT);
  OvValleyCut cut;
  guint labels;

  walk (0.0175);
  ov_valley_cut_init (&cut, &valley, OV_VALLEY_STEEP, points, N_EPOCHS + 1, 1.0);
  labels = count_ink (&cut, ink);
  cut.place[OV_VALLEY_FLAT] = 1e3;
  g_assert_cmpuint (count_ink (&cut, ink), >, labels);
  cut.place[OV_VALLEY_FLAT] = NAN;
  g_assert_cmpuint (count_ink (&cut, ink), >, labels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/valley-cut/place", test_place);
  g_test_add_func ("/valley-cut/leap", test_leap);
  g_test_add_func ("/valley-cut/ball", test_ball);
  g_test_add_func ("/valley-cut/out-of-sight", test_out_of_sight);

  return g_test_run ();
}
