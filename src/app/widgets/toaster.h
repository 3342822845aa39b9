/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define OV_TYPE_TOASTER (ov_toaster_get_type ())
G_DECLARE_FINAL_TYPE (OvToaster, ov_toaster, OV, TOASTER, GObject)

OvToaster *ov_toaster_new     (AdwToastOverlay *overlay);
void       ov_toaster_add     (OvToaster       *self,
                               AdwToast        *toast);
void       ov_toaster_tell    (OvToaster       *self,
                               const char      *text);
void       ov_toaster_dismiss (OvToaster       *self,
                               AdwToast        *toast);
