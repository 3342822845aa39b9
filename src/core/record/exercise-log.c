/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exercise-log.h"

#include <math.h>

#include "model.h"
#include "number.h"
#include "parameter.h"
#include "schedule.h"

/*
 * The exercise's four items printed in three ways. The linear classifier (item 1) began with its
 * rate and its decay, and printed the rate between the two decays of an epoch. The two-layer
 * networks (items 2 and 3) printed the rate that the epoch had trained with. All three printed the
 * loss of the last batch before its update, and of 300 epochs every thirtieth and the last. The
 * convolutional network (item 4) was trained by Keras with verbose = 2; the exercise's text does
 * not show what that printed, so the form is Keras's own.
 */

/* Which epochs were printed. */
#define INTERVAL 30

/* The smallest rate that five decimals show, and the largest loss that leaves a line readable. The
 * exercise's own numbers are all within. */
#define LEAST_FIXED_RATE 1e-5
#define LARGEST_FIXED_LOSS 1e6

static void
format_loss (char   text[G_ASCII_DTOSTR_BUF_SIZE],
             double loss)
{
  ov_number_write (text, fabs (loss) < LARGEST_FIXED_LOSS ? "%.4f" : "%.4e", loss);
}

/* Two lines an epoch, counted from 1, with accuracies as shares. */
static char *
format_keras (const OvRecipe *recipe,
              guint           n_train,
              const OvEpoch  *epoch)
{
  const guint batch_size = recipe->batch_size > 0 ? MIN (recipe->batch_size, n_train) : n_train;
  const guint n_batches = (n_train + batch_size - 1) / batch_size;
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];
  char loss[G_ASCII_DTOSTR_BUF_SIZE];
  char accuracy[G_ASCII_DTOSTR_BUF_SIZE];
  char test_loss[G_ASCII_DTOSTR_BUF_SIZE];
  char test_accuracy[G_ASCII_DTOSTR_BUF_SIZE];

  ov_number_write (seconds, "%.0f", epoch->seconds);
  format_loss (loss, epoch->train_loss);
  ov_number_write (accuracy, "%.4f", epoch->train_accuracy / 100.0);
  format_loss (test_loss, epoch->test_loss);
  ov_number_write (test_accuracy, "%.4f", epoch->test_accuracy / 100.0);

  return g_strdup_printf ("Epoch %u/%u\n%u/%u - %ss - loss: %s - accuracy: %s - val_loss: %s - "
                          "val_accuracy: %s",
                          epoch->index + 1, recipe->epochs, n_batches, n_batches, seconds, loss,
                          accuracy, test_loss, test_accuracy);
}

/**
 * ov_exercise_log_begin:
 * @recipe: what is trained
 *
 * Returns: (transfer full) (nullable): what was printed before the first epoch, without the last
 *   line's end, or %NULL when nothing was
 */
char *
ov_exercise_log_begin (const OvRecipe *recipe)
{
  g_autofree char *rate = NULL;
  g_autofree char *decay = NULL;

  g_return_val_if_fail (recipe != NULL, NULL);

  if (recipe->model->log_style != OV_LOG_STYLE_LINEAR)
    return NULL;

  rate = ov_parameter_format (ov_parameter_find ("learning-rate"), recipe->learning_rate);
  decay = ov_parameter_format (ov_parameter_find ("decay"), recipe->decay);

  return g_strdup_printf ("%s\n%s", rate, decay);
}

/**
 * ov_exercise_log_prints:
 * @recipe: what is trained
 * @epoch: an epoch
 *
 * Returns: whether the epoch was printed even where another one came after it
 */
gboolean
ov_exercise_log_prints (const OvRecipe *recipe,
                        const OvEpoch  *epoch)
{
  g_return_val_if_fail (recipe != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  return recipe->model->log_style == OV_LOG_STYLE_KERAS || epoch->index % INTERVAL == 0
         || (recipe->model->log_style == OV_LOG_STYLE_LINEAR && epoch->index == 1);
}

/**
 * ov_exercise_log_epoch:
 * @recipe: what is trained
 * @n_train: how many training images there are
 * @epoch: an epoch
 * @is_last: whether no other comes after it, so that it is printed in any case
 *
 * Returns: (transfer full) (nullable): what was printed of the epoch, without the last line's end,
 *   or %NULL when nothing was
 */
char *
ov_exercise_log_epoch (const OvRecipe *recipe,
                       guint           n_train,
                       const OvEpoch  *epoch,
                       gboolean        is_last)
{
  const char *loss_name;
  gboolean is_linear;
  double rate;
  char loss[G_ASCII_DTOSTR_BUF_SIZE];
  char train_accuracy[G_ASCII_DTOSTR_BUF_SIZE];
  char test_accuracy[G_ASCII_DTOSTR_BUF_SIZE];
  char learning_rate[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (n_train > 0, NULL);
  g_return_val_if_fail (epoch != NULL, NULL);

  if (recipe->model->log_style == OV_LOG_STYLE_KERAS)
    return format_keras (recipe, n_train, epoch);
  if (!is_last && !ov_exercise_log_prints (recipe, epoch))
    return NULL;

  is_linear = recipe->model->log_style == OV_LOG_STYLE_LINEAR;
  loss_name = is_linear ? "Train_Loss" : "Train Loss";
  rate = is_linear ? ov_schedule_decay_once (recipe, epoch->learning_rate) : epoch->learning_rate;

  format_loss (loss, epoch->batch_loss);
  ov_number_write (train_accuracy, "%.3f", epoch->train_accuracy);
  ov_number_write (test_accuracy, "%.3f", epoch->test_accuracy);
  ov_number_write (learning_rate, rate >= LEAST_FIXED_RATE ? "%.5f" : "%.2e", rate);

  return g_strdup_printf ("Epoch %03u - %s %s - Training Accuracy: %s - Testing Accuracy: %s - "
                          "Learning Rate: %s",
                          epoch->index, loss_name, loss, train_accuracy, test_accuracy,
                          learning_rate);
}

/**
 * ov_exercise_log_end:
 * @recipe: what was trained
 * @seconds: wall-clock time that it took
 *
 * Returns: (transfer full) (nullable): what was printed after the last epoch, without its line's
 *   end, or %NULL when nothing was
 */
char *
ov_exercise_log_end (const OvRecipe *recipe,
                     double          seconds)
{
  g_return_val_if_fail (recipe != NULL, NULL);

  return recipe->model->log_style != OV_LOG_STYLE_KERAS ? ov_epoch_log_closing (seconds) : NULL;
}
