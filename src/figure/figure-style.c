/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure-style.h"

#include <math.h>

/* All ranges of nothing are alike. */
static gboolean
are_ranges_equal (OvRange a,
                  OvRange b)
{
  const gboolean is_a_fixed = a.low < a.high;
  const gboolean is_b_fixed = b.low < b.high;

  return is_a_fixed && is_b_fixed ? a.low == b.low && a.high == b.high : is_a_fixed == is_b_fixed;
}

static const char *const seeds_names[OV_N_SEEDS] = {
  [OV_SEEDS_SINGLE] = "single",
  [OV_SEEDS_RANGE] = "range",
  [OV_SEEDS_DEVIATION] = "deviation",
};

/**
 * ov_seeds_get_name:
 * @self: how runs are shown that differ only by the seed
 *
 * Returns: (transfer none): its name in settings and on the command line
 */
const char *
ov_seeds_get_name (OvSeeds self)
{
  g_return_val_if_fail (self < OV_N_SEEDS, NULL);

  return seeds_names[self];
}

/**
 * ov_seeds_parse:
 * @name: such as "range"
 * @seeds: (out): what it names
 *
 * Returns: whether it names one
 */
gboolean
ov_seeds_parse (const char *name,
                OvSeeds    *seeds)
{
  g_return_val_if_fail (name != NULL && seeds != NULL, FALSE);

  for (guint i = 0; i < OV_N_SEEDS; i++)
    if (g_str_equal (seeds_names[i], name))
      {
        *seeds = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * ov_figure_style_equal:
 * @self: a style
 * @other: another
 *
 * Returns: whether charts look the same in both
 */
gboolean
ov_figure_style_equal (const OvFigureStyle *self,
                       const OvFigureStyle *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    if (!are_ranges_equal (self->ranges[i], other->ranges[i]))
      return FALSE;

  return self->abscissa == other->abscissa && self->log_x == other->log_x
         && self->log_loss == other->log_loss && self->smoothing == other->smoothing
         && self->with_best == other->with_best && self->with_names == other->with_names
         && self->with_rate == other->with_rate
         && self->with_instruments == other->with_instruments && self->seeds == other->seeds;
}

/**
 * ov_figure_style_apply_x:
 * @self: a style
 * @chart: a chart of a run, whatever it shows
 *
 * Gives the chart its x axis. The read-out tells only values that were computed at the very place;
 * by seconds no two runs have a place in common, and each tells the one that is nearest.
 */
void
ov_figure_style_apply_x (const OvFigureStyle *self,
                         OvChart             *chart)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (chart != NULL);

  ov_chart_set_x_title (chart, ov_abscissa_get_title (self->abscissa));
  ov_chart_set_log_x (chart, self->log_x);
  ov_chart_set_fractional_x (chart, self->abscissa != OV_ABSCISSA_EPOCHS);
  /* Epoch 0 has been trained once. */
  ov_chart_set_log_x_shift (chart, self->abscissa == OV_ABSCISSA_EPOCHS ? 1.0 : 0.0);
  ov_chart_set_read_mode (chart, self->abscissa == OV_ABSCISSA_SECONDS ? OV_READ_AT
                                                                       : OV_READ_EXACT);
}

/**
 * ov_figure_style_apply:
 * @self: a style
 * @chart: a chart that ov_curves_prepare() has prepared
 * @quantity: what it shows
 *
 * Gives the chart its axes, its smoothing and its names.
 */
void
ov_figure_style_apply (const OvFigureStyle *self,
                       OvChart             *chart,
                       OvQuantity           quantity)
{
  const OvRange *range;

  g_return_if_fail (self != NULL);
  g_return_if_fail (chart != NULL);
  g_return_if_fail (quantity < OV_N_QUANTITIES);

  range = &self->ranges[quantity];
  ov_figure_style_apply_x (self, chart);
  ov_chart_set_log_y (chart, self->log_loss && quantity == OV_QUANTITY_LOSS);
  ov_chart_set_smoothing (chart, self->smoothing);
  ov_chart_set_end_labels (chart, self->with_names);
  ov_chart_set_y_fixed (chart, range->low < range->high ? range->low : NAN, range->high);
}
