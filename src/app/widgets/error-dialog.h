/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/**
 * OvWayOut:
 * @label: what its button says, translated, with its mnemonic
 * @action: the action of the parent window that it does, such as "win.export::loss"
 *
 * What can be done about an error.
 */
typedef struct
{
  const char *label;
  const char *action;
} OvWayOut;

void        ov_error_dialog_present     (GtkWidget      *parent,
                                         const char     *heading,
                                         const char     *reason,
                                         const OvWayOut *ways_out,
                                         gsize           n_ways_out);
