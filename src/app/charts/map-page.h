/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

#define OV_TYPE_MAP_PAGE (ov_map_page_get_type ())
G_DECLARE_FINAL_TYPE (OvMapPage, ov_map_page, OV, MAP_PAGE, OvPage)
