/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OV_TYPE_NOTICE (ov_notice_get_type ())
G_DECLARE_FINAL_TYPE (OvNotice, ov_notice, OV, NOTICE, GtkWidget)

void        ov_notice_show     (OvNotice   *self,
                                const char *text,
                                const char *button_label,
                                const char *action_name);
void        ov_notice_hide     (OvNotice   *self);
const char *ov_notice_get_text (OvNotice   *self);

G_END_DECLS
