/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "strip.h"

gboolean      ov_instrument_strip_is_chosen  (const OvStrip       *self,
                                              const OvFigureStyle *style);
gboolean      ov_instrument_strip_is_wanted  (const OvStrip       *self,
                                              OvRun               *run);
gboolean      ov_instrument_strip_has_points (const OvStrip       *self,
                                              const OvRunRecord   *run);
void          ov_instrument_strip_prepare    (const OvStrip       *self,
                                              OvChart             *chart);
OvStripCurves ov_instrument_strip_add        (const OvStrip       *self,
                                              OvChart             *chart,
                                              const OvRunRecord   *run,
                                              const OvTimeline    *timeline);
OvStripCurves ov_instrument_strip_add_ghost  (const OvStrip       *self,
                                              OvChart             *chart,
                                              const OvGhost       *ghost,
                                              const OvTimeline    *timeline,
                                              const OvRecipe      *current);
void          ov_instrument_strip_update     (const OvStrip       *self,
                                              OvStripCurves       *curves,
                                              const OvRunRecord   *run,
                                              double               horizon);
char         *ov_instrument_strip_describe   (const OvStrip       *self,
                                              const OvRunRecord   *run);
void          ov_instrument_strip_annotate   (const OvStrip       *self,
                                              OvChart             *chart,
                                              OvRun               *run);

/* The strip of an instrument. */
#define OV_INSTRUMENT_STRIP(instrument_)         \
  {                                              \
    .instrument = &(instrument_),                \
    .is_chosen = ov_instrument_strip_is_chosen,  \
    .is_wanted = ov_instrument_strip_is_wanted,  \
    .has_points = ov_instrument_strip_has_points,\
    .prepare = ov_instrument_strip_prepare,      \
    .add = ov_instrument_strip_add,              \
    .add_ghost = ov_instrument_strip_add_ghost,  \
    .update = ov_instrument_strip_update,        \
    .describe = ov_instrument_strip_describe,    \
    .annotate = ov_instrument_strip_annotate,    \
  }
