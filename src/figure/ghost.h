/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-record.h"

/**
 * OvGhost:
 * @run: what an earlier run has left
 * @name: (nullable): its name, which a person may change
 * @slot: its colour in the palette, the same wherever it is shown
 * @data_hash: (nullable): what tells its images from others
 *
 * An earlier run behind the one in front. It owns nothing.
 */
typedef struct
{
  const OvRunRecord *run;
  const char        *name;
  guint              slot;
  const char        *data_hash;
} OvGhost;
