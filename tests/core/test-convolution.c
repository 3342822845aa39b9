/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "channel-layout.h"
#include "dnnl-convolution.h"
#include "naive-image.h"
#include "naive.h"

/* Layers of images: convolution, pooling and flattening. Some shapes are those of the network, some
 * are odd: fewer channels than a vector, sides that are no multiple of two. */

typedef struct
{
  const char         *name;
  const OvLayerClass *klass;
  OvShape             in;
  guint               n_out;
  guint               n;
} Case;

static const Case cases[] = {
  {"convolution/first", &ov_convolution_class, {3, 32, 32}, 32, 3},
  {"convolution/second", &ov_convolution_class, {32, 16, 16}, 64, 1},
  {"convolution/third", &ov_convolution_class, {64, 8, 8}, 64, 7},
  {"convolution/few-channels", &ov_convolution_class, {5, 7, 9}, 6, 2},
  {"convolution/mixed", &ov_convolution_class, {16, 5, 3}, 7, 3},
  {"convolution/one-pixel", &ov_convolution_class, {1, 1, 1}, 1, 1},
  {"pool/blocks", &ov_max_pool_class, {32, 8, 6}, 0, 3},
  {"pool/one-block", &ov_max_pool_class, {16, 2, 2}, 0, 1},
  {"pool/odd-blocks", &ov_max_pool_class, {16, 5, 7}, 0, 3},
  {"pool/plain", &ov_max_pool_class, {3, 8, 6}, 0, 5},
  {"pool/odd-plain", &ov_max_pool_class, {3, 5, 7}, 0, 3},
  {"flatten/blocks", &ov_flatten_class, {64, 4, 4}, 0, 5},
  {"flatten/plain", &ov_flatten_class, {3, 5, 7}, 0, 2},
};

/* Derivatives that are compared with central differences, spread over an array. */
#define N_PROBES 17
#define STEP 1e-4

typedef struct
{
  OvTensor tensors[2];
  OvLayer  layer;
  gpointer state;
  gsize    n_in;
  gsize    n_out;
  gsize    n_parameters;

  /* In the layout of the network, and plain. */
  float   *in;
  float   *out;
  float   *d_in;
  float   *d_out;
  float   *plain_in;
  float   *plain_out;
  float   *plain_d_in;
  float   *plain_d_out;
  float   *parameters;
  float   *gradient;
} Fixture;

static float *
allocate (gsize n)
{
  return g_aligned_alloc0 (n, sizeof (float), OV_LAYER_ALIGNMENT);
}

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  const Case *c = data;

  f->layer = (OvLayer) {c->klass, c->in, {0}, f->tensors};
  c->klass->plan (c->in, c->n_out, &f->layer.out, f->tensors);
  f->n_parameters = 1;
  for (guint i = 0; i < c->klass->n_tensors; i++)
    {
      f->tensors[i].offset = f->n_parameters;
      f->tensors[i].size = 1;
      for (guint d = 0; d < f->tensors[i].n_dims; d++)
        f->tensors[i].size *= f->tensors[i].dims[d];
      f->n_parameters += f->tensors[i].size;
    }
  f->state = c->klass->state_new != NULL ? c->klass->state_new (&f->layer, c->n) : NULL;

  f->n_in = c->n * ov_shape_get_size (f->layer.in);
  f->n_out = c->n * ov_shape_get_size (f->layer.out);
  f->in = allocate (f->n_in);
  f->d_in = allocate (f->n_in);
  f->plain_in = allocate (f->n_in);
  f->plain_d_in = allocate (f->n_in);
  f->out = allocate (f->n_out);
  f->d_out = allocate (f->n_out);
  f->plain_out = allocate (f->n_out);
  f->plain_d_out = allocate (f->n_out);
  f->parameters = allocate (f->n_parameters);
  f->gradient = allocate (f->n_parameters);

  naive_fill_random (f->plain_in, f->n_in, 1.0, 1);
  naive_fill_random (f->plain_d_out, f->n_out, 1.0, 2);
  naive_fill_random (f->parameters, f->n_parameters, 0.5, 3);
  naive_fill_random (f->d_in, f->n_in, 1.0, 4);
  ov_channel_layout_from_plain (f->layer.in, f->plain_in, f->in, c->n);
  if (c->klass == &ov_flatten_class)
    memcpy (f->d_out, f->plain_d_out, f->n_out * sizeof (float));
  else
    ov_channel_layout_from_plain (f->layer.out, f->plain_d_out, f->d_out, c->n);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  float *const arrays[] = {
    f->in, f->out, f->d_in, f->d_out, f->plain_in, f->plain_out, f->plain_d_in, f->plain_d_out,
    f->parameters, f->gradient};

  if (f->state != NULL)
    f->layer.klass->state_free (f->state);
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_aligned_free (arrays[i]);
}

static void
test_forward (Fixture *f, gconstpointer data)
{
  const Case *c = data;
  g_autofree double *in = naive_copy (f->plain_in, f->n_in);
  g_autofree double *parameters = naive_copy (f->parameters, f->n_parameters);
  g_autofree double *expected = g_new (double, f->n_out);

  naive_image_forward (&f->layer, parameters, in, expected, c->n);
  c->klass->forward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                     .n = c->n, .in = f->in, .out = f->out});
  if (c->klass == &ov_flatten_class)
    memcpy (f->plain_out, f->out, f->n_out * sizeof (float));
  else
    ov_channel_layout_to_plain (f->layer.out, f->out, f->plain_out, c->n);
  g_assert_cmpfloat (naive_distance (f->plain_out, expected, f->n_out), <, 2e-6);
}

/* The sum of the outputs, each times the derivative that is sent back. */
static double
measure (Fixture *f, const Case *c, const double *parameters, const double *in)
{
  g_autofree double *out = g_new (double, f->n_out);
  double sum = 0.0;

  naive_image_forward (&f->layer, parameters, in, out, c->n);
  for (gsize i = 0; i < f->n_out; i++)
    sum += out[i] * (double) f->plain_d_out[i];

  return sum;
}

/* Compares derivatives by some of `values`, which are what measure() is given. */
static void
compare (Fixture     *f,
         const Case  *c,
         double      *parameters,
         double      *in,
         double      *values,
         const float *derivatives,
         gsize        first,
         gsize        n)
{
  const gsize n_probes = MIN (N_PROBES, n - first);

  for (gsize probe = 0; probe < n_probes; probe++)
    {
      const gsize i = first + probe * (n - first) / n_probes;
      const double value = values[i];
      double difference;

      values[i] = value + STEP;
      difference = measure (f, c, parameters, in);
      values[i] = value - STEP;
      difference -= measure (f, c, parameters, in);
      values[i] = value;
      g_assert_cmpfloat_with_epsilon ((double) derivatives[i], difference / (2.0 * STEP),
                                      1e-4 * (1.0 + fabs ((double) derivatives[i])));
    }
}

static void
test_backward (Fixture *f, gconstpointer data)
{
  const Case *c = data;
  g_autofree double *in = naive_copy (f->plain_in, f->n_in);
  g_autofree double *parameters = naive_copy (f->parameters, f->n_parameters);

  c->klass->forward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                     .n = c->n, .in = f->in, .out = f->out});
  c->klass->backward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                      .n = c->n, .in = f->in, .out = f->out, .d_out = f->d_out,
                                      .d_in = f->d_in, .gradient = f->gradient});
  ov_channel_layout_to_plain (f->layer.in, f->d_in, f->plain_d_in, c->n);
  compare (f, c, parameters, in, in, f->plain_d_in, 0, f->n_in);
  if (f->n_parameters > 1)
    compare (f, c, parameters, in, parameters, f->gradient, 1, f->n_parameters);
  g_assert_cmpfloat (f->gradient[0], ==, 0.0f);
}

/* A pool sends the tangent of its input on from the place where it sends the derivative of its
 * output back to, even where several are the largest. */
static void
test_tangent (Fixture *f, gconstpointer data)
{
  const Case *c = data;
  g_autofree float *t_in = g_new (float, f->n_in);
  g_autofree float *t_out = g_new (float, f->n_out);
  double forward = 0.0;
  double backward = 0.0;

  for (gsize i = 0; i < f->n_in; i++)
    f->in[i] = floorf (3.0f * f->in[i]);
  c->klass->forward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                     .n = c->n, .in = f->in, .out = f->out});
  c->klass->backward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                      .n = c->n, .in = f->in, .out = f->out, .d_out = f->d_out,
                                      .d_in = f->d_in});
  for (gsize i = 0; i < f->n_in; i++)
    t_in[i] = (float) (1 + i % 97) * f->d_in[i];
  c->klass->tangent_forward (&(OvLayerCall) {&f->layer, .n = c->n, .in = f->in, .out = f->out,
                                             .t_in = t_in, .t_out = t_out});

  for (gsize i = 0; i < f->n_in; i++)
    backward += (double) t_in[i] * (double) f->d_in[i];
  for (gsize i = 0; i < f->n_out; i++)
    {
      forward += (double) t_out[i] * (double) f->d_out[i];
      g_assert_cmpfloat (t_out[i] / f->d_out[i], >=, 0.99f);
    }
  g_assert_cmpfloat_with_epsilon (forward, backward, 1e-6 * backward);
}

/* The gradient is added to what is there; what is not wanted is not touched. */
static void
test_accumulate (Fixture *f, gconstpointer data)
{
  const Case *c = data;
  g_autofree float *once = NULL;

  c->klass->forward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                     .n = c->n, .in = f->in, .out = f->out});
  c->klass->backward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                      .n = c->n, .in = f->in, .out = f->out, .d_out = f->d_out,
                                      .gradient = f->gradient});
  once = g_memdup2 (f->gradient, f->n_parameters * sizeof (float));
  c->klass->backward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                      .n = c->n, .in = f->in, .out = f->out, .d_out = f->d_out,
                                      .d_in = f->d_in});
  g_assert_cmpmem (once, f->n_parameters * sizeof (float), f->gradient,
                   f->n_parameters * sizeof (float));
  c->klass->backward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                      .n = c->n, .in = f->in, .out = f->out, .d_out = f->d_out,
                                      .gradient = f->gradient});
  for (gsize i = 0; i < f->n_parameters; i++)
    g_assert_cmpfloat (f->gradient[i], ==, once[i] + once[i]);
}

/* Fewer images give the same as among others. */
static void
test_fewer (Fixture *f, gconstpointer data)
{
  const Case *c = data;
  const gsize n_out = f->n_out / c->n;
  gpointer state = c->klass->state_new != NULL ? c->klass->state_new (&f->layer, 1) : NULL;
  g_autofree float *before = NULL;

  c->klass->forward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                     .n = c->n, .in = f->in, .out = f->out});
  before = g_memdup2 (f->out, n_out * sizeof (float));
  memset (f->out, 0, f->n_out * sizeof (float));
  c->klass->forward (&(OvLayerCall) {&f->layer, .state = state, .parameters = f->parameters,
                                     .n = 1, .in = f->in, .out = f->out});
  if (state != NULL)
    c->klass->state_free (state);
  for (gsize i = 0; i < n_out; i++)
    g_assert_cmpfloat_with_epsilon (f->out[i], before[i], 1e-5f);
  for (gsize i = n_out; i < f->n_out; i++)
    g_assert_cmpfloat (f->out[i], ==, 0.0f);
}

/* Of equal pixels the first counts as the largest, row by row, as everywhere. */
static void
test_ties (Fixture *f, gconstpointer data)
{
  const Case *c = data;
  const OvShape out = f->layer.out;

  for (gsize i = 0; i < f->n_in; i++)
    f->in[i] = 0.25f;
  c->klass->forward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                     .n = c->n, .in = f->in, .out = f->out});
  c->klass->backward (&(OvLayerCall) {&f->layer, .state = f->state, .parameters = f->parameters,
                                      .n = c->n, .in = f->in, .out = f->out, .d_out = f->d_out,
                                      .d_in = f->d_in});
  ov_channel_layout_to_plain (f->layer.in, f->d_in, f->plain_d_in, c->n);
  for (gsize i = 0; i < f->n_in; i++)
    {
      const gsize x = i % c->in.width;
      const gsize y = i / c->in.width % c->in.height;
      const gsize plane = i / c->in.width / c->in.height;
      const gboolean is_first =
        x % 2 == 0 && y % 2 == 0 && x / 2 < out.width && y / 2 < out.height;
      const gsize to = (plane * out.height + y / 2) * out.width + x / 2;

      g_assert_cmpfloat (f->plain_d_in[i], ==, is_first ? f->plain_d_out[to] : 0.0f);
    }
}

/* From plain to the network's layout and back nothing is lost, and nothing is doubled. */
static void
test_layout (Fixture *f, gconstpointer data)
{
  const Case *c = data;

  ov_channel_layout_to_plain (f->layer.in, f->in, f->plain_d_in, c->n);
  g_assert_cmpmem (f->plain_in, f->n_in * sizeof (float), f->plain_d_in, f->n_in * sizeof (float));
}

static gpointer
make_convolution_thread (gpointer data)
{
  OvDnnlConvolution *convolution;

  omp_set_num_threads (4);
  convolution = ov_dnnl_convolution_new ((OvShape) {16, 8, 8}, 16, 2);
  g_assert_cmpint (omp_get_max_threads (), ==, 1);
  ov_dnnl_convolution_free (convolution);

  return NULL;
}

/* oneDNN decides how many threads it will take when it is asked for a convolution, before the first
 * one is computed. */
static void
test_one_thread (void)
{
  g_thread_join (g_thread_new ("convolution", make_convolution_thread, NULL));
}

static void
add (const char *test, const Case *c, void (*func) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/%s/%s", c->name, test);

  g_test_add (path, Fixture, c, fixture_set_up, func, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add ("forward", &cases[i], test_forward);
      add ("backward", &cases[i], test_backward);
      add ("accumulate", &cases[i], test_accumulate);
      if (cases[i].klass->tangent_forward != NULL)
        add ("tangent", &cases[i], test_tangent);
      add ("fewer", &cases[i], test_fewer);
      add ("layout", &cases[i], test_layout);
      if (cases[i].klass == &ov_max_pool_class)
        add ("ties", &cases[i], test_ties);
    }

  g_test_add_func ("/convolution/one-thread", test_one_thread);

  return g_test_run ();
}
