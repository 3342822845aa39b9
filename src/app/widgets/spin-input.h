/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

int ov_spin_input_cb (GtkSpinButton *spin,
                      double        *value,
                      gpointer       user_data);
