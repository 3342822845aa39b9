/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "feature.h"

#define OV_TYPE_FEATURE_VIEW (ov_feature_view_get_type ())
G_DECLARE_FINAL_TYPE (OvFeatureView, ov_feature_view, OV, FEATURE_VIEW, GtkWidget)

void ov_feature_view_set_features (OvFeatureView    *self,
                                   const OvFeatures *features);
