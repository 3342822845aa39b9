/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "batch-runner.h"
#include "network.h"
#include "optimiser.h"
#include "quadratic-trainer.h"
#include "schedule.h"
#include "sensitivity.h"
#include "trainer-step.h"
#include "trainer.h"

/**
 * OvStepNotes:
 * @instruments: the set of those that want notes
 * @start: [parameters], where the run started; %NULL until notes are first wanted
 * @begin: [parameters], where the last step of an epoch began
 * @gradient: [parameters], the gradient there on the step's images, penalty included
 * @has_step: whether there is such a step, which led to the weights as they are
 * @has_gradient: whether @gradient is known
 * @first: the place of the first image of the step in the trainer's order
 * @n_images: how many images it was made by; 0 for a step that is exact
 *
 * What instruments need to know about the last step of an epoch.
 */
typedef struct
{
  guint    instruments;
  float   *start;
  float   *begin;
  float   *gradient;
  gboolean has_step;
  gboolean has_gradient;
  guint    first;
  guint    n_images;
} OvStepNotes;

/* Only for the files that do something with a trainer between its epochs. */
struct _OvTrainer
{
  OvRecipe            recipe;
  OvSchedule          schedule;
  OvDataset          *dataset;
  OvThreadPool       *pool;
  OvNetwork          *network;
  OvOptimiser        *optimiser;
  OvBatchRunner      *runner;
  GRand              *rand;          /* for the order of the images */
  guint              *order;         /* [training images], or NULL for the order of the file */
  OvQuadraticTrainer *descent;       /* what trains in the runner's place, or NULL */
  double              descent_share; /* seconds of the descent's last work, shared by its epochs */
  guint               exact_from;    /* the descent's first epoch, or OV_EPOCH_NEVER */
  guint               n_epochs;
  guint               n_images;     /* of this epoch whose updates are made */
  OvSensitivity      *sensitivity;  /* NULL until templates are first asked for */
  float              *direction;    /* [parameters], of the greatest curvature last measured */
  guint               n_kept_steps; /* of each epoch, at most OV_STEP_LINES */
  guint               n_steps;      /* of the last epoch that are kept */
  double              step_rate;    /* of these; 0 when there are none */

  /* [parameters] each, where these steps began, the newest first; NULL for those not wanted. */
  float              *step_begins[OV_STEP_LINES];

  OvStepNotes         notes;         /* for the instruments */
  gboolean            is_torn;       /* whether an epoch has begun that has not ended */
  gboolean            has_diverged;  /* whether a loss was not finite, with these weights */
  float              *finite;        /* [parameters], from before that, or NULL */
  float              *finite_states; /* [states][parameters], the optimiser's then, or NULL */
  guint               finite_steps;  /* those that it had made then */
  guint               finite_epochs; /* that led to them */
  gboolean            is_restored;   /* whether the network has them again */
};

void ov_order_shuffle       (guint     *order,
                             guint      n,
                             GRand     *rand);
void ov_trainer_init_order  (OvTrainer *self);
void ov_trainer_keep_finite (OvTrainer *self);
void ov_trainer_note_step   (OvTrainer *self,
                             double     learning_rate,
                             guint      n_left);
void ov_trainer_note_gradient (OvTrainer *self,
                             guint      first,
                             guint      n_images);
