/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

GtkWidget *ov_joined_text_new_label    (const char   *text);
AdwToast  *ov_joined_text_new_toast    (const char   *text);
void       ov_joined_text_set_label    (GtkLabel     *label,
                                        const char   *text);
void       ov_joined_text_set_description (AdwStatusPage *page, const char *text);
void       ov_joined_text_set_subtitle (AdwActionRow *row,
                                        const char   *text);
void       ov_joined_text_set_tooltip  (GtkWidget    *widget,
                                        const char   *text);
