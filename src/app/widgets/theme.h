/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palette.h"

OvTheme ov_theme_find   (void);
void    ov_theme_follow (GtkWidget *widget);
