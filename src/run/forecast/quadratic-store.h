/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "quadratic.h"

#define OV_TYPE_QUADRATIC_STORE (ov_quadratic_store_get_type ())
G_DECLARE_FINAL_TYPE (OvQuadraticStore, ov_quadratic_store, OV, QUADRATIC_STORE, GObject)

OvQuadraticStore *ov_quadratic_store_new           (guint             n_threads);
void              ov_quadratic_store_set_dataset   (OvQuadraticStore *self,
                                                    OvDataset        *dataset);
void              ov_quadratic_store_look_up       (OvQuadraticStore *self,
                                                    OvDataset        *dataset);
gboolean          ov_quadratic_store_is_looking    (OvQuadraticStore *self);
OvQuadratic      *ov_quadratic_store_get_quadratic (OvQuadraticStore *self);
double            ov_quadratic_store_get_progress  (OvQuadraticStore *self);
gboolean          ov_quadratic_store_has_failed    (OvQuadraticStore *self);
