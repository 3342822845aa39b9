/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layer.h"

#include <math.h>
#include <string.h>

#include "naive.h"

typedef struct
{
  guint n_in;
  guint n_out;
  guint n;
} Size;

/* Narrow layers go through their images in blocks: 32 rows of 3072 × 10, 45 of 3072 × 7. */
static const Size sizes[] = {
  {1, 1, 1},
  {37, 5, 3},
  {3072, 10, 1},
  {3072, 10, 31},
  {3072, 10, 32},
  {3072, 10, 33},
  {3072, 7, 91},
  {3072, 21, 17},
  {200, 10, 129},
  {613, 203, 19},
};

/* The parameters stand in the middle of the block, as those of a later layer do. */
#define MARGIN 5

typedef struct
{
  OvTensor tensors[2];
  OvLayer  layer;
  gsize    n_weights;
  gsize    n_parameters;
  float   *parameters;
  float   *in;
  float   *d_out;
  float   *out;
  float   *d_in;
  float   *gradient;
} Fixture;

static void
fixture_init (Fixture *self, const Size *size)
{
  const OvShape in = {size->n_in, 1, 1};

  memset (self, 0, sizeof *self);
  self->layer = (OvLayer) {&ov_affine_class, in, {0}, self->tensors};
  ov_affine_class.plan (in, size->n_out, &self->layer.out, self->tensors);
  self->n_weights = (gsize) size->n_in * size->n_out;
  self->n_parameters = self->n_weights + size->n_out + 2 * MARGIN;
  self->tensors[0].offset = MARGIN;
  self->tensors[1].offset = MARGIN + self->n_weights;

  self->parameters = g_new (float, self->n_parameters);
  self->in = g_new (float, size->n * size->n_in);
  self->d_out = g_new (float, size->n * size->n_out);
  self->out = g_new0 (float, size->n * size->n_out);
  self->d_in = g_new0 (float, size->n * size->n_in);
  self->gradient = g_new (float, self->n_parameters);
  naive_fill_random (self->parameters, self->n_parameters, 0.5, 1);
  naive_fill_random (self->in, (gsize) size->n * size->n_in, 1.0, 2);
  naive_fill_random (self->d_out, (gsize) size->n * size->n_out, 1.0, 3);
  naive_fill_random (self->gradient, self->n_parameters, 1.0, 4);
}

static void
fixture_clear (Fixture *self)
{
  g_free (self->parameters);
  g_free (self->in);
  g_free (self->d_out);
  g_free (self->out);
  g_free (self->d_in);
  g_free (self->gradient);
}

static void
test_plan (void)
{
  const OvShape in = {3, 32, 32};
  OvShape out;
  OvTensor tensors[2] = {0};

  g_assert_cmpuint (ov_affine_class.n_tensors, ==, 2);
  ov_affine_class.plan (in, 17, &out, tensors);
  g_assert_cmpuint (ov_shape_get_size (out), ==, 17);
  g_assert_cmpuint (out.channels, ==, 17);
  g_assert_cmpuint (tensors[0].n_dims, ==, 2);
  g_assert_cmpuint (tensors[0].dims[0], ==, 17);
  g_assert_cmpuint (tensors[0].dims[1], ==, 3072);
  g_assert_cmpuint (tensors[1].n_dims, ==, 1);
  g_assert_cmpuint (tensors[1].dims[0], ==, 17);
}

static void
test_forward (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      const Size *size = &sizes[s];
      g_autofree double *expected = g_new (double, size->n * size->n_out);
      Fixture f;

      fixture_init (&f, size);
      for (gsize i = 0; i < size->n; i++)
        for (gsize k = 0; k < size->n_out; k++)
          {
            double sum = (double) f.parameters[MARGIN + f.n_weights + k];

            for (gsize j = 0; j < size->n_in; j++)
              sum += (double) f.in[i * size->n_in + j]
                     * (double) f.parameters[MARGIN + k * size->n_in + j];
            expected[i * size->n_out + k] = sum;
          }

      ov_affine_class.forward (&(OvLayerCall) {&f.layer, .parameters = f.parameters, .n = size->n,
                                               .in = f.in, .out = f.out});
      g_assert_cmpfloat (naive_distance (f.out, expected, (gsize) size->n * size->n_out), <, 2e-6);
      fixture_clear (&f);
    }
}

/* What is expected of the backward pass: the gradient is added to what is there. */
static void
compute_backward (const Fixture *f, const Size *size, double *gradient, double *d_in)
{
  const float *weight = f->parameters + MARGIN;

  for (gsize i = 0; i < size->n; i++)
    for (gsize k = 0; k < size->n_out; k++)
      {
        const double d_out = (double) f->d_out[i * size->n_out + k];

        gradient[MARGIN + f->n_weights + k] += d_out;
        for (gsize j = 0; j < size->n_in; j++)
          {
            gradient[MARGIN + k * size->n_in + j] += d_out * (double) f->in[i * size->n_in + j];
            d_in[i * size->n_in + j] += d_out * (double) weight[k * size->n_in + j];
          }
      }
}

static void
test_backward (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      const Size *size = &sizes[s];
      g_autofree double *d_in = g_new0 (double, size->n * size->n_in);
      g_autofree double *gradient = NULL;
      g_autofree float *kept = NULL;
      Fixture f;

      fixture_init (&f, size);
      gradient = naive_copy (f.gradient, f.n_parameters);
      kept = g_memdup2 (f.gradient, f.n_parameters * sizeof (float));
      compute_backward (&f, size, gradient, d_in);

      ov_affine_class.backward (&(OvLayerCall) {&f.layer, .parameters = f.parameters,
                                                .n = size->n, .in = f.in, .out = f.out,
                                                .d_out = f.d_out, .d_in = f.d_in,
                                                .gradient = f.gradient});
      g_assert_cmpfloat (naive_distance (f.gradient, gradient, f.n_parameters), <, 2e-6);
      g_assert_cmpfloat (naive_distance (f.d_in, d_in, (gsize) size->n * size->n_in), <, 2e-6);

      /* The parameters of other layers are left alone. */
      g_assert_cmpmem (f.gradient, MARGIN * sizeof (float), kept, MARGIN * sizeof (float));
      g_assert_cmpmem (f.gradient + f.n_parameters - MARGIN, MARGIN * sizeof (float),
                       kept + f.n_parameters - MARGIN, MARGIN * sizeof (float));
      fixture_clear (&f);
    }
}

static double
project (Fixture *f, const Size *size)
{
  double sum = 0.0;

  ov_affine_class.forward (&(OvLayerCall) {&f->layer, .parameters = f->parameters, .n = size->n,
                                           .in = f->in, .out = f->out});
  for (gsize i = 0; i < (gsize) size->n * size->n_out; i++)
    sum += (double) f->out[i] * (double) f->d_out[i];

  return sum;
}

/* The layer is linear in each of its numbers, so that a wide central difference is exact. */
static void
test_central_differences (void)
{
  const Size size = {37, 5, 3};
  Fixture f;

  fixture_init (&f, &size);
  memset (f.gradient, 0, f.n_parameters * sizeof (float));
  ov_affine_class.backward (&(OvLayerCall) {&f.layer, .parameters = f.parameters, .n = size.n,
                                            .in = f.in, .out = f.out, .d_out = f.d_out,
                                            .d_in = f.d_in, .gradient = f.gradient});

  for (gsize i = 0; i < f.n_parameters + size.n * size.n_in; i++)
    {
      const gboolean is_parameter = i < f.n_parameters;
      float *value = is_parameter ? &f.parameters[i] : &f.in[i - f.n_parameters];
      const float kept = *value;
      double difference;

      *value = kept + 1.0f;
      difference = project (&f, &size);
      *value = kept - 1.0f;
      difference -= project (&f, &size);
      *value = kept;

      g_assert_cmpfloat_with_epsilon (
        difference / 2.0, (double) (is_parameter ? f.gradient[i] : f.d_in[i - f.n_parameters]),
        2e-5);
    }

  fixture_clear (&f);
}

static void
test_parts_not_wanted (void)
{
  const Size size = {3072, 10, 40};
  g_autofree float *d_in = NULL;
  Fixture f;

  fixture_init (&f, &size);
  ov_affine_class.backward (&(OvLayerCall) {&f.layer, .parameters = f.parameters, .n = size.n,
                                            .in = f.in, .out = f.out, .d_out = f.d_out,
                                            .d_in = f.d_in});
  d_in = g_memdup2 (f.d_in, (gsize) size.n * size.n_in * sizeof (float));
  ov_affine_class.backward (&(OvLayerCall) {&f.layer, .parameters = f.parameters, .n = size.n,
                                            .in = f.in, .out = f.out, .d_out = f.d_out,
                                            .gradient = f.gradient});
  g_assert_cmpmem (d_in, (gsize) size.n * size.n_in * sizeof (float), f.d_in,
                   (gsize) size.n * size.n_in * sizeof (float));
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/affine/plan", test_plan);
  g_test_add_func ("/affine/forward", test_forward);
  g_test_add_func ("/affine/backward", test_backward);
  g_test_add_func ("/affine/central-differences", test_central_differences);
  g_test_add_func ("/affine/parts-not-wanted", test_parts_not_wanted);

  return g_test_run ();
}
