/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"

G_BEGIN_DECLS

/**
 * OvSketch:
 *
 * A curve that was drawn by hand: at most one value for each epoch.
 */
typedef struct _OvSketch OvSketch;

OvSketch *ov_sketch_new          (guint            n_epochs);
OvSketch *ov_sketch_copy         (const OvSketch  *self);
void      ov_sketch_free         (OvSketch        *self);
void      ov_sketch_clear        (OvSketch        *self);
void      ov_sketch_draw         (OvSketch        *self,
                                  double           from_epoch,
                                  double           from_value,
                                  double           to_epoch,
                                  double           to_value);
gboolean  ov_sketch_is_empty     (const OvSketch  *self);
guint     ov_sketch_get_n_epochs (const OvSketch  *self);
double    ov_sketch_get_value    (const OvSketch  *self,
                                  guint            epoch);
gsize     ov_sketch_copy_points  (const OvSketch  *self,
                                  double          *epochs,
                                  double          *values);
gboolean  ov_sketch_compare      (const OvSketch  *self,
                                  const OvHistory *history,
                                  OvEpochField     field,
                                  double          *distance,
                                  double          *bias);
char     *ov_sketch_judge        (const OvSketch  *self,
                                  const OvHistory *history,
                                  OvEpochField     field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSketch, ov_sketch_free)

G_END_DECLS
