/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outcome.h"

/**
 * ov_outcome_get_name:
 * @self: how a run ended
 *
 * Returns: the word for it in files that programs read: not translated
 */
const char *
ov_outcome_get_name (OvOutcome self)
{
  static const char *const names[] = {
    [OV_OUTCOME_NONE] = "running",
    [OV_OUTCOME_FINISHED] = "finished",
    [OV_OUTCOME_DIVERGED] = "diverged",
    [OV_OUTCOME_CANCELLED] = "interrupted",
    [OV_OUTCOME_FAILED] = "failed",
  };

  g_return_val_if_fail (self < G_N_ELEMENTS (names), NULL);

  return names[self];
}
