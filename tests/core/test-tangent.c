/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tangent.h"

#include <math.h>
#include <string.h>

#include "model.h"
#include "naive-image.h"
#include "naive.h"

#define N_IMAGES 3
#define N_SCORES (N_IMAGES * OV_N_CLASSES)

/* Half the distance of the naive differences along a direction whose entries are below one. It is
 * so short that hardly any ReLU is at its kink in between, and long enough for double precision. */
#define STEP 1e-7

static const guint8 labels[N_IMAGES] = {3, 9, 0};

typedef struct
{
  const char *preset;
  OvLoss      loss;
} Case;

/* Each loss behind each network, whatever a recipe takes. */
static const Case cases[] = {
  {"linear", OV_LOSS_SQUARED_ERROR},
  {"linear", OV_LOSS_CROSS_ENTROPY},
  {"two-layer-sgd", OV_LOSS_SQUARED_ERROR},
  {"two-layer-sgd", OV_LOSS_CROSS_ENTROPY},
  {"cnn", OV_LOSS_SQUARED_ERROR},
  {"cnn", OV_LOSS_CROSS_ENTROPY},
};

typedef struct
{
  OvNetwork *network;
  OvPass    *pass;
  OvTangent *tangent;
  gsize      n;
  float     *direction;
  float     *product;
  double    *images;
} Fixture;

/* Every parameter differs from zero, so that its place matters, and the sigmoids bend. */
static void
fixture_set_up (Fixture *self, gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  float *parameters;
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, c->preset, &error);
  g_assert_no_error (error);
  recipe.hidden_units = 7;
  recipe.weight_std = 0.05;
  self->network = ov_model_build_network (&recipe);
  ov_network_init_weights (self->network, recipe.seed, recipe.weight_std);
  self->n = self->network->n_parameters;
  parameters = self->network->parameters;
  for (guint i = 1; i < self->network->n_tensors; i += 2)
    {
      const OvTensor *bias = &self->network->tensors[i];

      naive_fill_random (parameters + bias->offset, bias->size, 0.1, i);
    }

  self->pass = ov_pass_new (self->network, N_IMAGES + 1);
  self->tangent = ov_tangent_new (self->pass);
  naive_fill_random (self->pass->values[0], N_IMAGES * OV_IMAGE_SIZE, 0.5, 11);
  self->images = naive_copy (self->pass->values[0], N_IMAGES * OV_IMAGE_SIZE);
  self->direction = g_new (float, self->n);
  self->product = g_new0 (float, self->n);
  naive_fill_random (self->direction, self->n, 0.5, 12);
}

static void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  ov_tangent_free (self->tangent);
  ov_pass_free (self->pass);
  ov_network_free (self->network);
  g_free (self->direction);
  g_free (self->product);
  g_free (self->images);
}

/* Adds the product to `product`, and sets how fast the scores change. */
static void
multiply (Fixture *f, OvLoss loss, const float *direction, float *product, float *t_scores)
{
  const float *scores = ov_pass_forward (f->pass, 0, N_IMAGES);
  float d_scores[N_SCORES];
  float t_d_scores[N_SCORES];
  OvScore score = {0};

  memcpy (t_scores, ov_tangent_forward (f->tangent, direction), N_SCORES * sizeof (float));
  ov_loss_measure (loss, scores, labels, N_IMAGES, 1.0f / N_IMAGES, d_scores, &score);
  ov_loss_bend (loss, scores, t_scores, N_IMAGES, 1.0f / N_IMAGES, t_d_scores);
  ov_tangent_backward (f->tangent, direction, d_scores, t_d_scores, product);
}

/* What multiply() does, by central differences of the gradient in double precision. */
static void
naive_multiply (Fixture *f, OvLoss loss, double *product, double *t_scores)
{
  g_autofree double *parameters = g_new (double, f->n);
  g_autofree double *ahead = g_new (double, f->n);
  double scores[2][N_SCORES];

  for (guint side = 0; side < 2; side++)
    {
      for (gsize i = 0; i < f->n; i++)
        parameters[i] = (double) f->network->parameters[i]
                        + (side == 0 ? STEP : -STEP) * (double) f->direction[i];
      naive_image_gradient (f->network, loss, parameters, f->images, labels, N_IMAGES,
                            side == 0 ? ahead : product, scores[side]);
    }

  for (gsize i = 0; i < f->n; i++)
    product[i] = (ahead[i] - product[i]) / (2.0 * STEP);
  for (guint i = 0; i < N_SCORES; i++)
    t_scores[i] = (scores[0][i] - scores[1][i]) / (2.0 * STEP);
}

/* Tensor by tensor, since the products of some are much larger than those of others. */
static void
test_product (Fixture *f, gconstpointer data)
{
  const Case *c = data;
  g_autofree double *expected = g_new (double, f->n);
  double expected_t_scores[N_SCORES];
  float t_scores[N_SCORES];

  multiply (f, c->loss, f->direction, f->product, t_scores);
  naive_multiply (f, c->loss, expected, expected_t_scores);
  g_assert_cmpfloat (naive_distance (t_scores, expected_t_scores, N_SCORES), <, 1e-5);
  for (guint i = 0; i < f->network->n_tensors; i++)
    {
      const OvTensor *tensor = &f->network->tensors[i];
      const double distance = naive_distance (f->product + tensor->offset,
                                              expected + tensor->offset, tensor->size);

      g_test_message ("%s: %.1e", tensor->name, distance);
      g_assert_cmpfloat (distance, <, 2e-5);
    }
}

static double
get_dot_product (const float *a, const float *b, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += (double) a[i] * (double) b[i];

  return sum;
}

/* u · Hv = v · Hu, and the product is added to what is there. */
static void
test_symmetric (Fixture *f, gconstpointer data)
{
  const Case *c = data;
  g_autofree float *other = g_new (float, f->n);
  g_autofree float *other_product = g_new0 (float, f->n);
  g_autofree float *once = NULL;
  float t_scores[N_SCORES];
  double one_way;
  double size;

  naive_fill_random (other, f->n, 0.5, 13);
  multiply (f, c->loss, f->direction, f->product, t_scores);
  multiply (f, c->loss, other, other_product, t_scores);
  one_way = get_dot_product (other, f->product, f->n);
  size = sqrt (get_dot_product (other, other, f->n)
               * get_dot_product (f->product, f->product, f->n));
  g_assert_cmpfloat (fabs (one_way), >, 1e-4 * size);
  g_assert_cmpfloat_with_epsilon (one_way, get_dot_product (f->direction, other_product, f->n),
                                  1e-6 * size);

  once = g_memdup2 (f->product, f->n * sizeof (float));
  multiply (f, c->loss, f->direction, f->product, t_scores);
  for (gsize i = 0; i < f->n; i++)
    g_assert_cmpfloat_with_epsilon (f->product[i], 2.0f * once[i],
                                    1e-5f * (fabsf (once[i]) + 1e-2f));
}

/* The pass goes back as it would without tangents. */
static void
test_pass (Fixture *f, gconstpointer data)
{
  g_autofree float *before = g_new0 (float, f->n);
  g_autofree float *after = g_new0 (float, f->n);
  float d_scores[N_SCORES];
  float t_scores[N_SCORES];

  naive_fill_random (d_scores, N_SCORES, 1.0, 14);
  ov_pass_forward (f->pass, 0, N_IMAGES);
  ov_pass_backward (f->pass, 0, d_scores, before, NULL);
  multiply (f, ((const Case *) data)->loss, f->direction, f->product, t_scores);
  ov_pass_backward (f->pass, 0, d_scores, after, NULL);
  g_assert_cmpmem (before, f->n * sizeof (float), after, f->n * sizeof (float));
}

static void
add (const char *test, const Case *c, void (*func) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf (
    "/tangent/%s/%s/%s", c->preset,
    c->loss == OV_LOSS_SQUARED_ERROR ? "squared-error" : "cross-entropy", test);

  g_test_add (path, Fixture, c, fixture_set_up, func, fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add ("product", &cases[i], test_product);
      add ("symmetric", &cases[i], test_symmetric);
      add ("pass", &cases[i], test_pass);
    }

  return g_test_run ();
}
