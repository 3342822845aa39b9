/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "growth.h"

#include <glib/gi18n-lib.h>

#include "number.h"

/* Beyond this growth a factor is easier to read than a percentage. */
#define GROWTH_AS_FACTOR 2.0

/**
 * ov_growth_describe:
 * @factor: what something is multiplied by, 1 or more
 *
 * Returns: (transfer full): by how much it grows, translated, to come after "grows": "by 9.9 %",
 *   "25-fold"
 */
char *
ov_growth_describe (double factor)
{
  g_autofree char *percent = ov_number_format_short (100.0 * (factor - 1.0),
                                                     factor < 1.1 ? 2 : 3);
  g_autofree char *fold = ov_number_format_short (factor, factor >= 100.0 && factor < 1e3 ? 3 : 2);

  return factor < GROWTH_AS_FACTOR ? g_strdup_printf (_("by %s %%"), percent)
                                   : g_strdup_printf (_("%s-fold"), fold);
}
