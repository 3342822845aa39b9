/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * OvSwatchLook:
 * @OV_SWATCH_HIDDEN: a ring: the run is not on the charts
 * @OV_SWATCH_SHOWN: a disc: the run is drawn in this colour
 * @OV_SWATCH_FRONT: a disc within the two colours in which the run in front is drawn
 */
typedef enum
{
  OV_SWATCH_HIDDEN,
  OV_SWATCH_SHOWN,
  OV_SWATCH_FRONT,
} OvSwatchLook;

#define OV_TYPE_RUN_SWATCH (ov_run_swatch_get_type ())
G_DECLARE_FINAL_TYPE (OvRunSwatch, ov_run_swatch, OV, RUN_SWATCH, GtkWidget)

GtkWidget *ov_run_swatch_new (void);
void       ov_run_swatch_set (OvRunSwatch *self,
                              guint        slot,
                              OvSwatchLook look);
