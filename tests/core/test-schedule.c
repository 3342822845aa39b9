/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule.h"

#include <math.h>

static OvRecipe
make_recipe (double learning_rate, double decay, guint decays_per_epoch)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, "linear", &error);
  g_assert_no_error (error);
  recipe.learning_rate = learning_rate;
  recipe.decay = decay;
  recipe.decays_per_epoch = decays_per_epoch;

  return recipe;
}

static void
test_decay (void)
{
  const OvRecipe once = make_recipe (0.01, 0.999, 1);
  const OvRecipe twice = make_recipe (0.01, 0.999, 2);

  g_assert_cmpfloat (ov_schedule_get_decay (&once), ==, 0.999);
  g_assert_cmpfloat_with_epsilon (ov_schedule_get_decay (&twice), 0.998001, 1e-15);
  g_assert_cmpfloat (ov_schedule_decay_once (&twice, 0.01), ==, 0.01 * 0.999);
  g_assert_true (ov_schedule_has_decay (&once));
}

/* Multiplied epoch after epoch, to the last bit, in whatever order it is asked. */
static void
test_rate (void)
{
  const OvRecipe recipe = make_recipe (0.01, 0.997, 3);
  double expected[300] = {recipe.learning_rate};
  OvSchedule schedule;

  for (guint i = 1; i < G_N_ELEMENTS (expected); i++)
    expected[i] = expected[i - 1] * (0.997 * 0.997 * 0.997);

  ov_schedule_init (&schedule, &recipe);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat (ov_schedule_get_rate (&schedule, i), ==, expected[i]);
  for (guint i = G_N_ELEMENTS (expected); i-- > 0;)
    g_assert_cmpfloat (ov_schedule_get_rate (&schedule, i), ==, expected[i]);
  g_assert_cmpfloat (ov_schedule_get_rate (&schedule, 299), ==, expected[299]);
  g_assert_cmpfloat (ov_schedule_get_rate (&schedule, 299), ==, expected[299]);
}

static void
test_constant (void)
{
  const OvRecipe recipe = make_recipe (0.3, 1.0, 2);
  OvSchedule schedule;
  guint epoch;

  ov_schedule_init (&schedule, &recipe);
  g_assert_cmpfloat (ov_schedule_get_rate (&schedule, 20000), ==, 0.3);
  g_assert_cmpfloat (ov_schedule_interpolate (&schedule, 7.5), ==, 0.3);
  g_assert_cmpfloat (ov_schedule_get_reach (&schedule, 0, 12), ==, 12.0);
  g_assert_false (ov_schedule_find_epoch (&schedule, 0.2, &epoch));
}

static void
test_between (void)
{
  const OvRecipe recipe = make_recipe (0.01, 0.25, 1);
  OvSchedule schedule;

  ov_schedule_init (&schedule, &recipe);
  g_assert_cmpfloat_with_epsilon (ov_schedule_interpolate (&schedule, 1.5), 0.00125, 1e-12);
  g_assert_cmpfloat (ov_schedule_interpolate (&schedule, 3.0), ==,
                     ov_schedule_get_rate (&schedule, 3));
  g_assert_cmpfloat_with_epsilon (ov_schedule_interpolate (&schedule, 0.5), 0.005, 1e-12);
}

static void
test_epoch (void)
{
  const OvRecipe recipe = make_recipe (0.02, 0.9, 2);
  const double limit = 0.0123;
  OvSchedule schedule;
  guint epoch;

  ov_schedule_init (&schedule, &recipe);
  g_assert_true (ov_schedule_find_epoch (&schedule, limit, &epoch));
  g_assert_cmpuint (epoch, ==, 3);
  g_assert_cmpfloat (ov_schedule_get_rate (&schedule, epoch), <=, limit);
  g_assert_cmpfloat (ov_schedule_get_rate (&schedule, epoch - 1), >, limit);

  g_assert_true (ov_schedule_find_epoch (&schedule, 0.02, &epoch));
  g_assert_cmpuint (epoch, ==, 0);
  g_assert_false (ov_schedule_find_epoch (&schedule, -1.0, &epoch));
}

static void
test_reach (void)
{
  const OvRecipe recipe = make_recipe (0.02, 0.9, 1);
  OvSchedule schedule;
  double sum = 0.0;

  ov_schedule_init (&schedule, &recipe);
  for (guint i = 1; i <= 40; i++)
    sum += ov_schedule_get_rate (&schedule, i);
  g_assert_cmpfloat_with_epsilon (ov_schedule_get_reach (&schedule, 0, 40), sum / 0.02, 1e-12);
  g_assert_cmpfloat_with_epsilon (ov_schedule_get_reach (&schedule, 7, 40), sum / 0.02, 1e-12);
  g_assert_cmpfloat_with_epsilon (ov_schedule_get_reach (&schedule, 0, 40),
                                  0.9 * (1.0 - pow (0.9, 40.0)) / (1.0 - 0.9), 1e-12);
  g_assert_cmpfloat (ov_schedule_get_reach (&schedule, 0, 0), ==, 0.0);
}

static double
step_linear (const OvSchedule *self)
{
  return MAX (self->initial_rate * (1.0 - (self->epoch + 1.0) / self->n_epochs), 0.0);
}

/* Nothing but the way of the rate itself is asked: here it falls to 0 on a straight line. */
static void
test_other_way (void)
{
  OvSchedule schedule = {
    .step = step_linear,
    .n_epochs = 10,
    .initial_rate = 1.0,
    .decay = 0.5,
    .rate = 1.0,
  };
  guint epoch;

  g_assert_cmpfloat_with_epsilon (ov_schedule_get_rate (&schedule, 4), 0.6, 1e-12);
  g_assert_true (ov_schedule_find_epoch (&schedule, 0.45, &epoch));
  g_assert_cmpuint (epoch, ==, 6);
  g_assert_cmpfloat_with_epsilon (ov_schedule_get_reach (&schedule, 6, 3), 1.5, 1e-12);
  g_assert_cmpfloat (ov_schedule_get_reach (&schedule, 12, 3), ==, 0.0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schedule/decay", test_decay);
  g_test_add_func ("/schedule/rate", test_rate);
  g_test_add_func ("/schedule/constant", test_constant);
  g_test_add_func ("/schedule/between", test_between);
  g_test_add_func ("/schedule/epoch", test_epoch);
  g_test_add_func ("/schedule/reach", test_reach);
  g_test_add_func ("/schedule/other-way", test_other_way);

  return g_test_run ();
}
