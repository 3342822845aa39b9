/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step-note.h"

#include <math.h>

static void
test_steps (void)
{
  const double inf = (double) INFINITY;
  const struct
  {
    double length;
    double lowest;
    double break_even;
    double limit;
    const char *text;
  } cases[] = {
    {0.019, 0.01, 0.02, 0.018, "Lands 1.9 times as far as the lowest point: overshoots."},
    {0.0195, 0.01, 0.019, NAN,
     "Lands 1.9 times as far as the lowest point, higher than it began: the loss grows."},
    {0.04, 0.01, 0.02, NAN,
     "Lands 4 times as far as the lowest point, higher than it began: the loss grows."},
    {0.0105, 0.01, 0.02, 0.018, "Lands at the lowest point of its line."},
    {0.002, 0.09, 0.18, 0.0181,
     "Goes 2.2 % of the way to the lowest point: what is left is flat, and the steep directions "
     "allow no rate above 0.0181."},
    {0.009, 0.45, 0.9, NAN,
     "Goes 2 % of the way to the lowest point: a longer step would do more."},
    {0.004, 0.01, 0.02, 0.018,
     "Goes 40 % of the way to the lowest point: a longer step would do more."},
    {0.01, 0.0, 0.0, 0.018, "Leads uphill: a step of any length this way raises the loss."},
    {0.01, inf, inf, 0.018, "Ends where the loss still falls: a longer step would do more."},
    {0.0, 0.01, 0.02, 0.018, "Goes nowhere: the ground is level, or the rate is 0."},
    {0.01, NAN, NAN, 0.018, "Goes nowhere: the ground is level, or the rate is 0."},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = ov_step_note_make (cases[i].length, cases[i].lowest,
                                                 cases[i].break_even, cases[i].limit);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Along CIFAR-10's first and ninth modes, as numbers. */
static void
test_valleys (void)
{
  const OvValley valley = {
    .modes = {{1, 55.3622, 0.8243}, {9, 3.9311, 0.1978}},
    .base = 1.0,
  };
  const struct
  {
    double rate;
    double momentum;
    guint n_epochs;
    const char *text;
  } cases[] = {
    {0.001, 0.0, 40, "creeps, 27 % along"},
    {0.009, 0.0, 40, "in the middle at once, 95 % along"},
    {0.0175, 0.0, 20, "bounces, 95 % along"},
    {0.0175, 0.0, 600, "bounces, settles, 100 % along"},
    {1e-8, 0.0, 60, "creeps, under 0.01 % along"},
    {0.0175, 0.0, 60, "bounces, settles, over 99 % along"},
    {0.0185, 0.0, 40, "overshoots further each time"},
    {0.0185, 0.0, 60000, "overshoots further each time"},
    {0.002, 0.6, 9, "swings, 27 % along"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree OvValleyPoint *points = g_new (OvValleyPoint, cases[i].n_epochs + 1);
      g_autofree char *text = NULL;
      OvRecipe recipe;

      ov_recipe_init_preset (&recipe, "linear", NULL);
      recipe.learning_rate = cases[i].rate;
      recipe.momentum = cases[i].momentum;
      recipe.decay = 1.0;
      ov_valley_walk (&valley, &recipe, NULL, points, cases[i].n_epochs + 1);
      text = ov_valley_note_make (&valley, points, cases[i].n_epochs + 1);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/step-note/steps", test_steps);
  g_test_add_func ("/step-note/valleys", test_valleys);

  return g_test_run ();
}
