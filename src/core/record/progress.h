/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvProgress:
 * @epoch: the epoch that is being trained
 * @images_done: training images of the epoch that have been used for updates or gradients
 * @images_total: training images in the epoch
 * @loss: mean loss over the images so far, penalty excluded
 *
 * Where a trainer stands within an epoch.
 */
typedef struct
{
  guint  epoch;
  guint  images_done;
  guint  images_total;
  double loss;
} OvProgress;
