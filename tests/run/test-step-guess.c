/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step-guess.h"

#include <string.h>

/* Every number of epochs is in one span, in order, whatever the run's length. */
static void
test_spans (void)
{
  for (guint n_epochs = 1; n_epochs <= 70; n_epochs++)
    {
      OvEpochSpan spans[OV_N_EPOCH_SPANS];
      const guint n = ov_epoch_spans_make (n_epochs, spans);

      g_assert_cmpuint (n, >=, 2);
      g_assert_cmpuint (n, <=, OV_N_EPOCH_SPANS);
      g_assert_cmpuint (spans[0].first, ==, 1);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpuint (spans[i].first, <=, spans[i].last);
          if (i > 0)
            g_assert_cmpuint (spans[i].first, ==, spans[i - 1].last + 1);
        }
      g_assert_cmpuint (spans[n - 2].last, ==, n_epochs);
      g_assert_cmpuint (spans[n - 1].last, ==, G_MAXUINT);
    }
}

static void
test_names (void)
{
  static const struct
  {
    OvEpochSpan span;
    const char *name;
  } names[] = {
    {{1, 1}, "after 1 epoch"},
    {{2, 2}, "after 2 epochs"},
    {{3, 5}, "after 3 to 5 epochs"},
    {{41, 60}, "after 41 to 60 epochs"},
    {{61, G_MAXUINT}, "not within its 60 epochs"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = ov_epoch_span_name (&names[i].span, 60);

      g_assert_cmpstr (name, ==, names[i].name);
    }
}

static void
check (double guessed, const OvEpochSpan *span, double landing, guint middle, const char *expected)
{
  const OvStepGuess guess = {guessed, span, 60};
  g_autofree char *verdict = ov_step_guess_judge (&guess, landing, middle);

  g_assert_cmpstr (verdict, ==, expected);
}

static void
test_verdicts (void)
{
  const OvEpochSpan few = {3, 5};
  const OvEpochSpan beyond = {61, G_MAXUINT};

  check (1.85, NULL, 1.9, 4,
         "Right: the step lands 1.9 times as far as the lowest point of its line.");
  check (0.5, NULL, 11.2, 61,
         "The step lands 11 times as far as the lowest point of its line; you said "
         "0.5 times as far.");
  check (0.0, &few, 0.0001, 61,
         "Right: the step lands 0.0001 times as far as the lowest point of its "
         "line. It does not settle in the middle within its 60 epochs; you said after 3 "
         "to 5 epochs.");
  check (1.0, &few, 0.96, 5,
         "Right: the step lands at the lowest point of its line. It is in the "
         "middle after 5 epochs, as you said.");
  check (2.0, &few, 1.0, 6,
         "The step lands at the lowest point of its line; you said 2 times as far. "
         "It is in the middle after 6 epochs; you said after 3 to 5 epochs.");
  check (1.0, &beyond, 1.0, 60,
         "Right: the step lands at the lowest point of its line. It is in the "
         "middle after 60 epochs; you said not within its 60 epochs.");
  check (1.0, &beyond, 1.0, 1000,
         "Right: the step lands at the lowest point of its line. It does not settle "
         "in the middle within its 60 epochs, as you said.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step-guess/spans", test_spans);
  g_test_add_func ("/step-guess/names", test_names);
  g_test_add_func ("/step-guess/verdicts", test_verdicts);

  return g_test_run ();
}
