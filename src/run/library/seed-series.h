/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-collection.h"
#include "session.h"

/* How many seeds are run of a recipe. */
#define OV_SEED_SERIES_LENGTH 5

#define OV_TYPE_SEED_SERIES (ov_seed_series_get_type ())
G_DECLARE_FINAL_TYPE (OvSeedSeries, ov_seed_series, OV, SEED_SERIES, GObject)

OvSeedSeries *ov_seed_series_new          (OvSession       *session,
                                           OvRunCollection *collection);
void          ov_seed_series_start        (OvSeedSeries    *self,
                                           const OvRecipe  *recipe);
void          ov_seed_series_stop         (OvSeedSeries    *self);
gboolean      ov_seed_series_is_running   (OvSeedSeries    *self);
guint         ov_seed_series_get_position (OvSeedSeries    *self);
GPtrArray    *ov_seed_series_list_items   (OvSeedSeries    *self);
