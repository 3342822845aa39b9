/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvRunStatistics:
 * @n: how many values there are
 * @mean: of the values
 * @low: the least value
 * @high: the greatest value
 * @deviation: the standard deviation of a sample, with n − 1, since the runs stand for all that
 *   there could be; NAN for fewer than two
 *
 * One number of several runs. All are NAN where there is no value, and where one of them is not
 * finite: none is left out.
 */
typedef struct
{
  guint  n;
  double mean;
  double low;
  double high;
  double deviation;
} OvRunStatistics;

void ov_run_statistics_measure (OvRunStatistics *self,
                                const double    *values,
                                guint            n);
