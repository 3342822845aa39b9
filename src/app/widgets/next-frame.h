/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * OvNextFrameFunc:
 * @widget: a widget
 *
 * Brings a widget up to date.
 */
typedef void (*OvNextFrameFunc) (gpointer widget);

void ov_next_frame_call   (gpointer        widget,
                           guint          *tick,
                           OvNextFrameFunc func);
void ov_next_frame_cancel (gpointer        widget,
                           guint          *tick);
