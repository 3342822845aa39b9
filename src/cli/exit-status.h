/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/**
 * OvExitStatus:
 * @OV_EXIT_FINISHED: everything that was asked for is done
 * @OV_EXIT_ERROR: data, a file or a library failed
 * @OV_EXIT_USAGE: the command line cannot be understood
 * @OV_EXIT_DIVERGED: the loss grew without bound; what was done is written
 * @OV_EXIT_SIGNAL: added to a signal's number: 130 for SIGINT, 143 for SIGTERM, 141 (SIGPIPE) when
 *   nobody reads standard output any more; what was done is written
 *
 * What overshoot-cli returns to its caller. Scripts rely on these numbers, and the help text names
 * them.
 */
typedef enum
{
  OV_EXIT_FINISHED = 0,
  OV_EXIT_ERROR = 1,
  OV_EXIT_USAGE = 2,
  OV_EXIT_DIVERGED = 3,
  OV_EXIT_SIGNAL = 128,
} OvExitStatus;
