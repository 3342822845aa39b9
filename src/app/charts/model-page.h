/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

#define OV_TYPE_MODEL_PAGE (ov_model_page_get_type ())
G_DECLARE_FINAL_TYPE (OvModelPage, ov_model_page, OV, MODEL_PAGE, OvPage)
