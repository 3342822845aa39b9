/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "epoch.h"
#include "network.h"
#include "quadratic.h"
#include "thread-pool.h"

G_BEGIN_DECLS

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
 * Is told every few milliseconds which share of the batch of epochs is done, 0 to 1, and the last
 * mean training loss that is known, penalty excluded. It may block. Returns %FALSE with @error set
 * to give the batch up.
 */
typedef gboolean (*OvQuadraticTrainerFunc) (double    done,
                                            double    loss,
                                            gpointer  user_data,
                                            GError  **error);

OvQuadraticTrainer *ov_quadratic_trainer_new          (OvQuadratic              *quadratic,
                                                       OvNetwork                *network,
                                                       OvDataset                *dataset,
                                                       OvThreadPool             *pool,
                                                       const OvRecipe           *recipe);
void                ov_quadratic_trainer_free         (OvQuadraticTrainer       *self);
void                ov_quadratic_trainer_reset        (OvQuadraticTrainer       *self);
void                ov_quadratic_trainer_set_velocity (OvQuadraticTrainer       *self,
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvQuadraticTrainer, ov_quadratic_trainer_free)

G_END_DECLS
