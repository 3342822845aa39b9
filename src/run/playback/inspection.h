/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checkpoint.h"
#include "inspector.h"
#include "job.h"
#include "quadratic.h"

/**
 * OvInspection:
 *
 * Finds out on a thread what a run had learned by an epoch. It keeps what the epochs have in
 * common, so that each further one takes milliseconds.
 */
typedef struct _OvInspection OvInspection;

/**
 * OvInspectionFunc:
 * @learned: (nullable) (transfer full): what was found; %NULL when it was cancelled
 * @user_data: what was given besides
 *
 * Called once, when the job has ended; it may be freed then.
 */
typedef void (*OvInspectionFunc) (OvLearned *learned,
                                  gpointer   user_data);

OvInspection *ov_inspection_new   (const OvRecipe   *recipe,
                                   OvDataset        *dataset,
                                   OvQuadratic      *quadratic);
void          ov_inspection_unref (OvInspection     *self);
OvJob        *ov_inspection_start (OvInspection     *self,
                                   OvCheckpoint     *checkpoint,
                                   guint             n_epochs,
                                   OvInspectionFunc  func,
                                   gpointer          user_data);
