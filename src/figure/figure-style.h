/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "curves.h"
#include "range.h"
#include "timeline.h"

/* The weight that a smoothed curve keeps of its past, as TensorBoard's default, and the largest. */
#define OV_FIGURE_SMOOTHING 0.6
#define OV_FIGURE_MOST_SMOOTHING 0.99

/**
 * OvSeeds:
 * @OV_SEEDS_SINGLE: each run by itself
 * @OV_SEEDS_RANGE: their mean, and a band from the least to the greatest value
 * @OV_SEEDS_DEVIATION: their mean, and a band of one standard deviation to either side
 *
 * How runs are shown that differ only by the seed.
 */
typedef enum
{
  OV_SEEDS_SINGLE,
  OV_SEEDS_RANGE,
  OV_SEEDS_DEVIATION,
} OvSeeds;

#define OV_N_SEEDS (OV_SEEDS_DEVIATION + 1)

/**
 * OvFigureStyle:
 * @abscissa: what the x axis is
 * @log_x: whether it is logarithmic
 * @log_loss: whether the loss has a logarithmic axis
 * @smoothing: how much a smoothed curve keeps of its past, from 0 (not smoothed) to
 *   %OV_FIGURE_MOST_SMOOTHING
 * @with_best: whether the best epoch is marked
 * @with_names: whether the names of the curves stand at their ends, in place of a legend
 * @with_rate: whether there is a strip of the learning rate
 * @with_instruments: the set of the instruments that have strips, if they were read
 * @seeds: how runs are shown that differ only by the seed
 * @ranges: [%OV_N_QUANTITIES], what the y axes show; an empty one is found from the data
 *
 * How the charts of runs look: the same on the screen and on paper. All 0 is how they look by
 * themselves.
 */
typedef struct
{
  OvAbscissa abscissa;
  gboolean   log_x;
  gboolean   log_loss;
  double     smoothing;
  gboolean   with_best;
  gboolean   with_names;
  gboolean   with_rate;
  guint      with_instruments;
  OvSeeds    seeds;
  OvRange    ranges[OV_N_QUANTITIES];
} OvFigureStyle;

const char *ov_seeds_get_name     (OvSeeds              self);
gboolean ov_seeds_parse           (const char          *name,
                                   OvSeeds             *seeds);

gboolean ov_figure_style_equal    (const OvFigureStyle *self,
                                   const OvFigureStyle *other);
void     ov_figure_style_apply    (const OvFigureStyle *self,
                                   OvChart             *chart,
                                   OvQuantity           quantity);
void     ov_figure_style_apply_x  (const OvFigureStyle *self,
                                   OvChart             *chart);
