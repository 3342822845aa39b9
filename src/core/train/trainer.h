/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "checkpoint.h"
#include "dataset.h"
#include "epoch.h"
#include "network.h"
#include "progress.h"
#include "quadratic.h"
#include "recipe.h"
#include "snapshot.h"
#include "template.h"

/**
 * OvProgressFunc:
 *
 * Called on the training thread every few milliseconds within an epoch. It may block, which pauses
 * the training. Returns %FALSE to give the epoch up.
 */
typedef gboolean (*OvProgressFunc) (const OvProgress *progress,
                                    gpointer          user_data);

/**
 * OvTrainer:
 *
 * A network in training: recipe and data in, epochs out. Used by one thread at a time; it has
 * helper threads of its own.
 */
typedef struct _OvTrainer OvTrainer;

OvTrainer    *ov_trainer_new                (const OvRecipe *recipe,
                                             OvDataset      *dataset,
                                             guint           n_threads,
                                             GError        **error);
void          ov_trainer_free               (OvTrainer      *self);
gboolean      ov_trainer_set_quadratic      (OvTrainer      *self,
                                             OvQuadratic    *quadratic);
guint         ov_trainer_get_exact_from     (OvTrainer      *self);
gboolean      ov_trainer_run_epoch          (OvTrainer      *self,
                                             OvEpoch        *epoch,
                                             OvProgressFunc  progress_func,
                                             gpointer        user_data,
                                             GCancellable   *cancellable,
                                             GError        **error);
gboolean      ov_trainer_get_templates      (OvTrainer      *self,
                                             OvTemplates    *templates,
                                             GCancellable   *cancellable);
guint         ov_trainer_get_n_epochs       (OvTrainer      *self);
OvNetwork    *ov_trainer_get_network        (OvTrainer      *self);
OvSnapshot   *ov_trainer_take_snapshot      (OvTrainer      *self);
OvCheckpoint *ov_trainer_take_checkpoint    (OvTrainer      *self);
gboolean      ov_trainer_restore_checkpoint (OvTrainer      *self,
                                             OvCheckpoint   *checkpoint,
                                             GError        **error);
void          ov_trainer_set_parameters     (OvTrainer      *self,
                                             const float    *parameters,
                                             gsize           n_parameters);
gboolean      ov_trainer_restore_finite     (OvTrainer      *self,
                                             guint          *n_epochs);
gboolean      ov_trainer_save_weights       (OvTrainer      *self,
                                             GFile          *file,
                                             GError        **error);
gboolean      ov_trainer_load_weights       (OvTrainer      *self,
                                             GFile          *file,
                                             GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvTrainer, ov_trainer_free)
