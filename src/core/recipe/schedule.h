/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"

/**
 * OvSchedule:
 * @step: from a schedule that is past its warm-up, the learning rate of the epoch after its own
 * @n_epochs: how many epochs the run has after the warm-up
 * @warm_up: how many epochs come before the schedule's own, on a straight line up to its first rate
 * @initial_rate: the learning rate of epoch 0
 * @warm_rate: that of the first epoch after the warm-up
 * @highest: the highest learning rate
 * @decay: the factor on the rate after each epoch, for a schedule that has one
 * @step_factor: the factor on the rate at each step, for a schedule that has steps
 * @step_epochs: how many epochs lie between two steps
 * @epoch: the epoch that @rate belongs to
 * @rate: the learning rate of @epoch
 *
 * The learning rate over the epochs of a run. It remembers where it was asked last, so that walking
 * through the epochs in their order costs one step each. A plain value.
 */
typedef struct _OvSchedule OvSchedule;

struct _OvSchedule
{
  double (*step) (const OvSchedule *self);
  guint  n_epochs;
  guint  warm_up;
  double initial_rate;
  double warm_rate;
  double highest;
  double decay;
  double step_factor;
  guint  step_epochs;
  guint  epoch;
  double rate;
};

extern const char *const ov_schedule_names[];
extern const char *const ov_schedule_titles[];

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
gboolean ov_schedule_has_steps   (const OvRecipe *recipe);
void     ov_schedule_copy        (OvRecipe       *recipe,
                                  const OvRecipe *from);
gboolean ov_schedule_is_geometric (const OvRecipe *recipe);
gboolean ov_schedule_is_prefix   (const OvRecipe *recipe,
                                  const OvRecipe *other);
double   ov_schedule_get_decay   (const OvRecipe *recipe);
double   ov_schedule_decay_once  (const OvRecipe *recipe,
                                  double          rate);
