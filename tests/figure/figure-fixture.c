/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure-fixture.h"

#include <math.h>

/* The linear recipe with values that no preset has, so that a caption can be searched for them. */
OvRecipe
figure_make_recipe (void)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  recipe.learning_rate = 0.0123;
  recipe.decay = 0.9876;
  recipe.regularisation = 0.00045;
  recipe.epochs = 60;
  recipe.seed = 71;

  return recipe;
}

/* A history whose losses fall and whose accuracies rise by simple formulas: epoch i has the
 * training loss 0.8 + 0.2 / (i + 1), the test loss 0.01 more, and the training accuracy
 * 100 × (1 - loss / 2), the test accuracy 1 less. */
OvHistory *
figure_make_history (guint n_epochs)
{
  OvHistory *history = ov_history_new ();

  for (guint i = 0; i < n_epochs; i++)
    {
      const double loss = 0.8 + 0.2 / (i + 1);
      const OvEpoch epoch = {
        .index = i,
        .learning_rate = 0.01 * pow (0.999, i),
        .train_loss = loss,
        .train_accuracy = 100.0 * (1.0 - loss / 2.0),
        .test_loss = loss + 0.01,
        .test_accuracy = 100.0 * (1.0 - loss / 2.0) - 1.0,
        .batch_loss = loss,
        .seconds = 0.1,
      };

      ov_history_append (history, &epoch);
    }

  return history;
}

/* The record of a run of that recipe with that history, on no data. */
OvRunRecord *
figure_make_record (guint n_epochs)
{
  const OvRecipe recipe = figure_make_recipe ();
  OvRunRecord *record = ov_run_record_new (&recipe, NULL, 1);

  ov_history_free (record->history);
  record->history = figure_make_history (n_epochs);

  return record;
}

/* A history of measurements, all of them exact. */
OvSharpnessHistory *
figure_make_sharpness (const double *epochs,
                       const double *values,
                       gsize         n)
{
  OvSharpnessHistory *history = ov_sharpness_history_new ();

  for (guint i = 0; i < n; i++)
    {
      const OvSharpnessPoint point = {.epoch = (guint) epochs[i], .value = values[i]};

      ov_sharpness_history_add (history, &point);
    }

  return history;
}
