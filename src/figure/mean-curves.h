/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "curves.h"
#include "figure-style.h"
#include "seed-group.h"

/**
 * OvMeanMember:
 * @run: a run on the chart
 * @curves: its curves there
 * @slot: its colour, unless it is in front
 * @is_front: whether it is the run that the chart is about
 *
 * One of the runs that a mean may be taken of.
 */
typedef struct
{
  OvRunRecord *run;
  OvCurves    *curves;
  guint        slot;
  gboolean     is_front;
} OvMeanMember;

/**
 * OvMeanCurves:
 *
 * On one chart, the mean and spread of those runs that differ only by the seed, in place of their
 * own curves.
 */
typedef struct _OvMeanCurves OvMeanCurves;

char         *ov_mean_curves_make_name (const OvSeedGroup  *group,
                                       OvSeeds              seeds);

OvMeanCurves *ov_mean_curves_new      (OvChart             *chart,
                                       OvQuantity           quantity);
void          ov_mean_curves_free     (OvMeanCurves        *self);
void          ov_mean_curves_clear    (OvMeanCurves        *self);
void          ov_mean_curves_draw     (OvMeanCurves        *self,
                                       const OvFigureStyle *style,
                                       const OvMeanMember  *members,
                                       guint                n_members);
void          ov_mean_curves_update   (OvMeanCurves        *self);
void          ov_mean_curves_point_at (OvMeanCurves        *self,
                                       const OvRunRecord   *run);
char         *ov_mean_curves_describe (OvMeanCurves        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvMeanCurves, ov_mean_curves_free)
