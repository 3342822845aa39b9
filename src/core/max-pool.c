/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
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

/* Where the pixels of a window are, in an image of a given width. */
#define OFFSET(place, width) ((place) / WINDOW * (width) + (place) % WINDOW)

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

/* The plain layout: one channel after the other. The first of the largest is taken. */
static void
pool_plain (const float *in,
            float       *out,
            Place       *places,
            OvShape      shape,
            gsize        n_planes)
{
  const gsize n_columns = shape.width / WINDOW;
  const gsize n_rows = shape.height / WINDOW;

  for (gsize y = 0; y < n_planes * n_rows; y++)
    for (gsize x = 0; x < n_columns; x++)
      {
        const gsize row = y / n_rows * shape.height + y % n_rows * WINDOW;
        const float *window = in + row * shape.width + x * WINDOW;
        Place place = 0;

        for (Place i = 1; i < WINDOW * WINDOW; i++)
          if (window[OFFSET (i, shape.width)] > window[OFFSET (place, shape.width)])
            place = i;

        *out++ = window[OFFSET (place, shape.width)];
        *places++ = place;
      }
}

static void
spread_plain (const float *d_out,
              const Place *places,
              float       *d_in,
              OvShape      shape,
              gsize        n_planes)
{
  const gsize n_columns = shape.width / WINDOW;
  const gsize n_rows = shape.height / WINDOW;

  for (gsize y = 0; y < n_planes * n_rows; y++)
    for (gsize x = 0; x < n_columns; x++, d_out++, places++)
      {
        const gsize row = y / n_rows * shape.height + y % n_rows * WINDOW;
        float *window = d_in + row * shape.width + x * WINDOW;

        for (Place i = 0; i < WINDOW * WINDOW; i++)
          window[OFFSET (i, shape.width)] = i == *places ? *d_out : 0.0f;
      }
}

/*
 * The same for layouts whose block is made of whole vectors. GCC's vectors say what its vectoriser
 * does not find by itself. Of a pixel there are `n` vectors.
 */
#define LANES 8

typedef float Floats __attribute__ ((vector_size (LANES * sizeof (float))));
typedef gint32 Masks __attribute__ ((vector_size (LANES * sizeof (gint32))));
typedef Place Places __attribute__ ((vector_size (LANES * sizeof (Place))));

OV_MULTIVERSION static void
pool_blocks (const float *in,
             float       *out,
             Place       *places,
             OvShape      shape,
             gsize        n_planes,
             gsize        n)
{
  const gsize n_columns = shape.width / WINDOW;
  const gsize n_rows = shape.height / WINDOW;
  Floats *to = (Floats *) out;
  Places *to_places = (Places *) places;

  for (gsize y = 0; y < n_planes * n_rows; y++)
    {
      const gsize row = y / n_rows * shape.height + y % n_rows * WINDOW;
      const Floats *upper = (const Floats *) in + row * shape.width * n;
      const Floats *lower = upper + shape.width * n;

      for (gsize x = 0; x < n_columns; x++, upper += n, lower += n)
        for (gsize i = 0; i < n; i++, upper++, lower++)
          {
            const Masks right_of_upper = upper[n] > upper[0];
            const Masks right_of_lower = lower[n] > lower[0];
            const Masks top = (right_of_upper & (Masks) upper[n])
                              | (~right_of_upper & (Masks) upper[0]);
            const Masks bottom = (right_of_lower & (Masks) lower[n])
                                 | (~right_of_lower & (Masks) lower[0]);
            const Masks below = (Floats) bottom > (Floats) top;

            *to++ = (Floats) ((below & bottom) | (~below & top));
            *to_places++ = __builtin_convertvector (
              (below & (2 - right_of_lower)) | (~below & -right_of_upper), Places);
          }
    }
}

OV_MULTIVERSION static void
spread_blocks (const float *d_out,
               const Place *places,
               float       *d_in,
               OvShape      shape,
               gsize        n_planes,
               gsize        n)
{
  const gsize n_columns = shape.width / WINDOW;
  const gsize n_rows = shape.height / WINDOW;
  const Floats *from = (const Floats *) d_out;
  const Places *from_places = (const Places *) places;

  for (gsize y = 0; y < n_planes * n_rows; y++)
    {
      const gsize row = y / n_rows * shape.height + y % n_rows * WINDOW;
      Floats *upper = (Floats *) d_in + row * shape.width * n;
      Floats *lower = upper + shape.width * n;

      for (gsize x = 0; x < n_columns; x++, upper += n, lower += n)
        for (gsize i = 0; i < n; i++, upper++, lower++)
          {
            const Masks values = (Masks) *from++;
            const Masks place = __builtin_convertvector (*from_places++, Masks);

            upper[0] = (Floats) (values & (place == 0));
            upper[n] = (Floats) (values & (place == 1));
            lower[0] = (Floats) (values & (place == 2));
            lower[n] = (Floats) (values & (place == 3));
          }
    }
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

  if (block % LANES == 0)
    pool_blocks (in, out, state, layer->in, n_planes, block / LANES);
  else
    pool_plain (in, out, state, layer->in, n_planes);
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
  if (block % LANES == 0)
    spread_blocks (d_out, state, d_in, layer->in, n_planes, block / LANES);
  else
    spread_plain (d_out, state, d_in, layer->in, n_planes);
}

const OvLayerClass ov_max_pool_class = {
  .kind = N_("Max-pool"),
  .plan = plan,
  .state_new = state_new,
  .state_free = g_free,
  .forward = forward,
  .backward = backward,
};
