/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "epoch.h"

#include <math.h>

#include "number.h"

/* A training loss this many times the first one has no way back that is worth waiting for. */
#define EXPLOSION 1e4

/**
 * ov_epoch_get_field:
 * @self: an epoch
 * @field: which of its quantities
 *
 * Returns: the quantity; accuracies are in per cent
 */
double
ov_epoch_get_field (const OvEpoch *self,
                    OvEpochField   field)
{
  g_return_val_if_fail (self != NULL, NAN);

  switch (field)
    {
    case OV_EPOCH_LEARNING_RATE:
      return self->learning_rate;
    case OV_EPOCH_TRAIN_LOSS:
      return self->train_loss;
    case OV_EPOCH_TRAIN_ACCURACY:
      return self->train_accuracy;
    case OV_EPOCH_TEST_LOSS:
      return self->test_loss;
    case OV_EPOCH_TEST_ACCURACY:
      return self->test_accuracy;
    case OV_EPOCH_BATCH_LOSS:
      return self->batch_loss;
    case OV_EPOCH_SECONDS:
      return self->seconds;
    default:
      g_assert_not_reached ();
    }
}

/**
 * ov_epoch_is_finite:
 * @self: an epoch
 *
 * Returns: whether all its losses are numbers
 */
gboolean
ov_epoch_is_finite (const OvEpoch *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return isfinite (self->train_loss) && isfinite (self->test_loss) && isfinite (self->batch_loss);
}

/**
 * ov_epoch_has_diverged:
 * @self: an epoch
 * @first: the first epoch of its run
 *
 * Returns: whether the losses are not finite, or the training loss is ten thousand times the first
 *   one
 */
gboolean
ov_epoch_has_diverged (const OvEpoch *self,
                       const OvEpoch *first)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (first != NULL, FALSE);

  return !ov_epoch_is_finite (self) || self->train_loss > EXPLOSION * first->train_loss;
}

/**
 * ov_epoch_csv_header:
 *
 * Returns: (transfer none): the names of the columns of ov_epoch_to_csv(), without a line's end
 */
const char *
ov_epoch_csv_header (void)
{
  return "epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,batch_loss,seconds";
}

/**
 * ov_epoch_to_csv:
 * @self: an epoch
 *
 * Returns: (transfer full): a row of a CSV table, its numbers as of ov_number_format(), without a
 *   line's end
 */
char *
ov_epoch_to_csv (const OvEpoch *self)
{
  static const OvEpochField columns[] = {
    OV_EPOCH_LEARNING_RATE,
    OV_EPOCH_TRAIN_LOSS,
    OV_EPOCH_TRAIN_ACCURACY,
    OV_EPOCH_TEST_LOSS,
    OV_EPOCH_TEST_ACCURACY,
    OV_EPOCH_BATCH_LOSS,
    OV_EPOCH_SECONDS,
  };
  GString *row;

  g_return_val_if_fail (self != NULL, NULL);

  row = g_string_new (NULL);
  g_string_printf (row, "%u", self->index);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *number = ov_number_format (ov_epoch_get_field (self, columns[i]));

      g_string_append_printf (row, ",%s", number);
    }

  return g_string_free (row, FALSE);
}

/**
 * ov_epoch_to_log_line:
 * @self: an epoch
 * @previous: (nullable): the epoch before it, from whose learning rate this one's is to be told
 *
 * Writes an epoch as the exercise that Overshoot grew from printed it. The words are not
 * translated, so that a line can be compared with the exercise's.
 *
 * Returns: (transfer full): the line, without its end
 */
char *
ov_epoch_to_log_line (const OvEpoch *self,
                      const OvEpoch *previous)
{
  char train_loss[G_ASCII_DTOSTR_BUF_SIZE];
  char train_accuracy[G_ASCII_DTOSTR_BUF_SIZE];
  char test_accuracy[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *learning_rate = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  /* A loss of a million and more is diverging, and its digits would fill the line. */
  ov_number_write (train_loss, fabs (self->train_loss) < 1e6 ? "%.4f" : "%.4e", self->train_loss);
  ov_number_write (train_accuracy, "%.3f", self->train_accuracy);
  ov_number_write (test_accuracy, "%.3f", self->test_accuracy);
  learning_rate = ov_number_format_distinct (self->learning_rate, previous != NULL
                                                                    ? previous->learning_rate
                                                                    : (double) NAN);

  return g_strdup_printf ("Epoch %03u - Train Loss %s - Training Accuracy: %s - "
                          "Testing Accuracy: %s - Learning Rate: %s",
                          self->index, train_loss, train_accuracy, test_accuracy, learning_rate);
}
