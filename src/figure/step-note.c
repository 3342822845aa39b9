/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "step-note.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "number.h"

/* How near to the lowest point a step lands there, as a share of the way. */
#define NEAR 0.1

/* The least percentage that is told. */
#define LEAST 0.01

/* What is the whole but for rounding. */
#define ALL (1.0 - 1e-9)

/* A share as a percentage with two digits; what is nearly all is not all. */
static char *
format_share (double share)
{
  g_autofree char *least = ov_number_format_local (LEAST);

  if (share >= ALL)
    return g_strdup (_("100 %"));
  if (share > 0.99)
    return g_strdup (_("over 99 %"));
  if (share > 0.0 && share < LEAST / 100.0)
    return g_strdup_printf (_("under %s %%"), least);

  return g_strdup_printf (_("%.2g %%"), 100.0 * share);
}

/* A step that ends before the lowest point of its line. */
static char *
describe_short (double length,
                double lowest,
                double limit)
{
  g_autofree char *share = format_share (length / lowest);
  g_autofree char *highest = ov_number_format_short (limit, 3);

  if (limit < lowest)
    return g_strdup_printf (_("Goes %s of the way to the lowest point: what is left is flat, and "
                              "the steep directions allow no rate above %s."),
                            share, highest);

  return g_strdup_printf (_("Goes %s of the way to the lowest point: a longer step would do "
                            "more."),
                          share);
}

/**
 * ov_step_note_make:
 * @length: the learning rate of a step
 * @lowest: the rate that lands at the lowest point of its line; 0 when the line rises from the
 *   beginning, infinite when no such point is known
 * @break_even: the rate that lands as high as the step began, or infinite
 * @limit: the rate above which descent is not stable; NAN where nobody knows it
 *
 * Says in a sentence what the step does on its line.
 *
 * Returns: (transfer full): the sentence
 */
char *
ov_step_note_make (double length,
                   double lowest,
                   double break_even,
                   double limit)
{
  g_autofree char *times = ov_number_format_short (length / lowest, 2);

  if (!(length > 0.0) || isnan (lowest))
    return g_strdup (_("Goes nowhere: the ground is level, or the rate is 0."));
  if (lowest <= 0.0)
    return g_strdup (_("Leads uphill: a step of any length this way raises the loss."));
  if (isinf (lowest))
    return g_strdup (_("Ends where the loss still falls: a longer step would do more."));
  if (length < (1.0 - NEAR) * lowest)
    return describe_short (length, lowest, limit);
  if (length <= (1.0 + NEAR) * lowest)
    return g_strdup (_("Lands at the lowest point of its line."));
  if (length > break_even)
    return g_strdup_printf (_("Lands %s times as far as the lowest point, higher than it began: "
                              "the loss grows."),
                            times);

  return g_strdup_printf (_("Lands %s times as far as the lowest point: overshoots."), times);
}

/* What a path does across a valley. */
typedef struct
{
  guint  n_finite;    /* points */
  guint  n_crossings; /* of the middle */
  double first;       /* distances from the middle at the beginning, */
  double second;      /* after the first epoch, */
  double last;        /* and at the end: the larger of the last two */
  double along;       /* the share along the valley that is done at the end */
} Way;

static Way
follow (const OvValley      *valley,
        const OvValleyPoint *points,
        guint                n_points)
{
  const double middle = ov_valley_get_optimum (valley, OV_VALLEY_STEEP);
  const double end = ov_valley_get_optimum (valley, OV_VALLEY_FLAT);
  const double begin = points[0].place[OV_VALLEY_FLAT];
  double before = points[0].place[OV_VALLEY_STEEP] - middle;
  Way way = {.n_finite = 1, .first = fabs (before), .second = fabs (before)};

  way.last = way.first;
  for (guint i = 1; i < n_points && isfinite (points[i].loss); i++)
    {
      const double now = points[i].place[OV_VALLEY_STEEP] - middle;

      if (before * now < 0.0 && MAX (fabs (before), fabs (now)) > OV_VALLEY_MIDDLE * way.first)
        way.n_crossings++;
      if (i == 1)
        way.second = fabs (now);
      way.last = MAX (fabs (before), fabs (now));
      way.along = 1.0 - (end - points[i].place[OV_VALLEY_FLAT]) / (end - begin);
      way.n_finite++;
      before = now;
    }

  return way;
}

/**
 * ov_valley_note_make:
 * @valley: a valley
 * @points: [@n_points], the way of a run from ov_valley_walk()
 * @n_points: their number, at least 2
 *
 * Says in a few words, to be put behind a rate and a colon, what the run does in the valley.
 *
 * Returns: (transfer full): the words
 */
char *
ov_valley_note_make (const OvValley      *valley,
                     const OvValleyPoint *points,
                     guint                n_points)
{
  g_autofree char *share = NULL;
  Way way;

  g_return_val_if_fail (valley != NULL && points != NULL && n_points >= 2, NULL);

  way = follow (valley, points, n_points);
  share = format_share (CLAMP (way.along, 0.0, 1.0));
  if (way.n_finite < n_points || way.last > way.first)
    return way.n_crossings > 0 ? g_strdup (_("overshoots further each time"))
                               : g_strdup (_("runs away"));
  if (way.second <= OV_VALLEY_MIDDLE * way.first)
    return g_strdup_printf (_("in the middle at once, %s along"), share);
  if (way.n_crossings > 2 && way.last <= OV_VALLEY_MIDDLE * way.first)
    return g_strdup_printf (_("bounces, settles, %s along"), share);
  if (way.n_crossings > 2)
    return g_strdup_printf (_("bounces, %s along"), share);
  if (way.n_crossings > 0)
    return g_strdup_printf (_("swings, %s along"), share);

  return g_strdup_printf (_("creeps, %s along"), share);
}
