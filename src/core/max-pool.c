/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "channel-layout.h"
#include "simd.h"

/*
 * The pooling layer: the largest of each 2 × 2 pixels, channel by channel. A last odd row or column
 * is left out.
 *
 * It is ours rather than oneDNN's because remembering the place of the largest in a byte lets the
 * way back write each derivative once, where oneDNN clears them all and then adds.
 */

#define WINDOW 2

/* The place of the largest of each 2 × 2 pixels, row by row: [capacity × size of the output]. */
typedef guint8 Place;

static void
plan (OvShape   in,
      guint     n_out,
      OvShape  *out,
      OvTensor *tensors)
{
  *out = (OvShape) {in.channels, in.height / WINDOW, in.width / WINDOW};
}

static gpointer
state_new (const OvLayer *layer,
           guint          capacity)
{
  return g_new (Place, capacity * ov_shape_get_size (layer->out));
}

/* One pixel of the output: `block` channels of four pixels of the input. The first of the largest
 * is taken. */
static inline void
pool_pixel (const float *restrict upper,
            const float *restrict lower,
            float *restrict       out,
            Place *restrict       places,
            gsize                 block)
{
  for (gsize k = 0; k < block; k++)
    {
      const float top = upper[k + block] > upper[k] ? upper[k + block] : upper[k];
      const float bottom = lower[k + block] > lower[k] ? lower[k + block] : lower[k];
      const Place top_place = upper[k + block] > upper[k] ? 1 : 0;
      const Place bottom_place = lower[k + block] > lower[k] ? 3 : 2;

      out[k] = bottom > top ? bottom : top;
      places[k] = bottom > top ? bottom_place : top_place;
    }
}

static inline void
spread_pixel (const float *restrict d_out,
              const Place *restrict places,
              float *restrict       upper,
              float *restrict       lower,
              gsize                 block)
{
  for (gsize k = 0; k < block; k++)
    {
      upper[k] = places[k] == 0 ? d_out[k] : 0.0f;
      upper[k + block] = places[k] == 1 ? d_out[k] : 0.0f;
      lower[k] = places[k] == 2 ? d_out[k] : 0.0f;
      lower[k + block] = places[k] == 3 ? d_out[k] : 0.0f;
    }
}

static inline void
pool (const float *in,
      float       *out,
      Place       *places,
      OvShape      shape,
      gsize        n_planes,
      gsize        block)
{
  const gsize row = shape.width * block;
  const gsize n_columns = shape.width / WINDOW;
  const gsize n_rows = shape.height / WINDOW;

  for (gsize y = 0; y < n_planes * n_rows; y++)
    {
      const float *upper = in + (y / n_rows * shape.height + y % n_rows * WINDOW) * row;

      for (gsize x = 0; x < n_columns; x++, upper += WINDOW * block, out += block, places += block)
        pool_pixel (upper, upper + row, out, places, block);
    }
}

static inline void
spread (const float *d_out,
        const Place *places,
        float       *d_in,
        OvShape      shape,
        gsize        n_planes,
        gsize        block)
{
  const gsize row = shape.width * block;
  const gsize n_columns = shape.width / WINDOW;
  const gsize n_rows = shape.height / WINDOW;

  for (gsize y = 0; y < n_planes * n_rows; y++)
    {
      float *upper = d_in + (y / n_rows * shape.height + y % n_rows * WINDOW) * row;

      for (gsize x = 0; x < n_columns; x++, upper += WINDOW * block, d_out += block, places += block)
        spread_pixel (d_out, places, upper, upper + row, block);
    }
}

/* With the usual block the pixel's loop becomes a few vector instructions. */
#define USUAL_BLOCK 16

OV_MULTIVERSION static void
pool_usual (const float *in,
            float       *out,
            Place       *places,
            OvShape      shape,
            gsize        n_planes)
{
  pool (in, out, places, shape, n_planes, USUAL_BLOCK);
}

OV_MULTIVERSION static void
spread_usual (const float *d_out,
              const Place *places,
              float       *d_in,
              OvShape      shape,
              gsize        n_planes)
{
  spread (d_out, places, d_in, shape, n_planes, USUAL_BLOCK);
}

static void
forward (const OvLayer *layer,
         gpointer       state,
         const float   *parameters,
         const float   *in,
         float         *out,
         guint          n)
{
  const gsize block = ov_channel_layout_get_block (layer->in.channels);
  const gsize n_planes = n * (layer->in.channels / block);

  if (block == USUAL_BLOCK)
    pool_usual (in, out, state, layer->in, n_planes);
  else
    pool (in, out, state, layer->in, n_planes, block);
}

static void
backward (const OvLayer *layer,
          gpointer       state,
          const float   *parameters,
          const float   *in,
          const float   *out,
          const float   *d_out,
          float         *d_in,
          float         *gradient,
          guint          n)
{
  const gsize block = ov_channel_layout_get_block (layer->in.channels);
  const gsize n_planes = n * (layer->in.channels / block);

  if (d_in == NULL)
    return;

  if (layer->in.height % WINDOW != 0 || layer->in.width % WINDOW != 0)
    memset (d_in, 0, n * ov_shape_get_size (layer->in) * sizeof (float));
  if (block == USUAL_BLOCK)
    spread_usual (d_out, state, d_in, layer->in, n_planes);
  else
    spread (d_out, state, d_in, layer->in, n_planes, block);
}

const OvLayerClass ov_max_pool_class = {
  .kind = "Max-pool",
  .plan = plan,
  .state_new = state_new,
  .state_free = g_free,
  .forward = forward,
  .backward = backward,
};
