/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guess.h"

#include <math.h>
#include <string.h>

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon (a, b, 1e-12)

static void
test_empty (void)
{
  g_autoptr (OvGuess) guess = ov_guess_new (5);
  double x[5];
  double y[5];

  g_assert_cmpuint (guess->n_epochs, ==, 5);
  g_assert_true (ov_guess_is_empty (guess));
  g_assert_cmpuint (ov_guess_copy_points (guess, x, y), ==, 0);
  g_assert_true (isnan (guess->values[4]));
}

static void
test_stroke (void)
{
  g_autoptr (OvGuess) guess = ov_guess_new (11);
  double x[11];
  double y[11];

  ov_guess_draw (guess, 2.0, 1.0, 6.0, 3.0);
  g_assert_false (ov_guess_is_empty (guess));
  g_assert_true (isnan (guess->values[1]));
  g_assert_true (isnan (guess->values[7]));
  assert_near (guess->values[6], 3.0);
  g_assert_true (isnan (guess->values[7]));
  g_assert_cmpuint (ov_guess_copy_points (guess, x, y), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      assert_near (x[i], 2.0 + i);
      assert_near (y[i], 1.0 + 0.5 * i);
    }
}

/* One epoch has one value: a stroke back replaces what was there. */
static void
test_back (void)
{
  g_autoptr (OvGuess) guess = ov_guess_new (11);

  ov_guess_draw (guess, 0.0, 1.0, 10.0, 1.0);
  ov_guess_draw (guess, 8.0, 2.0, 4.0, 2.0);
  assert_near (guess->values[3], 1.0);
  assert_near (guess->values[4], 2.0);
  assert_near (guess->values[8], 2.0);
  assert_near (guess->values[9], 1.0);
}

static void
test_gap (void)
{
  g_autoptr (OvGuess) guess = ov_guess_new (11);
  g_autoptr (OvGuess) copy = NULL;

  ov_guess_draw (guess, 1.0, 1.0, 1.0, 1.0);
  ov_guess_draw (guess, 9.0, 5.0, 9.0, 5.0);
  for (guint i = 1; i <= 9; i++)
    assert_near (guess->values[i], 1.0 + 0.5 * (i - 1));

  copy = ov_guess_copy (guess);
  ov_guess_clear (guess);
  g_assert_true (ov_guess_is_empty (guess));
  assert_near (copy->values[5], 3.0);
}

static void
test_beyond (void)
{
  g_autoptr (OvGuess) guess = ov_guess_new (4);

  ov_guess_draw (guess, -3.0, 1.0, 90.0, 1.0);
  for (guint i = 0; i < 4; i++)
    assert_near (guess->values[i], 1.0);
}

static OvHistory *
make_history (guint n, double start, double step)
{
  OvHistory *history = ov_history_new ();

  for (guint i = 0; i < n; i++)
    {
      const OvEpoch epoch = {
        .index = i,
        .learning_rate = 0.1,
        .train_loss = start + step * i,
        .test_loss = 1.0,
        .batch_loss = 1.0,
      };

      ov_history_append (history, &epoch);
    }

  return history;
}

static void
test_compare (void)
{
  g_autoptr (OvGuess) guess = ov_guess_new (10);
  g_autoptr (OvHistory) history = make_history (10, 1.0, 0.0);
  double distance = 17.0;
  double bias = 17.0;

  g_assert_false (ov_guess_compare (guess, history, OV_EPOCH_TRAIN_LOSS, &distance, &bias));
  assert_near (distance, 17.0);

  ov_guess_draw (guess, 0.0, 1.5, 4.0, 1.5);
  ov_guess_draw (guess, 5.0, 0.9, 9.0, 0.9);
  g_assert_true (ov_guess_compare (guess, history, OV_EPOCH_TRAIN_LOSS, &distance, &bias));
  assert_near (distance, 0.3);
  assert_near (bias, 0.2);
}

/* Where the run was not trained, or not guessed, there is nothing to compare. */
static void
test_compare_part (void)
{
  g_autoptr (OvGuess) guess = ov_guess_new (10);
  g_autoptr (OvHistory) history = make_history (20, 1.0, 0.1);
  double distance;
  double bias;

  ov_guess_draw (guess, 3.0, 1.0, 4.0, 1.0);
  g_assert_true (ov_guess_compare (guess, history, OV_EPOCH_TRAIN_LOSS, &distance, &bias));
  assert_near (distance, 0.35);
  assert_near (bias, -0.35);
}

static void
assert_judged (double level, double slope, const OvHistory *history, const char *word)
{
  g_autoptr (OvGuess) guess = ov_guess_new (10);
  g_autofree char *text = NULL;

  ov_guess_draw (guess, 0.0, level, 9.0, level + 9.0 * slope);
  text = ov_guess_judge (guess, history, OV_EPOCH_TRAIN_LOSS);
  if (strstr (text, word) == NULL)
    g_error ("“%s” does not say “%s”", text, word);
}

static void
test_judge (void)
{
  g_autoptr (OvHistory) history = make_history (10, 1.0, 0.0);

  assert_judged (1.01, 0.0, history, "Very close");
  assert_judged (1.2, 0.0, history, "too high by 0.200");
  assert_judged (0.8, 0.0, history, "too low by 0.200");
  assert_judged (0.8, 0.4 / 9.0, history, "to either side");
}

static void
test_judge_diverged (void)
{
  g_autoptr (OvHistory) history = make_history (3, 1.0, 1.0);
  const OvEpoch last = {
    .index = 3,
    .learning_rate = 0.1,
    .train_loss = INFINITY,
    .test_loss = INFINITY,
  };

  ov_history_append (history, &last);
  g_assert_true (ov_history_has_diverged (history));
  assert_judged (1.0, 0.1, history, "You saw it coming");
  assert_judged (1.0, 0.25 / 9.0, history, "You saw it coming");
  assert_judged (1.0, 0.01, history, "You saw the loss rise, but not how far");
  assert_judged (1.0, -0.1, history, "stayed down");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/guess/empty", test_empty);
  g_test_add_func ("/guess/stroke", test_stroke);
  g_test_add_func ("/guess/back", test_back);
  g_test_add_func ("/guess/gap", test_gap);
  g_test_add_func ("/guess/beyond", test_beyond);
  g_test_add_func ("/guess/compare", test_compare);
  g_test_add_func ("/guess/compare-part", test_compare_part);
  g_test_add_func ("/guess/judge", test_judge);
  g_test_add_func ("/guess/judge-diverged", test_judge_diverged);

  return g_test_run ();
}
