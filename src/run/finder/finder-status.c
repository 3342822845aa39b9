/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "finder-status.h"

#include <glib/gi18n-lib.h>

#include "number.h"
#include "suggestion.h"

static char *
format_rate (double rate)
{
  return ov_number_format_local (ov_suggestion_round (rate));
}

/* What a complete finding says. */
static char *
describe_end (const OvFinding *finding)
{
  g_autofree char *best = format_rate (finding->learning_rates[finding->best]);
  g_autofree char *last = format_rate (finding->learning_rates[finding->n_points - 1]);

  if (!finding->has_suggestions)
    return g_strdup (_("The loss fell by less than one per cent at any rate, "
                       "so nothing is suggested."));
  if (finding->end == OV_RANGE_TEST_END_ROSE)
    return g_strdup_printf (_("The loss is lowest at a rate of %s and four times that at %s."),
                            best, last);
  if (finding->end == OV_RANGE_TEST_END_NOT_FINITE)
    return g_strdup_printf (_("The loss is lowest at a rate of %s and explodes after %s."),
                            best, last);

  return g_strdup_printf (_("The loss is lowest at a rate of %s and does not explode up to %s."),
                          best, last);
}

/* What is happening, or what has been found. */
static char *
describe_points (const OvFinderState *finder,
                 const OvFinding     *finding)
{
  const guint last = finding->n_points - 1;
  g_autofree char *rate = NULL;

  if (finder->is_complete)
    return describe_end (finding);

  rate = format_rate (finding->learning_rates[last]);
  if (finder->is_running)
    return g_strdup_printf (_("Rate %s, loss %#.4g"), rate, finding->smoothed[last]);

  return g_strdup_printf (_("Stopped at a rate of %s, so nothing is suggested."), rate);
}

/* Which weights it started from, if those were a run's. */
static char *
describe_run (guint       n_epochs,
              gboolean    is_earlier,
              const char *difference)
{
  if (difference != NULL)
    return g_strdup_printf (_("From epoch %u of a run of another recipe (%s)"), n_epochs,
                            difference);
  if (is_earlier)
    return g_strdup_printf (_("From epoch %u of an earlier run"), n_epochs);

  return g_strdup_printf (_("From epoch %u of the run"), n_epochs);
}

/* What it holds for: where the ramp started from, and for which recipe. NULL when both are what one
 * would think. */
static char *
describe_origin (const OvFinderState *finder,
                 gboolean             is_earlier,
                 const char          *difference)
{
  OvSnapshot *snapshot = finder->snapshot;
  g_autofree char *run = NULL;
  g_autofree char *n_images = NULL;

  if (snapshot == NULL)
    return difference != NULL ? g_strdup_printf (_("For another recipe (%s)"), difference) : NULL;

  run = describe_run (snapshot->n_epochs, is_earlier, difference);
  if (snapshot->n_images == 0)
    return g_steal_pointer (&run);

  /* Translators: such as "From epoch 7 of the run", and how many images of the next epoch were used
   * before it was interrupted. */
  n_images = ov_number_format_count (snapshot->n_images);

  return g_strdup_printf (_("%s, %s images on"), run, n_images);
}

/**
 * ov_finder_status_describe:
 * @finder: what a finder has come to
 * @is_earlier: whether the run whose weights it started from, if any, was replaced since
 * @difference: (nullable): how the recipe that it was for differs, such as "momentum 0.9"
 *
 * Returns: (transfer full): what the finder does or what it has found, in a sentence; empty when
 *   there is nothing to be said
 */
char *
ov_finder_status_describe (const OvFinderState *finder,
                           gboolean             is_earlier,
                           const char          *difference)
{
  const OvFinding *finding = finder->finding;
  g_autofree char *origin = NULL;
  g_autofree char *said = NULL;

  if (finder->error != NULL)
    return g_strdup (finder->error->message);
  if (finding == NULL && finder->is_running)
    return g_strdup (_("Making ready…"));
  if (finding == NULL || finding->n_points == 0)
    return g_strdup ("");

  origin = describe_origin (finder, is_earlier, difference);
  said = describe_points (finder, finding);
  if (origin == NULL)
    return g_steal_pointer (&said);

  /* Translators: what a finding holds for, such as "From epoch 7 of the run", and a sentence. */
  return g_strdup_printf (_("%s: %s"), origin, said);
}
