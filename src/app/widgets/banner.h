/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define OV_TYPE_BANNER (ov_banner_get_type ())
G_DECLARE_FINAL_TYPE (OvBanner, ov_banner, OV, BANNER, AdwBin)

void        ov_banner_show     (OvBanner   *self,
                                const char *text,
                                const char *button_label,
                                const char *action_name);
void        ov_banner_set_menu (OvBanner   *self,
                                const char *label,
                                GMenuModel *menu);
void        ov_banner_hide     (OvBanner   *self);
const char *ov_banner_get_text (OvBanner   *self);
