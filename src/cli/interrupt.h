/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * OvInterrupt:
 *
 * Turns the first signal that asks the program to end into a cancellable for as long as it lives.
 */
typedef struct _OvInterrupt OvInterrupt;

OvInterrupt  *ov_interrupt_new             (void);
void          ov_interrupt_free            (OvInterrupt *self);
void          ov_interrupt_set_patient     (OvInterrupt *self);
GCancellable *ov_interrupt_get_cancellable (OvInterrupt *self);
int           ov_interrupt_get_signal      (OvInterrupt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvInterrupt, ov_interrupt_free)
