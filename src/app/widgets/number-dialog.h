/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

AdwMessageDialog *ov_number_dialog_new       (GtkWindow        *parent,
                                              const char       *text,
                                              GtkWidget        *entry,
                                              const char       *label,
                                              const char       *response,
                                              const char       *response_label);
int               ov_number_dialog_get_value (AdwMessageDialog *dialog);
