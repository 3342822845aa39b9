/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"

/**
 * OvGuess:
 * @n_epochs: how many epochs the curve may have
 * @values: [@n_epochs], NAN where nothing was drawn
 *
 * A curve that was drawn by hand: at most one value for each epoch.
 */
typedef struct
{
  guint  n_epochs;
  double values[];
} OvGuess;

OvGuess      *ov_guess_new          (guint            n_epochs);
OvGuess      *ov_guess_copy         (const OvGuess   *self);
void          ov_guess_clear        (OvGuess         *self);
void          ov_guess_draw         (OvGuess         *self,
                                     double           from_epoch,
                                     double           from_value,
                                     double           to_epoch,
                                     double           to_value);
gboolean      ov_guess_is_empty     (const OvGuess   *self);
gsize         ov_guess_copy_points  (const OvGuess   *self,
                                     double          *epochs,
                                     double          *values);
gboolean      ov_guess_compare      (const OvGuess   *self,
                                     const OvHistory *history,
                                     OvEpochField     field,
                                     double          *distance,
                                     double          *bias);
char         *ov_guess_judge        (const OvGuess   *self,
                                     const OvHistory *history,
                                     OvEpochField     field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvGuess, g_free)
