/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "deadline.h"
#include "run.h"

/* More epochs than any test waits for. */
#define WITNESS_ENDLESS 100000

/* Watches a run: whether its signals keep their promises, in which order and on which thread. */
typedef struct
{
  OvRun   *run; /* borrowed, NULL once it is gone */
  GThread *thread;
  guint    n_epochs;
  GArray  *states; /* of OvRunState, each one that was told */
  guint    n_templates;
  guint    n_progress;
} Witness;

void       witness_start           (int             *argc,
                                    char          ***argv);
void       witness_add_test        (const char      *path,
                                    void           (*test) (void));
int        witness_finish          (void);

void       witness_init_recipe     (OvRecipe        *recipe,
                                    guint            epochs);
OvDataset *witness_get_dataset     (void);
OvRun     *witness_run_new         (Witness         *self,
                                    const OvRecipe  *recipe);
OvRun     *witness_endless_run_new (Witness         *self);
void       witness_clear           (Witness         *self);

void       witness_wait_for_state  (Witness         *self,
                                    OvRunState       state);
void       witness_wait_for_outcome (Witness         *self,
                                    OvOutcome        outcome);
void       witness_wait_for_epochs (Witness         *self,
                                    guint            n_epochs);
void       witness_drain           (guint            milliseconds);
void       witness_assert_states   (Witness         *self,
                                    guint            n_states,
                                    ...);
