/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trainer.h"

G_BEGIN_DECLS

/**
 * OvTrace:
 *
 * The losses within the epochs of a run, from its reports of progress: finer than the history, but
 * as coarse as the reports happen to be.
 */
typedef struct _OvTrace OvTrace;

OvTrace      *ov_trace_new         (void);
void          ov_trace_free        (OvTrace          *self);
void          ov_trace_add         (OvTrace          *self,
                                    const OvProgress *progress);
gsize         ov_trace_get_length  (const OvTrace    *self);
const double *ov_trace_get_epochs  (const OvTrace    *self);
const double *ov_trace_get_losses  (const OvTrace    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvTrace, ov_trace_free)

G_END_DECLS
