/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "guess.h"
#include "loss.h"

#define OV_TYPE_GUESS_PAD (ov_guess_pad_get_type ())
G_DECLARE_FINAL_TYPE (OvGuessPad, ov_guess_pad, OV, GUESS_PAD, AdwBin)

void           ov_guess_pad_prepare   (OvGuessPad *self,
                                       guint       n_epochs,
                                       OvLoss      loss,
                                       double      low,
                                       double      high,
                                       double      start,
                                       const char *message);
const OvGuess *ov_guess_pad_get_guess (OvGuessPad *self);
