/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-rates.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "output.h"
#include "parameter.h"

/**
 * ov_valley_rates_parse:
 * @study: what was asked for
 * @rates: (out): up to %OV_VALLEY_MOST_RATES, those of --rates, or else the recipe's
 * @error: (out) (optional): return location for an error
 *
 * Returns: how many rates there are, or 0 with @error set to an %OV_ERROR_RECIPE
 */
guint
ov_valley_rates_parse (OvStudy *study,
                       double  *rates,
                       GError **error)
{
  const char *text = g_hash_table_lookup (study->texts, "rates");
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, ",", -1) : NULL;
  const guint n = words != NULL ? g_strv_length (words) : 1;

  if (n == 0)
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                           _("--rates: There is no rate. Write them as in 0.001,0.02."));
      return 0;
    }
  if (n > OV_VALLEY_MOST_RATES)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("--rates: %u rates are more than one picture holds. Give %u at most."), n,
                   OV_VALLEY_MOST_RATES);
      return 0;
    }

  rates[0] = study->recipe.learning_rate;
  for (guint i = 0; words != NULL && i < n; i++)
    if (!ov_parameter_parse (ov_parameter_find ("learning-rate"), words[i], &rates[i], error))
      {
        g_prefix_error (error, "--rates: ");
        return 0;
      }
  if (words != NULL && g_hash_table_contains (study->texts, "learning-rate"))
    ov_output_complain (_("--learning-rate has no effect beside --rates."));

  return n;
}
