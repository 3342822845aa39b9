/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exercise-log.h"

#include <math.h>

#include "locale-fixture.h"
#include "schedule.h"

#define N_TRAIN 50000

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
}

static void
check_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

/* The rate of an epoch as the trainer keeps it. */
static double
get_rate (const OvRecipe *recipe, guint index)
{
  return recipe->learning_rate * pow (ov_schedule_get_decay (recipe), index);
}

/* A line that the exercise printed, from what it was made of. The other losses are never shown. */
static void
check_line (const OvRecipe *recipe,
            guint           index,
            double          loss,
            double          train_accuracy,
            double          test_accuracy,
            const char     *expected)
{
  const OvEpoch epoch = {
    .index = index,
    .learning_rate = get_rate (recipe, index),
    .train_loss = 5.0,
    .train_accuracy = train_accuracy,
    .test_loss = 6.0,
    .test_accuracy = test_accuracy,
    .batch_loss = loss,
    .seconds = 7.0,
  };

  check_text (ov_exercise_log_epoch (recipe, N_TRAIN, &epoch, FALSE), expected);
}

/* The printed rates of epochs 1, 30, 60 and 90, and the last digits of 0, are those of two decays
 * an epoch. The scan has 0.00991 for 0.00941. */
static void
check_linear (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  recipe.decays_per_epoch = 2;
  check_text (ov_exercise_log_begin (&recipe), "0.01\n0.999");
  check_line (&recipe, 0, 1.00004, 10.312, 24.85,
              "Epoch 000 - Train_Loss 1.0000 - Training Accuracy: 10.312 - "
              "Testing Accuracy: 24.850 - Learning Rate: 0.00999");
  check_line (&recipe, 1, 0.96247, 24.404, 28.6,
              "Epoch 001 - Train_Loss 0.9625 - Training Accuracy: 24.404 - "
              "Testing Accuracy: 28.600 - Learning Rate: 0.00997");
  check_line (&recipe, 30, 0.8403, 37.4, 37.45,
              "Epoch 030 - Train_Loss 0.8403 - Training Accuracy: 37.400 - "
              "Testing Accuracy: 37.450 - Learning Rate: 0.00941");
  check_line (&recipe, 60, 0.8115, 38.862, 38.76,
              "Epoch 060 - Train_Loss 0.8115 - Training Accuracy: 38.862 - "
              "Testing Accuracy: 38.760 - Learning Rate: 0.00886");
  check_line (&recipe, 90, 0.8007, 39.616, 39.23,
              "Epoch 090 - Train_Loss 0.8007 - Training Accuracy: 39.616 - "
              "Testing Accuracy: 39.230 - Learning Rate: 0.00834");
  check_text (ov_exercise_log_end (&recipe, 12.345), "End of Training. time taken: 12.35 seconds");
}

/* Items 2 and 3 printed the rate that the epoch had trained with, and nothing before it. */
static void
check_two_layer (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "two-layer-gd");
  g_assert_null (ov_exercise_log_begin (&recipe));
  check_line (&recipe, 0, 1.0, 10.0, 10.0,
              "Epoch 000 - Train Loss 1.0000 - Training Accuracy: 10.000 - "
              "Testing Accuracy: 10.000 - Learning Rate: 0.01000");
  check_line (&recipe, 1, 0.9, 10.0, 10.0, NULL);
  check_line (&recipe, 30, 0.8358, 29.098, 28.97,
              "Epoch 030 - Train Loss 0.8358 - Training Accuracy: 29.098 - "
              "Testing Accuracy: 28.970 - Learning Rate: 0.00970");
  check_line (&recipe, 150, 0.7792, 41.55, 40.78,
              "Epoch 150 - Train Loss 0.7792 - Training Accuracy: 41.550 - "
              "Testing Accuracy: 40.780 - Learning Rate: 0.00861");

  init_recipe (&recipe, "two-layer-sgd");
  check_line (&recipe, 30, 0.8358, 30.372, 30.46,
              "Epoch 030 - Train Loss 0.8358 - Training Accuracy: 30.372 - "
              "Testing Accuracy: 30.460 - Learning Rate: 0.00010");
  check_text (ov_exercise_log_end (&recipe, 2982.78),
              "End of Training. time taken: 2982.78 seconds");
}

static void
check_cnn (void)
{
  OvRecipe recipe;
  const OvEpoch epoch = {
    .index = 1,
    .train_loss = 1.62341,
    .train_accuracy = 41.236,
    .test_loss = 1.5,
    .test_accuracy = 45.12,
    .seconds = 8.7,
  };

  init_recipe (&recipe, "cnn");
  g_assert_null (ov_exercise_log_begin (&recipe));
  check_text (ov_exercise_log_epoch (&recipe, N_TRAIN, &epoch, FALSE),
              "Epoch 2/100\n1000/1000 - 9s - loss: 1.6234 - accuracy: 0.4124 - val_loss: 1.5000 - "
              "val_accuracy: 0.4512");
  g_assert_null (ov_exercise_log_end (&recipe, 1.0));
}

static void
test_items (void)
{
  check_linear ();
  check_two_layer ();
  check_cnn ();
}

static void
test_locale (void)
{
  locale_fixture_set_up ();
  test_items ();
  locale_fixture_tear_down ();
}

/* Every thirtieth epoch, the linear classifier's second one, and the last. */
static void
test_epochs (void)
{
  OvRecipe linear;
  OvRecipe sgd;

  init_recipe (&linear, "linear");
  init_recipe (&sgd, "two-layer-sgd");
  for (guint i = 0; i < 300; i++)
    {
      const OvEpoch epoch = {.index = i};
      g_autofree char *last = ov_exercise_log_epoch (&sgd, N_TRAIN, &epoch, TRUE);

      g_assert_cmpint (ov_exercise_log_prints (&linear, &epoch), ==, i % 30 == 0 || i == 1);
      g_assert_cmpint (ov_exercise_log_prints (&sgd, &epoch), ==, i % 30 == 0);
      g_assert_nonnull (last);
    }
}

/* What the exercise never came to: a loss that is not finite, a rate too small for its digits. */
static void
test_extremes (void)
{
  const OvEpoch epoch = {.index = 0, .learning_rate = 1.6e-6, .batch_loss = -NAN};
  OvRecipe recipe;

  init_recipe (&recipe, "two-layer-gd");
  check_text (ov_exercise_log_epoch (&recipe, N_TRAIN, &epoch, FALSE),
              "Epoch 000 - Train Loss nan - Training Accuracy: 0.000 - Testing Accuracy: 0.000 - "
              "Learning Rate: 1.60e-06");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exercise-log/items", test_items);
  g_test_add_func ("/exercise-log/locale", test_locale);
  g_test_add_func ("/exercise-log/epochs", test_epochs);
  g_test_add_func ("/exercise-log/extremes", test_extremes);

  return g_test_run ();
}
