/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

GtkFileChooserNative *ov_picture_chooser_new      (GtkWindow             *parent,
                                                   const char            *name,
                                                   GSettings             *settings);
char                 *ov_picture_chooser_get_path (GtkFileChooserNative  *chooser,
                                                   const char            *suffix,
                                                   GSettings             *settings,
                                                   GError               **error);
