/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "epoch.h"
#include "network.h"
#include "quadratic.h"
#include "thread-pool.h"

G_BEGIN_DECLS

/**
 * OvDescent:
 *
 * Full-batch gradient descent of the linear classifier on its quadratic form: exact steps, and many
 * epochs scored in one go. It works ahead of the trainer, which takes one epoch at a time from it.
 */
typedef struct _OvDescent OvDescent;

/**
 * OvDescentFunc:
 *
 * Is told every few milliseconds which share of the batch of epochs is done, 0 to 1, and the last
 * mean training loss that is known, penalty excluded. It may block. Returns %FALSE with @error set
 * to give the batch up.
 */
typedef gboolean (*OvDescentFunc) (double    done,
                                   double    loss,
                                   gpointer  user_data,
                                   GError  **error);

OvDescent *ov_descent_new          (OvQuadratic     *quadratic,
                                    OvNetwork       *network,
                                    OvDataset       *dataset,
                                    OvThreadPool    *pool,
                                    const OvRecipe  *recipe);
void       ov_descent_free         (OvDescent       *self);
void       ov_descent_reset        (OvDescent       *self);
void       ov_descent_set_velocity (OvDescent       *self,
                                    const float     *velocity);
guint      ov_descent_get_n_ready  (const OvDescent *self);
gboolean   ov_descent_work         (OvDescent       *self,
                                    guint            max_epochs,
                                    double           learning_rate,
                                    OvDescentFunc    func,
                                    gpointer         user_data,
                                    GError         **error);
double     ov_descent_take         (OvDescent       *self,
                                    OvEpoch         *epoch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvDescent, ov_descent_free)

G_END_DECLS
