/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "feature.h"

/* What the features are sorted by: their influence on all classes together, not on one. */
#define OV_FEATURE_VIEW_ALL (-1)

#define OV_TYPE_FEATURE_VIEW (ov_feature_view_get_type ())
G_DECLARE_FINAL_TYPE (OvFeatureView, ov_feature_view, OV, FEATURE_VIEW, GtkWidget)

void     ov_feature_view_set_features (OvFeatureView     *self,
                                       const OvFeatures  *features,
                                       char *const       *class_names);
void     ov_feature_view_set_type_scale (OvFeatureView  *self,
                                   double             type_scale);
void     ov_feature_view_sort         (OvFeatureView     *self,
                                       int                class_index);
char    *ov_feature_view_get_label    (OvFeatureView     *self,
                                       guint              place,
                                       gboolean           is_for);
