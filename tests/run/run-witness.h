/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run.h"

G_BEGIN_DECLS

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

void  witness_init            (Witness       *self,
                               OvRun         *run);
void  witness_clear           (Witness       *self);
void  witness_wait_for_state  (Witness       *self,
                               OvRunState     state);
void  witness_wait_for_epochs (Witness       *self,
                               guint          n_epochs);
void  witness_drain           (guint          milliseconds);
void  witness_assert_states   (Witness       *self,
                               guint          n_states,
                               ...);
guint witness_count_threads   (void);
void  witness_assert_threads  (guint          n_threads);

G_END_DECLS
