/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hessian.h"

#include <math.h>
#include <string.h>

#include "model.h"
#include "naive.h"

/* Not a multiple of a tile or of a share. */
#define N_TRAIN 307
#define N_TEST 11
#define MAX_MEMBERS 3

#define REGULARISATION 0.3

/* Half the distance of the naive differences. */
#define STEP 1e-5

typedef struct
{
  OvRecipe       recipe;
  OvDataset     *dataset;
  OvNetwork     *network;
  OvThreadPool  *pool;
  OvBatchRunner *runner;
  gsize          n;
  float         *direction;
} Fixture;

static void
fixture_init (Fixture *self, const char *preset, guint n_members)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (&self->recipe, preset, &error);
  g_assert_no_error (error);
  self->recipe.pixel_scale = 1.0;
  self->recipe.hidden_units = 5;
  self->recipe.regularisation = REGULARISATION;
  self->dataset = naive_dataset_new (N_TRAIN, N_TEST);
  self->network = ov_model_build_network (&self->recipe);
  self->pool = ov_thread_pool_new (n_members);
  self->runner = ov_batch_runner_new (self->network, self->dataset, self->pool, 1.0);
  self->n = self->network->n_parameters;
  naive_fill_random (self->network->parameters, self->n, 0.05, 3);
  self->direction = g_new (float, self->n);
  naive_fill_random (self->direction, self->n, 0.5, 4);
}

static void
fixture_clear (Fixture *self)
{
  ov_batch_runner_free (self->runner);
  ov_thread_pool_free (self->pool);
  ov_network_free (self->network);
  ov_dataset_unref (self->dataset);
  g_free (self->direction);
}

static void
multiply (Fixture *f, guint n_images, float *product)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvHessian) hessian = ov_hessian_new (f->network, f->runner, f->pool, n_images,
                                                  REGULARISATION);
  const gboolean done = ov_hessian_multiply (hessian, f->direction, product, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static void
naive_multiply (Fixture *f, guint n_images, double *product)
{
  g_autofree double *images = naive_get_images (f->dataset, OV_SPLIT_TRAIN, 1.0);
  const guint8 *labels = f->dataset->labels[OV_SPLIT_TRAIN];
  g_autofree double *parameters = g_new (double, f->n);
  g_autofree double *ahead = g_new0 (double, f->n);

  memset (product, 0, f->n * sizeof (double));
  for (guint side = 0; side < 2; side++)
    {
      double *gradient = side == 0 ? ahead : product;

      for (gsize i = 0; i < f->n; i++)
        parameters[i] = (double) f->network->parameters[i]
                        + (side == 0 ? STEP : -STEP) * (double) f->direction[i];
      naive_measure (&f->recipe, parameters, images, labels, n_images, gradient, NULL);
      naive_penalise (&f->recipe, parameters, gradient);
    }

  for (gsize i = 0; i < f->n; i++)
    product[i] = (ahead[i] - product[i]) / (2.0 * STEP);
}

/* However many threads share the images, and however few images there are for them. */
static void
test_product (void)
{
  static const char *const presets[] = {"linear", "two-layer-gd"};
  static const guint counts[] = {N_TRAIN, 2};

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    for (guint n_members = 1; n_members <= MAX_MEMBERS; n_members++)
      for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
        {
          g_autofree float *product = NULL;
          g_autofree double *expected = NULL;
          Fixture f;

          fixture_init (&f, presets[p], n_members);
          product = g_new (float, f.n);
          expected = g_new (double, f.n);
          multiply (&f, counts[c], product);
          naive_multiply (&f, counts[c], expected);
          for (guint t = 0; t < f.network->n_tensors; t++)
            {
              const OvTensor *tensor = &f.network->tensors[t];

              g_assert_cmpfloat (naive_distance (product + tensor->offset,
                                                 expected + tensor->offset, tensor->size),
                                 <, 1e-5);
            }
          fixture_clear (&f);
        }
}

/* The same to the last bit, time after time, by one Hessian and by another, for any pool. */
static void
test_deterministic (void)
{
  static const char *const presets[] = {"two-layer-gd", "cnn"};

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OvHessian) hessian = NULL;
      g_autofree float *first = NULL;
      g_autofree float *second = NULL;
      Fixture f;

      fixture_init (&f, presets[p], 2);
      hessian = ov_hessian_new (f.network, f.runner, f.pool, 61, REGULARISATION);
      first = g_new (float, f.n);
      second = g_new (float, f.n);
      multiply (&f, 61, first);
      for (guint round = 0; round < 2; round++)
        {
          ov_hessian_multiply (hessian, f.direction, second, NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpmem (first, f.n * sizeof (float), second, f.n * sizeof (float));
        }
      g_clear_pointer (&hessian, ov_hessian_free);
      fixture_clear (&f);

      for (guint n_members = 1; n_members <= MAX_MEMBERS; n_members++)
        {
          fixture_init (&f, presets[p], n_members);
          multiply (&f, 61, second);
          g_assert_cmpmem (first, f.n * sizeof (float), second, f.n * sizeof (float));
          fixture_clear (&f);
        }
    }
}

/* A product that is given up leaves nothing behind for the next. */
static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (OvHessian) hessian = NULL;
  g_autofree float *product = NULL;
  g_autofree float *expected = NULL;
  Fixture f;

  fixture_init (&f, "two-layer-gd", 2);
  product = g_new (float, f.n);
  hessian = ov_hessian_new (f.network, f.runner, f.pool, N_TRAIN, REGULARISATION);
  g_cancellable_cancel (cancellable);
  g_assert_false (ov_hessian_multiply (hessian, f.direction, product, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* The next one finds what a new Hessian does. */
  g_clear_error (&error);
  g_assert_true (ov_hessian_multiply (hessian, f.direction, product, NULL, &error));
  g_assert_no_error (error);
  expected = g_new (float, f.n);
  multiply (&f, N_TRAIN, expected);
  g_assert_cmpmem (product, f.n * sizeof (float), expected, f.n * sizeof (float));

  g_clear_pointer (&hessian, ov_hessian_free);
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hessian/product", test_product);
  g_test_add_func ("/hessian/deterministic", test_deterministic);
  g_test_add_func ("/hessian/cancelled", test_cancelled);

  return g_test_run ();
}
