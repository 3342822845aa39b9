/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "summary.h"

#define OV_TYPE_SHAPE_PICTURE (ov_shape_picture_get_type ())

G_DECLARE_FINAL_TYPE (OvShapePicture, ov_shape_picture, OV, SHAPE_PICTURE, GtkWidget)

GtkWidget *ov_shape_picture_new (OvShape  shape,
                                 gboolean learns,
                                 gboolean changes);
