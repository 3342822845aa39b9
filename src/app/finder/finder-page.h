/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

#define OV_TYPE_FINDER_PAGE (ov_finder_page_get_type ())
G_DECLARE_FINAL_TYPE (OvFinderPage, ov_finder_page, OV, FINDER_PAGE, OvPage)

const OvFinding *ov_finder_page_get_finding (OvFinderPage   *self);
gboolean         ov_finder_page_is_from_run (OvFinderPage   *self);
