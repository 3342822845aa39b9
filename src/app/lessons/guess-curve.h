/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "guess.h"

G_BEGIN_DECLS

guint ov_guess_curve_add (OvChart       *chart,
                          const OvGuess *guess);

G_END_DECLS
