/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"
#include "network.h"
#include "template.h"
#include "thread-pool.h"

/* The first test images, over which the gradients of the scores are averaged. */
#define OV_SENSITIVITY_IMAGES 128

/**
 * OvSensitivity:
 *
 * How the score of each class answers to each pixel, on the average over some test images.
 */
typedef struct _OvSensitivity OvSensitivity;

OvSensitivity *ov_sensitivity_new          (OvNetwork       *network,
                                            OvDataset       *dataset,
                                            OvThreadPool    *pool,
                                            double           pixel_scale);
void           ov_sensitivity_free         (OvSensitivity   *self);
gboolean       ov_sensitivity_measure      (OvSensitivity   *self,
                                            OvTemplates     *templates,
                                            GCancellable    *cancellable);
guint          ov_sensitivity_get_n_images (const OvDataset *dataset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSensitivity, ov_sensitivity_free)
