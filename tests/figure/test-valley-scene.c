/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "valley-scene.h"

#include <math.h>

#include "quadratic-fixture.h"
#include "valley-plane.h"

#define N_EPOCHS 12

/* Of the images that all scenes are about. */
static OvDataset   *dataset;
static OvQuadratic *quadratic;

static OvRecipe
make_recipe (double share_of_limit)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.epochs = N_EPOCHS;
  recipe.learning_rate =
    share_of_limit * 2.0 / ov_quadratic_get_sharpness (quadratic, recipe.regularisation);

  return recipe;
}

/* A trail is the way of the run itself, from its own first weights. */
static void
test_trails (void)
{
  const OvRecipe recipe = make_recipe (0.9);
  const OvValleyTrail trail = {&recipe, N_EPOCHS, 3, FALSE};
  g_autoptr (OvValleyScene) scene = ov_valley_scene_new ();
  g_autoptr (OvTrainer) trainer = fixture_make_trainer (&recipe, dataset, NULL);
  const OvValleyPoint *points;
  OvValley valley;

  g_assert_true (ov_valley_init (&valley, quadratic, 1, 3, recipe.regularisation));
  ov_valley_scene_begin (scene, &valley, quadratic);
  points = ov_valley_scene_add (scene, &trail);

  for (guint i = 0; i <= N_EPOCHS; i++)
    {
      OvValleyState state;
      OvEpoch epoch;

      ov_valley_find_state (&valley, quadratic, ov_trainer_get_network (trainer)->parameters, NULL,
                            i, &state);
      for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
        g_assert_cmpfloat_with_epsilon (points[i].place[side], state.place[side], 1e-4);
      if (i < N_EPOCHS)
        fixture_run_epoch (trainer, &epoch);
    }
}

/* Two runs of other seeds begin at other places, also when the scene has been begun before. */
static void
test_seeds (void)
{
  OvRecipe recipe = make_recipe (0.5);
  g_autoptr (OvValleyScene) scene = ov_valley_scene_new ();
  double starts[2][2];
  OvValley valley;

  g_assert_true (ov_valley_init (&valley, quadratic, 1, 3, 0.0));
  recipe.weight_std = 0.1;
  for (guint pass = 0; pass < 2; pass++)
    {
      ov_valley_scene_begin (scene, &valley, quadratic);
      for (guint i = 0; i < 2; i++)
        {
          const OvValleyTrail trail = {&recipe, 1, 3, i > 0};

          recipe.seed = 1 + i;
          starts[pass][i] = ov_valley_scene_add (scene, &trail)[0].place[OV_VALLEY_STEEP];
        }
    }
  g_assert_cmpfloat (starts[0][0], !=, starts[0][1]);
  g_assert_cmpfloat (starts[0][0], ==, starts[1][0]);
  g_assert_cmpfloat (starts[0][1], ==, starts[1][1]);
}

/* Nothing but the way moves when the rate does, and the lowest point is in sight. */
static void
test_ranges (void)
{
  OvChart *chart = ov_chart_new ();
  g_autoptr (OvValleyScene) scene = ov_valley_scene_new ();
  double ranges[2][4];
  OvValley valley;
  OvBowl bowl;

  g_assert_true (ov_valley_init (&valley, quadratic, 1, 3, 0.0));
  bowl = ov_valley_plane_find_bowl (&valley);
  for (guint i = 0; i < 2; i++)
    {
      const OvRecipe recipe = make_recipe (i == 0 ? 0.1 : 1.1);
      const OvValleyTrail trail = {&recipe, N_EPOCHS, 3, FALSE};

      ov_valley_scene_begin (scene, &valley, quadratic);
      ov_valley_scene_add (scene, &trail);
      ov_valley_scene_show (scene, chart);
      ov_chart_get_x_range (chart, &ranges[i][0], &ranges[i][1]);
      ov_chart_get_y_range (chart, &ranges[i][2], &ranges[i][3]);
    }
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (ranges[0][i], ==, ranges[1][i]);
  g_assert_cmpfloat (bowl.x, >, ranges[0][0]);
  g_assert_cmpfloat (bowl.x, <, ranges[0][1]);
  g_assert_cmpfloat (bowl.y, >, ranges[0][2]);
  g_assert_cmpfloat (bowl.y, <, ranges[0][3]);
  ov_chart_free (chart);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (230, 20);
  quadratic = fixture_make_quadratic (dataset);

  g_test_add_func ("/valley-scene/trails", test_trails);
  g_test_add_func ("/valley-scene/seeds", test_seeds);
  g_test_add_func ("/valley-scene/ranges", test_ranges);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}
