/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layer.h"

#include <math.h>

#include "naive.h"

/* Odd, so that every tail of a vector loop is used. */
#define N_IMAGES 7
#define WIDTH 43
#define N_VALUES (N_IMAGES * WIDTH)

static const OvLayer sigmoid = {&ov_sigmoid_class, {WIDTH, 1, 1}, {WIDTH, 1, 1}, NULL};
static const OvLayer relu = {&ov_relu_class, {WIDTH, 1, 1}, {WIDTH, 1, 1}, NULL};

static double
define_sigmoid (double x)
{
  return 1.0 / (1.0 + exp (-x));
}

static double
define_relu (double x)
{
  return fmax (x, 0.0);
}

static const struct
{
  const OvLayer *layer;
  double (*define) (double x);
} kinds[] = {
  {&sigmoid, define_sigmoid},
  {&relu, define_relu},
};

static void
test_plan (void)
{
  const OvShape in = {32, 16, 8};

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      OvShape out;

      g_assert_cmpuint (kinds[i].layer->klass->n_tensors, ==, 0);
      kinds[i].layer->klass->plan (in, 0, &out, NULL);
      g_assert_cmpuint (out.channels, ==, 32);
      g_assert_cmpuint (out.height, ==, 16);
      g_assert_cmpuint (out.width, ==, 8);
    }
}

static void
test_values_and_derivatives (void)
{
  const double step = 1e-5;
  float in[N_VALUES];
  float d_out[N_VALUES];

  naive_fill_random (in, N_VALUES, 12.0, 1);
  naive_fill_random (d_out, N_VALUES, 1.0, 2);

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      const OvLayer *layer = kinds[k].layer;
      float out[N_VALUES];
      float d_in[N_VALUES];

      layer->klass->forward (&(OvLayerCall) {layer, .n = N_IMAGES, .in = in, .out = out});
      layer->klass->backward (&(OvLayerCall) {layer, .n = N_IMAGES, .in = in, .out = out,
                                              .d_out = d_out, .d_in = d_in});
      for (guint i = 0; i < N_VALUES; i++)
        {
          const double x = (double) in[i];
          const double value = kinds[k].define (x);
          const double slope = (kinds[k].define (x + step) - kinds[k].define (x - step))
                               / (2.0 * step);

          g_assert_cmpfloat_with_epsilon ((double) out[i], value, 3e-7 * fabs (value) + 1e-30);
          g_assert_cmpfloat_with_epsilon ((double) d_in[i], slope * (double) d_out[i], 3e-7);
        }
    }
}

/* How fast the output and the derivative that is sent back change while the input does. The
 * second difference needs a longer step; no input is that near to the kink. */
static void
test_tangents (void)
{
  const double step = 1e-4;
  float in[N_VALUES];
  float t_in[N_VALUES];
  float d_out[N_VALUES];
  float t_d_out[N_VALUES];

  naive_fill_random (in, N_VALUES, 6.0, 1);
  naive_fill_random (t_in, N_VALUES, 1.0, 2);
  naive_fill_random (d_out, N_VALUES, 1.0, 3);
  naive_fill_random (t_d_out, N_VALUES, 1.0, 4);

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      const OvLayer *layer = kinds[k].layer;
      float out[N_VALUES];
      float t_out[N_VALUES];
      float t_d_in[N_VALUES];

      layer->klass->forward (&(OvLayerCall) {layer, .n = N_IMAGES, .in = in, .out = out});
      layer->klass->tangent_forward (&(OvLayerCall) {layer, .n = N_IMAGES, .in = in, .out = out,
                                                     .t_in = t_in, .t_out = t_out});
      layer->klass->backward (&(OvLayerCall) {layer, .n = N_IMAGES, .in = in, .out = out,
                                              .d_out = t_d_out, .d_in = t_d_in});
      if (layer->klass->tangent_backward != NULL)
        layer->klass->tangent_backward (&(OvLayerCall) {layer, .n = N_IMAGES, .out = out,
                                                        .t_in = t_in, .d_out = d_out,
                                                        .t_d_in = t_d_in});
      for (guint i = 0; i < N_VALUES; i++)
        {
          const double x = (double) in[i];
          const double ahead = kinds[k].define (x + step);
          const double behind = kinds[k].define (x - step);
          const double slope = (ahead - behind) / (2.0 * step);
          const double bend = (ahead - 2.0 * kinds[k].define (x) + behind) / (step * step);

          g_assert_cmpfloat (fabs (x), >, step);
          g_assert_cmpfloat_with_epsilon ((double) t_out[i], slope * (double) t_in[i], 3e-7);
          g_assert_cmpfloat_with_epsilon (
            (double) t_d_in[i],
            slope * (double) t_d_out[i] + bend * (double) t_in[i] * (double) d_out[i], 5e-7);
        }
    }
}

/* With pixels up to 255 and a rate that is too large, sums reach any size. */
static void
test_extremes (void)
{
  static const float large[] = {17.0f, 87.0f, 88.8f, 90.0f, 104.0f, 1e4f, 1e30f, INFINITY};

  /* At every place of a vector. */
  for (guint shift = 0; shift < G_N_ELEMENTS (large); shift++)
    {
      float in[N_VALUES];
      float out[N_VALUES];

      for (guint i = 0; i < N_VALUES; i++)
        in[i] = large[(i / 2 + shift) % G_N_ELEMENTS (large)] * (i % 2 == 0 ? 1.0f : -1.0f);
      sigmoid.klass->forward (&(OvLayerCall) {&sigmoid, .n = N_IMAGES, .in = in, .out = out});
      for (guint i = 0; i < N_VALUES; i++)
        g_assert_cmpfloat_with_epsilon (out[i], i % 2 == 0 ? 1.0f : 0.0f, 1e-7f);

      relu.klass->forward (&(OvLayerCall) {&relu, .n = N_IMAGES, .in = in, .out = out});
      for (guint i = 0; i < N_VALUES; i++)
        g_assert_cmpfloat (out[i], ==, i % 2 == 0 ? in[i] : 0.0f);
    }
}

/* Otherwise weights that are lost would go unnoticed. */
static void
test_no_number (void)
{
  float in[N_VALUES] = {0};

  for (guint i = 0; i < N_VALUES; i += 3)
    in[i] = NAN;

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      float out[N_VALUES];

      kinds[k].layer->klass->forward (&(OvLayerCall) {kinds[k].layer, .n = N_IMAGES, .in = in,
                                                      .out = out});
      for (guint i = 0; i < N_VALUES; i++)
        if (i % 3 == 0)
          g_assert_true (isnan (out[i]));
        else
          g_assert_cmpfloat ((double) out[i], ==, kinds[k].define (0.0));
    }
}

static void
test_relu_at_zero (void)
{
  static const float in[WIDTH] = {0.0f, -0.0f, 1e-38f, -1e-38f};
  float out[WIDTH];
  float d_out[WIDTH];
  float d_in[WIDTH];
  float t_out[WIDTH];

  for (guint i = 0; i < WIDTH; i++)
    d_out[i] = 3.0f;
  relu.klass->forward (&(OvLayerCall) {&relu, .n = 1, .in = in, .out = out});
  relu.klass->tangent_forward (&(OvLayerCall) {&relu, .n = 1, .in = in, .out = out, .t_in = d_out,
                                               .t_out = t_out});
  relu.klass->backward (&(OvLayerCall) {&relu, .n = 1, .in = in, .out = out, .d_out = d_out,
                                        .d_in = d_in});
  for (guint i = 0; i < WIDTH; i++)
    {
      g_assert_cmpfloat (out[i], ==, i == 2 ? 1e-38f : 0.0f);
      g_assert_cmpfloat (d_in[i], ==, i == 2 ? 3.0f : 0.0f);
      g_assert_cmpfloat (t_out[i], ==, d_in[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/activation/plan", test_plan);
  g_test_add_func ("/activation/values-and-derivatives", test_values_and_derivatives);
  g_test_add_func ("/activation/tangents", test_tangents);
  g_test_add_func ("/activation/extremes", test_extremes);
  g_test_add_func ("/activation/no-number", test_no_number);
  g_test_add_func ("/activation/relu-at-zero", test_relu_at_zero);

  return g_test_run ();
}
