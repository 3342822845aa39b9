/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "epoch.h"

/* Epochs of two runs that are to be the same run. */

void fixture_assert_same_epochs (const OvEpoch *epochs,
                                 const OvEpoch *expected,
                                 gsize          n_epochs);
