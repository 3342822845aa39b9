/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch-runner.h"

#include "first-layer.h"
#include "image-cut.h"
#include "tile.h"

struct _OvBatchRunner
{
  OvNetwork    *network;
  OvDataset    *dataset;
  OvThreadPool *pool;
  float         scale;
  OvFirstLayer *first_layer; /* what is shared out by its weights, or NULL */
  OvPass      **passes;      /* [members] */
  float       **d_scores;    /* [members][tile × 10] */
  OvGradient   *gradient;
  gboolean      roughly; /* whether 16 bits of each weight are enough to train on */

  /* The group that is being worked on. */
  OvImageCut    cut;
  OvSplit       split;
  const guint  *order;
  guint         first;
  guint         n_images;
  guint         n_tiles;
  guint         n_parts;
  float         factor;
  gboolean      train;
  GCancellable *cancellable;
  OvTileFunc    tile_func; /* what a visitor does with each tile, or NULL */
  gpointer      user_data;
  OvScore       scores[OV_IMAGE_CUT_MOST_TILES];
};

/**
 * ov_batch_runner_new:
 * @network: a network that outlives the runner
 * @dataset: the images, which outlive the runner
 * @pool: the threads that share the work, which outlive the runner
 * @pixel_scale: the largest value that a pixel can have, 1 or 255
 *
 * Returns: (transfer full): a runner, to be freed with ov_batch_runner_free()
 */
OvBatchRunner *
ov_batch_runner_new (OvNetwork    *network,
                     OvDataset    *dataset,
                     OvThreadPool *pool,
                     double        pixel_scale)
{
  const guint n_members = ov_thread_pool_get_size (pool);
  const float *mean = dataset->mean_image;
  OvBatchRunner *self = g_new0 (OvBatchRunner, 1);

  self->network = network;
  self->dataset = dataset;
  self->pool = pool;
  ov_image_cut_init (&self->cut, network, TRUE, G_MAXUINT);
  self->scale = (float) (pixel_scale / 255.0);

  if (ov_first_layer_suits (network))
    self->first_layer = ov_first_layer_new (network, mean, pixel_scale, pool,
                                            self->cut.tile, self->cut.group);

  self->passes = g_new (OvPass *, n_members);
  self->d_scores = g_new (float *, n_members);
  for (guint i = 0; i < n_members; i++)
    {
      self->passes[i] = ov_pass_new (network, self->cut.tile);
      self->d_scores[i] = g_new (float, (gsize) self->cut.tile *OV_N_CLASSES);
    }
  self->gradient = ov_gradient_new (pool, network->n_parameters);

  return self;
}

/**
 * ov_batch_runner_free:
 * @self: a runner
 */
void
ov_batch_runner_free (OvBatchRunner *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < ov_thread_pool_get_size (self->pool); i++)
    {
      ov_pass_free (self->passes[i]);
      g_free (self->d_scores[i]);
    }
  ov_first_layer_free (self->first_layer);
  ov_gradient_free (self->gradient);
  g_free (self->passes);
  g_free (self->d_scores);
  g_free (self);
}

/**
 * ov_batch_runner_set_roughly:
 * @self: a runner
 * @roughly: whether 16 bits of each weight are enough for ov_batch_runner_train()
 *
 * Lets the training's passes take less time where a first layer of bytes allows it: then an image's
 * scores are some 1e-4 off, and the mean loss of a batch some 1e-6. At first they are as exact as
 * those of ov_batch_runner_score().
 */
void
ov_batch_runner_set_roughly (OvBatchRunner *self,
                             gboolean       roughly)
{
  g_return_if_fail (self != NULL);

  self->roughly = roughly;
}

/**
 * ov_batch_runner_get_gradient:
 * @self: a runner
 *
 * Returns: (transfer none): what ov_batch_runner_train() or ov_batch_runner_visit() found last
 */
OvGradient *
ov_batch_runner_get_gradient (OvBatchRunner *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->gradient;
}

static void
copy_labels (OvBatchRunner *self,
             guint8        *labels,
             guint          first,
             guint          n_images)
{
  const guint8 *all_labels = self->dataset->labels[self->split];

  for (guint i = 0; i < n_images; i++)
    labels[i] = all_labels[self->order != NULL ? self->order[first + i] : first + i];
}

/* Turns a tile of images into floats, where the pass has its input. */
static void
fill_input (OvBatchRunner *self,
            OvPass        *pass,
            guint          first,
            guint          n_images)
{
  ov_tile_fill (pass->values[0], self->dataset->pixels[self->split], self->order, first, n_images,
                self->dataset->mean_image, self->scale);
}

/* What a member goes through. Images are counted from the first of the group. */
typedef struct
{
  guint   member;
  OvPass *pass;
  float  *gradient;  /* [parameters], of the part, or NULL */
  guint   end_tile;  /* one past the member's last */
  guint   run_first; /* the first image that was multiplied together with others */
  guint   run_end;   /* one past the last */
  guint   tile;
  guint   first;
  guint   n_images;
} Work;

/* The images of a tile, counted from the group's first. */
static OvShare
get_tile (const OvBatchRunner *self,
          guint                tile)
{
  return ov_thread_pool_share (self->n_images, tile, self->n_tiles);
}

/* Multiplies the bytes of as many of the member's tiles as go together. */
static void
multiply_run (OvBatchRunner *self,
              Work          *work)
{
  guint tile = work->tile;
  gint8 *bytes;

  work->run_first = work->first;
  while (tile + 1 < work->end_tile
         && get_tile (self, tile + 1).end - work->run_first <= OV_FIRST_LAYER_MOST)
    tile++;
  work->run_end = get_tile (self, tile).end;

  bytes = ov_first_layer_get_bytes (self->first_layer, work->member, work->run_first, self->train);
  ov_tile_fill_signed (bytes, self->dataset->pixels[self->split], self->order,
                       self->first + work->run_first, work->run_end - work->run_first);
  ov_first_layer_multiply (self->first_layer, work->member, bytes,
                           work->run_end - work->run_first);
}

/* Brings a tile of images forward. Returns their scores. */
static const float *
forward (OvBatchRunner *self,
         Work          *work)
{
  if (self->first_layer != NULL && ov_first_layer_takes_bytes (self->first_layer))
    {
      if (work->first >= work->run_end)
        multiply_run (self, work);
      ov_first_layer_join (self->first_layer, work->member, work->first - work->run_first,
                           work->n_images, work->pass->values[1]);
      return ov_pass_forward (work->pass, 1, work->n_images);
    }

  if (self->first_layer != NULL && self->train)
    work->pass->values[0] = ov_first_layer_get_inputs (self->first_layer, work->first);
  fill_input (self, work->pass, self->first + work->first, work->n_images);

  return ov_pass_forward (work->pass, 0, work->n_images);
}

/* Adds the gradient of the tile that was brought forward last. */
static void
backward (OvBatchRunner *self,
          Work          *work)
{
  const float *d_scores = self->d_scores[work->member];

  if (self->first_layer == NULL)
    {
      ov_pass_backward (work->pass, 0, d_scores, work->gradient, NULL);
      return;
    }

  ov_first_layer_backward (self->first_layer, work->pass, work->tile, work->first, work->n_images,
                           d_scores, work->gradient);
  work->pass->values[0] = work->pass->input;
}

static void
work_on_tile (OvBatchRunner *self,
              Work          *work)
{
  float *d_scores = self->train ? self->d_scores[work->member] : NULL;
  guint8 labels[OV_IMAGE_CUT_MOST_IN_TILE];
  const float *scores;

  copy_labels (self, labels, self->first + work->first, work->n_images);
  if (self->tile_func != NULL)
    {
      fill_input (self, work->pass, self->first + work->first, work->n_images);
      self->tile_func (work->member, work->pass, labels, work->n_images, work->gradient,
                       self->user_data);
      return;
    }

  scores = forward (self, work);
  ov_loss_measure (self->network->loss, scores, labels, work->n_images,
                   self->factor, d_scores, &self->scores[work->tile]);
  if (d_scores != NULL)
    backward (self, work);
}

static void
sweep_member (guint    member,
              guint    n_members,
              gpointer user_data)
{
  OvBatchRunner *self = user_data;
  const OvShare parts = ov_thread_pool_share (self->n_parts, member, n_members);
  Work work = {.member = member, .pass = self->passes[member]};

  if (parts.begin < parts.end)
    work.end_tile = ov_thread_pool_share (self->n_tiles, parts.end - 1, self->n_parts).end;

  for (guint part = parts.begin; part < parts.end; part++)
    {
      const OvShare tiles = ov_thread_pool_share (self->n_tiles, part, self->n_parts);

      if (self->train || self->tile_func != NULL)
        work.gradient = ov_gradient_begin_part (self->gradient, part);
      for (work.tile = tiles.begin; work.tile < tiles.end; work.tile++)
        {
          const OvShare images = get_tile (self, work.tile);

          if (g_cancellable_is_cancelled (self->cancellable))
            return;

          work.first = images.begin;
          work.n_images = images.end - images.begin;
          work_on_tile (self, &work);
        }
    }
}

/* Works through one of the groups of a range. The caller has said what to do. */
static void
sweep_group (OvBatchRunner *self,
             guint          range_first,
             guint          range_size,
             guint          group,
             OvScore       *score)
{
  const guint n_groups = ov_image_cut_count_groups (&self->cut, range_size);
  const gboolean has_gradient = self->train || self->tile_func != NULL;
  const gboolean is_shared = self->train && self->first_layer != NULL;
  const OvShare share = ov_thread_pool_share (range_size, group, n_groups);

  self->first = range_first + share.begin;
  self->n_images = share.end - share.begin;
  self->n_tiles = ov_image_cut_count_tiles (&self->cut, self->n_images);
  self->n_parts = ov_image_cut_count_parts (self->n_tiles, is_shared || !has_gradient);
  for (guint i = 0; i < self->n_tiles; i++)
    self->scores[i] = (OvScore) {0};
  if (has_gradient)
    ov_gradient_begin_group (self->gradient,
                             is_shared ? ov_first_layer_get_n_whole (self->first_layer) : 0,
                             self->n_parts);

  ov_thread_pool_run (self->pool, sweep_member, self);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (is_shared)
    ov_first_layer_finish (self->first_layer, self->n_tiles, self->n_images,
                           ov_gradient_get_whole (self->gradient));
  if (has_gradient && n_groups > 1)
    ov_gradient_fold (self->gradient);
  for (guint i = 0; score != NULL && i < self->n_tiles; i++)
    ov_score_add (score, &self->scores[i]);
}

/* Works through a range, group by group. */
static gboolean
sweep_range (OvBatchRunner *self,
             guint          first,
             guint          n_images,
             OvSliceFunc    slice_func,
             gpointer       user_data,
             OvScore       *score,
             GError       **error)
{
  guint n_groups;

  ov_image_cut_init (&self->cut, self->network, self->train || self->tile_func != NULL, n_images);
  n_groups = ov_image_cut_count_groups (&self->cut, n_images);
  if (self->train || self->tile_func != NULL)
    ov_gradient_begin (self->gradient);
  if (self->first_layer != NULL && self->tile_func == NULL)
    ov_first_layer_begin (self->first_layer, self->train && self->roughly);

  for (guint group = 0; group < n_groups; group++)
    {
      sweep_group (self, first, n_images, group, score);
      if (slice_func != NULL ? !slice_func (score, user_data, error)
                             : g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * ov_batch_runner_score:
 * @self: a runner
 * @split: which images
 * @first: the first of them
 * @n_images: how many
 * @slice_func: (scope call) (nullable): is called after each group
 * @user_data: given to @slice_func
 * @cancellable: (nullable): gives it up within a tile
 * @score: sums that the images are added to
 * @error: (out) (optional): return location for an error
 *
 * Sends neighbouring images forward.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED or by @slice_func
 */
gboolean
ov_batch_runner_score (OvBatchRunner *self,
                       OvSplit        split,
                       guint          first,
                       guint          n_images,
                       OvSliceFunc    slice_func,
                       gpointer       user_data,
                       GCancellable  *cancellable,
                       OvScore       *score,
                       GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (score != NULL, FALSE);
  g_return_val_if_fail (first + n_images <= self->dataset->n_images[split], FALSE);

  self->split = split;
  self->order = NULL;
  self->factor = 0.0f;
  self->train = FALSE;
  self->cancellable = cancellable;

  return sweep_range (self, first, n_images, slice_func, user_data, score, error);
}

/**
 * ov_batch_runner_train:
 * @self: a runner
 * @order: (nullable): [training images], the order of the images; %NULL for that of the file
 * @first: the first place in that order
 * @n_images: how many
 * @slice_func: (scope call) (nullable): is called after each group
 * @user_data: given to @slice_func
 * @cancellable: (nullable): gives the batch up within a tile
 * @score: sums that the images are added to
 * @error: (out) (optional): return location for an error
 *
 * Sends a batch of training images forward and backward, group by group, and leaves the gradient of
 * their mean loss in ov_batch_runner_get_gradient().
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED or by @slice_func: then the
 *   gradient is undefined
 */
gboolean
ov_batch_runner_train (OvBatchRunner *self,
                       const guint   *order,
                       guint          first,
                       guint          n_images,
                       OvSliceFunc    slice_func,
                       gpointer       user_data,
                       GCancellable  *cancellable,
                       OvScore       *score,
                       GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (score != NULL, FALSE);
  g_return_val_if_fail (n_images >= 1, FALSE);
  g_return_val_if_fail (first + n_images <= self->dataset->n_images[OV_SPLIT_TRAIN],
                        FALSE);

  self->split = OV_SPLIT_TRAIN;
  self->order = order;
  self->factor = 1.0f / (float) n_images;
  self->train = TRUE;
  self->cancellable = cancellable;

  return sweep_range (self, first, n_images, slice_func, user_data, score, error);
}

/**
 * ov_batch_runner_visit:
 * @self: a runner
 * @split: which images
 * @first: the first of them, in the order of the file
 * @n_images: how many, at least 1
 * @tile_func: (scope call): is called with each tile
 * @user_data: given to @tile_func
 * @cancellable: (nullable): gives it up within a tile
 * @error: (out) (optional): return location for an error
 *
 * Puts images into the members' passes, and lets the caller do with them what a runner does not.
 * What @tile_func adds to the gradients that it is given is in ov_batch_runner_get_gradient()
 * afterwards.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED: then the gradient is of no
 *   use
 */
gboolean
ov_batch_runner_visit (OvBatchRunner *self,
                       OvSplit        split,
                       guint          first,
                       guint          n_images,
                       OvTileFunc     tile_func,
                       gpointer       user_data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (n_images >= 1, FALSE);
  g_return_val_if_fail (first + n_images <= self->dataset->n_images[split], FALSE);
  g_return_val_if_fail (tile_func != NULL, FALSE);

  self->split = split;
  self->order = NULL;
  self->train = FALSE;
  self->cancellable = cancellable;
  self->tile_func = tile_func;
  self->user_data = user_data;
  done = sweep_range (self, first, n_images, NULL, NULL, NULL, error);
  self->tile_func = NULL;

  return done;
}
