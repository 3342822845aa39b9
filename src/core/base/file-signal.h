/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <signal.h>

/* What a thread's signals were before it began to write. */
typedef struct
{
  sigset_t mask;
  sigset_t pending;
} OvFileSignals;

void ov_file_signals_hold    (OvFileSignals       *self);
void ov_file_signals_release (const OvFileSignals *self);
