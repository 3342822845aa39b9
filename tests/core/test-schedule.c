/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule.h"

#include <math.h>

#include "recipe-fixture.h"

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

/* The rates of PyTorch's StepLR, CosineAnnealingLR and OneCycleLR with their defaults but for what
 * is said, each stepped once an epoch; SequentialLR with LambdaLR before it is the warm-up, but for
 * that of one cycle: it leads to the cycle's first rate. */
typedef struct
{
  const char *name;
  guint       n_epochs;
  guint       step_epochs;
  guint       warm_up;
  double      rates[10];
} Course;

static const Course courses[] = {
  {"constant", 5, 0, 0, {0.08, 0.08, 0.08, 0.08, 0.08}},
  {"step", 8, 3, 0, {0.08, 0.08, 0.08, 0.02, 0.02, 0.02, 0.005, 0.005}},
  {"step", 8, 0, 0, {0.08, 0.08, 0.08, 0.02, 0.02, 0.02, 0.005, 0.005}},
  {"cosine", 5, 0, 0, {0.08, 0.0723606798, 0.0523606798, 0.0276393202, 0.0076393202}},
  {"one-cycle", 5, 0, 0, {0.0032, 0.0760387706, 0.0489009618, 0.0150606677, 3.2e-7}},
  {"one-cycle", 4, 0, 0, {0.0032, 0.0649396523, 0.0226448799, 3.2e-7}},
  {"cosine", 6, 0, 2, {0.0266666667, 0.0533333333, 0.08, 0.0682842712, 0.04, 0.0117157288}},
  {"step", 9, 2, 4, {0.016, 0.032, 0.048, 0.064, 0.08, 0.08, 0.02, 0.02, 0.005}},
  {"one-cycle", 6, 0, 2, {0.0032 / 3, 0.0064 / 3, 0.0032, 0.0649396523, 0.0226448799, 3.2e-7}},
};

static OvRecipe
make_course (const Course *course)
{
  OvRecipe recipe = make_recipe (0.08, 0.5, 2);

  fixture_set_value (&recipe, "schedule", course->name);
  recipe.epochs = course->n_epochs;
  recipe.step_epochs = course->step_epochs;
  recipe.step_factor = 0.25;
  recipe.warm_up = course->warm_up;

  return recipe;
}

static void
test_courses (void)
{
  for (guint c = 0; c < G_N_ELEMENTS (courses); c++)
    {
      const OvRecipe recipe = make_course (&courses[c]);
      OvSchedule schedule;

      ov_schedule_init (&schedule, &recipe);
      for (guint i = 0; i < courses[c].n_epochs; i++)
        g_assert_cmpfloat_with_epsilon (ov_schedule_get_rate (&schedule, i), courses[c].rates[i],
                                        1e-9);
      for (guint i = courses[c].n_epochs; i-- > 0;)
        g_assert_cmpfloat_with_epsilon (ov_schedule_get_rate (&schedule, i), courses[c].rates[i],
                                        1e-9);
    }
}

/* No rate is above the recipe's, none is negative, and each is finite, for any length of run, past
 * its end, and in the middle between two epochs. */
static void
test_bounds (void)
{
  static const guint lengths[] = {1, 2, 3, 4, 7, 300};
  static const guint warm_ups[] = {0, 1, 5, 1000};

  for (guint s = 0; ov_schedule_names[s] != NULL; s++)
    for (guint l = 0; l < G_N_ELEMENTS (lengths); l++)
      for (guint w = 0; w < G_N_ELEMENTS (warm_ups); w++)
        {
          OvRecipe recipe = make_recipe (0.08, 0.9, 1);
          OvSchedule schedule;

          recipe.schedule = s;
          recipe.epochs = lengths[l];
          recipe.warm_up = warm_ups[w];
          ov_schedule_init (&schedule, &recipe);
          g_assert_cmpfloat (ov_schedule_get_rate (&schedule, 0), >, 0.0);
          for (guint i = 0; i < 2 * lengths[l] + 3; i++)
            {
              const double rate = ov_schedule_get_rate (&schedule, i);
              const double between = ov_schedule_interpolate (&schedule, i + 0.5);
              const double next = ov_schedule_get_rate (&schedule, i + 1);

              g_assert_true (rate >= 0.0 && rate <= 0.08);
              g_assert_true (between >= MIN (rate, next) && between <= MAX (rate, next));
            }
        }
}

/* A rate that has gone below a limit and comes above it again is not there yet. */
static void
test_epoch_of_a_rise (void)
{
  OvRecipe recipe = make_recipe (0.08, 1.0, 1);
  OvSchedule schedule;
  guint epoch;

  fixture_set_value (&recipe, "schedule", "one-cycle");
  recipe.epochs = 40;
  ov_schedule_init (&schedule, &recipe);
  g_assert_cmpfloat (ov_schedule_get_rate (&schedule, 0), <, 0.04);
  g_assert_true (ov_schedule_find_epoch (&schedule, 0.04, &epoch));
  g_assert_cmpuint (epoch, >, 20);
  for (guint i = epoch; i < 100; i++)
    g_assert_cmpfloat (ov_schedule_get_rate (&schedule, i), <=, 0.04);
  g_assert_cmpfloat (ov_schedule_get_rate (&schedule, epoch - 1), >, 0.04);
}

/* More epochs of the same only continue a run whose rate does not go by their number. */
static void
test_prefix (void)
{
  static const char *const going_on[] = {"exponential", "constant", NULL};

  for (guint s = 0; ov_schedule_names[s] != NULL; s++)
    {
      OvRecipe recipe = make_recipe (0.08, 0.9, 1);
      const gboolean goes_on = g_strv_contains (going_on, ov_schedule_names[s]);
      OvRecipe longer;

      recipe.schedule = s;
      recipe.epochs = 9;
      recipe.warm_up = 2;
      longer = recipe;
      g_assert_true (ov_schedule_is_prefix (&recipe, &longer));
      longer.epochs = 20;
      g_assert_cmpint (ov_schedule_is_prefix (&recipe, &longer), ==, goes_on);
      g_assert_cmpint (ov_schedule_is_prefix (&longer, &recipe), ==, goes_on);
      longer.seed++;
      g_assert_false (ov_schedule_is_prefix (&recipe, &longer));

      longer.seed = recipe.seed;
      recipe.step_epochs = longer.step_epochs = 4;
      if (g_str_equal (ov_schedule_names[s], "step"))
        g_assert_true (ov_schedule_is_prefix (&recipe, &longer));
    }
}

/* Whatever decides the rate is copied, and nothing else. */
static void
test_copy (void)
{
  OvRecipe from = make_recipe (0.5, 0.7, 3);
  OvRecipe to = make_recipe (0.01, 1.0, 1);
  OvRecipe expected = to;
  OvSchedule copied, wanted;

  from.momentum = 0.25;
  fixture_set_value (&from, "schedule", "step");
  from.epochs = 17;
  from.step_epochs = 5;
  from.step_factor = 0.375;
  from.warm_up = 3;
  ov_schedule_copy (&to, &from);
  ov_schedule_init (&copied, &to);
  ov_schedule_init (&wanted, &from);
  for (guint i = 0; i < 30; i++)
    g_assert_cmpfloat (ov_schedule_get_rate (&copied, i), ==, ov_schedule_get_rate (&wanted, i));

  ov_schedule_copy (&to, &expected);
  g_assert_true (ov_recipe_equal (&to, &expected));
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
  g_test_add_func ("/schedule/courses", test_courses);
  g_test_add_func ("/schedule/bounds", test_bounds);
  g_test_add_func ("/schedule/epoch-of-a-rise", test_epoch_of_a_rise);
  g_test_add_func ("/schedule/prefix", test_prefix);
  g_test_add_func ("/schedule/copy", test_copy);

  return g_test_run ();
}
