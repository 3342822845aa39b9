/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define OV_TYPE_TEXT_SCROLLER (ov_text_scroller_get_type ())
G_DECLARE_FINAL_TYPE (OvTextScroller, ov_text_scroller, OV, TEXT_SCROLLER, AdwBin)
