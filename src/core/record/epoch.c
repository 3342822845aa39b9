/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "epoch.h"

#include <math.h>
#include <string.h>

#include "number.h"

/* A training loss this many times the first one has no way back that is worth waiting for. */
#define EXPLOSION 1e4

/* The quiet NaN that is NA in R, which no computation makes. */
#define MISSING_BITS G_GUINT64_CONSTANT (0x7ff80000000007a2)

/* The name of a quantity in files, and where it stands. */
static const struct
{
  const char *name;
  gsize       offset;
} fields[OV_N_EPOCH_FIELDS] = {
  [OV_EPOCH_LEARNING_RATE] = {"learning_rate", G_STRUCT_OFFSET (OvEpoch, learning_rate)},
  [OV_EPOCH_TRAIN_LOSS] = {"train_loss", G_STRUCT_OFFSET (OvEpoch, train_loss)},
  [OV_EPOCH_TRAIN_ACCURACY] = {"train_accuracy", G_STRUCT_OFFSET (OvEpoch, train_accuracy)},
  [OV_EPOCH_TEST_LOSS] = {"test_loss", G_STRUCT_OFFSET (OvEpoch, test_loss)},
  [OV_EPOCH_TEST_ACCURACY] = {"test_accuracy", G_STRUCT_OFFSET (OvEpoch, test_accuracy)},
  [OV_EPOCH_BATCH_LOSS] = {"batch_loss", G_STRUCT_OFFSET (OvEpoch, batch_loss)},
  [OV_EPOCH_SECONDS] = {"seconds", G_STRUCT_OFFSET (OvEpoch, seconds)},
};

/**
 * ov_epoch_field_get_name:
 * @self: one of an epoch's quantities
 *
 * Returns: (transfer none): its name in files, such as "train_loss"
 */
const char *
ov_epoch_field_get_name (OvEpochField self)
{
  g_return_val_if_fail (self < OV_N_EPOCH_FIELDS, NULL);

  return fields[self].name;
}

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
  g_return_val_if_fail (field < OV_N_EPOCH_FIELDS, NAN);

  return G_STRUCT_MEMBER (double, self, fields[field].offset);
}

/**
 * ov_epoch_set_field:
 * @self: an epoch
 * @field: which of its quantities
 * @value: what it is to be
 */
void
ov_epoch_set_field (OvEpoch     *self,
                    OvEpochField field,
                    double       value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (field < OV_N_EPOCH_FIELDS);

  G_STRUCT_MEMBER (double, self, fields[field].offset) = value;
}

/**
 * ov_epoch_missing:
 *
 * Returns: %OV_EPOCH_MISSING
 */
double
ov_epoch_missing (void)
{
  const guint64 bits = MISSING_BITS;
  double value;

  memcpy (&value, &bits, sizeof value);

  return value;
}

/**
 * ov_epoch_is_missing:
 * @value: a quantity of an epoch
 *
 * Returns: whether nobody knows it, because the log of another program does not say
 */
gboolean
ov_epoch_is_missing (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);

  return bits == MISSING_BITS;
}

/**
 * ov_epoch_init_missing:
 * @self: (out): an epoch of which nothing is known
 * @index: its number
 */
void
ov_epoch_init_missing (OvEpoch *self,
                       guint    index)
{
  g_return_if_fail (self != NULL);

  self->index = index;
  for (OvEpochField field = 0; field < OV_N_EPOCH_FIELDS; field++)
    ov_epoch_set_field (self, field, OV_EPOCH_MISSING);
}

/* Whether a loss is a number, or might be. */
static gboolean
is_finite_or_missing (double value)
{
  return isfinite (value) || ov_epoch_is_missing (value);
}

/**
 * ov_epoch_is_finite:
 * @self: an epoch
 *
 * Returns: whether all its losses are finite, as far as they are known
 */
gboolean
ov_epoch_is_finite (const OvEpoch *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return is_finite_or_missing (self->train_loss) && is_finite_or_missing (self->test_loss)
         && is_finite_or_missing (self->batch_loss);
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

  if (!ov_epoch_is_finite (self))
    return TRUE;

  /* What another program calls a loss may be negative. */
  return first->train_loss > 0.0 && self->train_loss > EXPLOSION * first->train_loss;
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
 * Returns: (transfer full): a row of a CSV table, its numbers as of ov_number_format(), blank where
 *   nothing is known, without a line's end
 */
char *
ov_epoch_to_csv (const OvEpoch *self)
{
  GString *row;

  g_return_val_if_fail (self != NULL, NULL);

  row = g_string_new (NULL);
  g_string_printf (row, "%u", self->index);
  for (OvEpochField field = 0; field < OV_N_EPOCH_FIELDS; field++)
    {
      const double value = ov_epoch_get_field (self, field);
      g_autofree char *number = ov_epoch_is_missing (value) ? g_strdup ("")
                                                            : ov_number_format (value);

      g_string_append_printf (row, ",%s", number);
    }

  return g_string_free (row, FALSE);
}

/* A number of the log, or a dash where nothing is known. */
static void
write_known (char        text[G_ASCII_DTOSTR_BUF_SIZE],
             const char *pattern,
             double      value)
{
  if (ov_epoch_is_missing (value))
    g_strlcpy (text, "-", G_ASCII_DTOSTR_BUF_SIZE);
  else
    ov_number_write (text, pattern, value);
}

/**
 * ov_epoch_to_log_line:
 * @self: an epoch
 * @previous: (nullable): the epoch before it, from whose learning rate this one's has to look
 *   different
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
  write_known (train_loss, fabs (self->train_loss) < 1e6 ? "%.4f" : "%.4e", self->train_loss);
  write_known (train_accuracy, "%.3f", self->train_accuracy);
  write_known (test_accuracy, "%.3f", self->test_accuracy);
  learning_rate = ov_epoch_is_missing (self->learning_rate)
                    ? g_strdup ("-")
                    : ov_number_format_distinct (self->learning_rate,
                                                 previous != NULL ? previous->learning_rate
                                                                  : (double) NAN);

  return g_strdup_printf ("Epoch %03u - Train Loss %s - Training Accuracy: %s - "
                          "Testing Accuracy: %s - Learning Rate: %s",
                          self->index, train_loss, train_accuracy, test_accuracy, learning_rate);
}

/**
 * ov_epoch_log_closing:
 * @seconds: how long the run took
 *
 * Returns: (transfer full): the line after that of the last epoch, without its end: the words of
 *   the exercise's own log, which programs may look for
 */
char *
ov_epoch_log_closing (double seconds)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  ov_number_write (number, "%.2f", seconds);

  return g_strdup_printf ("End of Training. time taken: %s seconds", number);
}
