/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "curve-pane.h"
#include "playhead.h"

#define OV_TYPE_SCRUBBER (ov_scrubber_get_type ())
G_DECLARE_FINAL_TYPE (OvScrubber, ov_scrubber, OV, SCRUBBER, GtkWidget)

void ov_scrubber_set_playhead (OvScrubber        *self,
                               OvPlayhead        *playhead);
void ov_scrubber_set_axis     (OvScrubber        *self,
                               const OvCurveAxis *axis);
void ov_scrubber_set_covered  (OvScrubber        *self,
                               gboolean           is_covered);
