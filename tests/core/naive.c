/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "naive.h"

#include <math.h>
#include <string.h>

#include "model.h"

/* Images that have something to learn in them: a pattern of its own for each class, and noise. */
OvDataset *
naive_dataset_new (guint n_train, guint n_test)
{
  static const char *const names[OV_N_CLASSES] = {
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  const gsize n_images = n_train + n_test;
  g_autofree guint8 *patterns = g_malloc (OV_N_CLASSES * OV_IMAGE_SIZE);
  guint8 *pixels = g_malloc (n_images * OV_IMAGE_SIZE);
  guint8 *labels = g_malloc (n_images);
  OvDataset *dataset;

  for (gsize i = 0; i < OV_N_CLASSES * OV_IMAGE_SIZE; i++)
    patterns[i] = (guint8) g_rand_int_range (rand, 0, 24);
  for (gsize i = 0; i < n_images; i++)
    {
      labels[i] = (guint8) g_rand_int_range (rand, 0, OV_N_CLASSES);
      for (gsize j = 0; j < OV_IMAGE_SIZE; j++)
        pixels[i * OV_IMAGE_SIZE + j] = (guint8) (patterns[labels[i] * OV_IMAGE_SIZE + j]
                                                  + (g_rand_int (rand) % 200));
    }

  dataset = ov_dataset_new ("Naive", names, n_train, n_test, pixels, labels, &error);
  g_assert_no_error (error);

  return dataset;
}

/* Uniform numbers in ±spread. */
void
naive_fill_random (float *values, gsize n, double spread, guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < n; i++)
    values[i] = (float) g_rand_double_range (rand, -spread, spread);
}

/* A split's images [n × 3072]: pixels scaled, less the mean of the training images. */
double *
naive_get_images (OvDataset *dataset, OvSplit split, double pixel_scale)
{
  const gsize n_images = dataset->n_images[split];
  const gsize n_train = dataset->n_images[OV_SPLIT_TRAIN];
  const guint8 *pixels = dataset->pixels[split];
  const guint8 *train_pixels = dataset->pixels[OV_SPLIT_TRAIN];
  g_autofree double *mean = g_new0 (double, OV_IMAGE_SIZE);
  double *images = g_new (double, n_images *OV_IMAGE_SIZE);

  for (gsize i = 0; i < n_train * OV_IMAGE_SIZE; i++)
    mean[i % OV_IMAGE_SIZE] += train_pixels[i];
  for (gsize i = 0; i < n_images * OV_IMAGE_SIZE; i++)
    images[i] = (pixels[i] - mean[i % OV_IMAGE_SIZE] / (double) n_train) * pixel_scale / 255.0;

  return images;
}

double *
naive_copy (const float *values, gsize n)
{
  double *copy = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    copy[i] = (double) values[i];

  return copy;
}

/* Nearly all the time of the tests goes here, where there is nothing for a sanitizer to find that
 * it does not find in the callers. */
#define PLAIN __attribute__ ((no_sanitize ("thread", "address", "undefined")))

PLAIN static void
affine (const double *weight, guint n_out, guint n_in, const double *in, double *out)
{
  const double *bias = weight + (gsize) n_out * n_in;

  for (guint k = 0; k < n_out; k++)
    {
      out[k] = bias[k];
      for (guint j = 0; j < n_in; j++)
        out[k] += weight[(gsize) k * n_in + j] * in[j];
    }
}

PLAIN static void
add_outer_product (double *gradient, guint n_out, guint n_in, const double *d_out, const double *in)
{
  for (guint k = 0; k < n_out; k++)
    for (guint j = 0; j < n_in; j++)
      gradient[(gsize) k * n_in + j] += d_out[k] * in[j];
  for (guint k = 0; k < n_out; k++)
    gradient[(gsize) n_out * n_in + k] += d_out[k];
}

/* One image through the network and back. Returns its loss; the gradient is divided by @n. */
static double
measure_image (const OvRecipe *recipe,
               const double   *parameters,
               const double   *image,
               guint           label,
               guint           n,
               double         *gradient,
               guint          *n_correct)
{
  const gboolean deep = recipe->model == ov_model_find ("two-layer");
  const guint width = deep ? recipe->hidden_units : OV_IMAGE_SIZE;
  const gsize last = deep ? (gsize) width * (OV_IMAGE_SIZE + 1) : 0;
  g_autofree double *hidden = g_new (double, width);
  g_autofree double *d_hidden = g_new0 (double, width);
  double scores[OV_N_CLASSES];
  double d_scores[OV_N_CLASSES];
  double loss = 0.0;
  guint best = 0;

  if (deep)
    affine (parameters, width, OV_IMAGE_SIZE, image, hidden);
  for (guint h = 0; h < width; h++)
    hidden[h] = deep ? 1.0 / (1.0 + exp (-hidden[h])) : image[h];
  affine (parameters + last, OV_N_CLASSES, width, hidden, scores);

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      const double residual = scores[k] - (k == label ? 1.0 : 0.0);

      loss += residual * residual;
      d_scores[k] = 2.0 * residual / n;
      best = scores[k] > scores[best] ? k : best;
    }
  if (n_correct != NULL)
    *n_correct += best == label;
  if (gradient == NULL)
    return loss;

  add_outer_product (gradient + last, OV_N_CLASSES, width, d_scores, hidden);
  if (!deep)
    return loss;

  for (guint h = 0; h < width; h++)
    {
      for (guint k = 0; k < OV_N_CLASSES; k++)
        d_hidden[h] += d_scores[k] * parameters[last + (gsize) k * width + h];
      d_hidden[h] *= hidden[h] * (1.0 - hidden[h]);
    }
  add_outer_product (gradient, width, OV_IMAGE_SIZE, d_hidden, image);

  return loss;
}

/* Returns the mean loss without the penalty, adds its gradient to @gradient (nullable) and the
 * images classified rightly to @n_correct (nullable). */
double
naive_measure (const OvRecipe *recipe,
               const double   *parameters,
               const double   *images,
               const guint8   *labels,
               guint           n_images,
               double         *gradient,
               guint          *n_correct)
{
  double loss = 0.0;

  for (gsize i = 0; i < n_images; i++)
    loss += measure_image (recipe, parameters, images + i * OV_IMAGE_SIZE, labels[i], n_images,
                           gradient, n_correct);

  return loss / n_images;
}

/* Returns reg · ‖W‖² over the weights, and adds 2 · reg · W to @gradient (nullable). */
double
naive_penalise (const OvRecipe *recipe, const double *parameters, double *gradient)
{
  const gsize hidden = recipe->hidden_units;
  const gboolean deep = recipe->model == ov_model_find ("two-layer");
  const struct
  {
    gsize begin;
    gsize end;
  } weights[] = {
    {0, OV_IMAGE_SIZE * (deep ? hidden : OV_N_CLASSES)},
    {hidden * (OV_IMAGE_SIZE + 1), hidden * (OV_IMAGE_SIZE + 1) + OV_N_CLASSES * hidden},
  };
  double squares = 0.0;

  for (guint t = 0; t < (deep ? 2 : 1); t++)
    for (gsize i = weights[t].begin; i < weights[t].end; i++)
      {
        squares += parameters[i] * parameters[i];
        if (gradient != NULL)
          gradient[i] += 2.0 * recipe->regularisation * parameters[i];
      }

  return recipe->regularisation * squares;
}

static gsize
count_parameters (const OvRecipe *recipe)
{
  const gsize hidden = recipe->hidden_units;

  return recipe->model == ov_model_find ("two-layer")
           ? hidden * (OV_IMAGE_SIZE + 1) + OV_N_CLASSES * (hidden + 1)
           : OV_N_CLASSES * (OV_IMAGE_SIZE + 1);
}

static double
train (const OvRecipe *recipe,
       const double   *images,
       const guint8   *labels,
       guint           n_images,
       double          learning_rate,
       double         *parameters,
       double         *velocity,
       guint          *n_correct)
{
  const gsize n_parameters = count_parameters (recipe);
  g_autofree double *gradient = g_new0 (double, n_parameters);
  double loss = naive_measure (recipe, parameters, images, labels, n_images, gradient, n_correct);

  loss += naive_penalise (recipe, parameters, gradient);
  for (gsize i = 0; i < n_parameters; i++)
    {
      velocity[i] = recipe->momentum * velocity[i] + gradient[i];
      parameters[i] -= learning_rate * velocity[i];
    }

  return loss;
}

/* One epoch in the order of the file. @velocity [parameters] is zero before the first. Of @epoch,
 * the learning rate is read and the figures are set. */
void
naive_run_epoch (const OvRecipe *recipe,
                 OvDataset      *dataset,
                 double         *parameters,
                 double         *velocity,
                 OvEpoch        *epoch)
{
  const guint n_train = dataset->n_images[OV_SPLIT_TRAIN];
  const guint n_test = dataset->n_images[OV_SPLIT_TEST];
  const guint8 *labels = dataset->labels[OV_SPLIT_TRAIN];
  const guint8 *test_labels = dataset->labels[OV_SPLIT_TEST];
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TRAIN, recipe->pixel_scale);
  g_autofree double *test_images = naive_get_images (dataset, OV_SPLIT_TEST, recipe->pixel_scale);
  const guint batch_size = recipe->batch_size > 0 ? recipe->batch_size : n_train;
  guint n_correct = 0;
  guint n_test_correct = 0;
  double loss = 0.0;

  for (guint first = 0; first < n_train; first += batch_size)
    {
      const guint n_images = MIN (batch_size, n_train - first);

      epoch->batch_loss = train (recipe, images + (gsize) first * OV_IMAGE_SIZE, labels + first,
                                 n_images, epoch->learning_rate, parameters, velocity, &n_correct);
      loss += epoch->batch_loss * n_images;
    }
  epoch->train_loss = loss / n_train;

  if (recipe->measure_train)
    {
      n_correct = 0;
      epoch->train_loss = naive_measure (recipe, parameters, images, labels, n_train, NULL,
                                         &n_correct)
                          + naive_penalise (recipe, parameters, NULL);
    }
  epoch->train_accuracy = 100.0 * n_correct / n_train;

  epoch->test_loss = naive_measure (recipe, parameters, test_images, test_labels, n_test, NULL,
                                    &n_test_correct)
                     + naive_penalise (recipe, parameters, NULL);
  epoch->test_accuracy = 100.0 * n_test_correct / n_test;
}

/* Returns the largest difference, over the largest of the numbers expected. */
double
naive_distance (const float *values, const double *expected, gsize n)
{
  double difference = 0.0;
  double largest = G_MINDOUBLE;

  for (gsize i = 0; i < n; i++)
    {
      difference = fmax (difference, fabs ((double) values[i] - expected[i]));
      largest = fmax (largest, fabs (expected[i]));

      /* fmax() ignores NaN. */
      g_assert_true (isfinite (values[i]));
    }

  return difference / largest;
}
