/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

typedef struct _OvPatience OvPatience;

OvPatience   *ov_patience_new             (GCancellable *cancellable,
                                           guint64       least,
                                           guint         milliseconds);
void          ov_patience_free            (OvPatience   *self);
GCancellable *ov_patience_get_cancellable (OvPatience   *self);
void          ov_patience_add             (OvPatience   *self,
                                           guint64       n_bytes);
gboolean      ov_patience_is_lost         (OvPatience   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvPatience, ov_patience_free)
