/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trainer.h"

/**
 * OvProgressLine:
 *
 * One line at the foot of a terminal that says how far a run is, rewritten in place. Where standard
 * error is no terminal, it shows nothing.
 */
typedef struct _OvProgressLine OvProgressLine;

OvProgressLine *ov_progress_line_new        (guint             n_epochs);
void            ov_progress_line_free       (OvProgressLine   *self);
void            ov_progress_line_show       (OvProgressLine   *self,
                                             const OvProgress *progress);
void            ov_progress_line_show_share (OvProgressLine   *self,
                                             const char       *what,
                                             double            done);
void            ov_progress_line_show_bytes (OvProgressLine   *self,
                                             guint64           done,
                                             guint64           total);
void            ov_progress_line_show_words (OvProgressLine   *self,
                                             const char       *words);
void            ov_progress_line_show_runs  (OvProgressLine   *self,
                                             guint             n_done,
                                             double            share);
void            ov_progress_line_take_epoch (OvProgressLine   *self,
                                             const OvEpoch    *epoch);
void            ov_progress_line_make_way   (OvProgressLine   *self);
void            ov_progress_line_clear      (OvProgressLine   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvProgressLine, ov_progress_line_free)
