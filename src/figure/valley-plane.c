/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-plane.h"

#include <glib/gi18n-lib.h>

#include "number.h"

static char *
format_eigenvalue (const OvValleyMode *mode)
{
  return ov_number_format_short (mode->eigenvalue, 3);
}

/**
 * ov_valley_plane_find_bowl:
 * @valley: a valley
 *
 * Returns: the loss over the plane, the valley along x
 */
OvBowl
ov_valley_plane_find_bowl (const OvValley *valley)
{
  const double optimum[] = {ov_valley_get_optimum (valley, OV_VALLEY_STEEP),
                            ov_valley_get_optimum (valley, OV_VALLEY_FLAT)};

  return (OvBowl) {
    .x = optimum[OV_VALLEY_FLAT],
    .y = optimum[OV_VALLEY_STEEP],
    .x_bend = valley->modes[OV_VALLEY_FLAT].eigenvalue + valley->regularisation,
    .y_bend = valley->modes[OV_VALLEY_STEEP].eigenvalue + valley->regularisation,
    .lowest = ov_valley_get_loss (valley, optimum),
  };
}

/**
 * ov_valley_plane_set_titles:
 * @valley: a valley
 * @chart: what shows it, the valley along x
 * @has_y_title: whether the other axis has a title, too
 *
 * Says at the axes which modes they are.
 */
void
ov_valley_plane_set_titles (const OvValley *valley,
                            OvChart        *chart,
                            gboolean        has_y_title)
{
  const OvValleyMode *modes = valley->modes;
  g_autofree char *flat = format_eigenvalue (&modes[OV_VALLEY_FLAT]);
  g_autofree char *steep = format_eigenvalue (&modes[OV_VALLEY_STEEP]);
  /* Translators: the number of an eigenvector and its eigenvalue; the second line is a shorter way
   * to say the first. */
  g_autofree char *along = g_strdup_printf (_("Along: mode %u, λ = %s\nAlong: mode %u"),
                                            modes[OV_VALLEY_FLAT].number, flat,
                                            modes[OV_VALLEY_FLAT].number);
  /* Translators: likewise. */
  g_autofree char *across = g_strdup_printf (_("Across: mode %u, λ = %s\nAcross: mode %u"),
                                             modes[OV_VALLEY_STEEP].number, steep,
                                             modes[OV_VALLEY_STEEP].number);

  ov_chart_set_fractional_x (chart, TRUE);
  ov_chart_set_x_title (chart, along);
  if (has_y_title)
    ov_chart_set_y_title (chart, across);
}
