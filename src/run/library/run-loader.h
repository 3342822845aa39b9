/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-collection.h"

#define OV_TYPE_RUN_LOADER (ov_run_loader_get_type ())
G_DECLARE_FINAL_TYPE (OvRunLoader, ov_run_loader, OV, RUN_LOADER, GObject)

/**
 * OvRunLoaderFunc:
 * @error: why a run cannot be read
 * @user_data: what was given besides
 */
typedef void (*OvRunLoaderFunc) (const GError *error,
                                 gpointer      user_data);

OvRunLoader *ov_run_loader_new   (OvRunCollection *collection,
                                  const char      *path,
                                  OvRunLoaderFunc  failed,
                                  gpointer         user_data);
GHashTable  *ov_run_loader_map   (OvRunLoader     *self);
void         ov_run_loader_load  (OvRunLoader     *self,
                                  OvRunItem       *item);
void         ov_run_loader_give  (OvRunLoader     *self,
                                  OvRunItem       *item,
                                  OvRunRecord     *record);
void         ov_run_loader_judge (OvRunLoader     *self,
                                  GPtrArray       *items);
