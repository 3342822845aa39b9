/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "log-mapping.h"

AdwMessageDialog *ov_log_dialog_new         (GtkWindow        *parent,
                                             const char       *name,
                                             OvLogTable       *table);
OvLogTable       *ov_log_dialog_take_table  (AdwMessageDialog *dialog);
void              ov_log_dialog_get_mapping (AdwMessageDialog *dialog,
                                             OvLogMapping     *mapping);
