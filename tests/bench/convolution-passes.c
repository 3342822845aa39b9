/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel-layout.h"
#include "dnnl-convolution.h"
#include "thread-pool.h"

/*
 * Times what no program that trains the network with oneDNN can do without: the eight passes of its
 * convolutions over a batch, three forward, three by the weights and two by the input. Prints the
 * seconds that an epoch of them takes.
 *
 *     convolution-passes [THREADS [BATCH-SIZE [TILE]]]
 */

#define N_TRAIN 50000
#define N_LAYERS 3
#define WINDOW_SIZE 9

static const OvShape in_shapes[N_LAYERS] = {{3, 32, 32}, {32, 16, 16}, {64, 8, 8}};
static const guint   n_outs[N_LAYERS] = {32, 64, 64};

typedef struct
{
  OvDnnlConvolution *convolution;
  float             *in;
  float             *d_in;
  float             *out;
  float             *d_out;
  float             *weight;
  float             *d_weight;
  float             *bias;
  float             *d_bias;
} Layer;

typedef struct
{
  guint batch_size;
  guint tile;
  guint n_batches;
  Layer layers[N_LAYERS];
} Work;

static float *
make_values (gsize  size,
             GRand *rand)
{
  float *values = g_aligned_alloc (size, sizeof (float), OV_LAYER_ALIGNMENT);

  for (gsize i = 0; i < size; i++)
    values[i] = (float) g_rand_double_range (rand, -0.1, 0.1);

  return values;
}

static void
init_layer (Layer *layer,
            guint  index,
            guint  tile,
            GRand *rand)
{
  const OvShape in = in_shapes[index];
  const OvShape out = {n_outs[index], in.height, in.width};
  const gsize n_weights = (gsize) in.channels * out.channels * WINDOW_SIZE;

  layer->convolution = ov_dnnl_convolution_new (in, out.channels, tile);
  layer->in = make_values (tile * ov_shape_get_size (in), rand);
  layer->d_in = make_values (tile * ov_shape_get_size (in), rand);
  layer->out = make_values (tile * ov_shape_get_size (out), rand);
  layer->d_out = make_values (tile * ov_shape_get_size (out), rand);
  layer->weight = make_values (n_weights, rand);
  layer->d_weight = make_values (n_weights, rand);
  layer->bias = make_values (out.channels, rand);
  layer->d_bias = make_values (out.channels, rand);
}

static void
run_passes (Layer *layers)
{
  for (guint i = 0; i < N_LAYERS; i++)
    ov_dnnl_convolution_forward (layers[i].convolution, layers[i].in, layers[i].weight,
                                 layers[i].bias, layers[i].out);
  for (guint i = N_LAYERS; i-- > 0;)
    {
      ov_dnnl_convolution_backward_weights (layers[i].convolution, layers[i].in, layers[i].d_out,
                                            layers[i].d_weight, layers[i].d_bias);
      if (i > 0)
        ov_dnnl_convolution_backward_data (layers[i].convolution, layers[i].weight,
                                           layers[i].d_out, layers[i].d_in);
    }
}

static void
prepare_member (guint    member,
                guint    n_members,
                gpointer user_data)
{
  Work *work = (Work *) user_data + member;
  g_autoptr (GRand) rand = g_rand_new_with_seed (member);

  for (guint i = 0; i < N_LAYERS; i++)
    init_layer (&work->layers[i], i, work->tile, rand);
  run_passes (work->layers);
}

/* One batch: the member's share of it, tile by tile. */
static void
run_member (guint    member,
            guint    n_members,
            gpointer user_data)
{
  Work *work = (Work *) user_data + member;

  for (guint done = 0; done < work->batch_size / n_members; done += work->tile)
    run_passes (work->layers);
}

int
main (int    argc,
      char **argv)
{
  const guint n_threads = argc > 1 ? (guint) atoi (argv[1]) : ov_thread_pool_default_size ();
  const guint batch_size = argc > 2 ? (guint) atoi (argv[2]) : 50;
  const guint tile = argc > 3 ? (guint) atoi (argv[3]) : batch_size / n_threads;
  const guint n_batches = N_TRAIN / batch_size;
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (n_threads);
  g_autofree Work *works = g_new0 (Work, n_threads);
  gint64 start;

  for (guint i = 0; i < n_threads; i++)
    works[i] = (Work) {.batch_size = batch_size, .tile = tile};

  ov_thread_pool_run (pool, prepare_member, works);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < n_batches; i++)
    ov_thread_pool_run (pool, run_member, works);
  printf ("seconds\n%.6f\n", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);

  return 0;
}
