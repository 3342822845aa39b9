/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "chart.h"

void ov_chart_voice_attach   (GtkWidget  *widget);
void ov_chart_voice_describe (GtkWidget  *widget,
                              const char *title,
                              const char *description);
void ov_chart_voice_read     (GtkWidget  *widget,
                              OvChart    *chart,
                              double      x);
void ov_chart_voice_tell     (GtkWidget  *widget,
                              const char *text);
