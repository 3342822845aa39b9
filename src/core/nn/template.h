/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"

/**
 * OvTemplates:
 * @values: [10 × 3072], for each class the change of its score with each pixel, in the units of the
 *   network's input
 *
 * What each class has learned, as images of signed numbers: the weights of the linear classifier,
 * and for a network the gradient of the class's score, averaged over some test images.
 */
typedef struct
{
  float values[OV_N_CLASSES][OV_IMAGE_SIZE];
} OvTemplates;

/**
 * OvTemplateScale:
 * @OV_TEMPLATE_SCALE_SHARED: one scale for all ten, so that strengths can be compared
 * @OV_TEMPLATE_SCALE_EACH: the largest value of each class fills its own range
 */
typedef enum
{
  OV_TEMPLATE_SCALE_SHARED,
  OV_TEMPLATE_SCALE_EACH,
} OvTemplateScale;

#define OV_TYPE_TEMPLATES (ov_templates_get_type ())

GType        ov_templates_get_type   (void);
OvTemplates *ov_templates_copy       (const OvTemplates *self);
void         ov_templates_free       (OvTemplates       *self);
gboolean     ov_templates_are_finite (const OvTemplates *self);
void         ov_templates_get_range  (const OvTemplates *self,
                                      guint              class_index,
                                      float             *minimum,
                                      float             *maximum);
float        ov_templates_get_extent (const OvTemplates *self,
                                      OvTemplateScale    scale,
                                      guint              class_index);
void         ov_templates_all_to_rgb (const OvTemplates *self,
                                      OvTemplateScale    scale,
                                      guint8            *rgb);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvTemplates, ov_templates_free)
