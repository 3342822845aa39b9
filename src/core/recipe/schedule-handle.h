/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "schedule.h"

/**
 * OvScheduleHandle:
 * @OV_SCHEDULE_HANDLE_TOP: where the rate is highest: up and down it changes the learning rate, to
 *   the sides the warm-up, where the schedule has its highest rate right after it
 * @OV_SCHEDULE_HANDLE_WAY: the last epoch of a decay, or the first step: how the rate comes down
 *
 * A point of the curve of a learning rate that can be moved.
 */
typedef enum
{
  OV_SCHEDULE_HANDLE_TOP,
  OV_SCHEDULE_HANDLE_WAY,
  OV_SCHEDULE_N_HANDLES,
} OvScheduleHandle;

gboolean ov_schedule_handle_find (OvScheduleHandle handle,
                                  const OvRecipe  *recipe,
                                  double          *epoch,
                                  double          *rate);
void     ov_schedule_handle_move (OvScheduleHandle handle,
                                  OvRecipe        *recipe,
                                  double           epoch,
                                  double           rate);
