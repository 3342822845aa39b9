/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "reduction.h"
#include "robust-range.h"

/**
 * OvSeriesCounts:
 * @x: the range of x that is shown
 * @y: the range of y that is shown
 * @n: points that were looked at
 * @n_above: those within @x that lie above @y
 * @n_below: those within @x that lie below @y
 * @n_non_finite: those that are not finite
 *
 * What cannot be seen of a curve.
 */
typedef struct
{
  OvRange x;
  OvRange y;
  gsize   n;
  guint   n_above;
  guint   n_below;
  guint   n_non_finite;
} OvSeriesCounts;

typedef struct _OvSeries OvSeries;

/**
 * OvSeries:
 * @revision: another one after every change but that of @emphasis
 * @n: number of points
 * @x: [n]
 * @y: [n], as given
 * @smooth: (nullable): [n], the smoothed y, when smoothing is on for this curve
 * @marked: whether each point has a dot
 * @symbol: what is drawn in place of a line
 * @bounding: whether what lies above it is shaded
 * @continuous: whether its value is known between its points as well
 * @stray: whether it may leave the range that the others have
 * @ascending: whether every x is finite and not below the one before it
 * @low: (nullable): the lower edge of the band around it, a curve of as many points
 * @high: (nullable): the upper edge; the two are broken at the same points
 * @form: how the band is read out
 * @n_values: [n] when there is a band: of how many values each point is the mean
 *
 * One curve of a chart; private to this room. What is worked out about its points is kept, so that
 * a growing curve costs only what is new.
 */
struct _OvSeries
{
  guint          id;
  guint          revision;
  char          *name;
  guint          slot;
  OvLineStyle    style;
  double         width;
  gboolean       faint;
  OvEmphasis     emphasis;
  gboolean       visible;
  gboolean       listed;
  gboolean       smoothed;
  gboolean       marked;
  OvSymbol       symbol;
  gboolean       bounding;
  gboolean       continuous;
  gboolean       stray;

  gsize          n;
  gsize          n_room;
  double        *x;
  double        *y;
  double        *smooth;
  gboolean       ascending;

  OvSeries      *low;
  OvSeries      *high;
  OvSpreadForm   form;
  GArray        *n_values; /* of guint */

  /* Of the first n_smoothed points. */
  double         smoothing;
  gsize          n_smoothed;
  double         smooth_sum;
  double         smooth_share;

  /* Of the first n_ranged points, of which n_shown lie within shown_x. The hull is that of the
   * values which the axis can show. */
  OvRobustRange *range;
  OvRange        hull;
  OvRange        shown_x;
  gboolean       is_log;
  gsize          n_ranged;
  gsize          n_shown;

  OvSeriesCounts counts;

  /* Of y and of smooth. */
  OvReduction   *reduction;
  OvReduction   *smooth_reduction;
};

OvSeries             *ov_series_new           (guint           id,
                                               const char     *name,
                                               guint           slot,
                                               OvLineStyle     style);
void                  ov_series_free          (OvSeries       *self);
void                  ov_series_clear         (OvSeries       *self);
void                  ov_series_append        (OvSeries       *self,
                                               const double   *x,
                                               const double   *y,
                                               gsize           n);
void                  ov_series_append_spread (OvSeries       *self,
                                               const double   *x,
                                               const OvSpread *y,
                                               gsize           n);
void                  ov_series_smooth        (OvSeries       *self,
                                               double          weight);
OvRange               ov_series_find_range    (OvSeries       *self,
                                               OvRange         shown_x,
                                               gboolean        logarithmic,
                                               gsize          *n_shown);
const OvSeriesCounts *ov_series_count         (OvSeries       *self,
                                               OvRange         x,
                                               OvRange         y);
double                ov_series_distance      (double          x,
                                               double          other,
                                               gboolean        logarithmic);
gsize                 ov_series_find_nearest  (const OvSeries *self,
                                               double          x,
                                               gboolean        logarithmic);
gboolean              ov_series_covers        (const OvSeries *self,
                                               double          x);
OvColour              ov_series_get_colour    (const OvSeries *self,
                                               OvTheme         theme);
