/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "step-guess.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "number.h"

/* How far a landing may be off to be called right: as a share of it, and at least this share of the
 * way to the lowest point. */
#define NEAR 0.1

/* The last epochs of the spans that can be guessed, beside that of the whole run. */
static const guint bounds[] = {1, 2, 5, 10, 20, 40};

/**
 * ov_epoch_spans_make:
 * @n_epochs: how many epochs a run has, at least 1
 * @spans: (out): [%OV_N_EPOCH_SPANS], each number of epochs from 1 on is in one of them
 *
 * The last span is of what lies beyond the run.
 *
 * Returns: how many spans there are
 */
guint
ov_epoch_spans_make (guint        n_epochs,
                     OvEpochSpan *spans)
{
  guint n = 0;
  guint first = 1;

  g_return_val_if_fail (n_epochs > 0, 0);
  g_return_val_if_fail (spans != NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (bounds) && bounds[i] < n_epochs; i++)
    {
      spans[n++] = (OvEpochSpan) {first, bounds[i]};
      first = bounds[i] + 1;
    }
  spans[n++] = (OvEpochSpan) {first, n_epochs};
  spans[n++] = (OvEpochSpan) {n_epochs + 1, G_MAXUINT};

  return n;
}

/**
 * ov_epoch_span_name:
 * @self: a span
 * @n_epochs: how many epochs the run has
 *
 * Returns: (transfer full): the span in words, such as "after 3 to 5 epochs"
 */
char *
ov_epoch_span_name (const OvEpochSpan *self,
                    guint              n_epochs)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->first > n_epochs)
    return g_strdup_printf (ngettext ("not within its %u epoch", "not within its %u epochs",
                                      n_epochs),
                            n_epochs);
  if (self->first == self->last)
    return g_strdup_printf (ngettext ("after %u epoch", "after %u epochs", self->first),
                            self->first);

  return g_strdup_printf (_("after %u to %u epochs"), self->first, self->last);
}

static char *
judge_landing (double guess,
               double landing)
{
  g_autofree char *times = ov_number_format_short (landing, 2);
  g_autofree char *said = ov_number_format_short (guess, 2);
  g_autofree char *place = NULL;

  if (fabs (landing - 1.0) <= NEAR)
    place = g_strdup (_("at the lowest point of its line"));
  else
    place = g_strdup_printf (_("%s times as far as the lowest point of its line"), times);

  /* Translators: "at the lowest point of its line", or how far from there. */
  if (fabs (guess - landing) <= NEAR * MAX (landing, 1.0))
    return g_strdup_printf (_("Right: the step lands %s."), place);

  /* Translators: where it lands, and a number. */
  return g_strdup_printf (_("The step lands %s; you said %s times as far."), place, said);
}

static char *
judge_middle (const OvStepGuess *self,
              guint              middle)
{
  const guint reached = MIN (middle, self->n_epochs + 1);
  const OvEpochSpan span = {reached, reached};
  g_autofree char *truth = ov_epoch_span_name (&span, self->n_epochs);
  g_autofree char *guess = ov_epoch_span_name (self->middle, self->n_epochs);
  const gboolean is_right = reached >= self->middle->first && reached <= self->middle->last;

  if (is_right && reached > self->n_epochs)
    return g_strdup_printf (ngettext ("It does not settle in the middle within its %u epoch, as "
                                      "you said.",
                                      "It does not settle in the middle within its %u epochs, as "
                                      "you said.",
                                      self->n_epochs),
                            self->n_epochs);
  /* Translators: "after 3 epochs". */
  if (is_right)
    return g_strdup_printf (_("It is in the middle %s, as you said."), truth);
  /* Translators: a number of epochs, and "after 3 to 5 epochs". */
  if (reached > self->n_epochs)
    return g_strdup_printf (ngettext ("It does not settle in the middle within its %u epoch; you "
                                      "said %s.",
                                      "It does not settle in the middle within its %u epochs; "
                                      "you said %s.",
                                      self->n_epochs),
                            self->n_epochs, guess);

  /* Translators: "after 3 epochs", and "after 4 to 5 epochs" or "not within its 60 epochs". */
  return g_strdup_printf (_("It is in the middle %s; you said %s."), truth, guess);
}

/**
 * ov_step_guess_judge:
 * @self: a guess
 * @landing: how far the first step goes, as a multiple of the way to the lowest point
 * @middle: after how many epochs the run is in the middle across the valley; any number beyond its
 *   epochs when it is not there by then; not looked at when nothing was said of it
 *
 * Returns: (transfer full): sentences for people, translated, that say how it is and how good the
 *   guess was
 */
char *
ov_step_guess_judge (const OvStepGuess *self,
                     double             landing,
                     guint              middle)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (isfinite (self->landing), NULL);

  first = judge_landing (self->landing, landing);
  if (self->middle == NULL)
    return g_steal_pointer (&first);

  second = judge_middle (self, middle);

  return g_strconcat (first, " ", second, NULL);
}
