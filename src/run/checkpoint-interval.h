/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Stands for an interval that grows with the run. */
#define OV_CHECKPOINT_INTERVAL_GROWS G_MAXUINT

guint ov_checkpoint_interval_get (guint n_epochs);
