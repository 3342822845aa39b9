/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

double ov_text_scale_find (GtkWidget *widget);
double ov_text_scale_measure_character (GtkWidget *widget);
