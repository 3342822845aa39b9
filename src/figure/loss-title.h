/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loss.h"

/**
 * OvLossTitle:
 * @OV_LOSS_TITLE_ANY: of whatever images a curve is
 * @OV_LOSS_TITLE_TEST: of the test images
 * @OV_LOSS_TITLE_BEST_TEST: the least of a run on the test images
 * @OV_LOSS_TITLE_STEP: of the training images, along a step
 *
 * What an axis of losses is about.
 */
typedef enum
{
  OV_LOSS_TITLE_ANY,
  OV_LOSS_TITLE_TEST,
  OV_LOSS_TITLE_BEST_TEST,
  OV_LOSS_TITLE_STEP,
} OvLossTitle;

const char *ov_loss_title_get (OvLossTitle self,
                               OvLoss      loss);
