/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

AdwMessageDialog *ov_message_dialog_new       (GtkWindow        *parent,
                                               const char       *heading,
                                               const char       *text,
                                               GtkWidget        *child);
GtkWidget        *ov_message_dialog_get_child (AdwMessageDialog *dialog);
