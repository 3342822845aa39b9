/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "network.h"

G_BEGIN_DECLS

gboolean ov_weights_save (OvNetwork *network,
                          GFile     *file,
                          GError   **error);
gboolean ov_weights_load (OvNetwork *network,
                          GFile     *file,
                          GError   **error);

G_END_DECLS
