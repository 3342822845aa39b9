/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "multi-scorer.h"

#include <cblas.h>
#include <string.h>

#include "basis.h"
#include "simd.h"
#include "tile.h"

/*
 * A classifier's scores are linear in its weights. The weights of neighbouring epochs lie, as far
 * as floats can tell, in a space of few dimensions: a handful of modes move, the rest creeps. So
 * the images are multiplied with a basis of that space, in one wide product, and every epoch's
 * scores are sums of the columns.
 */

/* What may be left of a classifier's weights outside the space. Its part of a score is smaller than
 * the rounding of a product with 3072 terms. */
#define TOLERANCE 1e-6

/* Images that a member multiplies at once: enough that packing the basis costs little. */
#define TILE 256

#define TILES_PER_SLICE (OV_MULTI_SCORER_SLICE / TILE)

#define N_WEIGHTS ((gsize) OV_N_CLASSES * OV_IMAGE_SIZE)
#define N_PARAMETERS (N_WEIGHTS + OV_N_CLASSES)

typedef float Lanes[OV_MULTI_SCORER_SIZE];

struct _OvMultiScorer
{
  OvDataset    *dataset;
  OvThreadPool *pool;
  float        *residuals; /* [classifiers × weights], space to work in */
  float        *basis;     /* [rank × 10 × 3072] */
  guint         rank;
  Lanes         coefficients[OV_MULTI_SCORER_SIZE]; /* [rank][classifiers] */
  Lanes         biases[OV_N_CLASSES];               /* [10][classifiers] */
  float       **tiles;                              /* [members][TILE × 3072] */
  float       **products;                           /* [members][TILE × rank × 10] */

  /* The range that is being worked on. */
  OvSplit       split;
  guint         first;
  guint         n_images;
  OvMultiScore  scores[TILES_PER_SLICE];
};

/**
 * ov_multi_scorer_new:
 * @dataset: the images, which outlive the ensemble
 * @pool: the threads that share the work, which outlive the ensemble
 *
 * Returns: (transfer full): an ensemble of no classifiers
 */
OvMultiScorer *
ov_multi_scorer_new (OvDataset    *dataset,
                     OvThreadPool *pool)
{
  const guint n_members = ov_thread_pool_get_size (pool);
  OvMultiScorer *self = g_aligned_alloc0 (1, sizeof *self, 64);

  self->dataset = dataset;
  self->pool = pool;
  self->residuals = g_new (float, OV_MULTI_SCORER_SIZE *N_WEIGHTS);
  self->basis = g_new (float, OV_MULTI_SCORER_SIZE *N_WEIGHTS);
  self->tiles = g_new (float *, n_members);
  self->products = g_new (float *, n_members);
  for (guint i = 0; i < n_members; i++)
    {
      self->tiles[i] = g_aligned_alloc (TILE * OV_IMAGE_SIZE, sizeof (float), 64);
      self->products[i] = g_new (float, TILE *OV_MULTI_SCORER_SIZE *OV_N_CLASSES);
    }

  return self;
}

/**
 * ov_multi_scorer_free:
 * @self: an ensemble
 */
void
ov_multi_scorer_free (OvMultiScorer *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < ov_thread_pool_get_size (self->pool); i++)
    {
      g_aligned_free (self->tiles[i]);
      g_free (self->products[i]);
    }
  g_free (self->tiles);
  g_free (self->products);
  g_free (self->residuals);
  g_free (self->basis);
  g_aligned_free (self);
}

/**
 * ov_multi_scorer_set:
 * @self: an ensemble
 * @classifiers: [@n_classifiers × (10 × 3072 weights, 10 biases)], finite
 * @n_classifiers: their number, up to %OV_MULTI_SCORER_SIZE
 *
 * Takes other classifiers.
 */
void
ov_multi_scorer_set (OvMultiScorer *self,
                     const float   *classifiers,
                     guint          n_classifiers)
{
  float coefficients[OV_MULTI_SCORER_SIZE * OV_MULTI_SCORER_SIZE];

  g_return_if_fail (self != NULL);
  g_return_if_fail (n_classifiers <= OV_MULTI_SCORER_SIZE);

  self->rank = ov_basis_find (self->pool, classifiers, N_PARAMETERS, n_classifiers, N_WEIGHTS,
                              TOLERANCE, self->residuals, self->basis, coefficients);

  memset (self->coefficients, 0, sizeof self->coefficients);
  memset (self->biases, 0, sizeof self->biases);
  for (guint i = 0; i < n_classifiers; i++)
    {
      for (guint j = 0; j < self->rank; j++)
        self->coefficients[j][i] = coefficients[j * n_classifiers + i];
      for (guint k = 0; k < OV_N_CLASSES; k++)
        self->biases[k][i] = classifiers[i * N_PARAMETERS + N_WEIGHTS + k];
    }
}

/**
 * ov_multi_scorer_get_rank:
 * @self: an ensemble
 *
 * Returns: the dimensions of the space that the classifiers span, which is what scoring costs
 */
guint
ov_multi_scorer_get_rank (OvMultiScorer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rank;
}

/* @products [rank × 10] are those of one image with the basis. */
OV_MULTIVERSION static void
combine (const float *restrict products,
         const Lanes *restrict coefficients,
         guint rank,
         Lanes *restrict scores)
{
  for (guint j = 0; j < rank; j++)
    for (guint k = 0; k < OV_N_CLASSES; k++)
      {
        const float product = products[j * OV_N_CLASSES + k];

        for (guint i = 0; i < OV_MULTI_SCORER_SIZE; i++)
          scores[k][i] += product * coefficients[j][i];
      }
}

/* A label is found when no class before it has as high a score and none after it a higher one: the
 * first of the largest counts, as everywhere. */
OV_MULTIVERSION static void
measure (const Lanes *restrict scores,
         guint label,
         double *restrict squares,
         guint *restrict n_correct)
{
  Lanes loss = {0};
  guint beaten[OV_MULTI_SCORER_SIZE] = {0};

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      const float target = k == label ? 1.0f : 0.0f;

      for (guint i = 0; i < OV_MULTI_SCORER_SIZE; i++)
        loss[i] += (scores[k][i] - target) * (scores[k][i] - target);
    }
  for (guint k = 0; k < label; k++)
    for (guint i = 0; i < OV_MULTI_SCORER_SIZE; i++)
      beaten[i] |= scores[k][i] >= scores[label][i];
  for (guint k = label + 1; k < OV_N_CLASSES; k++)
    for (guint i = 0; i < OV_MULTI_SCORER_SIZE; i++)
      beaten[i] |= scores[k][i] > scores[label][i];

  for (guint i = 0; i < OV_MULTI_SCORER_SIZE; i++)
    {
      squares[i] += (double) loss[i];
      n_correct[i] += 1 - beaten[i];
    }
}

static void
score_tile (OvMultiScorer *self,
            guint          member,
            guint          tile_index)
{
  const guint first = self->first + tile_index * TILE;
  const guint n_images = MIN (TILE, self->first + self->n_images - first);
  const guint8 *pixels = self->dataset->pixels[self->split];
  const guint8 *labels = self->dataset->labels[self->split];
  const gsize width = (gsize) self->rank * OV_N_CLASSES;
  float *tile = self->tiles[member];
  float *products = self->products[member];
  OvMultiScore *score = &self->scores[tile_index];

  ov_tile_fill (tile, pixels, NULL, first, n_images,
                self->dataset->mean_image, 1.0f / 255.0f);
  if (width > 0)
    cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans,
                 (blasint) n_images, (blasint) width, OV_IMAGE_SIZE,
                 1.0f, tile, OV_IMAGE_SIZE, self->basis, OV_IMAGE_SIZE,
                 0.0f, products, (blasint) width);

  for (gsize i = 0; i < n_images; i++)
    {
      Lanes scores[OV_N_CLASSES];

      memcpy (scores, self->biases, sizeof scores);
      combine (products + i * width, (const Lanes *) self->coefficients, self->rank, scores);
      measure ((const Lanes *) scores, labels[first + i], score->squares, score->n_correct);
    }
}

static void
score_member (guint    member,
              guint    n_members,
              gpointer user_data)
{
  OvMultiScorer *self = user_data;
  const guint n_tiles = (self->n_images + TILE - 1) / TILE;
  const OvShare share = ov_thread_pool_share (n_tiles, member, n_members);

  for (guint i = share.begin; i < share.end; i++)
    score_tile (self, member, i);
}

/**
 * ov_multi_scorer_score:
 * @self: an ensemble
 * @split: which images
 * @first: the first of them
 * @n_images: how many, at most %OV_MULTI_SCORER_SLICE
 * @score: sums that the images are added to
 *
 * Scores neighbouring images with every classifier. The tiles' sums are added in the order of the
 * images, so that the number of threads makes no difference.
 */
void
ov_multi_scorer_score (OvMultiScorer *self,
                       OvSplit        split,
                       guint          first,
                       guint          n_images,
                       OvMultiScore  *score)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (n_images <= OV_MULTI_SCORER_SLICE);
  g_return_if_fail (first + n_images <= self->dataset->n_images[split]);

  memset (self->scores, 0, sizeof self->scores);
  self->split = split;
  self->first = first;
  self->n_images = n_images;
  ov_thread_pool_run (self->pool, score_member, self);

  for (guint tile = 0; tile < TILES_PER_SLICE; tile++)
    for (guint i = 0; i < OV_MULTI_SCORER_SIZE; i++)
      {
        score->squares[i] += self->scores[tile].squares[i];
        score->n_correct[i] += self->scores[tile].n_correct[i];
      }
}
