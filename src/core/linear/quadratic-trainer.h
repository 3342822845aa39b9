/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "epoch.h"
#include "network.h"
#include "quadratic.h"
#include "thread-pool.h"

/**
 * OvQuadraticTrainer:
 *
 * Full-batch gradient descent of the linear classifier on its quadratic form: exact steps, and many
 * epochs scored in one go. It works ahead of the trainer, which takes one epoch at a time from it.
 */
typedef struct _OvQuadraticTrainer OvQuadraticTrainer;

/**
 * OvQuadraticTrainerFunc:
 *
 * Called every few milliseconds with the share of the batch of epochs that is done, 0 to 1, and the
 * last mean training loss that is known, penalty excluded. It may block. Returns %FALSE with @error
 * set to give the batch up.
 */
typedef gboolean (*OvQuadraticTrainerFunc) (double    done,
                                            double    loss,
                                            gpointer  user_data,
                                            GError  **error);

/* The most epochs that are computed at once. */
#define OV_QUADRATIC_TRAINER_MAX_EPOCHS 31

/**
 * OvQuadraticBatch:
 * @first_epoch: its first epoch
 * @size: how many epochs it was to have, of which the end of the run may have left some out
 * @parameters: [parameters], those that it began with
 * @velocity: (nullable): [parameters], the velocity that it began with; %NULL without momentum
 *
 * Epochs that are computed at once.
 */
typedef struct
{
  guint        first_epoch;
  guint        size;
  const float *parameters;
  const float *velocity;
} OvQuadraticBatch;

OvQuadraticTrainer *ov_quadratic_trainer_new          (OvQuadratic              *quadratic,
                                                       OvNetwork                *network,
                                                       OvDataset                *dataset,
                                                       OvThreadPool             *pool,
                                                       const OvRecipe           *recipe);
void                ov_quadratic_trainer_free         (OvQuadraticTrainer       *self);
void                ov_quadratic_trainer_reset        (OvQuadraticTrainer       *self);
void                ov_quadratic_trainer_set_velocity (OvQuadraticTrainer       *self,
                                                       const float              *velocity);
const float        *ov_quadratic_trainer_get_velocity (const OvQuadraticTrainer *self,
                                                       guint                     epoch);
gboolean            ov_quadratic_trainer_get_batch    (const OvQuadraticTrainer *self,
                                                       OvQuadraticBatch         *batch);
void                ov_quadratic_trainer_set_batch    (OvQuadraticTrainer       *self,
                                                       const OvQuadraticBatch   *batch,
                                                       guint                     epoch,
                                                       const float              *velocity);
guint               ov_quadratic_trainer_get_n_ready  (const OvQuadraticTrainer *self);
gboolean            ov_quadratic_trainer_work         (OvQuadraticTrainer       *self,
                                                       guint                     max_epochs,
                                                       guint                     first_epoch,
                                                       OvQuadraticTrainerFunc    func,
                                                       gpointer                  user_data,
                                                       GError                  **error);
double              ov_quadratic_trainer_take         (OvQuadraticTrainer       *self,
                                                       OvEpoch                  *epoch);
void                ov_quadratic_trainer_find_gradient (const OvQuadraticTrainer *self,
                                                       const float              *parameters,
                                                       float                    *gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvQuadraticTrainer, ov_quadratic_trainer_free)
