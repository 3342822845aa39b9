/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "first-layer.h"

#include "affine-int8.h"
#include "affine.h"
#include "dataset.h"

/* Blocks of pixels whose gradients a member finds at once from floats. They are the same whoever
 * takes them, since what comes out may depend on their size. Each costs the packing of the
 * derivatives, so that a mini-batch is cut into no more than a few threads can use. */
#define N_BLOCKS 6
#define N_FEW_BLOCKS 4
#define FEW_IMAGES 512

G_STATIC_ASSERT (OV_IMAGE_SIZE % N_BLOCKS == 0 && OV_IMAGE_SIZE % N_FEW_BLOCKS == 0);

struct _OvFirstLayer
{
  OvNetwork     *network;
  const OvLayer *layer;
  OvThreadPool  *pool;
  gsize          n_units;
  OvAffineInt8  *bytes;        /* what computes the layer, or NULL when floats do */
  gint8         *group_bytes;  /* [group × 3072], the images of a group, or NULL */
  gint8        **member_bytes; /* [members][most × 3072], those only sent forward */
  float         *group_inputs; /* [group × 3072], the images of a group as floats, or NULL */
  float         *d_out;        /* [group × units], the derivatives at the outputs */
  gboolean       roughly;

  /* The group whose gradient is being found. */
  guint          n_tiles;
  guint          n_images;
  float         *gradient;
};

/**
 * ov_first_layer_suits:
 * @network: a network
 *
 * Returns: whether the first layer is an affine one with other layers after it, which then is where
 *   most of the parameters are
 */
gboolean
ov_first_layer_suits (OvNetwork *network)
{
  g_return_val_if_fail (network != NULL, FALSE);

  return network->layers[0].klass == &ov_affine_class
         && network->n_layers > 1;
}

/**
 * ov_first_layer_new:
 * @network: a network that suits, see ov_first_layer_suits(); it outlives this
 * @mean: [3072], the mean image in steps of a byte
 * @pixel_scale: the largest value that a pixel can have, 1 or 255
 * @pool: the threads that share the work, which outlive this
 * @tile: the most images that are sent through the rest of the network at once
 * @group: the most images whose gradient is found together
 *
 * Returns: (transfer full): the layer, to be freed with ov_first_layer_free()
 */
OvFirstLayer *
ov_first_layer_new (OvNetwork    *network,
                    const float  *mean,
                    double        pixel_scale,
                    OvThreadPool *pool,
                    guint         tile,
                    guint         group)
{
  const guint n_members = ov_thread_pool_get_size (pool);
  const OvLayer *layer = &network->layers[0];
  OvFirstLayer *self = g_new0 (OvFirstLayer, 1);

  self->network = network;
  self->layer = layer;
  self->pool = pool;
  self->n_units = ov_shape_get_size (layer->out);
  self->d_out = g_aligned_alloc (group * self->n_units, sizeof (float), OV_LAYER_ALIGNMENT);
  if (ov_affine_int8_suits (layer))
    {
      self->bytes = ov_affine_int8_new (layer, mean, pixel_scale, OV_FIRST_LAYER_MOST, group,
                                        (group + tile - 1) / tile, n_members);
      self->group_bytes = g_aligned_alloc (group, OV_IMAGE_SIZE, OV_LAYER_ALIGNMENT);
      self->member_bytes = g_new (gint8 *, n_members);
      for (guint i = 0; i < n_members; i++)
        self->member_bytes[i] = g_aligned_alloc (OV_FIRST_LAYER_MOST, OV_IMAGE_SIZE,
                                                 OV_LAYER_ALIGNMENT);
    }
  else
    {
      self->group_inputs = g_aligned_alloc ((gsize) group * OV_IMAGE_SIZE, sizeof (float),
                                            OV_LAYER_ALIGNMENT);
    }

  return self;
}

/**
 * ov_first_layer_free:
 * @self: (nullable): a first layer
 */
void
ov_first_layer_free (OvFirstLayer *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; self->member_bytes != NULL && i < ov_thread_pool_get_size (self->pool); i++)
    g_aligned_free (self->member_bytes[i]);
  g_free (self->member_bytes);
  ov_affine_int8_free (self->bytes);
  g_aligned_free (self->group_bytes);
  g_aligned_free (self->group_inputs);
  g_aligned_free (self->d_out);
  g_free (self);
}

/**
 * ov_first_layer_get_n_whole:
 * @self: a first layer
 *
 * Returns: the number of parameters, from the first on, whose gradient ov_first_layer_finish()
 *   finds: the weights
 */
gsize
ov_first_layer_get_n_whole (OvFirstLayer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->layer->tensors[0].offset + self->layer->tensors[0].size;
}

/**
 * ov_first_layer_takes_bytes:
 * @self: a first layer
 *
 * Returns: whether it is computed from bytes, or from floats in the pass
 */
gboolean
ov_first_layer_takes_bytes (OvFirstLayer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->bytes != NULL;
}

static void
prepare_member (guint    member,
                guint    n_members,
                gpointer user_data)
{
  OvFirstLayer *self = user_data;

  ov_affine_int8_prepare (self->bytes, self->network->parameters, member);
}

/**
 * ov_first_layer_begin:
 * @self: a first layer
 * @roughly: whether 16 bits of each weight are enough, where bytes are multiplied
 *
 * Takes the network's weights over, which stay as they are until the next call.
 */
void
ov_first_layer_begin (OvFirstLayer *self,
                      gboolean      roughly)
{
  self->roughly = roughly;
  if (self->bytes != NULL)
    ov_thread_pool_run (self->pool, prepare_member, self);
}

/**
 * ov_first_layer_get_bytes:
 * @self: a first layer that takes bytes
 * @member: the calling member of the pool
 * @first: the number of an image in its group
 * @keep: whether the images are needed until ov_first_layer_finish()
 *
 * Returns: (transfer none): [images × 3072], where that image and those after it are put as signed
 *   bytes
 */
gint8 *
ov_first_layer_get_bytes (OvFirstLayer *self,
                          guint         member,
                          guint         first,
                          gboolean      keep)
{
  return keep ? self->group_bytes + (gsize) first * OV_IMAGE_SIZE : self->member_bytes[member];
}

/**
 * ov_first_layer_multiply:
 * @self: a first layer that takes bytes
 * @member: the calling member of the pool
 * @images: [@n_images × 3072], from ov_first_layer_get_bytes()
 * @n_images: how many
 *
 * Multiplies images for ov_first_layer_join(). How many are taken together makes no difference.
 */
void
ov_first_layer_multiply (OvFirstLayer *self,
                         guint         member,
                         const gint8  *images,
                         guint         n_images)
{
  ov_affine_int8_multiply (self->bytes, member, images, n_images, self->roughly);
}

/**
 * ov_first_layer_join:
 * @self: a first layer that takes bytes
 * @member: the calling member of the pool
 * @first: the first image, counted from the first of those that the member multiplied last
 * @n_images: how many
 * @out: (out): [@n_images × units], the layer's output
 */
void
ov_first_layer_join (OvFirstLayer *self,
                     guint         member,
                     guint         first,
                     guint         n_images,
                     float        *out)
{
  ov_affine_int8_join (self->bytes, member, first, n_images,
                       self->network->parameters, self->roughly, out);
}

/**
 * ov_first_layer_get_inputs:
 * @self: a first layer that takes floats
 * @first: the number of an image in its group
 *
 * Returns: (transfer none): [images × 3072], which a pass takes for its input, so that it is kept
 *   until ov_first_layer_finish()
 */
float *
ov_first_layer_get_inputs (OvFirstLayer *self,
                           guint         first)
{
  return self->group_inputs + (gsize) first * OV_IMAGE_SIZE;
}

/**
 * ov_first_layer_backward:
 * @self: a first layer
 * @pass: a pass that has sent a tile forward
 * @tile: the tile's number in its group
 * @first: the number of its first image in the group
 * @n_images: how many images it has
 * @d_scores: [@n_images × 10], the derivative of the loss with respect to the scores
 * @gradient: [parameters], what all derivatives but those with respect to the layer's weights are
 *   added to
 *
 * Sends a tile back as far as this layer's output.
 */
void
ov_first_layer_backward (OvFirstLayer *self,
                         OvPass       *pass,
                         guint         tile,
                         guint         first,
                         guint         n_images,
                         const float  *d_scores,
                         float        *gradient)
{
  float *d_out = self->d_out + first * self->n_units;

  ov_pass_backward (pass, 1, d_scores, gradient, d_out);
  ov_affine_sum_rows (d_out, gradient + self->layer->tensors[1].offset, n_images, self->n_units);
  if (self->bytes != NULL)
    ov_affine_int8_measure (self->bytes, tile, d_out, n_images);
}

static void
split_member (guint    member,
              guint    n_members,
              gpointer user_data)
{
  OvFirstLayer *self = user_data;

  ov_affine_int8_split (self->bytes, member, self->n_tiles, self->d_out, self->n_images);
}

static void
finish_bytes_member (guint    member,
                     guint    n_members,
                     gpointer user_data)
{
  OvFirstLayer *self = user_data;

  ov_affine_int8_backward (self->bytes, member, self->group_bytes, self->n_images, self->gradient);
}

static void
finish_floats_member (guint    member,
                      guint    n_members,
                      gpointer user_data)
{
  OvFirstLayer *self = user_data;
  const guint n_blocks = self->n_images <= FEW_IMAGES ? N_FEW_BLOCKS : N_BLOCKS;
  const gsize n_pixels = OV_IMAGE_SIZE / n_blocks;
  const OvShare share = ov_thread_pool_share (n_blocks, member, n_members);

  for (gsize block = share.begin; block < share.end; block++)
    ov_affine_set_gradient (self->layer, block * n_pixels, n_pixels, self->group_inputs,
                            self->d_out, self->n_images, self->gradient);
}

/**
 * ov_first_layer_finish:
 * @self: a first layer, after all tiles of a group have been sent back
 * @n_tiles: how many tiles the group has
 * @n_images: how many images
 * @gradient: [parameters], whose derivatives with respect to the layer's weights are set
 *
 * Finds the gradient of a group, each member that of some pixels' weights.
 */
void
ov_first_layer_finish (OvFirstLayer *self,
                       guint         n_tiles,
                       guint         n_images,
                       float        *gradient)
{
  self->n_tiles = n_tiles;
  self->n_images = n_images;
  self->gradient = gradient;

  if (self->bytes == NULL)
    {
      ov_thread_pool_run (self->pool, finish_floats_member, self);
      return;
    }

  ov_thread_pool_run (self->pool, split_member, self);
  ov_thread_pool_run (self->pool, finish_bytes_member, self);
}
