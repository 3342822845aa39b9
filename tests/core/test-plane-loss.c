/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plane-loss.h"

#include <math.h>

#include "model.h"
#include "naive-image.h"
#include "naive.h"
#include "trainer.h"

#define N_TRAIN 60
#define N_TEST 10
#define N_IMAGES 24
#define N_EPOCHS 4

static OvDataset *dataset;

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
  recipe->hidden_units = 5;
  recipe->regularisation = 1e-3;
  recipe->batch_size = 20;
}

/* The plane of a run's path, from its first weights on. */
static OvWeightPlane *
train_plane (const OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = ov_trainer_new (recipe, dataset, 2, &error);
  g_autoptr (GPtrArray) snapshots = g_ptr_array_new_with_free_func (g_free);
  OvNetwork *network = ov_trainer_get_network (trainer);
  const gsize n_bytes = network->n_parameters * sizeof (float);
  OvWeightPlane *plane;

  g_assert_no_error (error);
  g_ptr_array_add (snapshots, g_memdup2 (network->parameters, n_bytes));
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      OvEpoch epoch;

      ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_ptr_array_add (snapshots, g_memdup2 (network->parameters, n_bytes));
    }

  plane = ov_weight_plane_new ((const float *const *) snapshots->pdata, snapshots->len,
                               network->n_parameters, NULL);
  g_assert_nonnull (plane);

  return plane;
}

static OvPlaneLoss *
make_loss (const OvRecipe *recipe, guint n_threads)
{
  return ov_plane_loss_new (ov_model_build_network (recipe), dataset, n_threads,
                            recipe->pixel_scale, recipe->regularisation, N_IMAGES);
}

/* By plain loops in double precision, from weights in double precision. */
static double
measure_naively (const OvRecipe *recipe, const OvWeightPlane *plane, const double *place)
{
  g_autofree double *parameters = naive_copy (plane->anchor, plane->n_parameters);
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TRAIN, recipe->pixel_scale);
  g_autoptr (OvNetwork) network = ov_model_build_network (recipe);
  const guint8 *labels = dataset->labels[OV_SPLIT_TRAIN];
  double squares = 0.0;

  for (gsize i = 0; i < plane->n_parameters; i++)
    for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
      parameters[i] += (place[axis] - plane->place[axis]) * (double) plane->directions[axis][i];

  for (guint t = 0; t < network->n_tensors; t++)
    {
      const OvTensor *tensor = &network->tensors[t];

      for (gsize i = tensor->offset; tensor->is_weight && i < tensor->offset + tensor->size; i++)
        squares += parameters[i] * parameters[i];
    }

  return recipe->regularisation * squares
         + (network->loss == OV_LOSS_CROSS_ENTROPY
              ? naive_image_loss (network, parameters, images, labels, N_IMAGES)
              : naive_measure (recipe, parameters, images, labels, N_IMAGES, NULL, NULL));
}

static void
test_values (gconstpointer preset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvWeightPlane) plane = NULL;
  g_autoptr (OvPlaneLoss) loss = NULL;
  g_autoptr (OvPlaneLoss) other = NULL;
  g_autoptr (OvLossGrid) grid = NULL;
  g_autoptr (OvLossGrid) again = NULL;
  OvRecipe recipe;

  init_recipe (&recipe, preset);
  plane = train_plane (&recipe);
  g_test_message ("shares %.4f and %.4f", plane->shares[0], plane->shares[1]);
  loss = make_loss (&recipe, 1);
  other = make_loss (&recipe, 3);
  g_assert_cmpuint (ov_plane_loss_get_n_images (loss), ==, N_IMAGES);

  grid = ov_loss_grid_new_around (&plane->place, 1, 3);
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      grid->low[axis] = plane->place[axis] - 0.5;
      grid->high[axis] = plane->place[axis] + 0.8;
    }
  again = ov_loss_grid_copy (grid);
  g_assert_true (ov_plane_loss_fill (loss, plane, grid, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ov_loss_grid_count (grid), ==, 9);
  g_assert_true (ov_plane_loss_fill (other, plane, again, NULL, &error));

  for (guint row = 0; row < 3; row++)
    for (guint column = 0; column < 3; column++)
      {
        double place[OV_PLANE_AXES];
        double expected;

        ov_loss_grid_get_place (grid, column, row, place);
        expected = measure_naively (&recipe, plane, place);
        g_assert_cmpfloat_with_epsilon (grid->losses[row * 3 + column], expected,
                                        1e-5 * expected);
        g_assert_cmpfloat (grid->losses[row * 3 + column], ==, again->losses[row * 3 + column]);
      }
}

/* What was measured before it was given up is known, and is not measured again. */
static void
test_cancel (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OvWeightPlane) plane = NULL;
  g_autoptr (OvPlaneLoss) loss = NULL;
  g_autoptr (OvLossGrid) grid = NULL;
  OvRecipe recipe;

  init_recipe (&recipe, "two-layer-sgd");
  plane = train_plane (&recipe);
  loss = make_loss (&recipe, 2);
  grid = ov_loss_grid_new_around (&plane->place, 1, 3);
  grid->losses[4] = 77.0;
  grid->is_known[4] = TRUE;

  g_cancellable_cancel (cancellable);
  g_assert_false (ov_plane_loss_fill (loss, plane, grid, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (ov_loss_grid_count (grid), ==, 1);

  g_assert_true (ov_plane_loss_fill (loss, plane, grid, NULL, &error));
  g_assert_cmpuint (ov_loss_grid_count (grid), ==, 9);
  g_assert_cmpfloat (grid->losses[4], ==, 77.0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (N_TRAIN, N_TEST);
  g_test_add_data_func ("/plane-loss/two-layer", "two-layer-sgd", test_values);
  g_test_add_data_func ("/plane-loss/cnn", "cnn", test_values);
  g_test_add_func ("/plane-loss/cancel", test_cancel);
  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}
