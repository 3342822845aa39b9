/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "suggestion.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "number.h"

/* The limit is rounded down to a thousandth of its decade: beyond it nothing settles. */
#define LIMIT_STEPS 1000.0

/**
 * ov_suggestion_round:
 * @rate: a learning rate
 *
 * Returns: the rate to two digits, which are enough for a rate to try
 */
double
ov_suggestion_round (double rate)
{
  return ov_number_round (rate, 2);
}

static double
round_limit (double limit)
{
  const double unit = pow (10.0, floor (log10 (limit)) + 1.0) / LIMIT_STEPS;

  return ov_number_round (floor (limit / unit) * unit, 3);
}

/**
 * ov_suggestion_get_rate:
 * @suggestion: which one
 * @finding: (nullable): what a complete ramp found
 * @limit: the learning rate beyond which the recipe diverges; NAN when it is not known
 *
 * Returns: the rate to try, rounded; NAN while there is none
 */
double
ov_suggestion_get_rate (OvSuggestion     suggestion,
                        const OvFinding *finding,
                        double           limit)
{
  if (suggestion == OV_SUGGESTION_LIMIT)
    return isfinite (limit) && limit > 0.0 ? round_limit (limit) : NAN;
  if (finding == NULL || !finding->has_suggestions)
    return NAN;

  return ov_suggestion_round (suggestion == OV_SUGGESTION_STEEPEST ? finding->steepest
                                                                   : finding->tenth);
}

/**
 * ov_suggestion_get_mark:
 * @suggestion: which one
 *
 * Returns: (transfer none): the name of its mark on a chart
 */
const char *
ov_suggestion_get_mark (OvSuggestion suggestion)
{
  switch (suggestion)
    {
    case OV_SUGGESTION_STEEPEST:
      return _("steepest");
    case OV_SUGGESTION_TENTH:
      return _("a tenth");
    case OV_SUGGESTION_LIMIT:
    default:
      return _("limit");
    }
}

/**
 * ov_suggestion_explain:
 * @suggestion: which one
 * @is_beyond: whether its rate lies beyond the limit, which a short ramp can cross unharmed where a
 *   run would not
 *
 * Returns: (transfer none): why it is one
 */
const char *
ov_suggestion_explain (OvSuggestion suggestion,
                       gboolean     is_beyond)
{
  if (is_beyond)
    return _("Beyond the stability limit: fine for some steps, not for a whole run");
  if (suggestion == OV_SUGGESTION_STEEPEST)
    return _("Where the loss falls fastest");
  if (suggestion == OV_SUGGESTION_TENTH)
    return _("A safe distance from where the loss turns up");

  return _("The largest rate that settles, on all of this data");
}
