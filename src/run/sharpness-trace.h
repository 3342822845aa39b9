/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"
#include "sharpness.h"

G_BEGIN_DECLS

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
 * OvSharpnessTrace:
 *
 * The measurements of the sharpness in the course of a run, in order.
 */
typedef struct _OvSharpnessTrace OvSharpnessTrace;

OvSharpnessTrace       *ov_sharpness_trace_new         (void);
OvSharpnessTrace       *ov_sharpness_trace_copy        (const OvSharpnessTrace *self);
void                    ov_sharpness_trace_free        (OvSharpnessTrace       *self);
void                    ov_sharpness_trace_add         (OvSharpnessTrace       *self,
                                                        const OvSharpnessPoint *point);
gsize                   ov_sharpness_trace_get_length  (const OvSharpnessTrace *self);
const double           *ov_sharpness_trace_get_epochs  (const OvSharpnessTrace *self);
const double           *ov_sharpness_trace_get_values  (const OvSharpnessTrace *self);
const OvSharpnessPoint *ov_sharpness_trace_get_point   (const OvSharpnessTrace *self,
                                                        gsize                   index);
const OvSharpnessPoint *ov_sharpness_trace_get_last    (const OvSharpnessTrace *self);
double                  ov_sharpness_trace_get_seconds (const OvSharpnessTrace *self);

OvSharpnessPoint        ov_sharpness_make_point        (guint                   epoch,
                                                        const OvSharpness      *sharpness);
gboolean                ov_sharpness_is_due            (guint                   interval,
                                                        guint                   epoch,
                                                        const OvSharpnessPoint *last);
const char             *ov_sharpness_unused            (const OvRecipe         *recipe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSharpnessTrace, ov_sharpness_trace_free)

G_END_DECLS
