/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "network.h"

/**
 * OvFeatures:
 * @n_units: how many units or filters the first layer has
 * @side: the height and the width of their pictures, in pixels
 * @values: [@n_units × 3 × @side × @side], their weights, those of the most influence first
 * @units: [@n_units], which unit each is
 * @influences: [@n_units], the norm of the weights that lead to the unit times the norm of those
 *   that lead away from it
 * @by_class: (nullable): [@n_units × 10], how strongly a unit speaks for each class, less than 0
 *   for one that it speaks against: the norm of the weights that lead to it times the one that
 *   leads to the class; %NULL where other layers lie between
 * @is_finite: whether all weights are
 *
 * What the units of the first layer look for, as images of signed numbers.
 */
typedef struct
{
  guint    n_units;
  guint    side;
  float   *values;
  guint   *units;
  double  *influences;
  double  *by_class;
  gboolean is_finite;
} OvFeatures;

#define OV_TYPE_FEATURES (ov_features_get_type ())

GType       ov_features_get_type (void);
OvFeatures *ov_features_new      (OvNetwork        *network);
OvFeatures *ov_features_copy     (const OvFeatures *self);
void        ov_features_free     (OvFeatures       *self);
void        ov_features_to_rgb   (const OvFeatures *self,
                                  guint             place,
                                  guint8           *rgb);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvFeatures, ov_features_free)
