/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scale.h"

/**
 * OvTick:
 * @value: where it stands
 * @label: (nullable): its text; NULL for a minor tick, which is drawn without one
 */
typedef struct
{
  double value;
  char  *label;
} OvTick;

GPtrArray *ov_tick_list_new    (const OvScale   *scale,
                                guint            most);
GPtrArray *ov_tick_list_refine (const OvScale   *scale,
                                const GPtrArray *ticks);
void       ov_tick_list_divide (const OvScale   *scale,
                                GPtrArray       *ticks,
                                guint            parts);
void       ov_tick_free        (OvTick          *tick);
