/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "descriptor.h"

#include <fcntl.h>
#include <unistd.h>

/**
 * ov_descriptors_occupy:
 *
 * Occupies whichever of standard input, output and error the caller has closed, so that no file
 * that is opened later takes their numbers and is overwritten by what is printed. What is opened
 * here can be neither read nor written, and needs no device. To be called first in main().
 *
 * Returns: whether all three are taken now
 */
gboolean
ov_descriptors_occupy (void)
{
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
    if (fcntl (descriptor, F_GETFD) == -1 && open ("/", O_PATH) != descriptor)
      return FALSE;

  return TRUE;
}
