/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"
#include "run-item.h"
#include "run-origin.h"

void         ov_exact_origin_find        (OvQuadratic        *quadratic,
                                          OvRunItem          *item,
                                          guint               n_epochs,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
OvRunOrigin *ov_exact_origin_find_finish (GAsyncResult       *result,
                                          GError            **error);
