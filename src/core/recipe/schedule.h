/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"

/**
 * OvSchedule:
 * @step: from a schedule, the learning rate of the epoch after its own
 * @n_epochs: how many epochs the run has
 * @initial_rate: the learning rate of epoch 0
 * @decay: the factor on the rate after each epoch, for a schedule that has one
 * @epoch: the epoch that @rate belongs to
 * @rate: the learning rate of @epoch
 *
 * The learning rate over the epochs of a run. It remembers where it was asked last, so that walking
 * through the epochs in their order costs one multiplication each. A plain value.
 */
typedef struct _OvSchedule OvSchedule;

struct _OvSchedule
{
  double (*step) (const OvSchedule *self);
  guint  n_epochs;
  double initial_rate;
  double decay;
  guint  epoch;
  double rate;
};

extern const char *const ov_schedule_names[];

void     ov_schedule_init        (OvSchedule     *self,
                                  const OvRecipe *recipe);
double   ov_schedule_get_rate    (OvSchedule     *self,
                                  guint           epoch);
double   ov_schedule_interpolate (OvSchedule     *self,
                                  double          epoch);
gboolean ov_schedule_find_epoch  (OvSchedule     *self,
                                  double          rate,
                                  guint          *epoch);
double   ov_schedule_get_reach   (OvSchedule     *self,
                                  guint           epoch,
                                  guint           n_epochs);

gboolean ov_schedule_has_decay   (const OvRecipe *recipe);
double   ov_schedule_get_decay   (const OvRecipe *recipe);
double   ov_schedule_decay_once  (const OvRecipe *recipe,
                                  double          rate);
