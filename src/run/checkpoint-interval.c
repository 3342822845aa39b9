/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checkpoint-interval.h"

/* How many states a run has at most, spread evenly over its epochs; half of it at least. */
#define MOST_STATES 64

/**
 * ov_checkpoint_interval_get:
 * @n_epochs: how many epochs a run has
 *
 * How far the states of a run lie apart: a power of two, so that each of them is still wanted, or
 * every second one, when the run has become longer.
 *
 * Returns: the number of epochs between two states
 */
guint
ov_checkpoint_interval_get (guint n_epochs)
{
  guint interval = 1;

  while (n_epochs / interval > MOST_STATES)
    interval *= 2;

  return interval;
}
