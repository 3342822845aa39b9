/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "folder-fixture.h"

/* What a run of overshoot-cli left behind. @signal_number is that of a signal that killed it. */
typedef struct
{
  int   status;
  int   signal_number;
  char *output;
  char *errors;
} Outcome;

void                 runner_init         (const char          *program);
GSubprocessLauncher *runner_new_launcher (void);
GSubprocess         *runner_start        (GSubprocessLauncher *launcher,
                                          const char          *arguments);
void                 runner_finish       (GSubprocess         *process,
                                          Outcome             *outcome);
void                 runner_run          (const char          *arguments,
                                          Outcome             *outcome);
char                *runner_fill_in      (const char          *arguments);
void                 runner_run_at       (const char          *arguments,
                                          Outcome             *outcome);
void                 runner_run_inside   (const char          *arguments,
                                          Outcome             *outcome);
void                 runner_run_well     (const char          *arguments,
                                          Outcome             *outcome);
void                 runner_run_refused  (const char          *arguments,
                                          int                  status,
                                          const char          *said);
void                 outcome_clear       (Outcome             *outcome);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)
