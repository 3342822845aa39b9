/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "affine-int8.h"

#include <math.h>
#include <string.h>

#include "dnnl-product.h"
#include "instruction-fixture.h"
#include "model.h"
#include "naive.h"
#include "tile.h"

/* The first layer from bytes or, where the processor does not multiply them, from floats: the same
 * to within what each can tell. */

#define N_IMAGES 37
#define N_UNITS 67
#define N_MEMBERS 2
#define MARGIN 3
#define TILE 16
#define N_TILES ((N_IMAGES + TILE - 1) / TILE)

typedef struct
{
  OvTensor      tensors[2];
  OvLayer       layer;
  OvDataset    *dataset;
  OvAffineInt8 *bytes;
  gsize         n_weights;
  gsize         n_parameters;
  float        *parameters;
  gint8        *images;  /* [N_IMAGES × 3072] */
  double       *centred; /* the same, as the exercise has them */
  float        *inputs;  /* the same as floats */
  float        *d_out;
  float        *gradient;
} Fixture;

static void
fixture_init (Fixture *self, double pixel_scale)
{
  const OvShape in = {OV_IMAGE_SIZE, 1, 1};

  memset (self, 0, sizeof *self);
  self->layer = (OvLayer) {&ov_affine_class, in, {0}, self->tensors};
  ov_affine_class.plan (in, N_UNITS, &self->layer.out, self->tensors);
  self->n_weights = (gsize) N_UNITS * OV_IMAGE_SIZE;
  self->n_parameters = self->n_weights + N_UNITS + 2 * MARGIN;
  self->tensors[0].offset = MARGIN;
  self->tensors[1].offset = MARGIN + self->n_weights;
  self->dataset = naive_dataset_new (N_IMAGES, 1);
  self->centred = naive_get_images (self->dataset, OV_SPLIT_TRAIN, pixel_scale);

  self->parameters = g_new (float, self->n_parameters);
  self->gradient = g_new0 (float, self->n_parameters);
  self->images = g_new (gint8, N_IMAGES * OV_IMAGE_SIZE);
  self->inputs = g_new (float, N_IMAGES *OV_IMAGE_SIZE);
  self->d_out = g_new (float, N_IMAGES *N_UNITS);
  naive_fill_random (self->parameters, self->n_parameters, 0.01, 5);
  naive_fill_random (self->d_out, N_IMAGES * N_UNITS, 1e-3, 6);
  ov_tile_fill_signed (self->images, self->dataset->pixels[OV_SPLIT_TRAIN], NULL, 0,
                       N_IMAGES);

  for (gsize i = 0; i < N_IMAGES * OV_IMAGE_SIZE; i++)
    self->inputs[i] = (float) self->centred[i];

  g_assert_cmpint (ov_affine_int8_suits (&self->layer), ==, fixture_expects_bytes ());
  if (fixture_expects_bytes ())
    self->bytes = ov_affine_int8_new (&self->layer, self->dataset->mean_image,
                                      pixel_scale, N_IMAGES, N_IMAGES, N_TILES, N_MEMBERS);
}

static void
fixture_clear (Fixture *self)
{
  ov_affine_int8_free (self->bytes);
  ov_dataset_unref (self->dataset);
  g_free (self->parameters);
  g_free (self->images);
  g_free (self->centred);
  g_free (self->inputs);
  g_free (self->d_out);
  g_free (self->gradient);
}

static void
forward (Fixture *self, guint member, gboolean roughly, float *out)
{
  if (self->bytes == NULL)
    {
      ov_affine_class.forward (&(OvLayerCall) {&self->layer, .parameters = self->parameters,
                                               .n = N_IMAGES, .in = self->inputs, .out = out});
      return;
    }

  for (guint i = 0; i < N_MEMBERS; i++)
    ov_affine_int8_prepare (self->bytes, self->parameters, i);
  ov_affine_int8_multiply (self->bytes, member, self->images, N_IMAGES, roughly);
  for (guint first = 0; first < N_IMAGES; first += TILE)
    ov_affine_int8_join (self->bytes, member, first, MIN (TILE, N_IMAGES - first),
                         self->parameters, roughly, out + first * N_UNITS);
}

/* The outputs in double precision. */
static double *
compute_outputs (const Fixture *self)
{
  double *out = g_new (double, N_IMAGES *N_UNITS);

  for (gsize i = 0; i < N_IMAGES; i++)
    for (gsize unit = 0; unit < N_UNITS; unit++)
      {
        double sum = (double) self->parameters[MARGIN + self->n_weights + unit];

        for (gsize j = 0; j < OV_IMAGE_SIZE; j++)
          sum += self->centred[i * OV_IMAGE_SIZE + j]
                 * (double) self->parameters[MARGIN + unit * OV_IMAGE_SIZE + j];
        out[i * N_UNITS + unit] = sum;
      }

  return out;
}

static void
check_forward (double pixel_scale)
{
  g_autofree float *out = g_new (float, N_IMAGES *N_UNITS);
  g_autofree double *expected = NULL;
  Fixture f;

  fixture_init (&f, pixel_scale);
  expected = compute_outputs (&f);
  forward (&f, 1, FALSE, out);
  g_assert_cmpfloat (naive_distance (out, expected, N_IMAGES * N_UNITS), <,
                     f.bytes != NULL ? 2e-7 : 2e-6);
  forward (&f, 0, TRUE, out);
  g_assert_cmpfloat (naive_distance (out, expected, N_IMAGES * N_UNITS), <, 2e-5);
  fixture_clear (&f);
}

/* As exact as a float can tell: some four times as exact as the float product that it replaces. */
static void
test_forward (void)
{
  check_forward (1.0);
  check_forward (255.0);
}

static void
backward (Fixture *self)
{
  if (self->bytes == NULL)
    {
      ov_affine_class.backward (&(OvLayerCall) {&self->layer, .parameters = self->parameters,
                                                .n = N_IMAGES, .in = self->inputs,
                                                .d_out = self->d_out, .gradient = self->gradient});
      return;
    }

  for (guint tile = 0; tile < N_TILES; tile++)
    ov_affine_int8_measure (self->bytes, tile, self->d_out + tile * TILE * N_UNITS,
                            MIN (TILE, N_IMAGES - tile * TILE));
  for (guint member = 0; member < N_MEMBERS; member++)
    ov_affine_int8_split (self->bytes, member, N_TILES, self->d_out, N_IMAGES);
  for (guint member = 0; member < N_MEMBERS; member++)
    ov_affine_int8_backward (self->bytes, member, self->images, N_IMAGES, self->gradient);
}

/* From bytes, only the gradient of the weights is found here. */
static void
test_backward (void)
{
  g_autofree double *expected = NULL;
  Fixture f;

  fixture_init (&f, 255.0);
  expected = g_new0 (double, f.n_parameters);
  for (gsize i = 0; i < N_IMAGES; i++)
    for (gsize unit = 0; unit < N_UNITS; unit++)
      {
        const double d = (double) f.d_out[i * N_UNITS + unit];

        for (gsize j = 0; j < OV_IMAGE_SIZE; j++)
          expected[MARGIN + unit * OV_IMAGE_SIZE + j] += d * f.centred[i * OV_IMAGE_SIZE + j];
        if (f.bytes == NULL)
          expected[MARGIN + f.n_weights + unit] += d;
      }

  backward (&f);
  g_assert_cmpfloat (naive_distance (f.gradient, expected, f.n_parameters), <, 2e-5);
  fixture_clear (&f);
}

/* A weight that is not finite spoils its unit and no other. */
static void
test_not_finite (void)
{
  g_autofree float *out = g_new (float, N_IMAGES *N_UNITS);
  Fixture f;

  fixture_init (&f, 1.0);
  f.parameters[MARGIN + 4 * OV_IMAGE_SIZE + 100] = NAN;
  forward (&f, 0, FALSE, out);
  for (gsize i = 0; i < N_IMAGES * N_UNITS; i++)
    g_assert_cmpint (isfinite (out[i]), ==, i % N_UNITS != 4);
  fixture_clear (&f);
}

/* The largest bytes of all, whose sums do not fit into 16 bits: what processors without the right
 * instructions get wrong, and must not be asked for. */
static void
test_largest_bytes (void)
{
  enum
  {
    DEPTH = 1024,
    SIZE = 16
  };
  g_autofree gint8 *a = g_malloc (SIZE * DEPTH);
  g_autofree gint8 *b = g_malloc (SIZE * DEPTH);
  gint32 out[SIZE * SIZE] = {0};

  memset (a, 127, SIZE * DEPTH);
  memset (b, -128, SIZE * DEPTH);
  ov_dnnl_multiply_bytes (FALSE, TRUE, SIZE, SIZE, DEPTH, a, DEPTH, b, DEPTH, out);
  for (guint i = 0; i < SIZE * SIZE; i++)
    g_assert_cmpint (out[i], ==, DEPTH * 127 * -128);
  ov_dnnl_multiply_bytes (TRUE, FALSE, SIZE, SIZE, DEPTH, b, SIZE, b, SIZE, out);
  for (guint i = 0; i < SIZE * SIZE; i++)
    g_assert_cmpint (out[i], ==, DEPTH * 128 * 128);
}

/* Only a first layer that is wide enough is worth it. */
static void
test_suits (void)
{
  static const char *const presets[] = {"linear", "two-layer-gd", "two-layer-sgd", "cnn"};

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OvNetwork) network = NULL;
      const gboolean is_wide = g_str_has_prefix (presets[i], "two-layer");
      OvRecipe recipe;

      ov_recipe_init_preset (&recipe, presets[i], &error);
      g_assert_no_error (error);
      network = ov_model_build_network (&recipe);
      g_assert_cmpint (ov_affine_int8_suits (&network->layers[0]), ==,
                       is_wide && fixture_expects_bytes ());
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/affine-int8/instructions", fixture_test_instructions);
  g_test_add_func ("/affine-int8/forward", test_forward);
  g_test_add_func ("/affine-int8/backward", test_backward);
  g_test_add_func ("/affine-int8/not-finite", test_not_finite);
  if (fixture_expects_bytes ())
    g_test_add_func ("/affine-int8/largest-bytes", test_largest_bytes);
  g_test_add_func ("/affine-int8/suits", test_suits);

  return g_test_run ();
}
