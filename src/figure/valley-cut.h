/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "valley.h"

/* How many landings before the last one are still seen. */
#define OV_VALLEY_CUT_MOST_LANDINGS 6

/**
 * OvValleyCut:
 * @valley: the plane
 * @side: the direction along which it is cut
 * @place: [%OV_N_VALLEY_SIDES], where the ball is: the cut goes through that point
 * @part: how much of a leap to @next is done, from 0 to less than 1
 * @next: the coordinate along @side where that leap ends
 * @landings: [@n_landings], coordinates along @side where it was after the last epochs, the newest
 *   first
 * @n_landings: how many, up to %OV_VALLEY_CUT_MOST_LANDINGS
 * @slot: its colour in the palette
 *
 * The loss along one direction through a point of a valley, with a ball on it. A plain value.
 */
typedef struct
{
  OvValley     valley;
  OvValleySide side;
  double       place[OV_N_VALLEY_SIDES];
  double       part;
  double       next;
  double       landings[OV_VALLEY_CUT_MOST_LANDINGS];
  guint        n_landings;
  guint        slot;
} OvValleyCut;

void   ov_valley_cut_init     (OvValleyCut         *self,
                               const OvValley      *valley,
                               OvValleySide         side,
                               const OvValleyPoint *points,
                               guint                n_points,
                               double               position);
double ov_valley_cut_get_loss (const OvValleyCut   *self,
                               double               coordinate);
double ov_valley_cut_find_height (const OvValley    *valley,
                               const double        *low,
                               const double        *high);
void   ov_valley_cut_fill     (OvValleyCut         *self,
                               OvChart             *chart,
                               double               low,
                               double               high,
                               double               height);
