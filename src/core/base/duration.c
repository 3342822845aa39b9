/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "duration.h"

#include <glib/gi18n-lib.h>

/**
 * ov_duration_format:
 * @seconds: how long something takes
 *
 * Returns: (transfer full): that in two units at most, such as "1 min 05 s"
 */
char *
ov_duration_format (double seconds)
{
  if (seconds < 1.0)
    return g_strdup_printf (_("%.0f ms"), seconds * 1e3);
  if (seconds < 100.0)
    return g_strdup_printf (_("%.0f s"), seconds);
  if (seconds < 3600.0)
    return g_strdup_printf (_("%d min %02d s"), (int) seconds / 60, (int) seconds % 60);

  return g_strdup_printf (_("%d h %02d min"), (int) seconds / 3600, (int) seconds / 60 % 60);
}
