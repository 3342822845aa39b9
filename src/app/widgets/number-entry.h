/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parameter.h"

#define OV_TYPE_NUMBER_ENTRY (ov_number_entry_get_type ())
G_DECLARE_FINAL_TYPE (OvNumberEntry, ov_number_entry, OV, NUMBER_ENTRY, GtkEntry)

void   ov_number_entry_set_parameter (OvNumberEntry     *self,
                                      const OvParameter *parameter);
double ov_number_entry_get_value     (OvNumberEntry     *self);
void   ov_number_entry_set_value     (OvNumberEntry     *self,
                                      double             value);
