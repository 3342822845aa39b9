/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* In place of an epoch's number: never. */
#define OV_EPOCH_NEVER G_MAXUINT

/* In place of a quantity: the log of another program does not say. It is a NaN of its own, since a
 * loss that is not finite has diverged. */
#define OV_EPOCH_MISSING (ov_epoch_missing ())

/**
 * OvEpoch:
 * @index: the epoch's number, from 0
 * @learning_rate: the rate of this epoch's updates
 * @train_loss: loss over the training set, penalty included
 * @train_accuracy: per cent of the training images classified correctly
 * @test_loss: loss over the test set after the epoch, penalty included
 * @test_accuracy: per cent of the test images classified correctly after the epoch
 * @batch_loss: loss of the epoch's last batch before its update
 * @seconds: wall-clock time that the epoch took
 *
 * The record of one epoch: a value, copied freely between threads.
 */
typedef struct
{
  guint  index;
  double learning_rate;
  double train_loss;
  double train_accuracy;
  double test_loss;
  double test_accuracy;
  double batch_loss;
  double seconds;
} OvEpoch;

/**
 * OvEpochField:
 *
 * The plotted quantities of an epoch, for code that walks over them.
 */
typedef enum
{
  OV_EPOCH_LEARNING_RATE,
  OV_EPOCH_TRAIN_LOSS,
  OV_EPOCH_TRAIN_ACCURACY,
  OV_EPOCH_TEST_LOSS,
  OV_EPOCH_TEST_ACCURACY,
  OV_EPOCH_BATCH_LOSS,
  OV_EPOCH_SECONDS,
  OV_N_EPOCH_FIELDS,
} OvEpochField;

const char *ov_epoch_field_get_name (OvEpochField self);

double      ov_epoch_get_field    (const OvEpoch *self,
                                   OvEpochField   field);
void        ov_epoch_set_field    (OvEpoch       *self,
                                   OvEpochField   field,
                                   double         value);
double      ov_epoch_missing      (void);
gboolean    ov_epoch_is_missing   (double         value);
void        ov_epoch_init_missing (OvEpoch       *self,
                                   guint          index);
gboolean    ov_epoch_is_finite    (const OvEpoch *self);
gboolean    ov_epoch_has_diverged (const OvEpoch *self,
                                   const OvEpoch *first);
const char *ov_epoch_csv_header   (void);
char       *ov_epoch_to_csv       (const OvEpoch *self);
char       *ov_epoch_to_log_line  (const OvEpoch *self,
                                   const OvEpoch *previous);
char       *ov_epoch_log_closing  (double         seconds);
