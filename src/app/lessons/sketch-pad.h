/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sketch.h"

G_BEGIN_DECLS

#define OV_TYPE_SKETCH_PAD (ov_sketch_pad_get_type ())
G_DECLARE_FINAL_TYPE (OvSketchPad, ov_sketch_pad, OV, SKETCH_PAD, GtkWidget)

void            ov_sketch_pad_prepare    (OvSketchPad *self,
                                          guint        n_epochs,
                                          double       low,
                                          double       high,
                                          double       start,
                                          const char  *message);
const OvSketch *ov_sketch_pad_get_sketch (OvSketchPad *self);

G_END_DECLS
