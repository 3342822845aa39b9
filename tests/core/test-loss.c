/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loss.h"

#include <math.h>

#include "naive.h"

#define N_IMAGES 37
#define N_SCORES (N_IMAGES * OV_N_CLASSES)

/* A step of a central difference in double precision. */
#define STEP 1e-5

static const OvLoss losses[] = {OV_LOSS_SQUARED_ERROR, OV_LOSS_CROSS_ENTROPY};

/* The loss of one image by its definition. */
static double
define (OvLoss loss, const double *scores, guint label)
{
  double squares = 0.0;
  double sum = 0.0;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      squares += pow (scores[k] - (k == label ? 1.0 : 0.0), 2.0);
      sum += exp (scores[k]);
    }

  return loss == OV_LOSS_SQUARED_ERROR ? squares : -log (exp (scores[label]) / sum);
}

static void
make_batch (float *scores, guint8 *labels)
{
  naive_fill_random (scores, N_SCORES, 3.0, 1);
  for (guint i = 0; i < N_IMAGES; i++)
    labels[i] = (guint8) (i * 7 % OV_N_CLASSES);
}

static void
test_values (void)
{
  float scores[N_SCORES];
  guint8 labels[N_IMAGES];

  make_batch (scores, labels);

  for (guint l = 0; l < G_N_ELEMENTS (losses); l++)
    {
      g_autofree double *exact = naive_copy (scores, N_SCORES);
      OvScore score = {100.0, 3, 5};
      double expected = 100.0;
      guint n_correct = 3;

      for (guint i = 0; i < N_IMAGES; i++)
        {
          const double *own = exact + i * OV_N_CLASSES;
          gboolean is_correct = TRUE;

          expected += define (losses[l], own, labels[i]);
          for (guint k = 0; k < OV_N_CLASSES; k++)
            is_correct = is_correct && own[k] <= own[labels[i]];
          n_correct += is_correct;
        }

      ov_loss_measure (losses[l], scores, labels, N_IMAGES, 1.0f, NULL, &score);
      g_assert_cmpfloat_with_epsilon (score.loss, expected, 1e-6 * expected);
      g_assert_cmpuint (score.n_correct, ==, n_correct);
      g_assert_cmpuint (score.n_images, ==, 5 + N_IMAGES);
    }
}

static void
test_gradients (void)
{
  const float factor = 0.25f;
  float scores[N_SCORES];
  float gradient[N_SCORES];
  guint8 labels[N_IMAGES];

  make_batch (scores, labels);

  for (guint l = 0; l < G_N_ELEMENTS (losses); l++)
    {
      g_autofree double *exact = naive_copy (scores, N_SCORES);
      OvScore score = {0};

      ov_loss_measure (losses[l], scores, labels, N_IMAGES, factor, gradient, &score);
      for (guint i = 0; i < N_SCORES; i++)
        {
          const double *own = exact + i / OV_N_CLASSES * OV_N_CLASSES;
          const guint label = labels[i / OV_N_CLASSES];
          const double value = exact[i];
          double difference;

          exact[i] = value + STEP;
          difference = define (losses[l], own, label);
          exact[i] = value - STEP;
          difference -= define (losses[l], own, label);
          exact[i] = value;

          g_assert_cmpfloat_with_epsilon ((double) gradient[i],
                                          (double) factor * difference / (2.0 * STEP), 1e-6);
        }
    }
}

/* How fast the gradient changes, against central differences of the gradient by its definition. */
static void
test_bend (void)
{
  const double factor = 0.25;
  float scores[N_SCORES];
  float t_scores[N_SCORES];
  float t_gradient[N_SCORES];
  guint8 labels[N_IMAGES];

  make_batch (scores, labels);
  naive_fill_random (t_scores, N_SCORES, 1.0, 2);

  for (guint l = 0; l < G_N_ELEMENTS (losses); l++)
    {
      ov_loss_bend (losses[l], scores, t_scores, N_IMAGES, (float) factor, t_gradient);
      for (guint i = 0; i < N_SCORES; i++)
        {
          const guint first = i / OV_N_CLASSES * OV_N_CLASSES;
          double gradients[2];

          for (guint side = 0; side < 2; side++)
            {
              const double step = side == 0 ? STEP : -STEP;
              const double target = i - first == labels[first / OV_N_CLASSES] ? 1.0 : 0.0;
              double sum = 0.0;
              double own;

              for (guint k = first; k < first + OV_N_CLASSES; k++)
                sum += exp ((double) scores[k] + step * (double) t_scores[k]);
              own = (double) scores[i] + step * (double) t_scores[i];
              gradients[side] = losses[l] == OV_LOSS_SQUARED_ERROR ? 2.0 * (own - target)
                                                                   : exp (own) / sum - target;
            }
          g_assert_cmpfloat_with_epsilon (
            (double) t_gradient[i], factor * (gradients[0] - gradients[1]) / (2.0 * STEP), 1e-7);
        }
    }
}

/* As NumPy's argmax: among equal scores the first one counts. */
static void
test_tie (void)
{
  static const float scores[2 * OV_N_CLASSES] = {
    0.0f, 2.0f, 2.0f, 1.0f, 2.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f};

  for (guint8 label = 0; label < OV_N_CLASSES; label++)
    {
      const guint8 labels[] = {label, label};
      OvScore score = {0};

      ov_loss_measure (OV_LOSS_SQUARED_ERROR, scores, labels, 2, 1.0f, NULL, &score);
      g_assert_cmpuint (score.n_correct, ==, label == 0 || label == 1 ? 1 : 0);
    }
}

static void
test_extremes (void)
{
  static const float scores[OV_N_CLASSES] = {1e30f, -1e30f, 1e4f, -1e4f, 0.0f, 500.0f};

  for (guint8 label = 0; label < OV_N_CLASSES; label++)
    {
      float gradient[OV_N_CLASSES];
      OvScore score = {0};

      ov_loss_measure (OV_LOSS_CROSS_ENTROPY, scores, &label, 1, 1.0f, gradient, &score);
      g_assert_cmpfloat_with_epsilon (score.loss, 1e30 - (double) scores[label], 1e23);
      g_assert_cmpfloat (gradient[0], ==, label == 0 ? 0.0f : 1.0f);
      if (label != 0)
        g_assert_cmpfloat (gradient[label], ==, -1.0f);

      score = (OvScore) {0};
      ov_loss_measure (OV_LOSS_SQUARED_ERROR, scores, &label, 1, 1.0f, gradient, &score);
      g_assert_cmpfloat_with_epsilon (score.loss, 2e60, 1e54);
      g_assert_cmpfloat (gradient[1], ==, -2e30f);

      ov_loss_bend (OV_LOSS_CROSS_ENTROPY, scores, scores, 1, 1.0f, gradient);
      for (guint k = 0; k < OV_N_CLASSES; k++)
        g_assert_cmpfloat (gradient[k], ==, 0.0f);
    }
}

/* A score that is not finite has to show in the loss: that is how a run finds out. */
static void
test_no_number (void)
{
  for (guint l = 0; l < G_N_ELEMENTS (losses); l++)
    for (guint k = 0; k < OV_N_CLASSES; k++)
      {
        float scores[OV_N_CLASSES] = {0};
        const guint8 label = 4;
        OvScore score = {0};

        scores[k] = NAN;
        ov_loss_measure (losses[l], scores, &label, 1, 1.0f, NULL, &score);
        g_assert_false (isfinite (score.loss));
      }
}

static void
test_sums (void)
{
  const OvScore nothing = {0};
  const OvScore other = {1.5, 1, 2};
  OvScore score = {0.5, 2, 6};

  ov_score_add (&score, &other);
  g_assert_cmpfloat (ov_score_mean (&score), ==, 0.25);
  g_assert_cmpfloat (ov_score_accuracy (&score), ==, 37.5);
  g_assert_cmpfloat (ov_score_mean (&nothing), ==, 0.0);
  g_assert_cmpfloat (ov_score_accuracy (&nothing), ==, 0.0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loss/values", test_values);
  g_test_add_func ("/loss/gradients", test_gradients);
  g_test_add_func ("/loss/bend", test_bend);
  g_test_add_func ("/loss/tie", test_tie);
  g_test_add_func ("/loss/extremes", test_extremes);
  g_test_add_func ("/loss/no-number", test_no_number);
  g_test_add_func ("/loss/sums", test_sums);

  return g_test_run ();
}
