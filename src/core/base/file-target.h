/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * OvFileTarget:
 *
 * A place that a file will be written to, found out and checked.
 */
typedef struct _OvFileTarget OvFileTarget;

OvFileTarget *ov_file_target_new          (const char          *path,
                                           GError             **error);
void          ov_file_target_free         (OvFileTarget        *self);
gboolean      ov_file_target_is_plain     (const OvFileTarget  *self);
gboolean      ov_file_target_is_same      (const OvFileTarget  *self,
                                           const OvFileTarget  *other);
gboolean      ov_file_target_is_path      (const OvFileTarget  *self,
                                           const char          *path);
gboolean      ov_file_target_is_open_file (const OvFileTarget  *self,
                                           int                  fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvFileTarget, ov_file_target_free)
