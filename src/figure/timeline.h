/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"

/**
 * OvAbscissa:
 * @OV_ABSCISSA_EPOCHS: the numbers of the epochs
 * @OV_ABSCISSA_SECONDS: the time that the training took
 * @OV_ABSCISSA_IMAGES: the training images that were seen, in millions
 *
 * What the x axis of a run's charts is.
 */
typedef enum
{
  OV_ABSCISSA_EPOCHS,
  OV_ABSCISSA_SECONDS,
  OV_ABSCISSA_IMAGES,
} OvAbscissa;

#define OV_N_ABSCISSAE (OV_ABSCISSA_IMAGES + 1)

/**
 * OvTimeline:
 *
 * Where the epochs of one run stand on an x axis. It grows with the run's history, at the cost of
 * what is new. Every function takes %NULL for one that goes by epochs.
 */
typedef struct _OvTimeline OvTimeline;

const char *ov_abscissa_get_name     (OvAbscissa        self);
const char *ov_abscissa_get_title    (OvAbscissa        self);
gboolean    ov_abscissa_parse        (const char       *name,
                                      OvAbscissa       *abscissa);

OvTimeline *ov_timeline_new          (OvAbscissa        abscissa,
                                      guint             n_images);
void        ov_timeline_free         (OvTimeline       *self);
void        ov_timeline_update       (OvTimeline       *self,
                                      const OvHistory  *history);
OvAbscissa  ov_timeline_get_abscissa (const OvTimeline *self);
double      ov_timeline_get_end      (const OvTimeline *self,
                                      double            epoch);
double      ov_timeline_get_start    (const OvTimeline *self,
                                      double            epoch);
double      ov_timeline_find_epoch   (const OvTimeline *self,
                                      double            x);
gboolean    ov_timeline_has_reached  (const OvTimeline *self,
                                      double            epoch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvTimeline, ov_timeline_free)
