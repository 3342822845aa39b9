/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

#define OV_TYPE_VALLEY_PAGE (ov_valley_page_get_type ())
G_DECLARE_FINAL_TYPE (OvValleyPage, ov_valley_page, OV, VALLEY_PAGE, OvPage)
