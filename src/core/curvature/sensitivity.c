/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sensitivity.h"

#include <string.h>

#include "simd.h"
#include "tile.h"

/*
 * The gradient of a class's score with respect to the pixels (Simonyan, Vedaldi and Zisserman,
 * Deep inside convolutional networks, 2014), averaged over images. At a single image it jumps
 * wherever a ReLU or a pool decides otherwise, and at the mean image, where neighbours are alike,
 * they decide by rounding. The average over images is the gradient of the mean score when all of
 * them are shifted alike; an image near a kink moves it by its own share at most.
 *
 * The first layer is linear in the pixels and the same for all images, so that it is passed once,
 * by the average of the derivatives with respect to its output.
 */

/* The images are split into slices, whose sums are added in their order, so that the number of
 * threads makes no difference. */
#define N_SLICES 8
#define PLANES_TILE 10
#define WIDE_TILE 32
#define PLANES_OUTPUTS 8192

struct _OvSensitivity
{
  OvNetwork    *network;
  OvDataset    *dataset;
  OvThreadPool *pool;
  float         scale;
  guint         tile;
  guint         n_passes;
  OvPass      **passes;   /* [n_passes], for the first members of the pool */
  float       **d_firsts; /* [n_passes][tile × n_first] */
  gsize         n_first;  /* size of the first layer's output */
  float        *sums;     /* [N_SLICES × 10 × n_first] */
  GCancellable *cancellable;
};

OV_MULTIVERSION static void
add (float *restrict sum,
     const float *restrict term,
     gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += term[i];
}

/**
 * ov_sensitivity_new:
 * @network: a network that outlives this
 * @dataset: whose first test images are looked at; outlives this
 * @pool: the threads that share the work; outlive this
 * @pixel_scale: the largest value that a pixel can have, 1 or 255
 *
 * Returns: (transfer full): room for the gradients, to be freed with ov_sensitivity_free()
 */
OvSensitivity *
ov_sensitivity_new (OvNetwork    *network,
                    OvDataset    *dataset,
                    OvThreadPool *pool,
                    double        pixel_scale)
{
  OvSensitivity *self;

  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (pool != NULL, NULL);

  self = g_new0 (OvSensitivity, 1);
  self->network = network;
  self->dataset = dataset;
  self->pool = pool;
  self->n_first = ov_shape_get_size (network->layers[0].out);
  self->tile = self->n_first >= PLANES_OUTPUTS ? PLANES_TILE : WIDE_TILE;
  self->n_passes = MIN (ov_thread_pool_get_size (pool), N_SLICES);
  self->passes = g_new (OvPass *, self->n_passes);
  self->d_firsts = g_new (float *, self->n_passes);
  for (guint i = 0; i < self->n_passes; i++)
    {
      self->passes[i] = ov_pass_new (network, self->tile);
      self->d_firsts[i] = g_aligned_alloc (self->tile * self->n_first, sizeof (float),
                                           OV_LAYER_ALIGNMENT);
    }
  self->sums = g_new (float, N_SLICES *OV_N_CLASSES * self->n_first);

  self->scale = (float) (pixel_scale / 255.0);

  return self;
}

/**
 * ov_sensitivity_free:
 * @self: what was made by ov_sensitivity_new()
 */
void
ov_sensitivity_free (OvSensitivity *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_passes; i++)
    {
      ov_pass_free (self->passes[i]);
      g_aligned_free (self->d_firsts[i]);
    }
  g_free (self->passes);
  g_free (self->d_firsts);
  g_free (self->sums);
  g_free (self);
}

/* Adds the derivatives of all classes' scores with respect to the first layer's output, for some
 * images. */
static void
add_tile (OvSensitivity *self,
          guint          member,
          guint          first,
          guint          n_images,
          float         *sums)
{
  OvPass *pass = self->passes[member];
  float *d_first = self->d_firsts[member];
  const guint8 *pixels = self->dataset->pixels[OV_SPLIT_TEST];
  float d_scores[WIDE_TILE * OV_N_CLASSES];

  ov_tile_fill (pass->values[0], pixels, NULL, first, n_images,
                self->dataset->mean_image, self->scale);
  ov_pass_forward (pass, 0, n_images);

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      memset (d_scores, 0, sizeof d_scores);
      for (guint i = 0; i < n_images; i++)
        d_scores[i * OV_N_CLASSES + k] = 1.0f;
      ov_pass_backward (pass, 1, d_scores, NULL, d_first);
      for (guint i = 0; i < n_images; i++)
        add (sums + k * self->n_first, d_first + i * self->n_first, self->n_first);
    }
}

/**
 * ov_sensitivity_get_n_images:
 * @dataset: a data set
 *
 * Returns: how many of its test images are looked at
 */
guint
ov_sensitivity_get_n_images (const OvDataset *dataset)
{
  g_return_val_if_fail (dataset != NULL, 0);

  return MIN (OV_SENSITIVITY_IMAGES, dataset->n_images[OV_SPLIT_TEST]);
}

static void
add_slices (guint    member,
            guint    n_members,
            gpointer user_data)
{
  OvSensitivity *self = user_data;
  const guint n_images = ov_sensitivity_get_n_images (self->dataset);
  OvShare slices;

  if (member >= self->n_passes)
    return;

  slices = ov_thread_pool_share (N_SLICES, member, self->n_passes);
  for (guint slice = slices.begin; slice < slices.end; slice++)
    {
      const OvShare images = ov_thread_pool_share (n_images, slice, N_SLICES);
      float *sums = self->sums + slice * OV_N_CLASSES * self->n_first;

      memset (sums, 0, OV_N_CLASSES * self->n_first * sizeof (float));
      for (guint i = images.begin; i < images.end; i += self->tile)
        {
          if (g_cancellable_is_cancelled (self->cancellable))
            return;
          add_tile (self, member, i, MIN (self->tile, images.end - i), sums);
        }
    }
}

/* The mean of the slices' sums, in the place of the first one. */
static void
average_slices (OvSensitivity *self)
{
  const gsize n = OV_N_CLASSES * self->n_first;
  const float factor = 1.0f / (float) ov_sensitivity_get_n_images (self->dataset);

  for (guint slice = 1; slice < N_SLICES; slice++)
    add (self->sums, self->sums + slice * n, n);
  for (gsize i = 0; i < n; i++)
    self->sums[i] *= factor;
}

/**
 * ov_sensitivity_measure:
 * @self: what was made by ov_sensitivity_new(); nobody changes the network meanwhile
 * @templates: (out): the average gradient of each class's score with respect to the pixels, in the
 *   units of the network's input; for a network of one layer, its weights
 * @cancellable: (nullable): gives it up within some milliseconds
 *
 * Returns: whether it was done; if not, @templates is as it was
 */
gboolean
ov_sensitivity_measure (OvSensitivity *self,
                        OvTemplates   *templates,
                        GCancellable  *cancellable)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (templates != NULL, FALSE);

  if (self->network->n_layers == 1)
    {
      /* The first layer's output is the scores. */
      memset (self->sums, 0, OV_N_CLASSES * self->n_first * sizeof (float));
      for (guint k = 0; k < OV_N_CLASSES; k++)
        self->sums[k * self->n_first + k] = 1.0f;
    }
  else
    {
      self->cancellable = cancellable;
      ov_thread_pool_run (self->pool, add_slices, self);
      self->cancellable = NULL;
      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
      average_slices (self);
    }

  ov_pass_backward_first (self->passes[0], self->sums, OV_N_CLASSES, &templates->values[0][0]);

  return TRUE;
}
