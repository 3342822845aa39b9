/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis.h"

/* Of CIFAR-10 over 255, with the recipe's regularisation. */
#define LIMIT 0.018063

/* With momentum 0.9, and of the sample without it. */
#define MOMENTUM_LIMIT 0.03432
#define SAMPLE_LIMIT 0.019552

typedef struct
{
  const char     *name;
  double          limit;
  OvDiagnosisKind kind;
  int             first_mark;
  int             last_mark;
  const char     *remedy_label;
  const char     *part; /* of the evidence */
} Row;

/* Each was recorded from a real run; the first line of its file says how. What is found was decided
 * by reading the epochs. */
static const Row rows[] = {
  /* The exercise's own statement. */
  {"linear-0.1", 0.0, OV_DIAGNOSIS_DIVERGING, 0, 0, "Retry at a Tenth", "99-fold"},
  {"linear-0.1", LIMIT, OV_DIAGNOSIS_DIVERGING, 0, 0, "Retry at Half the Limit", "101-fold"},
  {"linear-0.018", 0.0, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry with Momentum 0.9", "a smooth curve"},
  {"linear-0.018", LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry with Momentum 0.9", "21.2 %"},
  {"linear-0.001", LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry at Three Times the Rate", "11.2 %"},
  {"linear-1e-4", LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry at Three Times the Rate", "smooth"},
  {"linear-1e-6", LIMIT, OV_DIAGNOSIS_TOO_SLOW, -1, -1, "Retry at Ten Times the Rate", "1e-6"},

  {"linear-0.0185", LIMIT, OV_DIAGNOSIS_DIVERGING, 10, 15, "Retry at Half the Limit", "9.9 %"},
  {"linear-0.0185", 0.0, OV_DIAGNOSIS_DIVERGING, 10, 15, "Retry at a Third", "9.9 %"},
  {"linear-0.01", LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry with Momentum 0.9", "smooth"},
  {"linear-decay-0.9", LIMIT, OV_DIAGNOSIS_PLATEAU, 15, 40, "Retry with Decay 0.999", "Decay"},
  /* The first epoch had brought nearly all before its loss was known, and the test loss rises. */
  {"linear-batches-settled", 0.0, OV_DIAGNOSIS_SMOOTH, -1, -1, NULL,
   "The test loss has risen since epoch 5, by 0.1 % in all"},
  {"linear-edge", LIMIT, OV_DIAGNOSIS_OSCILLATING, 35, 35, "Retry at Half the Limit",
   "The learning rate is 0.0175 now, 96.9 % of the limit of stability, 0.01806."},
  {"linear-batches", 0.0, OV_DIAGNOSIS_SPIKY, 30, 59, "Retry with Decay 0.99", "valleys"},
  {"two-layer-gd", 0.0, OV_DIAGNOSIS_SPIKY, 50, 119, "Retry with Decay 0.99", "valleys"},
  {"two-layer-tick", 0.0, OV_DIAGNOSIS_OVERFITTING, 5, 50, "Retry up to the Turn", "a tick"},
  {"sample-linear-tick", 0.0, OV_DIAGNOSIS_OVERFITTING, 12, 20, "Retry up to the Turn", "a tick"},
  {"sample-cnn-tick", 0.0, OV_DIAGNOSIS_OVERFITTING, 2, 20, "Retry up to the Turn", "a tick"},
  {"sample-linear-0.1", 0.0, OV_DIAGNOSIS_DIVERGING, 0, 0, "Retry at a Tenth", "too high"},
  {"sample-two-layer-gd", 0.0, OV_DIAGNOSIS_SPIKY, 150, 299, "Retry with Decay 0.99", "valleys"},
  {"sample-linear-1e-6", 0.0, OV_DIAGNOSIS_TOO_SLOW, -1, -1, "Retry at Ten Times the Rate", "300"},
  {"sample-cnn-1e-5", 0.0, OV_DIAGNOSIS_TOO_SLOW, -1, -1, "Retry at Ten Times the Rate", "1e-5"},

  /* Close to the limit with a decay, no loss has ever risen; without one the test loss does. */
  {"linear-0.0179", LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry with Momentum 0.9",
   "along a smooth curve"},
  {"linear-0.0179-decay-1", LIMIT, OV_DIAGNOSIS_OSCILLATING, 51, 51, "Retry at Half the Limit",
   "in 47 of 119 epochs, in 5 of the last ten, most in epoch 51, by 0.086 %"},
  {"linear-0.0179-decay-1", 0.0, OV_DIAGNOSIS_OSCILLATING, 51, 51, "Retry at a Third", "47 of"},
  {"linear-0.0185-decay", LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry with Momentum 0.9",
   "The test loss rose in 39 epochs, most in epoch 23, by 0.4 %, and last in epoch 85."},
  {"linear-0.02-decay-0.99", LIMIT, OV_DIAGNOSIS_FALLING, -1, -1, NULL,
   "It rose once, from epoch 3 to 9, by 2.5 %."},
  {"linear-momentum", MOMENTUM_LIMIT, OV_DIAGNOSIS_SWAYING, 10, 10, NULL,
   "rose in 18 of 119 epochs, in 0 of the last ten, most from epoch 8 to 10, by 6.1 %, and last in "
   "epoch 53"},
  {"linear-nesterov", 0.012257, OV_DIAGNOSIS_SMOOTH, -1, -1, NULL,
   "The test loss rose once, from epoch 15 to 19, by 0.067 %."},
  {"linear-cosine", LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry with Momentum 0.9", "0.019 %"},
  {"sample-linear-0.01", SAMPLE_LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry with Momentum 0.9",
   "fell by 38.8 % along a smooth curve, by 2.7 % in the last 10"},
  {"sample-linear-0.0197", SAMPLE_LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry with Momentum 0.9",
   "along a smooth curve"},
  {"sample-linear-0.021", SAMPLE_LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry with Momentum 0.9",
   "along a smooth curve"},
  {"sample-linear-0.0205", SAMPLE_LIMIT, OV_DIAGNOSIS_DIVERGING, 14, 14, "Retry at Half the Limit",
   "grew by 20.3 % in the last epoch and has come to 11060, from 0.7282 in epoch 14"},
  {"sample-linear-gap", 0.0, OV_DIAGNOSIS_OVERFITTING, 130, 140, NULL,
   "Of the training images 81.6 % are right, of the test images 69.2 %"},
  {"sample-linear-one-cycle", SAMPLE_LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry with Momentum 0.9",
   "40.7 %"},
  {"sample-linear-step", SAMPLE_LIMIT, OV_DIAGNOSIS_PLATEAU, 20, 40, "Retry with Momentum 0.9",
   "The schedule has"},
  {"sample-linear-warm-up", SAMPLE_LIMIT, OV_DIAGNOSIS_DIVERGING, 10, 10,
   "Retry at Half the Limit", "grew 40-fold in the last epoch and has come to 123200"},

  /* What divides by a running square overshoots at first, and may come back. */
  {"sample-linear-adam", 0.0, OV_DIAGNOSIS_SPIKY, 40, 79, "Retry with Decay 0.99", "18 epochs"},
  {"sample-linear-adam-1", 0.0, OV_DIAGNOSIS_DIVERGING, 0, 0, "Retry at a Tenth", "540000-fold"},
  {"sample-linear-rmsprop", 0.0, OV_DIAGNOSIS_TOO_HIGH, 1, 1, "Retry at a Third",
   "rose from 1 in epoch 0 to 5343 in epoch 1, and is 2.834 now"},
  {"sample-linear-batches", 0.0, OV_DIAGNOSIS_DIVERGING, 0, 0, "Retry at a Tenth", "301-fold"},

  /* Two layers on full batches start from a saddle, and leave it too fast at the default rate. */
  {"two-layer-gd-start", 0.0, OV_DIAGNOSIS_TOO_HIGH, 5, 5, "Retry at a Third",
   "rose from 0.9 in epoch 1 to 0.9532 in epoch 5, and is 0.9119 now"},
  /* The flank of that bump is no spike of the later half. */
  {"two-layer-early-bump", 0.0, OV_DIAGNOSIS_RECOVERED, 5, 5, "Retry at a Third",
   "rose from 0.9 in epoch 1 to 0.9532 in epoch 5, and has come back since: it is 0.8722 now"},
  /* Too slow, though beyond the limit at the saddle: half of it would be slower. */
  {"two-layer-saddle", 0.002318, OV_DIAGNOSIS_TOO_SLOW, -1, -1, NULL,
   "In its 14 epochs the training loss fell by 3.8 %"},
  {"sample-two-layer-bumps", 0.0, OV_DIAGNOSIS_SPIKY, 20, 22, "Retry with Decay 0.99", "2 epochs"},
  {"sample-two-layer-bumps", 0.0054, OV_DIAGNOSIS_SPIKY, 20, 22, "Retry at Half the Limit",
   "1.4 %"},
  {"sample-two-layer-0.02", 0.0, OV_DIAGNOSIS_DIVERGING, 0, 0, "Retry at a Third",
   "grew 2.6-fold in the last epoch and has come to 3.826, from 1.008 in epoch 0"},
  {"sample-two-layer-0.05", 0.0, OV_DIAGNOSIS_DIVERGING, 0, 0, "Retry at a Tenth", "77-fold"},
  {"sample-two-layer-0.001", 0.0, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry at Three Times the Rate",
   "11.0 %"},
  {"sample-two-layer-1e-5", 0.0, OV_DIAGNOSIS_TOO_SLOW, -1, -1, "Retry at Three Times the Rate",
   "1.1 %"},
  {"sample-two-layer-adam", 0.0, OV_DIAGNOSIS_SPIKY, 95, 119, "Retry with Decay 0.99", "8 epochs"},
  {"sample-two-layer-adam-0.1", 0.0, OV_DIAGNOSIS_SPIKY, 30, 59, "Retry with Decay 0.99", "23"},
  {"sample-sgd", 0.0, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry at Three Times the Rate", "10.3 %"},
  {"sample-sgd-0.001", 0.0, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry at Three Times the Rate",
   "It rose in 2 epochs, most in epoch 49, by 1.0 %"},
  {"sample-sgd-0.01", 0.0, OV_DIAGNOSIS_SPIKY, 20, 39, "Retry with Decay 0.99", "11 epochs"},
  {"sample-sgd-1e-7", 0.0, OV_DIAGNOSIS_TOO_SLOW, -1, -1, "Retry at Ten Times the Rate", "0.1 %"},
  {"sample-sgd-decay-0.5", 0.0, OV_DIAGNOSIS_PLATEAU, 3, 6, "Retry with Decay 0.999", "Decay"},

  {"sample-cnn", 0.0, OV_DIAGNOSIS_TOO_SLOW, -1, -1, "Retry at Three Times the Rate",
   "In its 15 epochs"},
  {"sample-cnn-0.1", 0.0, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry at Three Times the Rate",
   "by 35.3 % in the last 2"},
  {"sample-cnn-0.05", 0.0, OV_DIAGNOSIS_FALLING, -1, -1, NULL,
   "The test loss rose in 2 epochs, most in epoch 9, by 28.8 %, and last in epoch 9"},
  {"sample-cnn-adam", 0.0, OV_DIAGNOSIS_SPIKY, 6, 11, "Retry with Decay 0.99", "most in epoch 6"},
  /* It was thrown to where all classes are as likely, and learns nothing there. */
  {"sample-cnn-1", 0.0, OV_DIAGNOSIS_TOO_HIGH, 1, 5, "Retry at a Third", "hardly anything"},

  /* Momentum that sways for long, a few per mille an epoch. */
  {"sample-linear-momentum-0.99", 0.0, OV_DIAGNOSIS_SWAYING, 62, 62, NULL,
   "in 61 of 199 epochs, in 4 of the last ten, most from epoch 52 to 62, by 5.6 %"},
  {"sample-linear-momentum-0.95", 0.0, OV_DIAGNOSIS_OVERFITTING, 71, 71, "Retry up to the Turn",
   "turned up in epoch 71"},

  /* Thrown up, and back where it was by what the schedule or the landscape did. */
  {"sample-linear-cosine-beyond", SAMPLE_LIMIT, OV_DIAGNOSIS_RECOVERED, 13, 13,
   "Retry at Half the Limit", "rose from 0.8736 in epoch 3 to 10.32 in epoch 13"},
  {"sample-two-layer-8", 0.0, OV_DIAGNOSIS_RECOVERED, 5, 5, "Retry at a Third",
   "rose from 0.9 in epoch 2 to 0.9475 in epoch 5"},
  {"sample-two-layer-sharp", 0.004055, OV_DIAGNOSIS_RECOVERED, 8, 8, "Retry at Half the Limit",
   "0.01457 now, beyond the limit of stability, 0.004055, by the sharpness"},

  /* Beyond the limit, where the loss falls for a while all the same. */
  {"sample-linear-short", SAMPLE_LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1, "Retry at Half the Limit",
   "0.02085 now, beyond the limit of stability, 0.01955, where the loss grows in the end"},
  {"sample-linear-warm-up-beyond", SAMPLE_LIMIT, OV_DIAGNOSIS_SMOOTH, -1, -1,
   "Retry at Half the Limit", "0.02997 now, beyond the limit of stability, 0.01955"},

  /* Far beyond any limit, and as short as can be. */
  {"sample-linear-100", 0.0, OV_DIAGNOSIS_DIVERGING, 0, 0, "Retry at a Ten-Thousandth", "too high"},
  {"sample-sgd-0.1", 0.0, OV_DIAGNOSIS_DIVERGING, 0, 0, "Retry at a Tenth",
   "In epoch 0 the loss was no longer finite"},
  {"sample-linear-1-epoch", 0.0, OV_DIAGNOSIS_UNKNOWN, -1, -1, NULL, "After its only epoch"},
  {"sample-linear-2-epochs", 0.0, OV_DIAGNOSIS_UNKNOWN, -1, -1, NULL,
   "from 1 in the first to 0.9543 in the last of 2 epochs"},
};
