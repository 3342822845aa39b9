/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvScale:
 * @low: the value at @start
 * @high: the value at @end, or at @knee on a broken scale
 * @start: position of @low
 * @end: where the scale ends; may lie before @start, as on a y axis
 * @logarithmic: whether equal factors rather than equal differences take equal room
 * @beyond: the value at @end of a broken scale, which is logarithmic from @high on, and @high is
 *   more than 0; 0 for a scale that is not broken
 * @knee: position of @high on a broken scale, between @start and @end
 * @shift: added to every value of a logarithmic scale before its logarithm is taken, so that counts
 *   can begin at 0; usually 0
 */
typedef struct
{
  double   low;
  double   high;
  double   start;
  double   end;
  gboolean logarithmic;
  double   beyond;
  double   knee;
  double   shift;
} OvScale;

double   ov_scale_to_position   (const OvScale *self,
                                 double         value);
double   ov_scale_to_value      (const OvScale *self,
                                 double         position);
gboolean ov_scale_contains      (const OvScale *self,
                                 double         value);
gboolean ov_scale_is_broken     (const OvScale *self);
double   ov_scale_get_top       (const OvScale *self);
double   ov_scale_choose_step   (double         low,
                                 double         high,
                                 guint          most);
void     ov_scale_round_out     (double        *low,
                                 double        *high,
                                 guint          steps);
void     ov_scale_round_out_log (double        *low,
                                 double        *high);
double   ov_scale_find_horizon  (double         first,
                                 double         planned,
                                 double         reached);
char    *ov_scale_format_value  (double         value);
