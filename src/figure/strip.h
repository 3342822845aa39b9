/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure-style.h"
#include "ghost.h"
#include "instrument.h"
#include "run.h"
#include "sharpness-curves.h"

typedef struct _OvStrip OvStrip;

/**
 * OvStrip:
 * @instrument: (nullable): the instrument whose readings it shows; it gives it its name and title
 * @name: of its widget; %NULL with an instrument
 * @title: what it shows; translated where it is used; %NULL with an instrument
 * @is_thin: whether it needs little height and no legend
 * @is_chosen: (nullable): whether a style asks for it; %NULL for always
 * @is_wanted: whether there is something to be seen of a run on the screen, now or soon
 * @has_points: whether there is something to be drawn
 * @prepare: gives a chart the titles and ranges of the strip, before a run is shown on it
 * @add: adds the curves of the run in front, whose epochs stand where a timeline says, or at their
 *   numbers without one; it is borrowed for as long as the curves are updated
 * @add_ghost: draws the curves of an earlier run, named also by what it has that @current has not
 * @update: draws what the run in front has by now, up to @horizon on the axis of its timeline
 * @describe: says in words what is to be seen
 * @annotate: (nullable): writes on a chart on the screen what is known besides
 *
 * All functions are given the strip.
 *
 * A low chart beneath the losses, on the screen and on paper. The build's list of strips makes the
 * table of them; neither the pane nor a figure names one.
 */
struct _OvStrip
{
  const OvInstrument *instrument;
  const char         *name;
  const char         *title;
  gboolean            is_thin;

  gboolean (*is_chosen) (const OvStrip *self, const OvFigureStyle *style);
  gboolean (*is_wanted) (const OvStrip *self, OvRun *run);
  gboolean (*has_points) (const OvStrip *self, const OvRunRecord *run);
  void (*prepare) (const OvStrip *self, OvChart *chart);
  OvStripCurves (*add) (const OvStrip     *self,
                        OvChart           *chart,
                        const OvRunRecord *run,
                        const OvTimeline  *timeline);
  OvStripCurves (*add_ghost) (const OvStrip    *self,
                              OvChart          *chart,
                              const OvGhost    *ghost,
                              const OvTimeline *timeline,
                              const OvRecipe   *current);
  void (*update) (const OvStrip     *self,
                  OvStripCurves     *curves,
                  const OvRunRecord *run,
                  double             horizon);
  char *(*describe) (const OvStrip *self, const OvRunRecord *run);
  void (*annotate) (const OvStrip *self, OvChart *chart, OvRun *run);
};

const char *ov_strip_get_name (const OvStrip *self);
const char *ov_strip_get_title (const OvStrip *self);
gboolean ov_strip_is_chosen (const OvStrip       *self,
                             const OvFigureStyle *style);

/* Every strip, from the losses downwards, and NULL. The build makes the table. */
extern const OvStrip *const ov_strips[];
