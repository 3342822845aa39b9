/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep.h"

#include <string.h>

#include "byte-affine.h"
#include "tile.h"

/* Images that a member turns into floats and multiplies at once. A narrow network is bound by
 * memory, so its tile has to stay in the second-level cache; a wide one wants long products. The
 * planes of a convolution are many times larger than the image, and each layer reads what the one
 * before has just written. */
#define NARROW_TILE 32
#define WIDE_TILE 256
#define PLANES_TILE 13
#define NARROW_OUTPUTS 64
#define PLANES_OUTPUTS 8192

/* What each member goes through before the trainer looks up and tells how far it is. */
#define TILES_PER_SLICE 16
#define IMAGES_PER_SLICE 2048

struct _OvSweep
{
  OvNetwork    *network;
  OvDataset    *dataset;
  OvTeam       *team;
  guint         tile;
  float         scale;
  float        *offset;    /* [3072], the mean image times the scale */
  OvPass      **passes;    /* [members] */
  OvByteAffine *bytes;     /* the first layer, or NULL when that is computed in floats */
  gint8       **tiles;     /* [members][tile × 3072], what it is computed from, or NULL */
  float       **d_scores;  /* [members][tile × 10] */
  float       **gradients; /* [members][parameters] */
  gboolean      roughly;   /* whether 16 bits of each weight are enough to train on */

  /* The range that is being worked on. */
  OvSplit       split;
  const guint  *order;
  guint         first;
  guint         n_images;
  float         factor;
  gboolean      train;
  GCancellable *cancellable;
  OvScore      *scores; /* [members] */
  OvTileFunc    tile_func; /* what a visitor does with each tile, or NULL */
  gpointer      user_data;
};

static guint
choose_tile (OvNetwork *network)
{
  const gsize n_outputs = ov_shape_get_size (ov_network_get_layer (network, 0)->out);

  if (n_outputs >= PLANES_OUTPUTS)
    return PLANES_TILE;

  return n_outputs < NARROW_OUTPUTS ? NARROW_TILE : WIDE_TILE;
}

/**
 * ov_sweep_new:
 * @network: a network that outlives the sweep
 * @dataset: the images, which outlive the sweep
 * @team: the threads that share the work, which outlive the sweep
 * @pixel_scale: the largest value that a pixel can have, 1 or 255
 *
 * Returns: (transfer full): a sweep, to be freed with ov_sweep_free()
 */
OvSweep *
ov_sweep_new (OvNetwork *network,
              OvDataset *dataset,
              OvTeam    *team,
              double     pixel_scale)
{
  const guint n_members = ov_team_get_n_members (team);
  const float *mean = ov_dataset_get_mean_image (dataset);
  OvSweep *self = g_new0 (OvSweep, 1);

  self->network = network;
  self->dataset = dataset;
  self->team = team;
  self->tile = choose_tile (network);
  self->scale = (float) (pixel_scale / 255.0);
  self->offset = g_new (float, OV_IMAGE_SIZE);
  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    self->offset[i] = (float) ((double) mean[i] * pixel_scale / 255.0);

  if (ov_byte_affine_suits (ov_network_get_layer (network, 0)))
    self->bytes = ov_byte_affine_new (ov_network_get_layer (network, 0), mean, pixel_scale,
                                      self->tile, n_members);

  self->passes = g_new (OvPass *, n_members);
  self->tiles = g_new0 (gint8 *, n_members);
  self->d_scores = g_new (float *, n_members);
  self->gradients = g_new (float *, n_members);
  self->scores = g_new0 (OvScore, n_members);
  for (guint i = 0; i < n_members; i++)
    {
      self->passes[i] = ov_pass_new (network, self->tile);
      if (self->bytes != NULL)
        self->tiles[i] = g_aligned_alloc (self->tile, OV_IMAGE_SIZE, OV_LAYER_ALIGNMENT);
      self->d_scores[i] = g_new (float, (gsize) self->tile * OV_N_CLASSES);
      self->gradients[i] = g_new0 (float, ov_network_get_n_parameters (network));
    }

  return self;
}

/**
 * ov_sweep_free:
 * @self: a sweep
 */
void
ov_sweep_free (OvSweep *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < ov_team_get_n_members (self->team); i++)
    {
      ov_pass_free (self->passes[i]);
      g_aligned_free (self->tiles[i]);
      g_free (self->d_scores[i]);
      g_free (self->gradients[i]);
    }
  ov_byte_affine_free (self->bytes);
  g_free (self->passes);
  g_free (self->tiles);
  g_free (self->d_scores);
  g_free (self->gradients);
  g_free (self->scores);
  g_free (self->offset);
  g_free (self);
}

/**
 * ov_sweep_set_roughly:
 * @self: a sweep
 * @roughly: whether 16 bits of each weight are enough for ov_sweep_train()
 *
 * Lets the training's passes take less time where a first layer of bytes allows it: then an image's
 * scores are some 1e-4 off, and the mean loss of a batch some 1e-6. At first they are as exact as
 * those of ov_sweep_score().
 */
void
ov_sweep_set_roughly (OvSweep *self,
                      gboolean roughly)
{
  g_return_if_fail (self != NULL);

  self->roughly = roughly;
}

/**
 * ov_sweep_get_slice_size:
 * @self: a sweep
 *
 * Returns: how many images make a piece of work of some milliseconds that keeps every member busy
 */
guint
ov_sweep_get_slice_size (OvSweep *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return MIN (self->tile * TILES_PER_SLICE, IMAGES_PER_SLICE) * ov_team_get_n_members (self->team);
}

/**
 * ov_sweep_get_gradients:
 * @self: a sweep
 *
 * Returns: (transfer none): [members][parameters], what ov_sweep_train() adds to
 */
float **
ov_sweep_get_gradients (OvSweep *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->gradients;
}

/**
 * ov_sweep_get_pass:
 * @self: a sweep that is not at work
 *
 * Returns: (transfer none): a pass for the caller's own use between two sweeps
 */
OvPass *
ov_sweep_get_pass (OvSweep *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->passes[0];
}

static void
copy_labels (OvSweep *self,
             guint8  *labels,
             guint    first,
             guint    n_images)
{
  const guint8 *all_labels = ov_dataset_get_labels (self->dataset, self->split);

  for (guint i = 0; i < n_images; i++)
    labels[i] = all_labels[self->order != NULL ? self->order[first + i] : first + i];
}

/* Turns a tile of images into floats, where the pass has its input. */
static void
fill_input (OvSweep *self,
            guint    member,
            guint    first,
            guint    n_images)
{
  const guint8 *pixels = ov_dataset_get_pixels (self->dataset, self->split);
  float *input = ov_pass_get_input (self->passes[member]);

  if (self->order != NULL)
    ov_tile_gather (input, pixels, self->order + first, n_images, self->offset, self->scale);
  else
    ov_tile_fill (input, pixels + (gsize) first * OV_IMAGE_SIZE, n_images,
                  self->offset, self->scale);
}

/* Turns a tile of images into the signed bytes that a first layer of bytes works on. */
static void
fill_bytes (OvSweep *self,
            guint    member,
            guint    first,
            guint    n_images)
{
  const guint8 *pixels = ov_dataset_get_pixels (self->dataset, self->split);

  if (self->order != NULL)
    ov_tile_fill_signed (self->tiles[member], pixels, self->order + first, n_images);
  else
    ov_tile_fill_signed (self->tiles[member], pixels + (gsize) first * OV_IMAGE_SIZE, NULL,
                         n_images);
}

/* Brings a tile of images forward. Returns their scores. */
static const float *
forward (OvSweep *self,
         guint    member,
         guint    first,
         guint    n_images)
{
  OvPass *pass = self->passes[member];

  if (self->bytes == NULL)
    {
      fill_input (self, member, first, n_images);
      return ov_pass_forward (pass, n_images);
    }

  fill_bytes (self, member, first, n_images);
  ov_byte_affine_forward (self->bytes, member, self->tiles[member], n_images,
                          ov_network_get_parameters (self->network), self->train && self->roughly,
                          ov_pass_get_first_output (pass));

  return ov_pass_forward_rest (pass, n_images);
}

/* Adds the gradient of the tile that was brought forward last. */
static void
backward (OvSweep *self,
          guint    member,
          guint    n_images)
{
  OvPass *pass = self->passes[member];
  const float *d_scores = self->d_scores[member];
  float *gradient = self->gradients[member];

  if (self->bytes != NULL)
    ov_byte_affine_backward (self->bytes, member, self->tiles[member], n_images,
                             ov_pass_backward_rest (pass, d_scores, gradient), gradient);
  else
    ov_pass_backward (pass, d_scores, gradient, NULL);
}

static void
prepare_member (guint    member,
                guint    n_members,
                gpointer user_data)
{
  OvSweep *self = user_data;

  ov_byte_affine_prepare (self->bytes, ov_network_get_parameters (self->network), member);
}

static void
sweep_member (guint    member,
              guint    n_members,
              gpointer user_data)
{
  OvSweep *self = user_data;
  float *d_scores = self->train ? self->d_scores[member] : NULL;
  guint8 labels[WIDE_TILE];
  guint n_tiles;
  guint begin;
  guint end;

  ov_team_share (self->n_images, member, n_members, &begin, &end);

  /* Tiles of much the same size: a last small one would be slower. */
  n_tiles = (end - begin + self->tile - 1) / self->tile;

  for (guint tile = 0; tile < n_tiles; tile++)
    {
      const float *scores;
      guint first;
      guint last;

      if (g_cancellable_is_cancelled (self->cancellable))
        return;

      ov_team_share (end - begin, tile, n_tiles, &first, &last);
      copy_labels (self, labels, self->first + begin + first, last - first);
      if (self->tile_func != NULL)
        {
          fill_input (self, member, self->first + begin + first, last - first);
          self->tile_func (member, self->passes[member], labels, last - first, self->user_data);
          continue;
        }

      scores = forward (self, member, self->first + begin + first, last - first);
      ov_loss_measure (ov_network_get_loss (self->network), scores, labels, last - first,
                       self->factor, d_scores, &self->scores[member]);
      if (d_scores != NULL)
        backward (self, member, last - first);
    }
}

static void
sweep (OvSweep *self,
       OvScore *score)
{
  const guint n_members = ov_team_get_n_members (self->team);

  for (guint i = 0; i < n_members; i++)
    self->scores[i] = (OvScore) {0};

  if (self->bytes != NULL)
    ov_team_run (self->team, prepare_member, self);
  ov_team_run (self->team, sweep_member, self);

  for (guint i = 0; i < n_members; i++)
    ov_score_add (score, &self->scores[i]);
}

/**
 * ov_sweep_score:
 * @self: a sweep
 * @split: which images
 * @first: the first of them
 * @n_images: how many
 * @cancellable: (nullable): when it is cancelled, the sweep returns within a tile
 * @score: sums that the images are added to
 *
 * Sends neighbouring images forward.
 */
void
ov_sweep_score (OvSweep      *self,
                OvSplit       split,
                guint         first,
                guint         n_images,
                GCancellable *cancellable,
                OvScore      *score)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (first + n_images <= ov_dataset_get_n_images (self->dataset, split));

  self->split = split;
  self->order = NULL;
  self->first = first;
  self->n_images = n_images;
  self->factor = 0.0f;
  self->train = FALSE;
  self->cancellable = cancellable;
  sweep (self, score);
}

/**
 * ov_sweep_train:
 * @self: a sweep
 * @order: (nullable): [training images], the order of the images; %NULL for that of the file
 * @first: the first place in that order
 * @n_images: how many
 * @factor: what the gradient of an image is multiplied with, 1 / batch size
 * @cancellable: (nullable): when it is cancelled, the sweep returns within a tile
 * @score: sums that the images are added to
 *
 * Sends training images forward and backward, and adds the gradient to the members' gradients.
 */
void
ov_sweep_train (OvSweep      *self,
                const guint  *order,
                guint         first,
                guint         n_images,
                float         factor,
                GCancellable *cancellable,
                OvScore      *score)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (first + n_images <= ov_dataset_get_n_images (self->dataset, OV_SPLIT_TRAIN));

  self->split = OV_SPLIT_TRAIN;
  self->order = order;
  self->first = first;
  self->n_images = n_images;
  self->factor = factor;
  self->train = TRUE;
  self->cancellable = cancellable;
  sweep (self, score);
}

/**
 * ov_sweep_train_batch:
 * @self: a sweep
 * @order: (nullable): [training images], the order of the images; %NULL for that of the file
 * @first: the first place in that order
 * @n_images: how many
 * @slice_func: (scope call) (nullable): is called between two slices
 * @user_data: given to @slice_func
 * @cancellable: (nullable): gives the batch up within a tile
 * @score: sums that the images are added to
 * @error: (out) (optional): return location for an error
 *
 * Adds the gradient of a batch's mean loss to the members' gradients, slice by slice.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED or by @slice_func: then the
 *   gradients hold a part of the batch's
 */
gboolean
ov_sweep_train_batch (OvSweep      *self,
                      const guint  *order,
                      guint         first,
                      guint         n_images,
                      OvSliceFunc   slice_func,
                      gpointer      user_data,
                      GCancellable *cancellable,
                      OvScore      *score,
                      GError      **error)
{
  const float factor = 1.0f / (float) n_images;
  guint slice_size;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (score != NULL, FALSE);

  slice_size = ov_sweep_get_slice_size (self);
  for (guint i = 0; i < n_images; i += slice_size)
    {
      ov_sweep_train (self, order, first + i, MIN (slice_size, n_images - i), factor, cancellable,
                      score);
      if (slice_func != NULL ? !slice_func (score, user_data, error)
                             : g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * ov_sweep_visit:
 * @self: a sweep
 * @first: the first training image, in the order of the file
 * @n_images: how many
 * @tile_func: (scope call): is called with each tile
 * @user_data: given to @tile_func
 * @cancellable: (nullable): when it is cancelled, the sweep returns within a tile
 *
 * Puts training images into the members' passes, and lets the caller do with them what a sweep does
 * not. Where @tile_func keeps sums of its own, each member needs its own.
 */
void
ov_sweep_visit (OvSweep      *self,
                guint         first,
                guint         n_images,
                OvTileFunc    tile_func,
                gpointer      user_data,
                GCancellable *cancellable)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (first + n_images <= ov_dataset_get_n_images (self->dataset, OV_SPLIT_TRAIN));
  g_return_if_fail (tile_func != NULL);

  self->split = OV_SPLIT_TRAIN;
  self->order = NULL;
  self->first = first;
  self->n_images = n_images;
  self->cancellable = cancellable;
  self->tile_func = tile_func;
  self->user_data = user_data;
  ov_team_run (self->team, sweep_member, self);
  self->tile_func = NULL;
}

/**
 * ov_sweep_take_gradient:
 * @self: a sweep that is not at work
 * @gradient: (out) (nullable): [parameters], the sum of the members' gradients
 *
 * Takes the gradient that has been gathered, and leaves zero for the next batch.
 */
void
ov_sweep_take_gradient (OvSweep *self,
                        float   *gradient)
{
  gsize n;

  g_return_if_fail (self != NULL);

  n = ov_network_get_n_parameters (self->network);
  if (gradient != NULL)
    memcpy (gradient, self->gradients[0], n * sizeof (float));

  for (guint member = 0; member < ov_team_get_n_members (self->team); member++)
    {
      for (gsize i = 0; gradient != NULL && member > 0 && i < n; i++)
        gradient[i] += self->gradients[member][i];
      memset (self->gradients[member], 0, n * sizeof (float));
    }
}
