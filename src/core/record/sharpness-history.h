/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"
#include "sharpness-value.h"

/**
 * OvSharpnessPoint:
 * @epoch: how many epochs had been trained: the number of the epoch that was to come
 * @value: the sharpness then; not finite when the weights were not
 * @seconds: wall-clock time that the measurement took
 * @error: by which share of @value the true one is larger at most
 * @residual: ‖Hv − λv‖ / |λ| of the direction v that was found
 * @is_bound: whether @error is more than the tolerance: the true value is at least @value
 *
 * One measurement of the sharpness in the course of a run: a value, copied freely between threads.
 */
typedef struct
{
  guint    epoch;
  double   value;
  double   seconds;
  double   error;
  double   residual;
  gboolean is_bound;
} OvSharpnessPoint;

/**
 * OvSharpnessHistory:
 * @points: (element-type OvSharpnessPoint): the measurements
 * @seconds: wall-clock time of all of them
 *
 * The measurements of the sharpness in the course of a run, in order.
 */
typedef struct
{
  GArray *points;
  double  seconds;
} OvSharpnessHistory;

OvSharpnessHistory     *ov_sharpness_history_new         (void);
OvSharpnessHistory     *ov_sharpness_history_copy        (const OvSharpnessHistory *self);
void                    ov_sharpness_history_free        (OvSharpnessHistory       *self);
void                    ov_sharpness_history_add         (OvSharpnessHistory       *self,
                                                          const OvSharpnessPoint   *point);
const OvSharpnessPoint *ov_sharpness_history_get_point   (const OvSharpnessHistory *self,
                                                          gsize                     index);
const OvSharpnessPoint *ov_sharpness_history_find        (const OvSharpnessHistory *self,
                                                          guint                     epoch);
const OvSharpnessPoint *ov_sharpness_history_get_last    (const OvSharpnessHistory *self);

OvSharpnessPoint        ov_sharpness_make_point        (guint                   epoch,
                                                        const OvSharpness      *sharpness);
gboolean                ov_sharpness_is_due            (guint                   interval,
                                                        guint                   epoch,
                                                        const OvSharpnessPoint *last);
const char             *ov_sharpness_unused            (const OvRecipe         *recipe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSharpnessHistory, ov_sharpness_history_free)
