/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checkpoint.h"

/* Only for the files that make checkpoints and continue from them. */

/**
 * OvCheckpointBlock:
 * @OV_CHECKPOINT_WEIGHTS: the weights and biases; always there
 * @OV_CHECKPOINT_STATES: what the optimiser keeps of them, such as their speed
 * @OV_CHECKPOINT_DIRECTION: from which the next measurement of the sharpness starts
 * @OV_CHECKPOINT_BATCH_WEIGHTS: of exact steps: those with which the epoch's batch began
 * @OV_CHECKPOINT_BATCH_STATES: of exact steps: the speed with which it began
 *
 * Numbers that there is one of for each parameter of the network, or, of states, several.
 */
typedef enum
{
  OV_CHECKPOINT_WEIGHTS,
  OV_CHECKPOINT_STATES,
  OV_CHECKPOINT_DIRECTION,
  OV_CHECKPOINT_BATCH_WEIGHTS,
  OV_CHECKPOINT_BATCH_STATES,
  OV_CHECKPOINT_N_BLOCKS,
} OvCheckpointBlock;

struct _OvCheckpoint
{
  gatomicrefcount n_references;
  OvRecipe        recipe;
  guint           n_epochs;
  guint           n_steps;    /* that the optimiser has made */
  guint           exact_from; /* or OV_EPOCH_NEVER */
  guint           batch_first;
  guint           batch_size; /* 0 where there is no batch of exact steps */
  guint           n_states;
  gsize           n_parameters;
  float          *blocks[OV_CHECKPOINT_N_BLOCKS]; /* [parameters] or [states][parameters], finite;
                                                   * NULL for what there is not */
};

OvCheckpoint *ov_checkpoint_new       (const OvRecipe     *recipe,
                                       guint               n_epochs,
                                       gsize               n_parameters);
gsize         ov_checkpoint_get_size  (const OvCheckpoint *self,
                                       OvCheckpointBlock   block);
float        *ov_checkpoint_add_block (OvCheckpoint       *self,
                                       OvCheckpointBlock   block);
gboolean      ov_checkpoint_is_finite (const OvCheckpoint *self);
