/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stability.h"

#include <math.h>

#include "recipe-fixture.h"
#include "update-rule.h"

static const double      momenta[] = {0.0, 0.1, 0.5, 0.9};
static const char *const linear_rules[] = {"gradient-descent", "nesterov"};

static OvRecipe
make_recipe (const char *rule, double momentum)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  fixture_set_value (&recipe, "optimiser", rule);
  recipe.momentum = momentum;
  recipe.beta1 = momentum;

  return recipe;
}

/* How far one direction of curvature @sharpness is from its minimum after @n steps, each by the
 * rule's definition. What divides by a running square does it by 1. */
static double
descend (const OvRecipe *recipe, double sharpness, double learning_rate, guint n)
{
  const OvUpdateRule *rule = ov_update_rule_get (recipe);
  double distance = 1.0;
  double velocity = 0.0;

  for (guint i = 0; i < n; i++)
    {
      const double gradient = sharpness * distance;

      if (rule->has_betas)
        velocity = recipe->beta1 * velocity + (1.0 - recipe->beta1) * gradient;
      else
        velocity = recipe->momentum * velocity + gradient;
      distance -= learning_rate
                  * (rule->looks_ahead ? gradient + recipe->momentum * velocity : velocity);
    }

  return distance;
}

/* The formulas as they are published. */
static void
test_limits (void)
{
  static const struct
  {
    const char *rule;
    double momentum;
    double product; /* the rate times the sharpness */
  } cases[] = {
    {"gradient-descent", 0.0, 2.0},
    {"gradient-descent", 0.9, 3.8},
    {"nesterov", 0.0, 2.0},
    {"nesterov", 0.9, 3.8 / 2.8},
    {"rmsprop", 0.0, 2.0},
    {"adam", 0.0, 2.0},
    {"adam", 0.9, 38.0},
    {"adamw", 0.9, 38.0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OvRecipe recipe = make_recipe (cases[i].rule, cases[i].momentum);
      const double rate = cases[i].product / 17.0;

      g_assert_cmpfloat_with_epsilon (ov_stability_get_sharpness_limit (&recipe, 0.01),
                                      cases[i].product / 0.01, 1e-9);
      g_assert_cmpfloat_with_epsilon (ov_stability_get_rate_limit (&recipe, 17.0), rate, 1e-12);
      g_assert_cmpfloat_with_epsilon (ov_stability_get_growth (&recipe, 17.0, rate), 1.0, 1e-9);
      g_assert_true (isinf (ov_stability_get_sharpness_limit (&recipe, 0.0)));
    }
}

/* What a real descent by each rule does a little below and a little above its limit. */
static void
test_descent (void)
{
  for (guint r = 0; ov_update_rule_names[r] != NULL; r++)
    for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
      {
        const OvRecipe recipe = make_recipe (ov_update_rule_names[r], momenta[m]);
        const double limit = ov_stability_get_rate_limit (&recipe, 3.0);

        g_assert_cmpfloat (fabs (descend (&recipe, 3.0, 0.98 * limit, 1000)), <, 1e-6);
        g_assert_cmpfloat (fabs (descend (&recipe, 3.0, 1.02 * limit, 1000)), >, 1e6);
      }
}

static void
test_smooth (void)
{
  for (guint r = 0; ov_update_rule_names[r] != NULL; r++)
    for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
      {
        const OvRecipe recipe = make_recipe (ov_update_rule_names[r], momenta[m]);
        const double smooth = ov_stability_get_smooth_rate (&recipe, 3.0);
        gboolean swings = FALSE;

        /* With momentum 0.9 the first swing takes 115 steps. */
        for (guint n = 1; n < 150; n++)
          {
            g_assert_cmpfloat (descend (&recipe, 3.0, 0.99 * smooth, n), >, 0.0);
            swings = swings || descend (&recipe, 3.0, 1.2 * smooth, n) < 0.0;
          }
        g_assert_true (swings);
      }
}

static void
test_growth (void)
{
  const OvRecipe plain = make_recipe ("gradient-descent", 0.0);

  g_assert_cmpfloat_with_epsilon (ov_stability_get_growth (&plain, 2.0, 1.25), 1.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (ov_stability_get_growth (&plain, 2.0, 0.25), 0.5, 1e-15);

  for (guint r = 0; ov_update_rule_names[r] != NULL; r++)
    for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
      {
        const OvRecipe recipe = make_recipe (ov_update_rule_names[r], momenta[m]);
        const double rate = 1.1 * ov_stability_get_rate_limit (&recipe, 3.0);
        const double before = descend (&recipe, 3.0, rate, 100);
        const double step = descend (&recipe, 3.0, rate, 101) / before;

        g_assert_cmpfloat_with_epsilon (ov_stability_get_growth (&recipe, 3.0, rate), -step, 1e-5);
      }
}

/* Two complex roots: what goes round shrinks by the root of their product. */
static void
test_complex (void)
{
  for (guint r = 0; r < G_N_ELEMENTS (linear_rules); r++)
    {
      const OvRecipe recipe = make_recipe (linear_rules[r], 0.9);
      const double rate = 0.1 / 3.0;
      const double growth = ov_stability_get_growth (&recipe, 3.0, rate);
      double largest[2] = {0.0, 0.0};

      g_assert_cmpfloat_with_epsilon (growth, sqrt (r == 0 ? 0.9 : 0.9 * 0.9), 1e-12);
      for (guint n = 0; n < 100; n++)
        for (guint late = 0; late < 2; late++)
          largest[late] = MAX (largest[late],
                               fabs (descend (&recipe, 3.0, rate, 100 * late + n)));
      g_assert_cmpfloat_with_epsilon (pow (largest[1] / largest[0], 0.01), growth, 2e-2);
    }
}

static void
test_preconditioned (void)
{
  for (guint r = 0; ov_update_rule_names[r] != NULL; r++)
    {
      const OvRecipe recipe = make_recipe (ov_update_rule_names[r], 0.5);

      g_assert_cmpint (ov_stability_is_preconditioned (&recipe), ==,
                       ov_update_rule_get (&recipe)->has_epsilon);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stability/limits", test_limits);
  g_test_add_func ("/stability/descent", test_descent);
  g_test_add_func ("/stability/smooth", test_smooth);
  g_test_add_func ("/stability/growth", test_growth);
  g_test_add_func ("/stability/complex", test_complex);
  g_test_add_func ("/stability/preconditioned", test_preconditioned);

  return g_test_run ();
}
