/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "feature.h"
#include "quadratic.h"
#include "run-origin.h"
#include "run-record.h"
#include "step-line.h"
#include "trainer.h"

/**
 * OvRunState:
 * @OV_RUN_IDLE: made, not yet started
 * @OV_RUN_RUNNING: the worker is training
 * @OV_RUN_PAUSED: the worker waits
 * @OV_RUN_ENDED: it is over, see ov_run_get_outcome()
 */
typedef enum
{
  OV_RUN_IDLE,
  OV_RUN_RUNNING,
  OV_RUN_PAUSED,
  OV_RUN_ENDED,
} OvRunState;

#define OV_TYPE_RUN (ov_run_get_type ())
G_DECLARE_FINAL_TYPE (OvRun, ov_run, OV, RUN, GObject)

OvRun                  *ov_run_new                    (const OvRecipe *recipe,
                                                       OvDataset      *dataset,
                                                       guint           n_threads);

OvRun                  *ov_run_new_ended              (OvRunRecord    *record,
                                                       OvDataset      *dataset);

void                    ov_run_set_quadratic          (OvRun          *self,
                                                       OvQuadratic    *quadratic);
void                    ov_run_set_origin             (OvRun          *self,
                                                       OvRunOrigin    *origin);
void                    ov_run_start                  (OvRun          *self);
void                    ov_run_start_paused           (OvRun          *self);
void                    ov_run_pause                  (OvRun          *self);
void                    ov_run_resume                 (OvRun          *self);
void                    ov_run_step                   (OvRun          *self);
void                    ov_run_cancel                 (OvRun          *self);
void                    ov_run_finish                 (OvRun          *self,
                                                       gint64          deadline);
void                    ov_run_set_pace               (OvRun          *self,
                                                       double          epochs_per_second);
void ov_run_set_instruments (OvRun *self, guint instruments);
void                    ov_run_set_measures_steps     (OvRun          *self,
                                                       gboolean        measures_steps);
void                    ov_run_set_sharpness_interval (OvRun          *self,
                                                       guint           n_epochs);
void                    ov_run_set_checkpoint_interval (OvRun         *self,
                                                        guint          n_epochs);

void                    ov_run_take_snapshot          (OvRun              *self,
                                                       GCancellable       *cancellable,
                                                       GAsyncReadyCallback callback,
                                                       gpointer            user_data);
OvSnapshot             *ov_run_take_snapshot_finish   (GAsyncResult       *result,
                                                       GError            **error);
void                    ov_run_drop_snapshot          (OvRun              *self);

OvRunState                ov_run_get_state              (OvRun          *self);
gboolean                  ov_run_has_ended              (OvRun          *self);
OvRunRecord              *ov_run_get_record             (OvRun          *self);
const OvRunOrigin        *ov_run_get_origin             (OvRun          *self);
OvOutcome                 ov_run_get_outcome            (OvRun          *self);
const OvRecipe           *ov_run_get_recipe             (OvRun          *self);
OvDataset                *ov_run_get_dataset            (OvRun          *self);
const OvHistory          *ov_run_get_history            (OvRun          *self);
const OvTemplates        *ov_run_get_templates          (OvRun          *self);
const OvFeatures         *ov_run_get_features           (OvRun          *self);
const OvProgress         *ov_run_get_progress           (OvRun          *self);
OvCheckpoint             *ov_run_get_checkpoint         (OvRun          *self);
void                      ov_run_drop_checkpoint        (OvRun          *self);
guint                     ov_run_get_sharpness_interval (OvRun          *self);
guint ov_run_get_instruments (OvRun *self);
const OvStepLine         *ov_run_get_step               (OvRun          *self);
gboolean                  ov_run_is_measuring           (OvRun          *self);
